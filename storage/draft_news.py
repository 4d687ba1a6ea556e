"""Drafts in the order in which they were written, for those who want to hear of them."""

from cases.outgoing import OutboxStatus
from storage.outbox import ENTRIES, Entry, entry_of
from storage.outbox_table import OUTBOX
from storage.page import Page


def between(page: Page, organisation: str, after: int, until: int, limit: int) -> tuple[Entry, ...]:
    """Give letters that still wait for a person, of those with a key above one and below another, oldest first."""
    ids = (OUTBOX.c.id > after) & (OUTBOX.c.id < until)
    mine = ENTRIES.where(OUTBOX.c.organisation == organisation, ids, OUTBOX.c.status == OutboxStatus.DRAFT)
    return tuple(map(entry_of, page.all(mine.order_by(OUTBOX.c.id).limit(limit))))
