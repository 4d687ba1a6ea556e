"""What an objection is about, where a person of the staff sees more in it than was read: it is stopped at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.errors import NotAllowed
from cases.kind import Kind
from cases.policy import Policy
from cases.staff import Staff
from cases.task import TaskKind, ToDo
from intake.assign import case_to_decide
from intake.consequence import check_settled
from intake.tasks import give
from storage.page import Page

SOON = timedelta(hours=24)


class Matter(StrEnum):
    """What somebody objects to."""

    MARKETING = "marketing"
    PROCESSING = "processing"
    DISCLOSURE = "disclosure"


WORK = {
    Matter.MARKETING: ToDo(TaskKind.STOP_MARKETING, law="GDPR Art. 21(3)"),
    Matter.PROCESSING: ToDo(TaskKind.STOP_PROCESSING, law="GDPR Art. 18(1)(d)"),
    Matter.DISCLOSURE: ToDo(TaskKind.STOP_DISCLOSURE, law="GDPR Art. 21(1)"),
}
"""What each gives people to do: marketing ends for good, the rest stands still while it is weighed."""


@dataclass(frozen=True)
class Objecting:
    """Which objection, and what it is about."""

    organisation: str
    case: int
    about: tuple[Matter, ...]


def note_objection(page: Page, objecting: Objecting, staff: Staff, policy: Policy, now: datetime) -> None:
    """Have stopped what an objection is about.

    Raises NotAllowed where it is no objection, nothing is named, or a disclosure is to stop before the person knows the
    consequence (P-ME-08).
    """
    case = case_to_decide(page, objecting.organisation, objecting.case, staff, policy)
    if case.kind is not Kind.OBJECTION:
        raise NotAllowed("this case is no objection")
    if not objecting.about:
        raise NotAllowed(f"say what it is about: {', '.join(Matter)}")
    if Matter.DISCLOSURE in objecting.about:
        check_settled(page, case, policy)
    wanted = [ToDo(WORK[one].kind, law=WORK[one].law, due_at=now + SOON) for one in objecting.about]
    give(page, case, wanted, now, f"staff {staff.id}")
