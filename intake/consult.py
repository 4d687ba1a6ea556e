"""Somebody is consulted before a person is told that a case is theirs: who it is, and that it happened (P-MX-06).

A consultation serves one handing over. Does the case turn out to concern whoever was consulted, it does not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_to_decide
from storage import history
from storage import staff as people
from storage.page import Page

COUNTS = ("consulted", "assigned", "kept_out")
"""Of these, what happened last: after the second and the third, who gets the case next is another question."""


@dataclass(frozen=True)
class Adviser:
    """Who has to be consulted: somebody of a role, one of `people`; none of them where nobody has it at this desk."""

    role: str
    people: tuple[Staff, ...]


@dataclass(frozen=True)
class Consulting:
    """That somebody was consulted about a case: `person` by id, None where the role has nobody at the desk."""

    organisation: str
    case: int
    person: int | None
    at: datetime


def consult(page: Page, consulting: Consulting, staff: Staff, policy: Policy, now: datetime) -> None:
    """Write down who was consulted and when, and by whom it is written down.

    Raises NotAllowed where the case wants nobody consulted, the person is not the one to consult, the role may not
    decide, or the time is in the future or before the case came; AlreadyDone where it is written down already.
    """
    case = case_to_decide(page, consulting.organisation, consulting.case, staff, policy)
    events = history.of_case(page, case.organisation, case.id)
    adviser = adviser_for(case, policy, people.working(page, case.organisation))
    if adviser is None:
        raise NotAllowed(f"nobody has to be consulted about {case.kind}")
    if consulted(events):
        raise AlreadyDone("somebody has noted this consultation since you opened the case")
    _check_what(consulting, adviser, case, now)
    history.record(
        page, case.organisation, case.id, (_event(adviser.role, consulting.person, consulting.at, staff, now),)
    )


def adviser_for(case: Case, policy: Policy, everybody: Iterable[Staff]) -> Adviser | None:
    """Give who has to be consulted about a case: the first role of the policy that has somebody it does not concern."""
    holders = {role: [one for one in everybody if one.role == role] for role in policy.rules(case.kind).consult}
    for role, having in holders.items():
        free = tuple(one for one in having if one.id not in case.excluded)
        if free or not having:
            return Adviser(role, free)
    return Adviser([*holders][-1], ()) if holders else None


def consulted(events: Iterable[Event]) -> bool:
    """Say whether somebody was consulted since the case was last given to a person, or found to concern one."""
    return [event.verb for event in events if event.verb in COUNTS][-1:] == ["consulted"]


def awaited(case: Case, policy: Policy, everybody: Iterable[Staff], events: Iterable[Event]) -> Adviser | None:
    """Give who still has to be consulted before a case is given to a person; None where nobody has."""
    return None if consulted(events) else adviser_for(case, policy, everybody)


def is_adviser(staff: Staff, adviser: Adviser) -> bool:
    """Say whether a person is one of those who are to be consulted: what they do themselves, they know of."""
    return any(one.id == staff.id for one in adviser.people)


def by_own_hand(adviser: Adviser, staff: Staff, now: datetime) -> Event:
    """Give the event of a person who is to be consulted and does the thing themselves."""
    return _event(adviser.role, staff.id, now, staff, now)


def _event(role: str, person: int | None, at: datetime, staff: Staff, now: datetime) -> Event:
    told: dict[str, str | int | None] = {"staff_role": role, "person": person, "on": at.isoformat()}
    return Event(now, "consulted", f"staff {staff.id}", told)


def _check_what(consulting: Consulting, adviser: Adviser, case: Case, now: datetime) -> None:
    right: set[int | None] = {one.id for one in adviser.people}
    if consulting.person not in (right or {None}):
        raise NotAllowed(
            f"the {adviser.role.replace('_', ' ')} is to be consulted, and that is somebody else (P-MX-06)"
        )
    if not case.received_at <= consulting.at <= now:
        raise NotAllowed("a consultation lies between the day the case came and now; correct its date and time")
