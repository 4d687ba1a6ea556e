"""Which cases somebody looks at, and where in their order: what the desk asks of the queue."""

from collections.abc import Iterator
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


@dataclass(frozen=True)
class Lane:
    """A walk along one index: what that index has, and what has to hold of each row besides."""

    walk: ColumnElement[bool]
    besides: ColumnElement[bool]

    @property
    def whole(self) -> ColumnElement[bool]:
        """Give both."""
        return self.walk & self.besides


def lanes(page: Page, reach: Reach) -> list[Lane]:
    """Give one lane for each index walk; no case fits two of them.

    Each names just what its own index has, so that SQLite takes that one. Where few cases wait they are looked up.
    """
    few = _few(page, reach)
    if few is not None:
        return [_named(reach, few)]
    found = [_live(reach) & (CASE.c.queue == queue) for queue in reach.queues]
    return [Lane(walk, _besides(reach)) for walk in (*found, *_of_persons(reach))]


def heap(page: Page, reach: Reach) -> list[ColumnElement[bool]]:
    """Give conditions for the same cases where their order is of no interest; no case fits two of them."""
    few = _few(page, reach)
    if few is not None:
        return [_named(reach, few).whole]
    found = [_live(reach) & CASE.c.queue.in_(reach.queues)] if reach.queues else []
    return [walk & _besides(reach) for walk in (*found, *_of_persons(reach))]


def _named(reach: Reach, cases: list[int]) -> Lane:
    """Look some cases up by their keys: as `live` is asked for here, no index of what lives fits."""
    queues, persons = CASE.c.queue.in_(reach.queues), CASE.c.assigned_to.in_(reach.persons)
    return Lane(_ours(reach) & CASE.c.live.is_(True) & CASE.c.id.in_(cases), (queues | persons) & _shown(reach))


def _live(reach: Reach) -> ColumnElement[bool]:
    return _ours(reach) & (_HELD if reach.only is Only.HELD else CASE.c.live)


def _ours(reach: Reach) -> ColumnElement[bool]:
    found = CASE.c.organisation == reach.organisation
    if reach.due_from is not None:
        found &= CASE.c.due_at >= reach.due_from
    if reach.due_before is not None:
        found &= CASE.c.due_at < reach.due_before
    return found


def _of_persons(reach: Reach) -> Iterator[ColumnElement[bool]]:
    ours = _ours(reach) & CASE.c.live
    for person in reach.persons:
        mine = ours & (CASE.c.assigned_to == person)
        elsewhere = mine & CASE.c.queue.not_in(reach.queues) if reach.queues else mine
        yield elsewhere & _HELD if reach.only is Only.HELD else elsewhere


def _besides(reach: Reach) -> ColumnElement[bool]:
    """Give what has to hold on every lane."""
    waits = _waits(reach)
    if waits is None:
        return _shown(reach)
    ours, case = waits
    return _shown(reach) & exists().where(ours, case == CASE.c.id)


def _shown(reach: Reach) -> ColumnElement[bool]:
    return true() if reach.viewer is None else not_excluded(reach.viewer)


def _waits(reach: Reach) -> tuple[ColumnElement[bool], ColumnElement[int]] | None:
    """Say what waits, of the table that tells it, with its column of cases; None where all is wanted."""
    if reach.only not in {Only.AWAITING, Only.APPROVAL}:
        return None
    table, which = (CLOCK, _PAUSED) if reach.only is Only.AWAITING else (OUTBOX, _DRAFT)
    return (table.c.organisation == reach.organisation) & which, table.c.case_id


def _few(page: Page, reach: Reach) -> list[int] | None:
    """Name the cases that wait where they are few; None where there are many, or all is wanted."""
    waits = _waits(reach)
    if waits is None:
        return None
    ours, case = waits
    some = page.all(select(case).where(ours).distinct().limit(FEW + 1))
    return [row.case_id for row in some] if len(some) <= FEW else None


def not_excluded(viewer: int) -> ColumnElement[bool]:
    """Leave out cases that a person must not see. An id has 18 digits: none stands inside another by chance."""
    return cast(CASE.c.excluded, String).not_like(f"%{viewer}%")
