"""How much waits at one organisation, for whoever looks after the installation. Each count stops at ENOUGH."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select

from cases.case import Status
from cases.outgoing import OutboxStatus
from storage.inbox_tables import ARRIVAL, LOOK
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.search_tables import SEARCH_DUE
from storage.tables import CASE
from storage.views import ENOUGH


@dataclass(frozen=True)
class HouseNumbers:
    """Counts at one instant; nothing of anybody. `arrivals_since` is when the oldest came that nobody has read.

    `letters_waiting` are on their way, `letters_retried` those of them that were tried in vain. `search_behind` are
    conversations that the index does not know yet.
    """

    arrivals: int
    arrivals_since: datetime | None
    looks: int
    looks_since: datetime | None
    drafts: int
    letters_waiting: int
    letters_retried: int
    letters_failed: int
    held: int
    search_behind: int


def of_house(page: Page, organisation: str) -> HouseNumbers:
    """Count what waits at an organisation: each is a short walk along an index of just that."""
    waiting = (ARRIVAL.c.organisation.concat("") == organisation, ~ARRIVAL.c.done)  # as in outbox_care
    looks = (LOOK.c.organisation == organisation,)
    theirs, released = OUTBOX.c.organisation.concat("") == organisation, _is(OutboxStatus.RELEASED)  # as in outbox_care
    return HouseNumbers(
        arrivals=_count(page, *waiting),
        arrivals_since=_oldest(page, ARRIVAL.c.received_at, *waiting),
        looks=_count(page, *looks),
        looks_since=_oldest(page, LOOK.c.since, *looks),
        drafts=_count(page, theirs, _is(OutboxStatus.DRAFT)),
        letters_waiting=_count(page, theirs, released),
        letters_retried=_count(page, theirs, released, OUTBOX.c.last_error.is_not(None)),
        letters_failed=_count(page, theirs, _is(OutboxStatus.FAILED)),
        held=_count(
            page, CASE.c.organisation.concat("") == organisation, CASE.c.status == literal_column(f"'{Status.HELD}'")
        ),
        search_behind=_count(page, SEARCH_DUE.c.organisation == organisation),
    )


def _is(status: OutboxStatus) -> ColumnElement[bool]:
    # written out, or SQLite does not see that a partial index fits
    return OUTBOX.c.status == literal_column(f"'{status}'")


def _count(page: Page, *which: ColumnElement[bool]) -> int:
    some = select(literal_column("1")).where(*which).limit(ENOUGH).subquery()
    return int(page.execute(select(func.count()).select_from(some)).scalar_one())


def _oldest(page: Page, at: Any, *which: ColumnElement[bool]) -> datetime | None:  # noqa: ANN401 - a column
    row = page.one(select(at).where(*which).order_by(at).limit(1))
    return row[0] if row else None
