"""Who somebody is, shown by what only they know: checked against the register, and not kept (R-ID-1, P-MB-13)."""

from dataclasses import dataclass
from datetime import datetime

from cases.errors import NotAllowed
from cases.learner import Stated
from cases.office import Office
from cases.staff import Staff, role_of, sees
from intake.assign import case_of
from intake.confirm import settle
from intake.identity import KNOWLEDGE
from storage import learners
from storage.page import Page


@dataclass(frozen=True)
class Recognising:
    """For which case, and what the person said of themselves."""

    organisation: str
    case: int
    stated: Stated


def recognise(page: Page, recognising: Recognising, staff: Staff, office: Office, now: datetime) -> None:
    """Note that what the requester said fits one person of the register.

    Raises NotAllowed where the person may not, it is confirmed already, or it does not fit; which of it was wrong is
    not told. Nothing is changed then.
    """
    case = case_of(page, recognising.organisation, recognising.case, staff)
    if not sees(staff, case, office.policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, office.policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not decide")
    if case.identity:
        raise NotAllowed("it is confirmed already who this is")
    said = recognising.stated
    meant = learners.find(page, case.organisation, said.reference or said.username)
    if not any(said.fits(one) for one in meant):
        raise NotAllowed(
            "this does not show who it is: it takes a reference or user name and one thing more, and all of it as the"
            " register has it (R-ID-1, P-AL-15)"
        )
    settle(page, case, KNOWLEDGE, f"staff {staff.id}", (office, now))
