"""Feedback and complaints are a chance to do better: the cause, what is done about it, by whom, by when (P-MX-08)."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.case import Event
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import Policy
from cases.staff import Staff, sees
from storage import casebook, history, improvements
from storage import staff as people
from storage.ids import new_id
from storage.improvements import Improvement
from storage.page import Page


@dataclass(frozen=True)
class Lesson:
    """What is to be done better: the cause, the action, whose it is, by when. `number` is the case that taught it."""

    cause: str
    action: str
    owner: int | None = None
    due_on: date | None = None
    number: str | None = None


def improve(page: Page, lesson: Lesson, staff: Staff, policy: Policy, now: datetime) -> Improvement:
    """Enter a lesson. Raises NotAllowed where cause or action is missing, or the case is not theirs to see."""
    if not lesson.cause.strip() or not lesson.action.strip():
        raise NotAllowed("say both what the cause was and what is done about it")
    if lesson.owner is not None and lesson.owner not in people.names(page, staff.organisation):
        raise NotAllowed("nobody of the staff is that owner")
    made = Improvement(
        id=new_id(now),
        cause=lesson.cause.strip(),
        action=lesson.action.strip(),
        made_by=staff.id,
        made_at=now,
        case_number=lesson.number,
        owner=lesson.owner,
        due_on=lesson.due_on,
    )
    if lesson.number:
        _note(page, lesson.number, made, (staff, policy), now)
    improvements.add(page, staff.organisation, made)
    return made


def carry_out(page: Page, id_: int, staff: Staff, now: datetime) -> None:
    """Note that an improvement was made. Raises NotAllowed where there is none, AlreadyDone where it was noted."""
    found = improvements.find(page, staff.organisation, id_)
    if found is None:
        raise NotAllowed("there is no such improvement")
    if found.closed_at:
        raise AlreadyDone("this improvement is noted as made already")
    improvements.close(page, staff.organisation, id_, (staff.id, now))


def _note(page: Page, number: str, made: Improvement, by: tuple[Staff, Policy], now: datetime) -> None:
    staff, policy = by
    case = casebook.by_number(page, staff.organisation, number)
    if case is None or not sees(staff, case, policy):
        raise NotAllowed("there is no such case")
    event = Event(now, "improved", f"staff {staff.id}", {"improvement": made.id})
    history.record(page, case.organisation, case.id, (event,))
