"""Where portable data go: to the person, or straight to another provider (P-JK-05, GDPR Art. 20(2))."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.errors import NotAllowed
from cases.kind import Kind
from cases.policy import ClockName, Policy
from cases.staff import Staff
from cases.task import TaskKind, ToDo
from intake.assign import case_to_decide
from intake.tasks import give, take_back
from storage import clocks, tasks
from storage.page import Page

LONGEST = 120
"""Letters of a provider's name."""


class Target(StrEnum):
    """Who gets the data."""

    PERSON = "person"
    PROVIDER = "provider"


@dataclass(frozen=True)
class Porting:
    """Which case, who gets the data, and the provider's name where it is one."""

    organisation: str
    case: int
    target: Target
    provider: str = ""


def port(page: Page, porting: Porting, staff: Staff, policy: Policy, now: datetime) -> None:
    """Note to whom the data go; what was noted before no longer holds.

    Raises NotAllowed where nobody asked to take data along, or the provider has no name.
    """
    case = case_to_decide(page, porting.organisation, porting.case, staff, policy)
    name = " ".join(porting.provider.split())[:LONGEST]
    if case.kind is not Kind.PORTABILITY:
        raise NotAllowed("this case is no request to take data along")
    if porting.target is Target.PROVIDER and not name:
        raise NotAllowed("name the provider that gets the data (GDPR Art. 20(2))")
    about, law = (name, "GDPR Art. 20(2)") if porting.target is Target.PROVIDER else ("", "GDPR Art. 20(1)")
    for task in tasks.of_case(page, case.organisation, case.id):
        if task.kind is TaskKind.HAND_OVER_DATA and task.open and task.about != about:
            take_back(page, case, task, now)
    running = (one for one in clocks.of_case(page, case.organisation, case.id) if one.running)
    answer = next((one.due_at for one in running if one.name is ClockName.ANSWER), now + timedelta(hours=24))
    give(page, case, [ToDo(TaskKind.HAND_OVER_DATA, about, law, answer)], now, f"staff {staff.id}")
