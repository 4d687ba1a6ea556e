"""The queue as the desk shows it: lines in the order of their deadlines, each page one short walk along an index."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, bindparam, cast, func, select, true, tuple_

from cases.case import Status
from cases.kind import Flag, Kind
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from storage import seen_drafts
from storage.outbox_table import OUTBOX
from storage.page import ORG, Page
from storage.reach import Lane, Place, Reach, heap, lanes
from storage.tables import CASE, CLOCK

ENOUGH = 1000
"""Counting stops here: nobody needs to know whether 1,000 or 10,000 wait, and a count must not cost a walk."""

SCAN = 10_000
"""So many cases of a queue are looked at for a filter at a time: a page answers, and says where to look on."""

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """A case as a queue shows it.

    `waits_for` is the clock that `due_at` belongs to. `drafts` counts letters that wait for approval, `sent_back` is
    true where one of them came back with a note, `second` where one waits for a second person's approval. `waiting`: a
    clock stands still until the person answers a question.
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
    second: bool = False

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


def walk(page: Page, reach: Reach, after: Place | None, limit: int) -> tuple[tuple[Line, ...], Place | None]:
    """Give the next lines by deadline, late ones first, and the place to go on from (None at the end).

    Where hardly any case fits the filters there may be fewer lines than the limit, and a place to look on from.
    """
    rows: dict[int, Row[Any]] = {}
    seen_to: list[Place] = []
    for lane in lanes(page, reach):
        found, to = _along(page, reach, lane, after, limit + 1)
        rows.update({row.id: row for row in found})
        seen_to += [to] if to else []
    ordered = sorted(rows.values(), key=lambda row: _order(Place(row.due_at, row.id)))
    if seen_to:  # nothing may be shown that lies behind what a lane has not looked at yet
        first = min(seen_to, key=_order)
        ordered = [row for row in ordered if _order(Place(row.due_at, row.id)) <= _order(first)]
        if len(ordered) <= limit:
            return _lines(page, reach.organisation, ordered), first
    lines = _lines(page, reach.organisation, ordered[:limit])
    return lines, lines[-1].place if len(ordered) > limit else None


def count(page: Page, reach: Reach) -> int:
    """Count the cases within reach, up to ENOUGH. Filters are left out."""
    found = 0
    for which in heap(page, reach):
        found += _up_to(page, which, ENOUGH - found)
    return found


def tally(page: Page, organisation: str, queues: Iterable[str], now: datetime, viewer: int | None) -> tuple[Tally, ...]:
    """Count the cases of each queue, up to ENOUGH: numbers only, no person (P-MB-10)."""
    named = tuple(queues)
    if not named:
        return ()
    row = page.one(_tallied(named), org=organisation, shut_out=f"%{viewer or 'nobody'}%", now=now)
    counted = tuple(row) if row else (0,) * 2 * len(named)
    return tuple(Tally(queue, *counted[2 * place : 2 * place + 2]) for place, queue in enumerate(named))


@lru_cache(maxsize=64)
def _tallied(queues: tuple[str, ...]) -> Select[Any]:
    """Give the statement that counts each queue, and what is late of it: one, for there are many of both."""
    mine = (CASE.c.organisation == ORG) & CASE.c.live & cast(CASE.c.excluded, String).not_like(bindparam("shut_out"))
    late = CASE.c.due_at < bindparam("now", type_=CASE.c.due_at.type)
    parts = (mine & (CASE.c.queue == queue) & which for queue in queues for which in (true(), late))
    each = (select(CASE.c.queue).where(part).limit(ENOUGH).subquery() for part in parts)
    return select(*(select(func.count()).select_from(part).scalar_subquery() for part in each))


def _order(place: Place) -> tuple[datetime, int]:
    return (place.due_at or _NEVER, place.id)


def _along(
    page: Page, reach: Reach, lane: Lane, after: Place | None, limit: int
) -> tuple[list[Row[Any]], Place | None]:
    """Walk along one index: first what has a deadline, then what has none.

    Gives what fits the filters, and the place up to which was looked where the lane goes on behind it.
    """
    parts = [_dated(lane.walk, after)] if after is None or after.due_at is not None else []
    parts += [] if reach.is_dated else [_undated(lane.walk, after)]
    rows: list[Row[Any]] = []
    for part in parts:
        if len(rows) >= limit:
            break
        if not reach.filters:
            rows += page.all(part.where(lane.besides).limit(limit - len(rows)))
            continue
        last = page.one(part.with_only_columns(CASE.c.due_at, CASE.c.id).offset(SCAN - 1).limit(1))
        fits = part.where(reach.filters.condition(CASE))
        if last:
            fits = fits.where(_up_to_place(last.due_at, last.id))
        rows += page.all(fits.where(lane.besides).limit(limit - len(rows)))
        if last and len(rows) < limit:
            return rows, Place(last.due_at, last.id)
    return rows, None


def _up_to_place(due_at: datetime | None, id_: int) -> ColumnElement[bool]:
    return CASE.c.id <= id_ if due_at is None else tuple_(CASE.c.due_at, CASE.c.id) <= (due_at, id_)


def _dated(lane: ColumnElement[bool], after: Place | None) -> Select[Any]:
    dated = select(CASE).where(lane, CASE.c.due_at.is_not(None)).order_by(CASE.c.due_at, CASE.c.id)
    return dated if after is None else dated.where(tuple_(CASE.c.due_at, CASE.c.id) > (after.due_at, after.id))


def _undated(lane: ColumnElement[bool], after: Place | None) -> Select[Any]:
    undated = select(CASE).where(lane, CASE.c.due_at.is_(None)).order_by(CASE.c.id)
    return undated.where(CASE.c.id > after.id) if after is not None and after.due_at is None else undated


def _lines(page: Page, organisation: str, rows: Sequence[Row[Any]]) -> tuple[Line, ...]:
    ids = [row.id for row in rows]
    waits, drafts = _next_clocks(page, organisation, ids), _drafts(page, organisation, ids)
    back, still = {case for case, noted in drafts if noted}, _waiting(page, organisation, ids)
    count = Counter(case for case, _ in drafts)
    second = seen_drafts.half_approved(page, organisation, tuple(count))
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
            second=row.id in second,
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


def _up_to(page: Page, which: ColumnElement[bool], most: int) -> int:
    if most <= 0:
        return 0
    row = page.one(select(func.count()).select_from(select(CASE.c.queue).where(which).limit(most).subquery()))
    return int(row[0]) if row else 0
