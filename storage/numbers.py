"""How much of everything there is, across organisations: for machines that watch over the service."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from cases.outgoing import OutboxStatus
from storage.page import Page
from storage.tables import ARRIVAL, CASE, OUTBOX


@dataclass(frozen=True)
class Numbers:
    """Counts at one instant."""

    arrivals_waiting: int
    letters_waiting: int
    letters_failed: int
    drafts_waiting: int
    cases_live: int
    cases_late: int


def of_now(page: Page, now: datetime) -> Numbers:
    """Count what waits, what failed and what is late."""
    by_status: dict[str, int] = {row.status: row.number for row in page.all(_letters)}
    return Numbers(
        arrivals_waiting=_count(page, ~ARRIVAL.c.done),
        letters_waiting=by_status.get(OutboxStatus.RELEASED, 0),
        letters_failed=by_status.get(OutboxStatus.FAILED, 0),
        drafts_waiting=by_status.get(OutboxStatus.DRAFT, 0),
        cases_live=_count(page, CASE.c.live),
        cases_late=_count(page, CASE.c.live & (CASE.c.due_at < now)),
    )


_letters = (
    select(OUTBOX.c.status, func.count().label("number"))
    .where(OUTBOX.c.status.in_((OutboxStatus.RELEASED, OutboxStatus.FAILED, OutboxStatus.DRAFT)))
    .group_by(OUTBOX.c.status)
)


def _count(page: Page, which: ColumnElement[bool]) -> int:
    row = page.one(select(func.count()).where(which))
    return int(row[0]) if row else 0
