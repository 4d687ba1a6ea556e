"""Feedback and complaints are a chance to do better: the cause, what is done about it, by whom, by when (P-MX-08)."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.case import Event
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import Policy
from cases.staff import Staff, sees
from intake.uninvolved import as_of_now
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
    """Enter a lesson.

    Raises NotAllowed where cause or action is missing, or the case is not theirs to see; AlreadyDone where the very
    same stands in the log and is still to be done.
    """
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
    if not improvements.add(page, staff.organisation, made):
        raise AlreadyDone("this stands in the log already, and is still to be done")
    return made


def log(page: Page, staff: Staff, policy: Policy, limit: int) -> tuple[Improvement, ...]:
    """Give the log as a person may read it, of its first `limit` entries: none of an appeal that shuts them out."""
    entries = improvements.listed(page, staff.organisation, limit)
    numbers = {one.case_number for one in entries}
    closed = {number for number in numbers if _is_closed(page, number, staff, policy)}
    return tuple(one for one in entries if one.case_number not in closed)


def carry_out(page: Page, id_: int, staff: Staff, policy: Policy, now: datetime) -> None:
    """Note that an improvement was made.

    Raises NotAllowed where there is none for this person, AlreadyDone where it was noted.
    """
    found = improvements.find(page, staff.organisation, id_)
    if found is None or _is_closed(page, found.case_number, staff, policy):
        raise NotAllowed("there is no such improvement")
    if found.closed_at:
        raise AlreadyDone("this improvement is noted as made already")
    improvements.close(page, staff.organisation, id_, (staff.id, now))


def _note(page: Page, number: str, made: Improvement, by: tuple[Staff, Policy], now: datetime) -> None:
    staff, policy = by
    case = casebook.by_number(page, staff.organisation, number)
    if case is None or not sees(staff, as_of_now(page, case, policy), policy):
        raise NotAllowed("there is no such case")
    event = Event(now, "improved", f"staff {staff.id}", {"improvement": made.id})
    history.record(page, case.organisation, case.id, (event,))


def _is_closed(page: Page, number: str | None, staff: Staff, policy: Policy) -> bool:
    """Say whether a case shuts a person out by now (P-MX-14); the log itself is for whoever sees cases."""
    case = casebook.by_number(page, staff.organisation, number) if number else None
    return case is not None and staff.id in as_of_now(page, case, policy).excluded
