"""Cases: opened, found, changed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, func, select, union_all, update

from cases.case import Case, Event, Requester, Status
from cases.clock import Clock
from cases.errors import IntakeError
from cases.kind import Flag, Kind
from cases.message import Channel
from cases.relation import Relation
from storage import clocks as clock_rows
from storage import history, search_marks
from storage.ids import new_number
from storage.page import KEY, ORG, Page, grouped
from storage.procedure_tables import PROOF
from storage.tables import CASE, CLOCK, MESSAGE

LIVE = frozenset({Status.HELD, Status.OPEN, Status.FORWARDED})
"""A case in one of these is somebody's work and stands in a queue."""


_MINE = (CASE.c.organisation == ORG) & (CASE.c.id == KEY)
_FOUND = select(CASE).where(_MINE)
_LOCKED = _FOUND.with_for_update()
_OF_IDS = select(CASE).where(CASE.c.organisation == ORG, CASE.c.id.in_(bindparam("ids", expanding=True)))
_SAVED = update(CASE).where(_MINE)
_SAVED_LIVE = _SAVED.values(over_at=None, erase_at=None)
_SAVED_OVER = _SAVED.values(over_at=func.coalesce(CASE.c.over_at, bindparam("ended", type_=CASE.c.over_at.type)))
_NUMBERED = select(CASE).where(CASE.c.organisation == ORG, CASE.c.number == KEY)
_USED = union_all(
    select(CASE.c.id).where(CASE.c.organisation == ORG, CASE.c.number == KEY),
    select(PROOF.c.seq).where(PROOF.c.organisation == ORG, PROOF.c.number == KEY),
).limit(1)
_OF_THREAD = select(CASE).where(CASE.c.organisation == ORG, CASE.c.thread_id == KEY).order_by(CASE.c.id)
_OF_THREAD_LOCKED = _OF_THREAD.with_for_update()
_OF_THREADS_LOCKED = (
    select(CASE)
    .where(CASE.c.organisation == ORG, CASE.c.thread_id.in_(bindparam("threads", expanding=True)))
    .order_by(CASE.c.id)
    .with_for_update()
)
_OF_PERSON = (
    select(CASE)
    .where(CASE.c.organisation == ORG, func.lower(CASE.c.address) == func.lower(KEY))
    .order_by(CASE.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_SOONEST = (
    select(func.min(CLOCK.c.due_at))
    .where(CLOCK.c.organisation == CASE.c.organisation, CLOCK.c.case_id == CASE.c.id)
    .where(CLOCK.c.stopped_at.is_(None), CLOCK.c.paused_at.is_(None))
    .scalar_subquery()
)
_REFRESHED = update(CASE).where(_MINE).values(due_at=_SOONEST, counted=False)
_TOLD = history.LINKED.values(due_at=_SOONEST)


def free_number(page: Page, organisation: str, letters: str, year: int) -> str:
    """Draw a case number that this organisation has not used; a seventh digit where the year's numbers run short.

    The number of an erased case is used: whoever still has a letter that names it must not find another's matter.
    """
    for digits in (6, 6, 6, 6, 7, 7, 8):
        number = new_number(letters, year, digits)
        if page.one(_USED, org=organisation, key=number) is None:
            return number
    raise IntakeError(f"no free case number for {letters}-{year % 100:02}")


def open_case(
    page: Page,
    case: Case,
    policy_version: str,
    clocks: Sequence[tuple[Clock, datetime | None]],
    events: Iterable[Event],
) -> None:
    """Write a new case with its clocks (each with the instant at which the sweep looks at it first) and its events."""
    head, count = history.append(page, (case.organisation, case.id), ("", 0), events)
    page.add(
        CASE,
        organisation=case.organisation,
        id=case.id,
        number=case.number,
        thread_id=case.thread,
        opened_for=case.opened_for,
        received_at=case.received_at,
        due_at=min((clock.due_at for clock, _ in clocks), default=None),
        policy_version=policy_version,
        chain_head=head,
        events=count,
        **_changing(case),
    )
    for clock, next_at in clocks:
        clock_rows.start(page, case, clock, next_at)
    search_marks.mark(page, case.organisation, case.thread)


def save(page: Page, case: Case, events: Iterable[Event] = ()) -> None:
    """Write what changed about a case, and what happened.

    A case that is over is so since the event that ended it; one that lives again is kept as long as any that lives.
    """
    happened = tuple(events)
    values = {"org": case.organisation, "key": case.id, **_changing(case)}
    if case.status in LIVE:
        page.execute(_SAVED_LIVE, values)
    elif happened:
        page.execute(_SAVED_OVER, {**values, "ended": happened[-1].at})
    else:
        page.execute(_SAVED, values)
    history.record(page, case.organisation, case.id, happened)
    search_marks.mark(page, case.organisation, case.thread)


def refresh_due(page: Page, organisation: str, cases: Iterable[int]) -> None:
    """Set each case's own due date to its next running deadline."""
    values = [{"org": organisation, "key": case} for case in cases]
    if values:
        page.execute(_REFRESHED, values)


def tell(page: Page, organisation: str, case: int, events: Iterable[Event]) -> None:
    """Append events to a case's history, at which clocks have stopped: its own due date is its next deadline again."""
    history.record(page, organisation, case, events, _TOLD)


def find(page: Page, organisation: str, id_: int, *, to_change: bool = False) -> Case | None:
    """Give a case by its id; with `to_change`, nobody else changes it until this page is done."""
    row = page.one(_LOCKED if to_change else _FOUND, org=organisation, key=id_)
    return _case(row) if row else None


def of_ids(page: Page, organisation: str, ids: Collection[int]) -> dict[int, Case]:
    """Give some cases by their ids; those that are gone are missing."""
    return {row.id: _case(row) for row in page.all(_OF_IDS, org=organisation, ids=list(ids))} if ids else {}


def by_number(page: Page, organisation: str, number: str) -> Case | None:
    """Give a case by its public number."""
    row = page.one(_NUMBERED, org=organisation, key=number)
    return _case(row) if row else None


def of_thread(page: Page, organisation: str, thread: int, *, to_change: bool = False) -> tuple[Case, ...]:
    """Give the cases of one conversation, oldest first; with `to_change`, nobody else changes them until then."""
    rows = page.all(_OF_THREAD_LOCKED if to_change else _OF_THREAD, org=organisation, key=thread)
    return tuple(_case(row) for row in rows)


def of_threads(page: Page, organisation: str, threads: Collection[int]) -> dict[int, tuple[Case, ...]]:
    """Give the cases of some conversations, oldest first; nobody else changes them until this page is done."""
    rows = page.all(_OF_THREADS_LOCKED, org=organisation, threads=list(threads)) if threads else ()
    return grouped(threads, ((row.thread_id, _case(row)) for row in rows))


def opened_for(page: Page, organisation: str, message: int) -> tuple[Case, ...]:
    """Give the cases that a message opened, in their order."""
    mine = (CASE.c.organisation == organisation) & (CASE.c.opened_for == message)
    of_its_thread = (
        CASE.c.thread_id
        == select(MESSAGE.c.thread_id)
        .where(MESSAGE.c.organisation == organisation, MESSAGE.c.id == message)
        .scalar_subquery()
    )
    return tuple(_case(row) for row in page.all(select(CASE).where(mine, of_its_thread).order_by(CASE.c.id)))


def of_person(page: Page, organisation: str, address: str, limit: int = 20) -> tuple[Case, ...]:
    """Give the cases of whoever writes from an address, however it is written (R-EM-51), newest first."""
    return tuple(_case(row) for row in page.all(_OF_PERSON, org=organisation, key=address, most=limit))


def _changing(case: Case) -> dict[str, Any]:
    return {
        "kind": case.kind,
        "status": case.status,
        "live": case.status in LIVE,
        "name": case.requester.name,
        "address": case.requester.address,
        "phone": case.requester.phone,
        "language": case.language,
        "queue": case.queue,
        "assigned_to": case.assigned_to,
        "met": sorted(case.met),
        "missing": list(case.missing),
        "flags": sorted(case.flags),
        "held_for": case.held_for,
        "appeal_of": case.appeal_of,
        "customer": case.customer,
        "identity": case.identity,
        "excluded": sorted(case.excluded),
        "relation": case.relation,
        "direct": case.direct,
        "authority": case.authority,
        "channel": case.channel,
        "counted": False,
    }


def _case(row: Row[Any]) -> Case:
    return Case(
        organisation=row.organisation,
        id=row.id,
        number=row.number,
        kind=Kind(row.kind),
        status=Status(row.status),
        thread=row.thread_id,
        requester=Requester(row.name, row.address, row.phone),
        language=row.language,
        queue=row.queue,
        received_at=row.received_at,
        opened_for=row.opened_for,
        met=frozenset(row.met),
        missing=tuple(row.missing),
        flags=frozenset(Flag(flag) for flag in row.flags),
        held_for=row.held_for,
        assigned_to=row.assigned_to,
        appeal_of=row.appeal_of,
        customer=row.customer,
        identity=row.identity,
        excluded=frozenset(row.excluded),
        relation=Relation(row.relation) if row.relation else None,
        direct=row.direct,
        authority=row.authority,
        channel=Channel(row.channel),
    )
