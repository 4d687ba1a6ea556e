"""Cases that are over and still kept: since when, until when, and what keeps one longer than its time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select, update

from cases.kind import Kind
from cases.outgoing import OutboxStatus
from cases.retention import Keeps
from storage.casebook import LIVE
from storage.outbox_table import OUTBOX
from storage.page import KEY, ORG, Page
from storage.procedure_tables import LEGAL_HOLD, TASK
from storage.tables import CASE, CLOCK

ASKING = (Kind.ACCESS, Kind.PORTABILITY)
"""Kinds for which what we have of a person is searched before anything of it goes (R-15-5)."""


@dataclass(frozen=True)
class Retained:
    """A case that is over: what its retention is computed from, and `erase_at`, the last instant it is kept."""

    id: int
    number: str
    kind: Kind
    received_at: datetime
    over_at: datetime
    ended_on: date | None
    erase_at: datetime | None


_SHOWN = (
    CASE.c.id,
    CASE.c.number,
    CASE.c.kind,
    CASE.c.received_at,
    CASE.c.over_at,
    CASE.c.ended_on,
    CASE.c.erase_at,
)
_OVER = select(*_SHOWN).where(CASE.c.organisation == ORG, CASE.c.over_at.is_not(None), CASE.c.id > KEY)
_ONE = select(*_SHOWN).where(CASE.c.organisation == ORG, CASE.c.over_at.is_not(None), CASE.c.number == KEY)
_MINE = (CASE.c.organisation == ORG) & (CASE.c.id == KEY)
_UNTIL = update(CASE).where(_MINE).values(erase_at=bindparam("until", type_=CASE.c.erase_at.type))
_ENDED = update(CASE).where(_MINE).values(ended_on=bindparam("day"), erase_at=None)


def over(page: Page, organisation: str, after: int, limit: int) -> tuple[Retained, ...]:
    """Give cases that are over, from the one after an id on."""
    rows = page.all(_OVER.order_by(CASE.c.id).limit(limit), org=organisation, key=after)
    return tuple(map(_retained, rows))


def one(page: Page, organisation: str, number: str) -> Retained | None:
    """Give one case that is over, by its number, or None."""
    row = page.one(_ONE, org=organisation, key=number)
    return _retained(row) if row else None


def keep_until(page: Page, organisation: str, until: Mapping[int, datetime]) -> None:
    """Write down until when cases are kept."""
    values = [{"org": organisation, "key": case, "until": instant} for case, instant in until.items()]
    if values:
        page.execute(_UNTIL, values)


def due(page: Page, organisation: str, now: datetime, after: int, limit: int) -> tuple[Retained, ...]:
    """Give cases whose time is over, from the one after an id on."""
    waiting = _OVER.where(CASE.c.erase_at < now).order_by(CASE.c.id).limit(limit)
    return tuple(map(_retained, page.all(waiting, org=organisation, key=after)))


def oldest_due(page: Page, organisation: str, now: datetime, skip: int, limit: int) -> tuple[Retained, ...]:
    """Give cases whose time is over, those first whose time was over first, but so many of the first."""
    ours = CASE.c.organisation.concat("") == organisation  # an expression, or SQLite walks every case by its key
    late = select(*_SHOWN).where(ours, CASE.c.over_at.is_not(None), CASE.c.erase_at < now)
    return tuple(map(_retained, page.all(late.order_by(CASE.c.erase_at, CASE.c.id).offset(skip).limit(limit))))


def ended_on(page: Page, organisation: str, case: int, day: date) -> None:
    """Write down when what a case is about ended; how long it is kept is computed anew."""
    page.execute(_ENDED, {"org": organisation, "key": case, "day": day})


def keeps(page: Page, organisation: str, case: int) -> tuple[Keeps, ...]:
    """Say what keeps a case from being erased; nothing where it may go."""
    return tuple(why for why, which in _reasons(organisation, case) if page.one(which.limit(1)) is not None)


def _reasons(organisation: str, case: int) -> Iterator[tuple[Keeps, Any]]:
    mine = (CASE.c.organisation == organisation) & (CASE.c.id == case)
    yield Keeps.LIVE, select(CASE.c.id).where(mine, CASE.c.live)
    yield Keeps.CLOCK, _of(CLOCK, organisation, case, CLOCK.c.stopped_at.is_(None))
    yield Keeps.TASK, _of(TASK, organisation, case, TASK.c.result.is_(None))
    yield Keeps.DRAFT, _of(OUTBOX, organisation, case, OUTBOX.c.status == OutboxStatus.DRAFT)
    yield Keeps.LETTER, _of(OUTBOX, organisation, case, OUTBOX.c.status == OutboxStatus.RELEASED)
    yield Keeps.HOLD, _of(LEGAL_HOLD, organisation, case, LEGAL_HOLD.c.lifted_at.is_(None))
    appeal = (CASE.c.organisation == organisation) & (CASE.c.appeal_of == case)
    yield Keeps.APPEAL, select(CASE.c.id).where(appeal, CASE.c.status.in_(LIVE) | _still_kept(organisation, case))
    who = select(func.lower(CASE.c.address)).where(mine).scalar_subquery()
    theirs = (CASE.c.organisation == organisation) & (func.lower(CASE.c.address) == who) & (CASE.c.id != case)
    yield Keeps.ACCESS, select(CASE.c.id).where(theirs, CASE.c.live, CASE.c.kind.in_(ASKING))


def _still_kept(organisation: str, case: int) -> ColumnElement[bool]:
    """Say in SQL: its own time ends later than that of the case it appeals against."""
    first = CASE.alias("first")
    until = select(first.c.erase_at).where(first.c.organisation == organisation, first.c.id == case).scalar_subquery()
    return CASE.c.erase_at > until


def _of(table: Any, organisation: str, case: int, which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - any table and its select
    return select(table.c.case_id).where(table.c.organisation == organisation, table.c.case_id == case, which)


def _retained(row: Row[Any]) -> Retained:
    return Retained(
        id=row.id,
        number=row.number,
        kind=Kind(row.kind),
        received_at=row.received_at,
        over_at=row.over_at,
        ended_on=row.ended_on,
        erase_at=row.erase_at,
    )
