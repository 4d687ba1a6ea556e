"""An appeal takes longer than was promised: the person is told when to expect the decision, before that day ends.

The promised date moves only with that letter, when it has left (P-MX-17).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from cases.case import Case, Event
from cases.clock import Clock, instant
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.message import Channel
from cases.office import Office
from cases.outgoing import OutboxStatus, Outgoing
from cases.policy import ClockName
from cases.staff import Staff
from cases.term import Term, Unit
from intake.assign import case_to_decide
from intake.opening import US, first_look
from intake.uninvolved import check_uninvolved
from replies import delay_notice
from replies.render import render
from storage import casebook, clocks, history, outbox
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page

REPLY = "delay_notice"

LONGEST = timedelta(days=365)
"""A later date is a slip of the pen."""

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
    no reason is given. Nothing is changed then.
    """
    case = case_to_decide(page, postponing.organisation, postponing.case, staff, office.policy)
    if case.kind is not Kind.APPEAL:
        raise NotAllowed("only the decision on an appeal can be expected later; other dates are the law's, or promised")
    check_uninvolved(page, case, staff, office.policy)
    clock = promised(page, case)
    _check_in_time(clock, now)
    _check_date(postponing, clock, office, now)
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        if _is_draft_of(entry, case):
            outbox.edit(page, case.organisation, entry.id, status=OutboxStatus.DROPPED)
    outbox.put(page, _notice(case, postponing, office, now), office.domain, now)


def check_leaves_in_time(page: Page, entry: Entry, now: datetime) -> None:
    """Raise NotAllowed where a notice of delay would leave after the date that it is about."""
    if entry.outgoing.reply == REPLY:
        case = casebook.find(page, entry.outgoing.organisation, entry.outgoing.case)
        _check_in_time(promised(page, case) if case else None, now)


def postponed(page: Page, notice: Entry, office: Office, now: datetime) -> None:
    """Let the promised date be the one that a notice has told, which has just left.

    Did it leave too late, the promise was broken, and stays so.
    """
    letter = notice.outgoing
    case = casebook.find(page, letter.organisation, letter.case, to_change=True)
    clock = promised(page, case) if case else None
    if case is None or clock is None or clock.late(now):
        return
    expected = date.fromisoformat(notice.outgoing.cause.split()[1])
    moved = _moved(clock, expected, office, now)
    clocks.start_again(page, case, moved, first_look(moved, case, office))
    casebook.refresh_due(page, case.organisation, (case.id,))
    _note(page, case, (clock, moved), notice, now)


def not_postponed(page: Page, notice: Entry, office: Office, now: datetime) -> None:
    """Let the earlier date hold again where the notice came back: nobody was told of the later one."""
    letter = notice.outgoing
    case = casebook.find(page, letter.organisation, letter.case, to_change=True)
    clock = promised(page, case) if case else None
    happened = history.of_case(page, letter.organisation, letter.case)
    last = next((event for event in reversed(happened) if event.verb == "postponed"), None)
    if case is None or clock is None or last is None or last.data["letter"] != notice.id:
        return
    due_at = datetime.fromisoformat(str(last.data["was"])).astimezone(office.zone)
    earlier = replace(clock, due_at=due_at, target_at=min(clock.target_at, due_at), because=clock.because[:-1])
    clocks.start_again(page, case, earlier, first_look(earlier, case, office))
    casebook.refresh_due(page, case.organisation, (case.id,))
    _note(page, case, (clock, earlier), notice, now)


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


def _is_draft_of(entry: Entry, case: Case) -> bool:
    letter = entry.outgoing
    return letter.case == case.id and letter.reply == REPLY and entry.status is OutboxStatus.DRAFT


def _moved(clock: Clock, expected: date, office: Office, now: datetime) -> Clock:
    calendar = office.calendar(clock.basis)
    due_at = datetime.combine(expected, time(23, 59, 59), office.zone)
    target_at = max(instant(due_at, AHEAD, before=True, calendar=calendar), now.astimezone(office.zone))
    why = f"the person was told on {office.day(now).isoformat()} to expect it by {expected.isoformat()} (P-MX-17)"
    return replace(clock, due_at=due_at, target_at=min(target_at, due_at), because=(*clock.because, why))


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
    words = render(facts, case.language)
    return Outgoing(
        organisation=case.organisation,
        case=case.id,
        thread=case.thread,
        reply=REPLY,
        cause=f"until {postponing.expected.isoformat()} {new_id(now)}",
        channel=Channel.MAIL,
        recipient=case.requester.address,
        language=case.language,
        subject=words.subject,
        body=words.body,
        released=False,
        not_before=now,
    )
