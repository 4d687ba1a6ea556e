"""Whether a file may be handed on: by what the scanner said, and by how long it has not said anything."""

from datetime import timedelta

import pytest

from cases.files import CLEAN, LONG, UNCHECKED, FileState, infected, state_of
from tests.builders import AT

FOUND = "Win.Trojan.Agent-1388639"


@pytest.mark.parametrize(
    ("verdict", "waited", "state"),
    [
        (None, None, FileState.OPEN),
        (None, timedelta(0), FileState.WAITING),
        (None, timedelta(minutes=9, seconds=59), FileState.WAITING),
        (None, timedelta(minutes=10), FileState.UNCHECKED),
        (None, timedelta(days=30), FileState.UNCHECKED),
        (CLEAN, None, FileState.OPEN),
        (CLEAN, LONG, FileState.OPEN),
        (UNCHECKED, None, FileState.UNCHECKED),
        (UNCHECKED, timedelta(0), FileState.UNCHECKED),
        (FOUND, None, FileState.REFUSED),
        (FOUND, LONG, FileState.REFUSED),
        ("", None, FileState.REFUSED),
    ],
)
def test_only_what_was_found_clean_or_came_while_there_was_no_scanner_is_open(
    verdict: str | None, waited: timedelta | None, state: FileState
) -> None:
    assert state_of(verdict, AT - waited if waited is not None else None, AT) is state


def test_verdicts_that_were_written_down_long_ago_are_still_read() -> None:
    assert [infected(written) for written in ("clean", "unchecked", "Eicar-Signature")] == [False, False, True]


def test_only_a_find_is_a_find() -> None:
    assert [infected(verdict) for verdict in (None, CLEAN, UNCHECKED, FOUND)] == [False, False, False, True]
