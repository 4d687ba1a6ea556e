"""The queue as the desk shows it: lines in the order of their deadlines, each page one short walk along an index."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement, Row, String, cast, func, literal_column, select, tuple_

from cases.case import Status
from cases.kind import Flag, Kind
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import CASE, CLOCK

ENOUGH = 1000
"""Counting stops here: nobody needs to know whether 1,000 or 10,000 wait, and a count must not cost a walk."""

LARGEST_KEY = 2**63 - 1
"""No key of ours is larger, and no database takes a larger one."""

_NEVER = datetime.max.replace(tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HELD = CASE.c.status == literal_column("'held'")  # written out, or SQLite does not see that the partial index fits


@dataclass(frozen=True)
class Scope:
    """Which live cases of an organisation somebody looks at: those of some queues, and those assigned to the person.

    `person` None leaves assigned ones out; `held` leaves only those that wait for a person's judgement; `viewer` does
    not see cases that exclude them (P-MX-14).
    """

    organisation: str
    queues: tuple[str, ...]
    person: int | None = None
    held: bool = False
    viewer: int | None = None


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
class Line:
    """A case as a queue shows it.

    `waits_for` is the clock that `due_at` belongs to. `drafts` counts letters that wait for approval, `sent_back` is
    true where one of them came back with a note. `waiting`: a clock stands still until the person answers a question.
    """

    id: int
    number: str
    kind: Kind
    status: Status
    name: str | None
    queue: str
    assigned_to: int | None
    received_at: datetime
    due_at: datetime | None
    missing: tuple[str, ...]
    flags: tuple[Flag, ...]
    held_for: str | None
    waits_for: ClockName | None = None
    drafts: int = 0
    sent_back: bool = False
    waiting: bool = False

    @property
    def place(self) -> Place:
        """Give its place in the queue."""
        return Place(self.due_at, self.id)


@dataclass(frozen=True)
class Tally:
    """How many live cases a queue has, and how many of them are late; both stop at ENOUGH."""

    queue: str
    live: int
    late: int


def walk(page: Page, scope: Scope, after: Place | None, limit: int) -> tuple[tuple[Line, ...], Place | None]:
    """Give the next lines by deadline, late ones first, and the place to go on from (None at the end)."""
    rows: dict[int, Row[Any]] = {}
    for lane in _lanes(scope):
        rows.update({row.id: row for row in _along(page, lane, after, limit + 1)})
    ordered = sorted(rows.values(), key=lambda row: (row.due_at or _NEVER, row.id))
    lines = _lines(page, scope.organisation, ordered[:limit])
    return lines, lines[-1].place if len(ordered) > limit else None


def tally(page: Page, organisation: str, queues: Iterable[str], now: datetime) -> tuple[Tally, ...]:
    """Count the cases of each queue, up to ENOUGH: numbers only, no person (P-MB-10)."""
    return tuple(_tally(page, Scope(organisation, (queue,)), now) for queue in queues)


def _lanes(scope: Scope) -> list[ColumnElement[bool]]:
    """Give one condition for each index walk; each names just what its own index has, so that SQLite takes that one."""
    ours = CASE.c.organisation == scope.organisation
    in_queue = ours & (_HELD if scope.held else CASE.c.live)
    lanes: list[ColumnElement[bool]] = [in_queue & (CASE.c.queue == queue) for queue in scope.queues]
    if scope.person is not None:
        mine = ours & CASE.c.live & (CASE.c.assigned_to == scope.person)
        lanes.append(mine & _HELD if scope.held else mine)
    return [lane & not_excluded(scope.viewer) for lane in lanes] if scope.viewer else lanes


def not_excluded(viewer: int) -> ColumnElement[bool]:
    """Leave out cases that a person must not see. An id has 18 digits: none stands inside another by chance."""
    return cast(CASE.c.excluded, String).not_like(f"%{viewer}%")


def _along(page: Page, lane: ColumnElement[bool], after: Place | None, limit: int) -> list[Row[Any]]:
    """Walk along one index: first what has a deadline, then what has none."""
    rows: list[Row[Any]] = []
    if after is None or after.due_at is not None:
        dated = select(CASE).where(lane, CASE.c.due_at.is_not(None)).order_by(CASE.c.due_at, CASE.c.id)
        if after is not None:
            dated = dated.where(tuple_(CASE.c.due_at, CASE.c.id) > (after.due_at, after.id))
        rows += page.all(dated.limit(limit))
    if len(rows) < limit:
        undated = select(CASE).where(lane, CASE.c.due_at.is_(None)).order_by(CASE.c.id)
        if after is not None and after.due_at is None:
            undated = undated.where(CASE.c.id > after.id)
        rows += page.all(undated.limit(limit - len(rows)))
    return rows


def _lines(page: Page, organisation: str, rows: Sequence[Row[Any]]) -> tuple[Line, ...]:
    ids = [row.id for row in rows]
    waits, drafts = _next_clocks(page, organisation, ids), _drafts(page, organisation, ids)
    back, still = {case for case, noted in drafts if noted}, _waiting(page, organisation, ids)
    count = Counter(case for case, _ in drafts)
    return tuple(
        Line(
            id=row.id,
            number=row.number,
            kind=Kind(row.kind),
            status=Status(row.status),
            name=row.name,
            queue=row.queue,
            assigned_to=row.assigned_to,
            received_at=row.received_at,
            due_at=row.due_at,
            missing=tuple(row.missing),
            flags=tuple(Flag(flag) for flag in row.flags),
            held_for=row.held_for,
            waits_for=waits.get(row.id),
            drafts=count[row.id],
            sent_back=row.id in back,
            waiting=row.id in still,
        )
        for row in rows
    )


def _next_clocks(page: Page, organisation: str, ids: Sequence[int]) -> dict[int, ClockName]:
    running = select(CLOCK.c.case_id, CLOCK.c.name).where(
        CLOCK.c.organisation == organisation, CLOCK.c.case_id.in_(ids), CLOCK.c.stopped_at.is_(None)
    )
    ticking = running.where(CLOCK.c.paused_at.is_(None)).order_by(CLOCK.c.due_at.desc())
    return {row.case_id: ClockName(row.name) for row in page.all(ticking)}


def _waiting(page: Page, organisation: str, ids: Sequence[int]) -> set[int]:
    """Give the cases that wait for their person's answer to a question of ours (R-CLK-5)."""
    still = select(CLOCK.c.case_id).where(
        CLOCK.c.organisation == organisation,
        CLOCK.c.case_id.in_(ids),
        CLOCK.c.stopped_at.is_(None),
        CLOCK.c.paused_at.is_not(None),
    )
    return {row.case_id for row in page.all(still)}


def _drafts(page: Page, organisation: str, ids: Sequence[int]) -> list[tuple[int, bool]]:
    """Give (case, whether it came back with a note) of each draft; the note on one nobody changed is a rule's."""
    waiting = select(OUTBOX.c.case_id, OUTBOX.c.note, OUTBOX.c.draft_version).where(
        OUTBOX.c.organisation == organisation, OUTBOX.c.case_id.in_(ids), OUTBOX.c.status == OutboxStatus.DRAFT
    )
    return [(row.case_id, row.note is not None and row.draft_version > 1) for row in page.all(waiting)]


def _tally(page: Page, scope: Scope, now: datetime) -> Tally:
    (lane,) = _lanes(scope)
    return Tally(scope.queues[0], _up_to_enough(page, lane), _up_to_enough(page, lane & (CASE.c.due_at < now)))


def _up_to_enough(page: Page, which: ColumnElement[bool]) -> int:
    row = page.one(select(func.count()).select_from(select(CASE.c.queue).where(which).limit(ENOUGH).subquery()))
    return int(row[0]) if row else 0
