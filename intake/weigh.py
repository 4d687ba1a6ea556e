"""How serious a complaint is, and whether something has to be done at once: safety comes first (R-ISO-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.case import Event
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_to_decide
from storage import history
from storage.page import Page


class Severity(StrEnum):
    """How much a complaint weighs."""

    LOW = "low"
    SERIOUS = "serious"
    URGENT = "urgent"


@dataclass(frozen=True)
class Weighing:
    """How serious a person finds a complaint, and whether something has to be done at once."""

    organisation: str
    case: int
    severity: Severity
    act_now: bool = False


def weigh(page: Page, weighing: Weighing, staff: Staff, policy: Policy, now: datetime) -> None:
    """Write down how serious a complaint is; the last word counts. Raises NotAllowed for other kinds."""
    case = case_to_decide(page, weighing.organisation, weighing.case, staff, policy)
    if case.kind is not Kind.COMPLAINT:
        raise NotAllowed(f"{case.kind} is not weighed; only complaints are (R-ISO-4)")
    told: dict[str, str | int | None] = {"severity": weighing.severity, "at_once": "yes" if weighing.act_now else None}
    history.record(page, case.organisation, case.id, (Event(now, "weighed", f"staff {staff.id}", told),))


def weighed(events: Iterable[Event]) -> Severity | None:
    """Give how serious a complaint was last found to be, None where nobody has said."""
    last = [event.data["severity"] for event in events if event.verb == "weighed"][-1:]
    return Severity(str(last[0])) if last else None
