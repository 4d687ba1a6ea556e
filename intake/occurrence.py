"""Something happened after which data have to go: a course ended, a consent was withdrawn (P-ME-09, P-JK-09).

Which events those are, and what goes, stands in the organisation's policy: a retention without a term ends with its
event.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cases.case import Event
from cases.errors import NotAllowed
from cases.office import Office
from cases.policy import Policy, Retention
from cases.staff import Staff
from intake.assign import case_of
from intake.course_end import going_on
from intake.tasks import give
from storage import history
from storage.page import Page

CLARIFICATION_FAILED = "clarification_failed"
"""Data that nobody can be identified by, and that asking could not clear up (P-JK-09)."""

ASKED = frozenset({"asked", "paused"})
"""Events that show that somebody asked the person."""


@dataclass(frozen=True)
class Occurrence:
    """What happened, as the policy names it, and on which day."""

    organisation: str
    case: int
    event: str
    day: date


def events_of(policy: Policy) -> dict[str, tuple[Retention, ...]]:
    """Give what goes at once when something happens, by what happens."""
    going = [kept for kept in policy.retention if kept.term is None]
    return {one.starts: tuple(kept for kept in going if kept.starts == one.starts) for one in going}


def note_occurrence(page: Page, occurrence: Occurrence, by: tuple[Staff, Office], now: datetime) -> None:
    """Note that something happened, and have what it ends deleted by the end of that day, or of today.

    Raises NotAllowed where the policy knows no such event, or a clarification failed that nobody asked for.
    """
    staff, office = by
    case = case_of(page, occurrence.organisation, occurrence.case, staff)
    known = events_of(office.policy)
    if occurrence.event not in known:
        raise NotAllowed(f'nothing ends with "{occurrence.event}"; expected one of {", ".join(sorted(known))}')
    told = {event.verb for event in history.of_case(page, case.organisation, case.id)}
    if occurrence.event == CLARIFICATION_FAILED and told.isdisjoint(ASKED):
        raise NotAllowed("ask the person first: only data that nobody could clear up are deleted so (P-JK-09)")
    event = Event(
        now, "occurred", f"staff {staff.id}", {"occurrence": occurrence.event, "day": occurrence.day.isoformat()}
    )
    history.record(page, case.organisation, case.id, (event,))
    day = max(occurrence.day, office.day(now))
    give(page, case, [going_on(kept, day, office) for kept in known[occurrence.event]], now)
