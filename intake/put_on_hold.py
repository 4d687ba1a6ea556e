"""A person puts a case on hold, or lets it live again that is over (a case's clocks are the law's, not the hold's)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event, Move, Status
from cases.clock import Clock
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.outgoing import Stop
from cases.staff import Staff, role_of, sees
from intake.assign import case_of
from intake.drafts import draft_answer
from intake.relation import is_referred
from intake.retold import retold
from intake.uninvolved import as_of_now, check_uninvolved
from intake.values import Opening
from storage import casebook, clocks, history, messages, outbox
from storage.page import Page

HELD_FOR = ("facts_examined", "advice_awaited", "other_case_awaited")
"""Why people put a case on hold: a code, so that the history holds no words of people."""

REOPENED_FOR = ("closed_by_mistake", "new_facts", "answer_incomplete", "person_asked")
"""Why people let a case live again."""

OVER = frozenset({Status.ANSWERED, Status.CLOSED})


@dataclass(frozen=True)
class Changing:
    """Which case is put on hold or let live again, and why: one of HELD_FOR, or of REOPENED_FOR."""

    organisation: str
    case: int
    reason: str


def hold(page: Page, changing: Changing, staff: Staff, office: Office, now: datetime) -> None:
    """Put a case on hold: it stands among those that wait for a judgement. Its clocks run on.

    Raises NotAllowed where the person may not decide, or the case is not open; AlreadyDone where it is held for that.
    """
    _check_reason(changing.reason, HELD_FOR)
    case = _case(page, changing, staff, office)
    if case.held_for == changing.reason:
        raise AlreadyDone("the case is on hold already")
    held = replace(case.move(Move.HOLD), held_for=changing.reason)
    event = Event(now, "held", f"staff {staff.id}", {"reason": changing.reason})
    casebook.save(page, held, (event,))


def reopen(page: Page, changing: Changing, staff: Staff, office: Office, now: datetime) -> None:
    """Let a case live again that is over, with an answer drafted anew.

    What its closing had stopped runs on as if it had never been closed, so it may be late at once. What an answer had
    stopped stays as it is: that answer was given. Raises NotAllowed where the person may not decide, the case is not
    over, or its letters went into another case; AlreadyDone where it lives.
    """
    _check_reason(changing.reason, REOPENED_FOR)
    case = _case(page, changing, staff, office)
    if case.status in casebook.LIVE:
        raise AlreadyDone("the case is open already")
    events = history.of_case(page, case.organisation, case.id)
    if was_joined(events):
        raise NotAllowed("the letters of this case are in another one by now; go on there")
    living = replace(case.move(Move.REOPEN), held_for=None)
    for clock in stopped_by_closing(clocks.of_case(page, case.organisation, case.id), case, events):
        closed_at = clock.stopped_at or now
        clocks.restart(page, case.organisation, Stop(case.id, clock.name), closed_at, now)
    event = Event(now, "reopened", f"staff {staff.id}", {"reason": changing.reason})
    casebook.save(page, living, (event,))
    casebook.refresh_due(page, case.organisation, (case.id,))
    _draft_again(page, living, office, now)


def was_joined(events: Iterable[Event]) -> bool:
    """Say whether a case ended because its letters were put into another."""
    return any(event.verb == "joined" and "into" in event.data for event in events)


def stopped_by_closing(ticking: Iterable[Clock], case: Case, events: Iterable[Event]) -> tuple[Clock, ...]:
    """Give the clocks that would run, had nobody closed the case: none of a case that was answered."""
    closed = [event.at for event in events if event.verb == "closed"]
    if case.status is not Status.CLOSED or not closed:
        return ()
    return tuple(clock for clock in ticking if clock.stopped_at == closed[-1])


def _check_reason(reason: str, reasons: tuple[str, ...]) -> None:
    if reason not in reasons:
        raise NotAllowed(f'"{reason}" is no reason; expected one of {", ".join(reasons)}')


def _case(page: Page, changing: Changing, staff: Staff, office: Office) -> Case:
    """Give the case to change; raise NotAllowed where this person must not, whatever it is."""
    case = case_of(page, changing.organisation, changing.case, staff)
    if not sees(staff, as_of_now(page, case, office.policy), office.policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, office.policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not decide")
    check_uninvolved(page, case, staff, office.policy)
    return case


def _draft_again(page: Page, case: Case, office: Office, now: datetime) -> None:
    """Prepare another answer; where the customer decides, there is none of ours to prepare."""
    told = messages.of_thread(page, case.organisation, case.thread)
    opener = next((one for one in told if one.id == case.opened_for), None)
    if opener is None or is_referred(case, office.policy):
        return
    letter = draft_answer(retold(opener, case), Opening(case, (), ()), office)
    again = replace(letter, cause=f"reopened {now.isoformat()}", not_before=now)
    outbox.put(page, again, office.domain, now)
