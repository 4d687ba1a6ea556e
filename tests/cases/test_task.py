"""A task is open until it has a result, whichever it is."""

from dataclasses import replace

import pytest

from cases.task import Result, Task, TaskKind, ToDo
from tests.builders import AT

TASK = Task(1, 1, TaskKind.TELL_RECIPIENT, "Mollie", "GDPR Art. 19", AT)


@pytest.mark.parametrize("result", list(Result))
def test_what_is_done_needless_or_impossible_is_open_no_more(result: Result) -> None:
    assert TASK.open
    assert not replace(TASK, result=result, done_by=7, done_at=AT).open


def test_what_is_to_be_done_has_no_date_and_nobody_in_it_unless_said() -> None:
    todo = ToDo(TaskKind.SEARCH_DATA)
    assert (todo.about, todo.law, todo.due_at) == ("", "", None)
