"""A copy of an identity paper came, though nobody asked: somebody deletes it and says what to cover (R-ID-2)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cases.case import Case
from cases.office import Office
from cases.reading import Document, DocumentKind
from cases.task import TaskKind, ToDo
from intake.tasks import give
from storage.page import Page

SOON = timedelta(days=1)
"""By then it is to be gone."""


def ask_to_delete(page: Page, case: Case | None, documents: Iterable[Document], office: Office, now: datetime) -> None:
    """Give the task to delete copies of identity papers that came with a message; one a day and case is enough."""
    if case and any(one.is_probably(DocumentKind.IDENTITY_COPY) for one in documents):
        wanted = ToDo(
            TaskKind.DELETE_IDENTITY_COPY,
            about=office.day(now).isoformat(),
            law="GDPR Art. 5(1)(c)",
            due_at=now + SOON,
        )
        give(page, case, (wanted,), now)
