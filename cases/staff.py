"""The people of an organisation who may log in at the desk, and how far each of them sees."""

from dataclasses import dataclass

from cases.case import Case
from cases.errors import NotAllowed
from cases.organisation import Sight, StaffRole
from cases.policy import Policy


@dataclass(frozen=True)
class Staff:
    """One person at the desk of one organisation.

    `email` is in lower case. `role` is one of the policy's. `language` is the interface's, None for the organisation's
    first.
    """

    organisation: str
    id: int
    email: str
    name: str
    role: str
    language: str | None = None


def role_of(staff: Staff, policy: Policy) -> StaffRole:
    """Give the role that the policy describes; raise NotAllowed where it no longer has that role."""
    for role in policy.roles:
        if role.id == staff.role:
            return role
    raise NotAllowed(f'the policy of {policy.name} has no role "{staff.role}"')


def queues_of(staff: Staff, policy: Policy) -> tuple[str, ...]:
    """Give the queues whose cases a person sees because of the role, in the policy's order.

    None for a role that sees only what is assigned to the person (P-MB-08), and none for one that sees no personal data
    (P-MB-10).
    """
    if role_of(staff, policy).sight is not Sight.CASES:
        return ()
    return tuple(queue.id for queue in policy.queues if staff.role in queue.roles)


def sees_persons(staff: Staff, policy: Policy) -> bool:
    """Say whether the role may see anything about persons at all; where not, it sees numbers (P-MB-10)."""
    return role_of(staff, policy).sight is not Sight.NUMBERS


def sees(staff: Staff, case: Case, policy: Policy) -> bool:
    """Say whether a person may see a case: it stands in a queue of the role, or it is assigned to the person.

    Who took part in what it is about sees it neither way (P-MX-14).
    """
    if case.organisation != staff.organisation or not sees_persons(staff, policy) or staff.id in case.excluded:
        return False
    return case.assigned_to == staff.id or case.queue in queues_of(staff, policy)
