"""Medical certificates that came: they go once what they were for is decided (P-MX-21, P-AL-11).

To show one is enough; a copy that was sent all the same is deleted by a person, with a deed.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import Case
from cases.reading import DocumentKind
from cases.task import Result, Task, TaskKind, ToDo
from intake.shut_out import not_of
from intake.tasks import give
from storage import messages, tasks
from storage.page import Page

WITHIN = timedelta(days=3)
"""How soon after the decision a certificate is to be gone."""

LAW = "GDPR Art. 5(1)(e), 9"


def certificates_due(page: Page, case: Case, now: datetime) -> None:
    """Have the medical certificates of a case deleted, where some are still there: it is decided now."""
    if _left(page, case):
        give(page, case, (ToDo(TaskKind.DELETE_CERTIFICATE, "", LAW, now + WITHIN),), now)


def certificates_deleted(page: Page, case: Case, staff: int, now: datetime) -> None:
    """End that task where no certificate is left."""
    if _left(page, case):
        return
    for task in tasks.of_case(page, case.organisation, case.id):
        if task.open and task.kind is TaskKind.DELETE_CERTIFICATE:
            _end(page, case, task, staff, now)


def _end(page: Page, case: Case, task: Task, staff: int, now: datetime) -> None:
    ended = replace(task, result=Result.DONE, done_by=staff, done_at=now)
    tasks.finish(page, case.organisation, ended)


def _left(page: Page, case: Case) -> bool:
    """Say whether a file of the case is still there that is probably a medical certificate.

    What came with another case of the conversation, as an appeal, goes once that one is decided.
    """
    theirs = not_of(page, case)
    return any(
        file.erased_at is None and document.is_probably(DocumentKind.MEDICAL_CERTIFICATE)
        for told in messages.of_thread(page, case.organisation, case.thread)
        for document in told.reading.documents
        for file in told.attachments
        if file.part == document.part and told.id not in theirs
    )
