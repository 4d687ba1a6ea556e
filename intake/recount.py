"""The law's calendar changed: open clocks are counted anew, and nobody's date moves without their being told (R-T-26).

An earlier end holds at once, and staff hear of it. A later one leaves a date that the person was told where it is until
a notice of the new one, which a person approves, has left.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.clock import Clock, count_again
from cases.kind import Kind
from cases.office import Office
from intake.moved import move_clock
from intake.notices import Notice, notify
from intake.opening import US
from intake.plain_letters import letter_to_person
from intake.reclock import PROMISED
from replies.date_notice import Facts
from replies.staff_notice import News
from storage import casebook, clocks, history, outbox
from storage.clocks import Due, Place
from storage.outbox import Entry
from storage.page import Page

REPLY = "date_notice"

FIRST: Place = (0, "")

AT_ONCE = 100
"""So many clocks share one transaction."""


@dataclass(frozen=True)
class Recounted:
    """What a new edition of a calendar does to one clock: when it ended, when it ends. `told`: the person knows."""

    number: str
    clock: Clock
    was: Clock

    @property
    def waits(self) -> bool:
        """Say whether the earlier date, which the person was told, holds until they are told the later one."""
        return self.was.told and self.clock.due_at > self.was.due_at


@dataclass(frozen=True)
class Walked:
    """A stretch of clocks: those whose end is another by now, and the place to go on from, None at the end."""

    moved: tuple[Recounted, ...]
    more: Place | None


def recount(page: Page, office: Office, after: Place, now: datetime, *, dry_run: bool = False) -> Walked:
    """Count up to AT_ONCE open clocks anew that another edition of a calendar had counted; with `dry_run`, only look.

    Doing it twice has no effect.
    """
    editions = [office.calendars[id_].edition for id_ in office.calendars]
    found = clocks.of_other_editions(page, office.policy.id, editions, after, AT_ONCE)
    moved = (_recount(page, one, office, now, dry_run=dry_run) for one in found)
    last = found[-1] if len(found) == AT_ONCE else None
    return Walked(tuple(one for one in moved if one), (last.case, last.clock.name) if last else None)


def _recount(page: Page, due: Due, office: Office, now: datetime, *, dry_run: bool) -> Recounted | None:
    case = casebook.find(page, due.organisation, due.case, to_change=not dry_run)
    if case is None or case.status not in casebook.LIVE or _was_set(page, case, due.clock):
        return None
    clock = count_again(due.clock, office.calendar(due.clock.basis))
    told = Recounted(case.number, clock, due.clock)
    if not dry_run and told.waits:
        _ask_leave(page, case, told, office, now)
    elif not dry_run:
        _move(page, case, due, told, (office, now))
    return told if clock.due_at != due.clock.due_at else None


def _was_set(page: Page, case: Case, clock: Clock) -> bool:
    """Say whether a person set the date, in a letter: then no calendar moves it."""
    if clock.law == PROMISED:
        return True
    return case.kind is Kind.APPEAL and any(
        event.verb == "postponed" for event in history.of_case(page, case.organisation, case.id)
    )


def _move(page: Page, case: Case, due: Due, told: Recounted, by: tuple[Office, datetime]) -> None:
    """Let the clock end where it ends by now; staff are told of a date that has come closer."""
    office, now = by
    move_clock(page, case, due, told.clock, by)
    if told.clock.due_at == told.was.due_at:
        return
    _note(page, case, told, None, now)
    if told.clock.due_at < told.was.due_at:
        cause = f"{told.clock.name} {told.clock.calendar}"
        notify(page, case, Notice(News.DATE_MOVED, cause, told.clock.due_at), office, now)


def _ask_leave(page: Page, case: Case, told: Recounted, office: Office, now: datetime) -> None:
    """Draft the notice of a later date, once for each edition; until it has left, the earlier one holds."""
    cause = f"{told.clock.name} {told.clock.calendar}"
    if outbox.has(page, case.organisation, case.id, REPLY, cause):
        return
    facts = Facts(
        number=case.number,
        organisation=office.policy.name,
        contact=office.policy.contact,
        name=case.requester.name,
        kind=case.kind,
        told=office.day(told.was.due_at),
        due=office.day(told.clock.due_at),
    )
    outbox.put(page, letter_to_person(page, case, facts, cause, now), office.domain, now)


def tell_later_date(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Let a clock end at the later date that a notice told, which has left."""
    case = casebook.find(page, entry.outgoing.organisation, entry.outgoing.case, to_change=True)
    due = _clock_of(page, case, entry) if case else None
    if case is None or due is None or due.clock.late(now):
        return
    clock = count_again(due.clock, office.calendar(due.clock.basis))
    move_clock(page, case, due, clock, (office, now))
    _note(page, case, Recounted(case.number, clock, due.clock), entry.id, now)


def keep_earlier_date(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Let a clock end where it did before a notice that came back: nobody was told of the later date (R-EM-68)."""
    case = casebook.find(page, entry.outgoing.organisation, entry.outgoing.case, to_change=True)
    due = _clock_of(page, case, entry) if case else None
    told = history.of_case(page, entry.outgoing.organisation, entry.outgoing.case)
    before = [event.data["was"] for event in told if event.verb == "recounted" and event.data.get("letter") == entry.id]
    if case is None or due is None or not before:
        return
    earlier = datetime.fromisoformat(str(before[-1]))
    clock = replace(due.clock, due_at=earlier, target_at=min(due.clock.target_at, earlier))
    move_clock(page, case, due, clock, (office, now))
    _note(page, case, Recounted(case.number, clock, due.clock), None, now)


def _clock_of(page: Page, case: Case, entry: Entry) -> Due | None:
    """Give the clock that a notice is about: its cause begins with the name."""
    named = entry.outgoing.cause.split()[0]
    mine = (one.name for one in clocks.of_case(page, case.organisation, case.id) if one.running)
    return next((clocks.find(page, case, name) for name in mine if name == named), None)


def _note(page: Page, case: Case, told: Recounted, letter: int | None, now: datetime) -> None:
    said: dict[str, str | int | None] = {
        "clock": told.clock.name,
        "due_at": told.clock.due_at.isoformat(),
        "was": told.was.due_at.isoformat(),
        "letter": letter,
    }
    history.record(page, case.organisation, case.id, (Event(now, "recounted", US, said),))
