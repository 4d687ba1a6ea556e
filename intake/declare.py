"""Before somebody handles an appeal they declare to have no interest in it; who has one is shut out (P-MX-14)."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Event
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Staff, sees
from intake.assign import case_of
from intake.exclude import exclude
from intake.uninvolved import as_of_now, is_independent
from storage import casebook, declarations, history
from storage.page import Page


@dataclass(frozen=True)
class Declaring:
    """What a person declares about themselves: whether they have an interest in a case or how it ends."""

    organisation: str
    case: int
    interest: bool


def declare(page: Page, declaring: Declaring, staff: Staff, office: Office, now: datetime) -> None:
    """Write a declaration down. Who finds out later that they have an interest declares anew.

    Raises NotAllowed where the case wants none, is over, or the person does not see it; AlreadyDone where they have
    declared the same before. Nothing is changed then.
    """
    case = case_of(page, declaring.organisation, declaring.case, staff)
    if not sees(staff, as_of_now(page, case, office.policy), office.policy):
        raise NotAllowed("there is no such case")
    if not is_independent(case, office.policy):
        raise NotAllowed(f"nobody declares an interest in a case that is {case.kind}")
    if case.status not in casebook.LIVE:
        raise NotAllowed(f"a case that is {case.status} is nobody's work")
    if declarations.of_case(page, case.organisation, case.id).get(staff.id) == declaring.interest:
        raise AlreadyDone("you have declared this already")
    declarations.put(page, (case.organisation, case.id), staff.id, now, interest=declaring.interest)
    told: dict[str, str | int | None] = {"interest": "some" if declaring.interest else "none"}
    history.record(page, case.organisation, case.id, (Event(now, "declared", f"staff {staff.id}", told),))
    exclude(page, case, office, now)
