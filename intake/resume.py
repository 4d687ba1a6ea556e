"""The person has answered: every clock that stood still for it runs on, with the days in between added."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Staff
from intake.assign import case_to_decide
from intake.opening import US
from intake.pause import run_on
from intake.values import Change
from storage import clocks, history, pauses
from storage.page import Page


@dataclass(frozen=True)
class Answered:
    """That a question was answered, when, and how: the person wrote, told somebody, or time ended the wait."""

    at: datetime
    actor: str = US
    how: str = "wrote"


@dataclass(frozen=True)
class Telling:
    """That the person of a case answered another way, at an instant."""

    organisation: str
    case: int
    at: datetime


def resume(page: Page, case: Case, answered: Answered, by: tuple[Office, datetime]) -> bool:
    """Let the clocks of a case run on that stood still; say whether one did. `by` are the office and now.

    A question that has not left yet is answered as well: no clock will stand still for it. What came before a question
    left does not answer it.
    """
    waiting = (one for one in pauses.of_case(page, case.organisation, case.id) if one.open)
    asked = [one for one in waiting if one.asked_at is None or one.asked_at <= answered.at]
    for one in asked:
        pauses.change(page, case.organisation, replace(one, answered_at=answered.at), None)
    names = dict.fromkeys(one.clock for one in asked if one.asked_at)
    moved = [due for name in names if (due := clocks.find(page, case, name)) and due.clock.waiting]
    for due in moved:
        ends = run_on(page, case, due, by)
        told = {"clock": due.clock.name, "due_at": ends.isoformat(), "how": answered.how}
        history.record(page, case.organisation, case.id, (Event(by[1], "resumed", answered.actor, {**told}),))
    return bool(moved)


def resume_heard(page: Page, changes: Iterable[Change], at: datetime, by: tuple[Office, datetime]) -> None:
    """Let the clocks of cases run on whose person wrote at an instant; what was only kept answers nothing (R-EM-64)."""
    for change in changes:
        if not change.look and any(event.verb == "heard" for event in change.events):
            resume(page, change.case, Answered(at), by)


def note_answer(page: Page, telling: Telling, staff: Staff, office: Office, now: datetime) -> None:
    """Note that a person answered another way, by telephone or from another address.

    Raises NotAllowed for an instant that lies ahead or before the question, AlreadyDone where nothing is waited for.
    Nothing is changed then.
    """
    case = case_to_decide(page, telling.organisation, telling.case, staff, office.policy)
    asked = [one for one in pauses.of_case(page, case.organisation, case.id) if one.open]
    if not asked:
        raise AlreadyDone("nothing is waited for: the person has answered already, or was not asked")
    if telling.at > now:
        raise NotAllowed("the answer cannot come later than now; give the instant at which it came (R-CLK-5)")
    if any(one.asked_at and telling.at < one.asked_at.replace(second=0, microsecond=0) for one in asked):
        raise NotAllowed("the answer cannot come before the question left; give the instant at which it came (R-CLK-5)")
    at = max(telling.at, *(one.asked_at or telling.at for one in asked))
    resume(page, case, Answered(at, f"staff {staff.id}", "told_staff"), (office, now))
