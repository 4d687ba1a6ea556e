"""A member of staff takes a case. Nobody is consulted before: nobody is told that it is theirs (P-MX-05, P-MX-06)."""

from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.policy import ClockName, Policy
from cases.staff import Staff, role_of, sees
from intake.uninvolved import check_uninvolved
from storage import casebook, clocks
from storage.page import Page


def assign(page: Page, case_id: int, staff: Staff, policy: Policy, now: datetime) -> None:
    """Note that a person has the case, which stops its handling clock.

    Raises NotAllowed where the case is over, or is an appeal and the person has not declared to have no interest in it.
    """
    case = case_of(page, policy.id, case_id, staff)
    if case.status not in casebook.LIVE:
        raise NotAllowed(f"a case that is {case.status} is nobody's work")
    check_uninvolved(page, case, staff, policy)
    clocks.stop(page, policy.id, ((case_id, ClockName.HANDLING),), now)
    event = Event(now, "assigned", f"staff {staff.id}", {"to": staff.id})
    casebook.save(page, replace(case, assigned_to=staff.id), (event,))
    casebook.refresh_due(page, policy.id, (case_id,))


def case_of(page: Page, organisation: str, case_id: int, staff: Staff) -> Case:
    """Give a case of the person's own organisation to change; raise NotAllowed where there is none for this person."""
    case = casebook.find(page, organisation, case_id, to_change=True) if staff.organisation == organisation else None
    if case is None or staff.id in case.excluded:
        raise NotAllowed("there is no such case")
    return case


def case_to_decide(page: Page, organisation: str, case_id: int, staff: Staff, policy: Policy) -> Case:
    """Give a live case to change that a person sees and may decide about; raise NotAllowed otherwise."""
    case = case_of(page, organisation, case_id, staff)
    if not sees(staff, case, policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not decide")
    if case.status not in casebook.LIVE:
        raise NotAllowed(f"a case that is {case.status} is nobody's work")
    return case
