"""Somebody from outside is appointed to assess one appeal, for a time (P-MX-15)."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from cases.address import base_address
from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.organisation import Sight
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_to_decide
from intake.disclose import check_basis
from intake.notices import Notice, notify
from intake.staff_letters import tell_invited
from intake.staffing import GOOD_FOR
from intake.uninvolved import as_of_now
from replies.staff_notice import News
from storage import appeals, casebook, invitations, staff_log
from storage import staff as people
from storage.ids import new_id
from storage.page import Page
from storage.staff_log import Happened

NO_PASSWORD = "none yet"  # noqa: S105 - it opens nothing
LONGEST = timedelta(days=365)
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[\w-]{1,63}\.)+\w{2,63}")


@dataclass(frozen=True)
class Inviting:
    """Who is appointed, and the last day on which they may log in."""

    organisation: str
    case: int
    email: str
    name: str
    until: date


def invite(page: Page, inviting: Inviting, staff: Staff, office: Office, now: datetime) -> Staff:
    """Let somebody from outside see one appeal and nothing else, and give it to them; they are told by e-mail.

    They declare to have no interest before they do anything, and prepare only: somebody of the house approves. Raises
    NotAllowed where it is no open appeal, no basis is written down on which the case may be shown to them (P-MX-20),
    they took part in what it is about, have another case, or are staff otherwise; AlreadyDone where the case is theirs.
    """
    case = as_of_now(
        page, case_to_decide(page, inviting.organisation, inviting.case, staff, office.policy), office.policy
    )
    if case.kind is not Kind.APPEAL:
        raise NotAllowed("somebody from outside assesses appeals, and nothing else (P-MX-15)")
    if staff.id in case.excluded:
        raise NotAllowed("there is no such case")
    email, until = people.folded(inviting.email), _until(inviting.until, office, now)
    _check_address(email, inviting.name, office.policy)
    check_basis(page, case, email)
    person = _person(page, inviting, (case, email, until), office.policy, now)
    told: dict[str, str | int | None] = {"to": person.id, "until": until.isoformat()}
    appointed = Event(now, "invited", f"staff {staff.id}", told)
    casebook.save(page, replace(case, assigned_to=person.id), (appointed,))
    notify(page, case, Notice(News.INVITED, str(new_id(now)), to=person), office, now)
    _let_choose_a_password(page, person, staff, office, now)
    return person


def _let_choose_a_password(page: Page, person: Staff, by: Staff, office: Office, now: datetime) -> None:
    """Send a link to whoever has no password yet, in a letter of its own."""
    account = people.called(page, person.organisation, person.email)
    if account is None or account.has_password:
        return
    staff_log.note(page, person, Happened(now, "invited", by.id, {"role": person.role}))
    tell_invited(page, person, invitations.begin(page, person, now, now + GOOD_FOR), office, now)


def _until(day: date, office: Office, now: datetime) -> datetime:
    """Give the end of the last day; raise NotAllowed where that is past, or no end to speak of."""
    if not office.day(now) <= day <= office.day(now) + LONGEST:
        raise NotAllowed("the time of somebody from outside ends on a day between today and a year from now (P-MX-15)")
    return datetime.combine(day, time(23, 59, 59), office.zone)


def _check_address(email: str, name: str, policy: Policy) -> None:
    if not _ADDRESS.fullmatch(email) or not name.strip():
        raise NotAllowed("expected a name and an e-mail address")
    if base_address(email) in policy.addresses:
        raise NotAllowed(f"{email} is where {policy.name} takes letters in")


def _person(page: Page, inviting: Inviting, at: tuple[Case, str, datetime], policy: Policy, now: datetime) -> Staff:
    """Give the account of whoever is appointed: a new one, or the one they had before."""
    case, email, until = at
    outside = [role.id for role in policy.roles if role.sight is Sight.ONE_CASE and not role.approves]
    if not outside:
        raise NotAllowed(f"the policy of {policy.name} has no role for somebody from outside")
    known = people.called(page, case.organisation, email)
    if known is None:
        new = Staff(case.organisation, new_id(now), email, " ".join(inviting.name.split()), outside[0])
        people.add(page, new, NO_PASSWORD, now, until)
        return new
    _check_known(page, known.staff, case, outside)
    people.let_in(page, known.staff, until)
    appeals.take_from(page, known.staff)
    return known.staff


def _check_known(page: Page, person: Staff, case: Case, outside: list[str]) -> None:
    if person.role not in outside:
        raise NotAllowed(f"{person.email} works here already; such people are not from outside (P-MX-15)")
    if person.id in case.excluded:
        raise NotAllowed(f"{person.email} took part in what is appealed, or has an interest (P-MX-14)")
    others = appeals.in_hands_of(page, person.organisation, person.id)
    if any(one.id != case.id for one in others):
        raise NotAllowed(f"{person.email} has another case; somebody from outside sees one only (P-MX-15)")
    if others:
        raise AlreadyDone(f"{person.email} has this case already")
