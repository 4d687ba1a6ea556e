"""An appeal takes longer than was promised: the person is told when to expect the decision, before that day ends.

The promised date moves only with that letter, when it has left (P-MX-17).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from cases.case import Case, Event
from cases.clock import Clock, instant
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import OutboxStatus, Outgoing
from cases.policy import ClockName
from cases.promise import told_until
from cases.staff import Staff
from cases.term import Term, Unit
from intake.assign import case_to_decide
from intake.draft_at_hand import AT_WORK, still_draft
from intake.letter import to_requester
from intake.opening import US, first_look
from intake.uninvolved import check_uninvolved
from replies import delay_notice
from storage import casebook, clocks, history, outbox
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page

REPLY = "delay_notice"

LONGEST = timedelta(days=365)
"""A later date is a slip of the pen."""

RULE = "(P-MX-17)"
"""Ends every reason that a notice gave a clock."""

AHEAD = Term(3, Unit.WORKING_DAYS)
"""So long before the new date reminders begin, as before every other (R-CLK-8)."""


@dataclass(frozen=True)
class Postponing:
    """When the decision is expected by now, and why, in words that the person is to read."""

    organisation: str
    case: int
    expected: date
    reason: str


def postpone(page: Page, postponing: Postponing, staff: Staff, office: Office, now: datetime) -> None:
    """Draft the notice of a delay; the draft of an earlier one that has not left is withdrawn.

    Raises NotAllowed where it is no open appeal with a promised date, that date is over, the new one is not later, or
    no reason is given; AlreadyDone where a notice is on its way. Nothing is changed then.
    """
    case = case_to_decide(page, postponing.organisation, postponing.case, staff, office.policy)
    if case.kind is not Kind.APPEAL:
        raise NotAllowed("only the decision on an appeal can be expected later; other dates are the law's, or promised")
    check_uninvolved(page, case, staff, office.policy)
    clock = promised(page, case)
    _check_in_time(clock, now)
    _check_date(postponing, clock, office, now)
    withdraw(page, case, AT_WORK)
    outbox.put(page, _notice(case, postponing, office, now), office.domain, now)


def withdraw(page: Page, case: Case, those: Collection[OutboxStatus]) -> None:
    """Take back the drafted notice of a delay; raise AlreadyDone where it is among `those` and was let go."""
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        if entry.outgoing.case == case.id and entry.outgoing.reply == REPLY and entry.status in those:
            outbox.edit(page, case.organisation, still_draft(page, entry).id, status=OutboxStatus.DROPPED)


def check_leaves_in_time(page: Page, entry: Entry, now: datetime) -> None:
    """Raise NotAllowed where a notice of delay would leave after the date that it is about."""
    if entry.outgoing.reply == REPLY:
        case = casebook.find(page, entry.outgoing.organisation, entry.outgoing.case)
        _check_in_time(promised(page, case) if case else None, now)


def postponed(page: Page, notice: Entry, office: Office, now: datetime) -> None:
    """Let the promised date be the one that a notice has told, which has just left.

    Did it leave too late, the promise was broken, and stays so. Where the case turned out to be no appeal meanwhile, no
    notice moves a date of the law.
    """
    letter = notice.outgoing
    case = casebook.find(page, letter.organisation, letter.case, to_change=True)
    clock = promised(page, case) if case else None
    if case is None or clock is None or clock.late(now):
        return
    expected = date.fromisoformat(notice.outgoing.cause.split()[1])
    due_at = datetime.combine(expected, time(23, 59, 59), office.zone)
    moved = _told(clock, due_at, (_why(now, due_at, office),), office, now)
    if moved.due_at != clock.due_at:
        _move(page, case, moved, office)
        _note(page, case, (clock, moved), notice, now)


def not_postponed(page: Page, notice: Entry, office: Office, now: datetime) -> None:
    """Let the date hold that the person was told last, where a notice came back: nobody knows of its date (R-EM-68)."""
    letter = notice.outgoing
    case = casebook.find(page, letter.organisation, letter.case, to_change=True)
    due = clocks.find(page, case, ClockName.ANSWER) if case else None
    if case is None or due is None:
        return
    moves = _moves(history.of_case(page, letter.organisation, letter.case), due.clock)
    every = outbox.of_thread(page, letter.organisation, case.thread)
    lost = {one.id for one in every if one.status is OutboxStatus.FAILED}
    if due.clock.due_at not in {_at(move, "due_at") for move in moves if move.data["letter"] in lost}:
        return
    known = [move for move in moves if move.data["letter"] not in lost]
    stands = _at(known[-1], "due_at") if known else _at(moves[0], "was")
    why = tuple(_why(move.at, _at(move, "due_at"), office) for move in known)
    told = _told(due.clock, stands.astimezone(office.zone), why, office, now)
    if told.due_at != due.clock.due_at:
        _move(page, case, told, office)
        _note(page, case, (due.clock, told), notice, now)


def _moves(happened: Iterable[Event], clock: Clock) -> list[Event]:
    """Give the event of each notice by which a clock was moved on; that it came back is another of the same letter."""
    mine = [event for event in happened if event.verb == "postponed" and event.at >= clock.started_at]
    first: dict[object, Event] = {}
    for event in mine:
        first.setdefault(event.data["letter"], event)
    return [*first.values()]


def _at(move: Event, named: str) -> datetime:
    return datetime.fromisoformat(str(move.data[named]))


def _move(page: Page, case: Case, clock: Clock, office: Office) -> None:
    clocks.start_again(page, case, clock, first_look(clock, case, office) if clock.running else None)
    casebook.refresh_due(page, case.organisation, (case.id,))


def _note(page: Page, case: Case, dates: tuple[Clock, Clock], notice: Entry, now: datetime) -> None:
    was, clock = dates
    told: dict[str, str | int | None] = {
        "clock": clock.name,
        "due_at": clock.due_at.isoformat(),
        "was": was.due_at.isoformat(),
        "letter": notice.id,
    }
    history.record(page, case.organisation, case.id, (Event(now, "postponed", US, told),))


def promised(page: Page, case: Case) -> Clock | None:
    """Give the clock by whose end the decision was promised, while it runs."""
    running = (clock for clock in clocks.of_case(page, case.organisation, case.id) if clock.running)
    return next((clock for clock in running if clock.name is ClockName.ANSWER), None)


def _check_in_time(clock: Clock | None, now: datetime) -> None:
    if clock is None:
        raise NotAllowed("no date is promised in this case, so none is moved")
    if clock.late(now):
        raise NotAllowed("the promised time is over: a delay is told before it ends (P-MX-17); decide, and say sorry")


def _check_date(postponing: Postponing, clock: Clock | None, office: Office, now: datetime) -> None:
    if clock and postponing.expected <= office.day(clock.due_at):
        raise NotAllowed(f"the new date must be later than the promised one, {office.day(clock.due_at).isoformat()}")
    if postponing.expected > office.day(now) + LONGEST:
        raise NotAllowed("the new date is more than a year away; expected one that is meant (P-MX-17)")
    if not postponing.reason.strip():
        raise NotAllowed("say why it takes longer, in words that the person can read (P-MX-17)")


def _told(clock: Clock, due_at: datetime, why: tuple[str, ...], office: Office, now: datetime) -> Clock:
    """Give a clock that ends at a date which the person was told, for the reasons that hold by now."""
    calendar = office.calendar(clock.basis)
    until = told_until(clock, due_at, calendar)
    target_at = max(instant(until.due_at, AHEAD, before=True, calendar=calendar), now.astimezone(office.zone))
    own = tuple(line for line in until.because if not line.endswith(RULE))
    return replace(until, target_at=min(target_at, until.due_at), because=(*own, *why))


def _why(at: datetime, due_at: datetime, office: Office) -> str:
    told, expected = office.day(at).isoformat(), office.day(due_at).isoformat()
    return f"the person was told on {told} to expect it by {expected} {RULE}"


def _notice(case: Case, postponing: Postponing, office: Office, now: datetime) -> Outgoing:
    policy = office.policy
    facts = delay_notice.Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        received=office.day(case.received_at),
        expected=postponing.expected,
        reason=postponing.reason.strip(),
    )
    return to_requester(case, facts, f"until {postponing.expected.isoformat()} {new_id(now)}", now)
