"""A member of staff takes a case."""

from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.policy import ClockName
from cases.staff import Staff
from storage import casebook, clocks
from storage.page import Page


def assign(page: Page, organisation: str, case_id: int, staff: Staff, now: datetime) -> None:
    """Note that a person has the case, which stops its handling clock. Raises NotAllowed where the case is over."""
    case = case_of(page, organisation, case_id, staff)
    if case.status not in casebook.LIVE:
        raise NotAllowed(f"a case that is {case.status} is nobody's work")
    clocks.stop(page, organisation, ((case_id, ClockName.HANDLING),), now)
    event = Event(now, "assigned", f"staff {staff.id}", {"to": staff.id})
    casebook.save(page, replace(case, assigned_to=staff.id), (event,))
    casebook.refresh_due(page, organisation, (case_id,))


def case_of(page: Page, organisation: str, case_id: int, staff: Staff) -> Case:
    """Give a case of the person's own organisation to change; raise NotAllowed where there is none."""
    case = casebook.find(page, organisation, case_id, to_change=True) if staff.organisation == organisation else None
    if case is None:
        raise NotAllowed("there is no such case")
    return case
