"""How much of everything there is, across organisations: for machines that watch over the service."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, select

from cases.outgoing import OutboxStatus
from storage.inbox_tables import ARRIVAL, LOOK
from storage.looks import VIRUS
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import CASE


@dataclass(frozen=True)
class Numbers:
    """Counts at one instant."""

    arrivals_waiting: int
    letters_waiting: int
    letters_failed: int
    drafts_waiting: int
    cases_live: int
    cases_late: int
    files_waiting: int


def answers(page: Page) -> None:
    """Ask the database for nothing; raises where it does not answer."""
    page.one(_NOTHING)


def of_now(page: Page, now: datetime) -> Numbers:
    """Count what waits, what failed and what is late: each is one walk over an index of just that."""
    return Numbers(
        arrivals_waiting=_count(page, ~ARRIVAL.c.done),
        letters_waiting=_count(page, _is(OutboxStatus.RELEASED)),
        letters_failed=_count(page, _is(OutboxStatus.FAILED)),
        drafts_waiting=_count(page, _is(OutboxStatus.DRAFT)),
        cases_live=_count(page, CASE.c.live),
        cases_late=_count(page, CASE.c.live & (CASE.c.due_at < now)),
        files_waiting=_count(page, (LOOK.c.look == VIRUS) & (LOOK.c.since <= now)),
    )


_NOTHING = select(literal(1))


def _is(status: OutboxStatus) -> ColumnElement[bool]:
    # Written into the statement and not given to it: only so does a database see that the index is enough.
    return OUTBOX.c.status == literal(status.value, literal_execute=True)


def _count(page: Page, which: ColumnElement[bool]) -> int:
    row = page.one(select(func.count()).where(which))
    return int(row[0]) if row else 0
