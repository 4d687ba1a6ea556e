"""Clocks as they were frozen, and the one question of the sweep: which must be looked at by now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, tuple_, update

from cases.case import Case
from cases.clock import Clock
from cases.outgoing import Stop
from cases.policy import ClockName
from cases.term import Basis, Term
from storage.page import KEY, ORG, Page
from storage.tables import CASE, CLOCK

Place = tuple[int, str]
"""A clock's place in a walk over all: its case's id and its name; (0, "") is before the first."""


@dataclass(frozen=True)
class Due:
    """A clock whose time to be looked at has come, with the steps that were already taken."""

    organisation: str
    case: int
    clock: Clock
    steps_done: frozenset[str]


def start(page: Page, case: Case, clock: Clock, next_at: datetime | None) -> None:
    """Write a new clock down."""
    page.add(
        CLOCK,
        organisation=case.organisation,
        case_id=case.id,
        name=clock.name,
        term=str(clock.term),
        basis=clock.basis,
        law=clock.law,
        told=clock.told,
        started_at=clock.started_at,
        due_at=clock.due_at,
        target_at=clock.target_at,
        calendar=clock.calendar,
        because=list(clock.because),
        paused_days=clock.paused_days,
        paused_at=clock.paused_at,
        stopped_at=clock.stopped_at,
        next_at=next_at,
        steps_done=[],
    )


_STOPPED = (
    update(CLOCK)
    .where(
        CLOCK.c.organisation == ORG,
        CLOCK.c.case_id == KEY,
        CLOCK.c.name == bindparam("clock"),
        CLOCK.c.stopped_at.is_(None),
    )
    .values(stopped_at=bindparam("now"), next_at=None)
)


def start_again(page: Page, case: Case, clock: Clock, next_at: datetime | None) -> None:
    """Begin a clock anew, in the place of the one of that name that had stopped."""
    mine = (CLOCK.c.organisation == case.organisation) & (CLOCK.c.case_id == case.id) & (CLOCK.c.name == clock.name)
    page.execute(delete(CLOCK).where(mine))
    start(page, case, clock, next_at)


def end(page: Page, case: Case, names: Iterable[ClockName]) -> None:
    """Take clocks away that never were the case's; what they did stays in its history."""
    mine = (CLOCK.c.organisation == case.organisation) & (CLOCK.c.case_id == case.id) & CLOCK.c.name.in_(tuple(names))
    page.execute(delete(CLOCK).where(mine))


def look_at(page: Page, case: Case, now: datetime) -> None:
    """Let the sweep look at a case's running clocks at once: other steps may hold for them now."""
    mine = (CLOCK.c.organisation == case.organisation) & (CLOCK.c.case_id == case.id) & CLOCK.c.stopped_at.is_(None)
    page.execute(update(CLOCK).where(mine).values(next_at=now))


def stop(page: Page, organisation: str, stops: Iterable[tuple[int, ClockName]], now: datetime) -> None:
    """Stop clocks that still run: (case, name). Stopping twice has no effect."""
    values = [{"org": organisation, "key": case, "clock": name, "now": now} for case, name in stops]
    if values:
        page.execute(_STOPPED, values)


def restart(page: Page, organisation: str, stop: Stop, stopped_at: datetime, now: datetime) -> None:
    """Let a clock run again as if it had never stopped: what stopped it at that instant did not really happen.

    One that something else had stopped before stays as it is.
    """
    mine = (CLOCK.c.organisation == organisation) & (CLOCK.c.case_id == stop.case) & (CLOCK.c.name == stop.clock)
    page.execute(update(CLOCK).where(mine, CLOCK.c.stopped_at == stopped_at).values(stopped_at=None, next_at=now))


_OF_CASE = select(CLOCK).where(CLOCK.c.organisation == ORG, CLOCK.c.case_id == KEY).order_by(CLOCK.c.due_at)


def of_case(page: Page, organisation: str, case: int) -> tuple[Clock, ...]:
    """Give a case's clocks, the one that ends first at the front."""
    return tuple(_clock(row) for row in page.all(_OF_CASE, org=organisation, key=case))


_OF_CASES = (
    select(CLOCK)
    .where(CLOCK.c.organisation == ORG, CLOCK.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(CLOCK.c.due_at)
)


def of_cases(page: Page, organisation: str, cases: Collection[int]) -> tuple[Due, ...]:
    """Give the clocks of some cases, the one that ends first at the front."""
    return tuple(_due(row) for row in page.all(_OF_CASES, org=organisation, cases=list(cases))) if cases else ()


def find(page: Page, case: Case, name: ClockName) -> Due | None:
    """Give one of a case's clocks to move, with the steps that were already taken, or None."""
    mine = (CLOCK.c.organisation == case.organisation) & (CLOCK.c.case_id == case.id) & (CLOCK.c.name == name)
    row = page.one(select(CLOCK).where(mine).with_for_update())
    return _due(row) if row else None


def move(page: Page, due: Due, clock: Clock, look: tuple[frozenset[str], datetime | None]) -> None:
    """Write down that a clock ends at another instant, or stands still: `look` are steps done, and when to look."""
    steps, next_at = look
    mine = (CLOCK.c.organisation == due.organisation) & (CLOCK.c.case_id == due.case) & (CLOCK.c.name == clock.name)
    values = {
        "term": str(clock.term),
        "due_at": clock.due_at,
        "target_at": clock.target_at,
        "calendar": clock.calendar,
        "because": list(clock.because),
        "paused_days": clock.paused_days,
        "paused_at": clock.paused_at,
        "steps_done": sorted(steps),
        "next_at": next_at if clock.running and not clock.waiting else None,
    }
    page.execute(update(CLOCK).where(mine).values(**values))


def of_other_editions(page: Page, organisation: str, editions: Collection[str], after: Place, limit: int) -> list[Due]:
    """Give clocks that still run by an edition of a calendar that is none of these, in the order of (case, name)."""
    mine = (CLOCK.c.organisation == organisation) & CLOCK.c.stopped_at.is_(None) & CLOCK.c.calendar.not_in(editions)
    later = tuple_(CLOCK.c.case_id, CLOCK.c.name) > after
    ordered = select(CLOCK).where(mine, later).order_by(CLOCK.c.case_id, CLOCK.c.name).limit(limit)
    return [_due(row) for row in page.all(ordered)]


def due(page: Page, organisations: Collection[str], now: datetime, limit: int) -> tuple[Due, ...]:
    """Give clocks whose next look is due, whoever's they are, with their cases locked; another process takes others.

    Whoever sweeps never waits for a case: two that each held a clock of the other's case would wait for ever.
    """
    known = (CLOCK.c.organisation + "").in_(organisations)  # an expression, or SQLite walks every clock by its key
    rows = page.all(
        select(CLOCK)
        .join(CASE, (CASE.c.organisation == CLOCK.c.organisation) & (CASE.c.id == CLOCK.c.case_id))
        .where(CLOCK.c.next_at <= now, CLOCK.c.next_at.is_not(None), known)
        .order_by(CLOCK.c.next_at)
        .limit(limit)
        .with_for_update(of=[CASE, CLOCK], skip_locked=True)
    )
    return tuple(_due(row) for row in rows)


def next_look(page: Page) -> datetime | None:
    """Give the instant at which the next clock has to be looked at, or None."""
    row = page.one(select(CLOCK.c.next_at).where(CLOCK.c.next_at.is_not(None)).order_by(CLOCK.c.next_at).limit(1))
    return row.next_at if row else None


def looked(page: Page, looks: Iterable[tuple[Due, frozenset[str], datetime | None]]) -> None:
    """Note for each clock which steps have been taken and when to look again."""
    statement = (
        update(CLOCK)
        .where(
            CLOCK.c.organisation == bindparam("o"), CLOCK.c.case_id == bindparam("i"), CLOCK.c.name == bindparam("n")
        )
        .values(steps_done=bindparam("steps"), next_at=bindparam("at"))
    )
    values = [
        {"o": due.organisation, "i": due.case, "n": due.clock.name, "steps": sorted(steps), "at": next_at}
        for due, steps, next_at in looks
    ]
    if values:
        page.execute(statement, values)


def _due(row: Row[Any]) -> Due:
    return Due(row.organisation, row.case_id, _clock(row), frozenset(row.steps_done))


def _clock(row: Row[Any]) -> Clock:
    return Clock(
        name=ClockName(row.name),
        term=Term.parse(row.term),
        basis=Basis(row.basis),
        law=row.law,
        told=row.told,
        started_at=row.started_at,
        due_at=row.due_at,
        target_at=row.target_at,
        calendar=row.calendar,
        because=tuple(row.because),
        paused_days=row.paused_days,
        paused_at=row.paused_at,
        stopped_at=row.stopped_at,
    )
