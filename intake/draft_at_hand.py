"""A draft that a case's own progress changes or withdraws, while a colleague may be letting it go at that instant."""

from cases.errors import AlreadyDone
from cases.outgoing import OutboxStatus
from storage import outbox
from storage.outbox import Entry
from storage.page import Page

AT_WORK = frozenset({OutboxStatus.DRAFT, OutboxStatus.RELEASED})
"""A letter in one of these will still reach the person, unless somebody changes that."""


def still_draft(page: Page, entry: Entry) -> Entry:
    """Give a draft as it is by now, to change: nobody lets it go until this page is done.

    Raises AlreadyDone where somebody has let it go.
    """
    found = outbox.find(page, entry.outgoing.organisation, entry.id, to_change=True)
    if found is None or found.status is not OutboxStatus.DRAFT:
        raise AlreadyDone("a letter of this case has just been let go, and what it says holds; look at the case again")
    return found
