"""The people of an organisation who may log in at the desk, and how far each of them sees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases.case import Case
from cases.errors import NotAllowed
from cases.organisation import Sight, StaffRole
from cases.policy import Policy


@dataclass(frozen=True)
class Away:
    """A colleague who is away, and whose work somebody has meanwhile."""

    id: int
    name: str
    role: str


@dataclass(frozen=True)
class Staff:
    """One person at the desk of one organisation.

    `email` is in lower case. `role` is one of the policy's. `language` is the interface's, None for the organisation's
    first. `stands_in` are the colleagues whose work the person has today.
    """

    organisation: str
    id: int
    email: str
    name: str
    role: str
    language: str | None = None
    stands_in: tuple[Away, ...] = ()


@dataclass(frozen=True)
class Absence:
    """From when to when somebody is away, both days included; `deputy` stands in meanwhile, None where nobody does."""

    id: int
    person: int
    deputy: int | None
    first: date
    last: date

    def on(self, day: date) -> bool:
        """Say whether the person is away on a day."""
        return self.first <= day <= self.last


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
    return case.assigned_to in {staff.id, *taken_over(staff)} or case.queue in queues_of(staff, policy)


def taken_over(staff: Staff) -> tuple[int, ...]:
    """Give the colleagues whose cases a person sees today because they are assigned to them: those of the same role.

    A deputy gets no further than the role allows: of a colleague who has another, those cases alone are seen that
    stand in the person's own queues (P-MB-08).
    """
    return tuple(one.id for one in staff.stands_in if one.role == staff.role)


def may_stand_in(deputy: Staff, person: Staff, policy: Policy) -> bool:
    """Say whether somebody may have a colleague's work: both see persons, and neither was let in for one case."""
    pair = (deputy, person)
    known = {role.id for role in policy.roles}
    if deputy.id == person.id or deputy.organisation != person.organisation or not {one.role for one in pair} <= known:
        return False
    return all(role_of(one, policy).sight not in {Sight.NUMBERS, Sight.ONE_CASE} for one in pair)


def stand_in(person: int, deputies: Mapping[int, int | None]) -> int:
    """Give who has a person's work today: the person, or the deputy of whoever is away, or that one's deputy.

    `deputies` are of those who are away today. Where all of them are, or nobody was named, the work stays the person's.
    """
    seen, at = {person}, person
    while at in deputies:
        following = deputies[at]
        if following is None or following in seen:
            return person
        seen.add(following)
        at = following
    return at


def away_today(absences: Iterable[Absence], day: date) -> dict[int, int | None]:
    """Give everybody who is away on a day, with the deputy that was noted last for it."""
    return {one.person: one.deputy for one in sorted(absences, key=lambda one: one.id) if one.on(day)}
