"""Which cases somebody looks at, and where in their order: what the desk asks of the queue."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from sqlalchemy import ColumnElement, FromClause, String, and_, cast, exists, literal_column, select, true

from cases.case import Status
from cases.outgoing import OutboxStatus
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import CASE, CLOCK

LARGEST_KEY = 2**63 - 1
"""No key of ours is larger, and no database takes a larger one."""

FEW = 1500
"""So many cases are looked up one by one sooner than a whole queue is walked through."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# written out, or SQLite does not see that a partial index fits
_HELD = CASE.c.status == literal_column(f"'{Status.HELD}'")
_DRAFT = OUTBOX.c.status == literal_column(f"'{OutboxStatus.DRAFT}'")
_PAUSED = CLOCK.c.paused_at.is_not(None) & CLOCK.c.stopped_at.is_(None)


class Only(StrEnum):
    """What is taken of the live cases: all, those that wait for a judgement, for the person, or for an approval."""

    LIVE = "live"
    HELD = "held"
    AWAITING = "awaiting"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Filters:
    """What a case has to be as well; None: whatever it is. `assigned` 0 is nobody, another number is that person."""

    kind: str | None = None
    language: str | None = None
    channel: str | None = None
    assigned: int | None = None

    def __bool__(self) -> bool:
        """Say whether anything is filtered at all."""
        return self != Filters()

    def condition(self, case: FromClause) -> ColumnElement[bool]:
        """Say it in SQL, of what has a case's columns."""
        wanted = {"kind": self.kind, "language": self.language, "channel": self.channel}
        fits = [case.c[name] == value for name, value in wanted.items() if value is not None]
        if self.assigned is not None:
            fits.append(case.c.assigned_to == self.assigned if self.assigned else case.c.assigned_to.is_(None))
        return and_(true(), *fits)


@dataclass(frozen=True)
class Reach:
    """Which live cases of an organisation somebody looks at: those of some queues, and those assigned to some persons.

    `viewer` does not see cases that exclude them (P-MX-14). Of what is dated, only what ends from `due_from` on and
    before `due_before`.
    """

    organisation: str
    queues: tuple[str, ...]
    persons: tuple[int, ...] = ()
    viewer: int | None = None
    only: Only = Only.LIVE
    due_from: datetime | None = None
    due_before: datetime | None = None
    filters: Filters = Filters()

    @property
    def is_dated(self) -> bool:
        """Say whether it leaves out what has no deadline."""
        return self.due_before is not None or self.due_from is not None


@dataclass(frozen=True)
class Place:
    """A place in the queue: after the case with this deadline and id. Cases without a deadline come last."""

    due_at: datetime | None
    id: int

    @classmethod
    def parse(cls, written: str) -> Self | None:
        """Read what `str` wrote; None where it is nothing of the kind."""
        microseconds, _, id_ = written.partition("-")
        try:
            due_at = _EPOCH + int(microseconds) * _MICROSECOND if microseconds else None
            place = cls(due_at, int(id_))
        except (ValueError, OverflowError):
            return None
        return place if 0 <= place.id <= LARGEST_KEY else None

    def __str__(self) -> str:
        """Write it for an address."""
        return f"{(self.due_at - _EPOCH) // _MICROSECOND if self.due_at else ''}-{self.id}"


def lanes(page: Page, reach: Reach) -> list[ColumnElement[bool]]:
    """Give one condition for each index walk; no case fits two of them.

    Each names just what its own index has, so that SQLite takes that one.
    """
    ours = CASE.c.organisation == reach.organisation
    live = ours & (_HELD if reach.only is Only.HELD else CASE.c.live)
    found: list[ColumnElement[bool]] = [live & (CASE.c.queue == queue) for queue in reach.queues]
    for person in reach.persons:
        mine = ours & CASE.c.live & (CASE.c.assigned_to == person) & CASE.c.queue.not_in(reach.queues)
        found.append(mine & _HELD if reach.only is Only.HELD else mine)
    besides = _besides(page, reach)
    return found if besides is None else [lane & besides for lane in found]


def _besides(page: Page, reach: Reach) -> ColumnElement[bool] | None:
    """Give what has to hold on every lane."""
    conditions = [] if reach.viewer is None else [not_excluded(reach.viewer)]
    if reach.due_from is not None:
        conditions.append(CASE.c.due_at >= reach.due_from)
    if reach.due_before is not None:
        conditions.append(CASE.c.due_at < reach.due_before)
    if reach.only in {Only.AWAITING, Only.APPROVAL}:
        conditions.append(_waiting(page, reach))
    return and_(*conditions) if conditions else None


def _waiting(page: Page, reach: Reach) -> ColumnElement[bool]:
    """Say what waits: by naming the cases where they are few, else by looking at each along the walk."""
    table, which = (CLOCK, _PAUSED) if reach.only is Only.AWAITING else (OUTBOX, _DRAFT)
    ours = (table.c.organisation == reach.organisation) & which
    some = page.all(select(table.c.case_id).where(ours).distinct().limit(FEW + 1))
    if len(some) <= FEW:
        return CASE.c.id.in_([row.case_id for row in some])
    return exists().where(ours, table.c.case_id == CASE.c.id)


def not_excluded(viewer: int) -> ColumnElement[bool]:
    """Leave out cases that a person must not see. An id has 18 digits: none stands inside another by chance."""
    return cast(CASE.c.excluded, String).not_like(f"%{viewer}%")
