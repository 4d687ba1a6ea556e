"""What a person does to their own log-in: a password chosen, more than a password set up, a log-in elsewhere ended.

Passwords come here as hashes, and what devices showed as checked: nobody hashes on a writer's thread.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Staff
from intake.staff_letters import tell_invited, tell_reset
from storage import devices, factors, invitations, sessions, staff_log
from storage import staff as people
from storage.invitations import Invitation
from storage.page import Page
from storage.staff import Account
from storage.staff_log import Happened

RESET_GOOD_FOR = timedelta(hours=2)
"""So long a link works that a person asked for."""


def look_at_invitation(page: Page, secret: str, now: datetime) -> Account:
    """Give whom a link is for; raise NotAllowed where it was used, revoked, ran out, or never was.

    Looking uses nothing up, as programs that read mail open every link.
    """
    invitation = invitations.find(page, secret, now)
    account = people.by_id(page, invitation.organisation, invitation.staff) if invitation else None
    if account is None or account.disabled or (account.until and account.until <= now):
        raise NotAllowed("this link works no more")
    return account


def accept_invitation(page: Page, secret: str, password_hash: str, now: datetime) -> Staff:
    """Set the password that a person chose, with the link that they were sent; other log-ins end.

    Raises NotAllowed where the link was used, revoked, ran out, or never was.
    """
    account = look_at_invitation(page, secret, now)
    person = account.staff
    people.set_password(page, person, password_hash)
    invitations.revoke(page, person)
    sessions.end_all(page, person)
    devices.forget(page, person)
    staff_log.note(page, person, Happened(now, "password_set" if account.has_password else "joined", person.id))
    return person


def ask_for_reset(page: Page, email: str, offices: Mapping[str, Office], now: datetime) -> int:
    """Write to whoever has an address with a link for a new password, for each organisation; give how many that were.

    Whoever has a second factor keeps it: a letter that somebody else reads opens nothing then.
    """
    accounts = [one for one in people.by_email(page, email, now) if one.staff.organisation in offices]
    for account in accounts:
        invitation = _open_or_new(page, account.staff, now)
        tell = tell_reset if account.has_password else tell_invited
        tell(page, account.staff, invitation, offices[account.staff.organisation], now)
        staff_log.note(page, account.staff, Happened(now, "reset_asked", account.staff.id))
    return len(accounts)


def _open_or_new(page: Page, person: Staff, now: datetime) -> Invitation:
    """Give the link that a person has, which a stranger who asks for another does not take away, or a new one."""
    has = invitations.of_person(page, person)
    return has if has and has.expires_at > now else invitations.begin(page, person, now, now + RESET_GOOD_FOR)


def change_password(page: Page, person: Staff, password_hash: str, session: str, now: datetime) -> None:
    """Set another password; log-ins elsewhere end, the one of this secret goes on."""
    people.set_password(page, person, password_hash)
    invitations.revoke(page, person)
    sessions.end_all(page, person, but=session)
    staff_log.note(page, person, Happened(now, "password_set", person.id))


def set_up_codes(page: Page, person: Staff, device: tuple[str, int], paper: Iterable[str], now: datetime) -> None:
    """Let a device make codes; `device` is its sealed secret and the step of the code that showed it works.

    Raises AlreadyDone where another does already: somebody who sat down at an open desk replaces none.
    """
    if factors.codes(page, person):
        raise AlreadyDone("codes are set up already; take them out first")
    sealed, step = device
    factors.set_codes(page, person, sealed, step, now)
    factors.set_recovery(page, person, paper)
    staff_log.note(page, person, Happened(now, "codes_added", person.id))


def renew_paper(page: Page, person: Staff, paper: Iterable[str], now: datetime) -> None:
    """Give other codes on paper in the place of those before; raise NotAllowed where no device makes codes."""
    if factors.codes(page, person) is None:
        raise NotAllowed("set up codes first")
    factors.set_recovery(page, person, paper)
    staff_log.note(page, person, Happened(now, "paper_renewed", person.id))


def take_codes_out(page: Page, person: Staff, now: datetime) -> None:
    """Let no device make codes any more."""
    if factors.codes(page, person):
        factors.drop_codes(page, person)
        staff_log.note(page, person, Happened(now, "codes_removed", person.id))


def take_passkey_out(page: Page, person: Staff, id_: int, now: datetime) -> None:
    """Let a passkey open nothing any more."""
    if any(one.id == id_ for one in factors.of_person(page, person).passkeys):
        factors.drop_passkey(page, person, id_)
        staff_log.note(page, person, Happened(now, "passkey_removed", person.id))


def note_passkey(page: Page, person: Staff, now: datetime) -> None:
    """Write down that a passkey was made."""
    staff_log.note(page, person, Happened(now, "passkey_added", person.id))
