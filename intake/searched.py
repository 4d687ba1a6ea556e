"""What a person has asked to see is found before it is deleted by routine (R-15-5, P-ME-09)."""

from cases.case import Case
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.task import Task, TaskKind
from storage import casebook, tasks
from storage.page import Page

DELETING = frozenset({TaskKind.DELETE_INVIGILATOR_MAILS, TaskKind.CLOSE_OUT_NOTES, TaskKind.ERASE_DATA})
"""Tasks after which nothing can be found any more."""


def check_searched(page: Page, case: Case, task: Task) -> None:
    """Raise NotAllowed where a task deletes what the person has asked to see and nobody has found yet."""
    if task.kind not in DELETING:
        return
    address = case.requester.address
    known = casebook.of_person(page, case.organisation, address) if address else (case,)
    for one in known:
        pending = one.kind is Kind.ACCESS and one.status in casebook.LIVE
        if pending and any(_searches(other) for other in tasks.of_case(page, case.organisation, one.id)):
            raise NotAllowed(f"find the data first: case {one.number} asks to see them (R-15-5, P-ME-09)")


def _searches(task: Task) -> bool:
    return task.open and task.kind is TaskKind.SEARCH_DATA
