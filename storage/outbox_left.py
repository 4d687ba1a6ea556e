"""Letters of ours that have left, of several conversations with one look."""

from collections.abc import Collection

from sqlalchemy import bindparam

from cases.outgoing import OutboxStatus
from storage.outbox import ENTRIES, Entry, entry_of
from storage.outbox_table import OUTBOX
from storage.page import ORG, Page, grouped

_OF_THREADS = ENTRIES.where(
    OUTBOX.c.organisation == ORG,
    OUTBOX.c.thread_id.in_(bindparam("threads", expanding=True)),
    OUTBOX.c.status == OutboxStatus.SENT,
).order_by(OUTBOX.c.created_at, OUTBOX.c.id)


def of_threads(page: Page, organisation: str, threads: Collection[int]) -> dict[int, tuple[Entry, ...]]:
    """Give the letters of some conversations that have left, oldest first."""
    rows = page.all(_OF_THREADS, org=organisation, threads=list(threads)) if threads else ()
    return grouped(threads, ((row.thread_id, entry_of(row)) for row in rows))
