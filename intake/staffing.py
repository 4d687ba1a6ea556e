"""Colleagues are let in at the desk, get another role, and are kept out: by one whose role administers it.

Whoever is let in gets a letter with a link, and chooses a password nobody else knows. Each act is written down with who
did it; twice has no effect.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.address import base_address
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.organisation import Sight, StaffRole
from cases.policy import Policy
from cases.staff import Absence, Staff, may_stand_in, role_of
from intake.staff_letters import tell_invited, tell_reset
from storage import absences, appeals, factors, invitations, sessions, staff_log
from storage import staff as people
from storage.ids import new_id
from storage.invitations import Invitation
from storage.page import Page
from storage.staff import Account
from storage.staff_log import Happened

GOOD_FOR = timedelta(hours=72)
"""So long a link for a password works."""

LONGEST_AWAY = timedelta(days=365)
"""Nobody is away for longer without saying so again."""

NO_PASSWORD = "none yet"  # noqa: S105 - it opens nothing
LANGUAGES = ("da", "nl", "en")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[\w-]{1,63}\.)+\w{2,63}")
_NAME = 100


@dataclass(frozen=True)
class Hiring:
    """Who is to be let in, as it was typed; `until` is the last day, `deputy_of` whom they stand in for meanwhile."""

    email: str
    name: str
    role: str
    language: str = ""
    until: date | None = None
    deputy_of: int | None = None


@dataclass(frozen=True)
class Invited:
    """Who was given a link, the link, and whether a letter with it leaves."""

    person: Staff
    invitation: Invitation
    told: bool


def hire(page: Page, hiring: Hiring, by: Staff, office: Office, now: datetime) -> Invited:
    """Let a person log in, who is told by a letter with a link.

    Raises NotAllowed where the role may not, or what was typed is nothing of the kind; AlreadyDone where somebody has
    that address.
    """
    policy = _administered(by, office)
    email = people.folded(hiring.email)
    role = _check(hiring, email, policy)
    until = _end(hiring.until, role, office, now)
    if people.called(page, policy.id, email):
        raise AlreadyDone(f"{email} works here already")
    person = Staff(policy.id, new_id(now), email, " ".join(hiring.name.split()), hiring.role, hiring.language or None)
    people.add(page, person, NO_PASSWORD, now, until)
    staff_log.note(page, person, Happened(now, "invited", by.id, {"role": person.role}))
    if hiring.deputy_of:
        _deputise(page, person, hiring, office, now)
    invitation = invitations.begin(page, person, now, now + GOOD_FOR)
    return Invited(person, invitation, tell_invited(page, person, invitation, office, now))


def invite_again(page: Page, person: int, by: Staff, office: Office, now: datetime) -> Invited:
    """Send a new link; the one before works no more. Raises NotAllowed where the person can set no password."""
    _administered(by, office)
    account = working(page, person, by)
    invitation = invitations.begin(page, account.staff, now, now + GOOD_FOR)
    verb = "reset" if account.has_password else "invited"
    staff_log.note(page, account.staff, Happened(now, verb, by.id))
    tell = tell_reset if account.has_password else tell_invited
    return Invited(account.staff, invitation, tell(page, account.staff, invitation, office, now))


def revoke(page: Page, person: int, by: Staff, office: Office, now: datetime) -> None:
    """Let the link that a person was given work no more."""
    _administered(by, office)
    account = known(page, person, by)
    if invitations.of_person(page, account.staff):
        invitations.revoke(page, account.staff)
        staff_log.note(page, account.staff, Happened(now, "revoked", by.id))


def change_role(page: Page, change: tuple[int, str], by: Staff, office: Office, now: datetime) -> None:
    """Give a person another role; raise NotAllowed where there is no such role, or nobody would be left to administer.

    Open log-ins end: what the role before could see is on their screens.
    """
    policy, (person, role) = _administered(by, office), change
    account = working(page, person, by)
    if account.staff.role == role:
        return
    wanted = _role(role, policy)
    if account.until is None and wanted.sight is Sight.ONE_CASE:
        raise NotAllowed("somebody from outside is let in until a day: invite them to the case (P-MX-15)")
    if not wanted.administers:
        _check_somebody_left(page, account.staff, policy, now)
    appeals.take_from(page, account.staff)
    people.change(page, account.staff, role=role)
    sessions.end_all(page, account.staff)
    told = {"before": account.staff.role, "role": role}
    staff_log.note(page, account.staff, Happened(now, "role_changed", by.id, told))


def disable(page: Page, person: int, by: Staff, office: Office, now: datetime) -> None:
    """Let a person in no more and end the log-ins; raise NotAllowed where nobody would be left to administer."""
    policy = _administered(by, office)
    account = known(page, person, by)
    if account.disabled:
        return
    _check_somebody_left(page, account.staff, policy, now)
    people.disable(page, policy.id, account.staff.email)
    invitations.revoke(page, account.staff)
    staff_log.note(page, account.staff, Happened(now, "disabled", by.id))


def enable(page: Page, person: int, by: Staff, office: Office, now: datetime) -> None:
    """Let a person who was kept out log in again; raise NotAllowed where the time of somebody from outside is over."""
    _administered(by, office)
    account = known(page, person, by)
    if not account.disabled:
        return
    if account.until and account.until <= now:
        raise NotAllowed("their time here is over: invite them to the case again (P-MX-15)")
    people.let_in_again(page, account.staff)
    staff_log.note(page, account.staff, Happened(now, "enabled", by.id))


def end_sessions(page: Page, person: int, by: Staff, office: Office, now: datetime) -> None:
    """End the log-ins of a colleague."""
    _administered(by, office)
    account = known(page, person, by)
    sessions.end_all(page, account.staff)
    staff_log.note(page, account.staff, Happened(now, "sessions_ended", by.id))


def drop_factors(page: Page, person: int, by: Staff, office: Office, now: datetime) -> None:
    """Take out all that a colleague has beside the password, whose device is lost, and end the log-ins."""
    _administered(by, office)
    account = known(page, person, by)
    factors.drop_all(page, account.staff)
    sessions.end_all(page, account.staff)
    staff_log.note(page, account.staff, Happened(now, "factors_dropped", by.id))


def known(page: Page, person: int, by: Staff) -> Account:
    """Give a colleague, who may log in or not; raise NotAllowed where there is none of that id here."""
    account = people.by_id(page, by.organisation, person)
    if account is None:
        raise NotAllowed("nobody of that name works here")
    return account


def working(page: Page, person: int, by: Staff) -> Account:
    """Give a colleague who may log in; raise NotAllowed where there is none."""
    account = known(page, person, by)
    if account.disabled:
        raise NotAllowed(f"{account.staff.name} is not let in; let them in again first")
    return account


def _administered(by: Staff, office: Office) -> Policy:
    """Give the policy of an office that somebody administers; raise NotAllowed where they do not."""
    if by.organisation != office.policy.id or not role_of(by, office.policy).administers:
        raise NotAllowed(f"the role {by.role} lets nobody in")
    return office.policy


def _check(hiring: Hiring, email: str, policy: Policy) -> StaffRole:
    if not _ADDRESS.fullmatch(email) or not 0 < len(hiring.name.strip()) <= _NAME:
        raise NotAllowed("expected a name and an e-mail address")
    if base_address(email) in policy.addresses:
        raise NotAllowed(f"{email} is where {policy.name} takes letters in")
    if hiring.language not in {"", *LANGUAGES}:
        raise NotAllowed(f"expected one of the languages {', '.join(LANGUAGES)}")
    return _role(hiring.role, policy)


def _role(id_: str, policy: Policy) -> StaffRole:
    found = next((role for role in policy.roles if role.id == id_), None)
    if found is None:
        raise NotAllowed(f"expected one of the roles {', '.join(role.id for role in policy.roles)}")
    return found


def _end(day: date | None, role: StaffRole, office: Office, now: datetime) -> datetime | None:
    if role.sight is Sight.ONE_CASE and day is None:
        raise NotAllowed("somebody from outside is let in until a day (P-MX-15)")
    if day is None:
        return None
    if day < office.day(now):
        raise NotAllowed("the last day is past")
    return datetime.combine(day, time(23, 59, 59), office.zone)


def _deputise(page: Page, person: Staff, hiring: Hiring, office: Office, now: datetime) -> None:
    """Let a new colleague stand in for another from today on, until their last day here."""
    account = people.by_id(page, person.organisation, hiring.deputy_of or 0)
    if account is None or not may_stand_in(person, account.staff, office.policy):
        raise NotAllowed("they cannot stand in for this colleague: one of the two sees no cases")
    last = hiring.until or office.day(now) + LONGEST_AWAY
    absence = Absence(new_id(now), account.staff.id, person.id, office.day(now), last)
    absences.add(page, person.organisation, absence, now)
    staff_log.note(page, account.staff, Happened(now, "away", None, {"deputy": person.id, "last": str(last)}))


def _check_somebody_left(page: Page, person: Staff, policy: Policy, now: datetime) -> None:
    administering = {role.id for role in policy.roles if role.administers}
    if person.role not in administering:
        return
    others = people.of_roles(page, person.organisation, administering)
    accounts = (people.by_id(page, one.organisation, one.id) for one in others if one.id != person.id)
    if not any(_is_here(account, now) for account in accounts):
        raise NotAllowed("nobody else would be left who lets colleagues in")


def _is_here(account: Account | None, now: datetime) -> bool:
    return account is not None and account.has_password and (account.until is None or account.until > now)
