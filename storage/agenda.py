"""The deadlines of the cases within somebody's reach, as their calendar shows them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cases.clock import Clock
from cases.kind import Kind
from storage import clocks
from storage.page import Page
from storage.reach import Reach, lanes
from storage.tables import CASE, EVENT

MOST = 500
"""So many cases stand in a calendar, those that end first: more would be a list that nobody reads."""


@dataclass(frozen=True)
class Dated:
    """A case with its clocks. `changes` counts its events and never falls, `changed_at` is when it last did."""

    id: int
    number: str
    kind: Kind
    changes: int
    changed_at: datetime
    clocks: tuple[Clock, ...]


def dated(page: Page, reach: Reach) -> tuple[Dated, ...]:
    """Give the live cases within reach that have a deadline, those that end first."""
    last = (
        select(EVENT.c.at)
        .where(EVENT.c.organisation == CASE.c.organisation, EVENT.c.case_id == CASE.c.id, EVENT.c.seq == CASE.c.events)
        .scalar_subquery()
    )
    named = (CASE.c.id, CASE.c.number, CASE.c.kind, CASE.c.events, CASE.c.due_at, CASE.c.received_at)
    rows = {}
    for lane in lanes(page, reach):
        walk = select(*named, last.label("changed_at")).where(lane.whole, CASE.c.due_at.is_not(None))
        rows.update({row.id: row for row in page.all(walk.order_by(CASE.c.due_at, CASE.c.id).limit(MOST))})
    first = sorted(rows.values(), key=lambda row: (row.due_at, row.id))[:MOST]
    running: dict[int, tuple[Clock, ...]] = {}
    for due in clocks.of_cases(page, reach.organisation, [row.id for row in first]):
        running[due.case] = (*running.get(due.case, ()), due.clock)
    return tuple(
        Dated(
            row.id, row.number, Kind(row.kind), row.events, row.changed_at or row.received_at, running.get(row.id, ())
        )
        for row in first
    )
