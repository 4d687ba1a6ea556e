"""Somebody comes from their organisation's own log-in: they are staff already, or it says which role they have."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.errors import NotAllowed
from cases.office import Office
from cases.organisation import Sight
from cases.staff import Staff
from intake.staffing import NO_PASSWORD
from storage import sessions, staff_log
from storage import staff as people
from storage.ids import new_id
from storage.page import Page
from storage.staff_log import Happened


@dataclass(frozen=True)
class Vouched:
    """Whom an organisation's own log-in vouches for; `role` is one of the policy's, None where it names none."""

    organisation: str
    email: str
    name: str
    role: str | None


def arrive(page: Page, vouched: Vouched, office: Office, now: datetime) -> Staff:
    """Give the person; one whose role is named there has it here too. Raises NotAllowed where nobody such may log in.

    Whoever was kept out here stays out, whatever is said there. Who was let in for one case keeps that role.
    """
    account = people.called(page, vouched.organisation, vouched.email)
    if account is None:
        return _join(page, vouched, office, now)
    if account.disabled or (account.until and account.until <= now):
        raise NotAllowed("this person is not let in")
    if vouched.role and vouched.role != account.staff.role and account.until is None:
        people.change(page, account.staff, role=vouched.role)
        sessions.end_all(page, account.staff)
        told = {"before": account.staff.role, "role": vouched.role}
        staff_log.note(page, account.staff, Happened(now, "role_changed", account.staff.id, told))
        return replace(account.staff, role=vouched.role)
    return account.staff


def _join(page: Page, vouched: Vouched, office: Office, now: datetime) -> Staff:
    role = next((one for one in office.policy.roles if one.id == vouched.role), None)
    if role is None or role.sight is Sight.ONE_CASE:
        raise NotAllowed("this person does not work at the desk")
    person = Staff(vouched.organisation, new_id(now), vouched.email, vouched.name or vouched.email, role.id)
    people.add(page, person, NO_PASSWORD, now)
    staff_log.note(page, person, Happened(now, "joined_by_sso", person.id, {"role": role.id}))
    return person
