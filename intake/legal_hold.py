"""A person keeps a case from being erased, for a claim and no longer than it needs, and looks at it again (CON-5).

Special categories are outside every hold: where a letter has some, a person is asked to look at them at once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.case import Case, Event
from cases.days import end_of, years_later
from cases.errors import AlreadyDone, NotAllowed
from cases.legal_hold import LegalHold, Purpose
from cases.office import Office
from cases.staff import Staff, role_of, sees
from cases.task import Result, TaskKind, ToDo
from intake.assign import case_of
from intake.tasks import Finishing, finish, give
from storage import history, holds, messages, tasks
from storage.ids import new_id
from storage.page import Page

LAW = "GDPR Art. 17(3)(e)"

LONGEST = 3
"""Years after which a person looks at a hold again, at the latest (CON-5)."""

SPECIAL = "special_categories"
"""What a person is asked to look at when a case is held: it is outside the hold (GDPR Art. 9)."""

_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Holding:
    """What a person wants held, for what and how far; `review_on` is when somebody looks again."""

    organisation: str
    case: int
    purpose: Purpose
    scope: str
    review_on: date


@dataclass(frozen=True)
class Reviewing:
    """A hold that a person looked at: it goes on until another day, or is lifted where that is None.

    `seen` is its id.
    """

    organisation: str
    case: int
    seen: int
    review_on: date | None


def place(page: Page, holding: Holding, staff: Staff, office: Office, now: datetime) -> LegalHold:
    """Hold a case, with the task to look at it again.

    Raises NotAllowed where the person may not, the scope is not said, or the day of the review is past or too far off;
    AlreadyDone where it is held. Nothing is changed then.
    """
    case = _case(page, holding.organisation, holding.case, staff, office)
    _check_day(holding.review_on, office, now)
    if not holding.scope.strip():
        raise NotAllowed(f"say what of the case is needed ({LAW}): a hold on everything is too wide (CON-5)")
    if any(one.holds for one in holds.of_case(page, case.organisation, case.id)):
        raise AlreadyDone("this case is held already")
    made = LegalHold(
        id=new_id(now),
        case=case.id,
        purpose=holding.purpose,
        scope=holding.scope.strip(),
        placed_by=staff.id,
        placed_at=now,
        review_on=holding.review_on,
    )
    holds.place(page, case.organisation, made)
    told: dict[str, str | int | None] = {"purpose": made.purpose, "review_on": made.review_on.isoformat()}
    history.record(page, case.organisation, case.id, (Event(now, "legal_hold_placed", f"staff {staff.id}", told),))
    give(page, case, _to_do(page, case, made, office, now), now, f"staff {staff.id}")
    return made


def review(page: Page, reviewing: Reviewing, staff: Staff, office: Office, now: datetime) -> None:
    """Let a hold go on until another day, or lift it; the task to look at it is done.

    Raises NotAllowed where the person may not, or the day is past or too far off; AlreadyDone where it was lifted.
    """
    case = _case(page, reviewing.organisation, reviewing.case, staff, office)
    found = next((one for one in holds.of_case(page, case.organisation, case.id) if one.id == reviewing.seen), None)
    if found is None or not found.holds:
        raise AlreadyDone("this hold was lifted meanwhile")
    if reviewing.review_on:
        _check_day(reviewing.review_on, office, now)
    _finish_reviews(page, case, staff, now)
    if reviewing.review_on is None:
        holds.lift(page, case.organisation, found, staff.id, now)
        _note(page, case, Event(now, "legal_hold_lifted", f"staff {staff.id}", {"purpose": found.purpose}))
        return
    holds.review_again(page, case.organisation, found, reviewing.review_on)
    told: dict[str, str | int | None] = {"purpose": found.purpose, "review_on": reviewing.review_on.isoformat()}
    _note(page, case, Event(now, "legal_hold_reviewed", f"staff {staff.id}", told))
    give(page, case, [_look_again(reviewing.review_on, office)], now, f"staff {staff.id}")


def _case(page: Page, organisation: str, id_: int, staff: Staff, office: Office) -> Case:
    case = case_of(page, organisation, id_, staff)
    if not sees(staff, case, office.policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, office.policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not hold cases")
    return case


def _check_day(day: date, office: Office, now: datetime) -> None:
    today = office.day(now)
    if not today < day <= years_later(today, LONGEST):
        raise NotAllowed(f"the review is on a day to come, in {LONGEST} years at the latest (CON-5); not on {day}")


def _to_do(page: Page, case: Case, hold: LegalHold, office: Office, now: datetime) -> list[ToDo]:
    told = messages.of_thread(page, case.organisation, case.thread)
    special = any(not seen.is_number for one in told for seen in one.reading.sensitive)
    restricted = any(file.restricted for one in told for file in one.attachments)
    apart = [ToDo(TaskKind.REVIEW_HOLD, SPECIAL, "GDPR Art. 9, CON-5", now + _SOON)] if special or restricted else []
    return [_look_again(hold.review_on, office), *apart]


def _look_again(day: date, office: Office) -> ToDo:
    return ToDo(TaskKind.REVIEW_HOLD, day.isoformat(), LAW, end_of(day, office.zone))


def _finish_reviews(page: Page, case: Case, staff: Staff, now: datetime) -> None:
    """End the tasks to look at a hold; what is outside it is a task of its own."""
    for task in tasks.of_case(page, case.organisation, case.id):
        if task.open and task.kind is TaskKind.REVIEW_HOLD and task.about != SPECIAL:
            finish(page, Finishing(case.organisation, case.id, task.id, Result.DONE), staff, now)


def _note(page: Page, case: Case, event: Event) -> None:
    history.record(page, case.organisation, case.id, (event,))
