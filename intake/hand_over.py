"""A case is given to a person, who is told by e-mail; before that, whoever the policy names was consulted (P-MX-06)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.organisation import Sight
from cases.policy import ClockName, Policy
from cases.staff import Staff
from intake.assign import case_to_decide
from intake.consult import awaited, by_own_hand, is_adviser
from intake.notices import Notice, notify, on_duty
from intake.uninvolved import check_uninvolved
from replies.staff_notice import News
from storage import casebook, clocks, history
from storage import staff as people
from storage.page import Page

CAN_HAVE = frozenset({Sight.CASES, Sight.OWN})
"""How far a role sees whose people can be given a case. Who is external is appointed for one case (P-MX-15)."""


@dataclass(frozen=True)
class HandingOver:
    """To whom a case is given. `seen` is who had it when the form was opened, None where nobody had."""

    organisation: str
    case: int
    to: int
    seen: int | None = None


def hand_over(page: Page, handing: HandingOver, staff: Staff, office: Office, now: datetime) -> None:
    """Give a case to a person, which stops its handling clock, and tell that person, unless they took it themselves.

    Raises NotAllowed where the role may not, the case is over, the person cannot have it, or nobody was consulted yet;
    AlreadyDone where somebody else gave it to a person meanwhile. Nothing is changed then, and nobody is told.
    """
    case = case_to_decide(page, handing.organisation, handing.case, staff, office.policy)
    if case.assigned_to != handing.seen or case.assigned_to == handing.to:
        raise AlreadyDone("somebody has given this case to a person since you opened it")
    everybody = people.working(page, case.organisation)
    owner = _instead(page, case, _owner(case, handing.to, office.policy, everybody), office, now)
    check_uninvolved(page, case, owner, office.policy)
    others = owner.id != staff.id
    before = _consultation(page, case, (office.policy, everybody), staff, now) if others else ()
    clocks.stop(page, case.organisation, ((case.id, ClockName.HANDLING),), now)
    given = Event(now, "assigned", f"staff {staff.id}", {"to": owner.id})
    mine = replace(case, assigned_to=owner.id)
    casebook.save(page, mine, (*before, given))
    casebook.refresh_due(page, case.organisation, (case.id,))
    if others:
        notify(page, mine, Notice(News.YOURS, now.isoformat(), _due(page, case), owner), office, now)


def able(case: Case, policy: Policy, everybody: Iterable[Staff]) -> tuple[Staff, ...]:
    """Give the people who can be given a case: their role can have one, and it does not concern them."""
    roles = {role.id for role in policy.roles if role.sight in CAN_HAVE}
    return tuple(one for one in everybody if one.role in roles and one.id not in case.excluded)


def _owner(case: Case, to: int, policy: Policy, everybody: Iterable[Staff]) -> Staff:
    owner = next((one for one in able(case, policy, everybody) if one.id == to), None)
    if owner is None:
        raise NotAllowed("this person cannot have the case: choose somebody of the staff whom it does not concern")
    return owner


def _instead(page: Page, case: Case, owner: Staff, office: Office, now: datetime) -> Staff:
    """Give who has the owner's work today: the deputy of somebody who is away, where that one can have the case."""
    deputy = on_duty(page, case, office, now, owner)
    return deputy if deputy in able(case, office.policy, (deputy,)) else owner


def _consultation(
    page: Page, case: Case, house: tuple[Policy, tuple[Staff, ...]], staff: Staff, now: datetime
) -> tuple[Event, ...]:
    """Give what is to be written down beside; raise NotAllowed where somebody has to be consulted first.

    Who is to be consulted and gives the case away themselves knows of it.
    """
    policy, everybody = house
    adviser = awaited(case, policy, everybody, history.of_case(page, case.organisation, case.id))
    if adviser is None:
        return ()
    if not is_adviser(staff, adviser):
        raise NotAllowed(f"note first that the {adviser.role.replace('_', ' ')} was consulted (P-MX-06)")
    return (by_own_hand(adviser, staff, now),)


def _due(page: Page, case: Case) -> datetime | None:
    running = (clock.due_at for clock in clocks.of_case(page, case.organisation, case.id) if clock.running)
    return min(running, default=None)
