"""A person says when what a case is about ended, a course or an internship: its retention runs from then (P-AL-10)."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.case import Event
from cases.errors import NotAllowed
from cases.office import Office
from cases.retention import asks_for_the_end
from cases.staff import Staff, sees
from intake.assign import case_of
from storage import history, retained
from storage.page import Page


@dataclass(frozen=True)
class SayingEnded:
    """Which case, and the day on which what it is about ended, or will end."""

    organisation: str
    case: int
    day: date


def say_ended(page: Page, saying: SayingEnded, staff: Staff, office: Office, now: datetime) -> None:
    """Write the day down. Raises NotAllowed where the policy does not ask for it, or the person may not see it."""
    case = case_of(page, saying.organisation, saying.case, staff)
    if not sees(staff, case, office.policy):
        raise NotAllowed("there is no such case")
    if not asks_for_the_end(office.policy, case.kind):
        raise NotAllowed(f"how long {case.kind} is kept does not depend on when something ended")
    retained.ended_on(page, case.organisation, case.id, saying.day)
    event = Event(now, "end_said", f"staff {staff.id}", {"ended_on": saying.day.isoformat()})
    history.record(page, case.organisation, case.id, (event,))
