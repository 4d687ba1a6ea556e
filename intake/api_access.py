"""Keys for an organisation's own systems: made and revoked by a person who looks after the installation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from cases.api_key import ApiKey, Scope
from cases.days import end_of
from cases.errors import AlreadyDone, BadInput, NotAllowed
from cases.office import Office
from cases.staff import Staff, role_of
from storage import api_keys, staff_log
from storage.page import Page
from storage.staff_log import Happened

LONGEST = 100
"""Characters of a name."""


@dataclass(frozen=True)
class Application:
    """A key that is wished for: what it is for, what it may do, and the last day on which it is good."""

    name: str
    scopes: Collection[str]
    until: date | None = None


def make_key(page: Page, wanted: Application, staff: Staff, office: Office, now: datetime) -> tuple[ApiKey, str]:
    """Make a key; give it with its secret, which is stored nowhere.

    Raises NotAllowed that says what is wrong, AlreadyDone where a key of that name is good: a second click makes none.
    """
    _may(staff, office)
    name = " ".join(wanted.name.split())[:LONGEST]
    unknown = set(wanted.scopes) - set(Scope)
    if not name or unknown or not wanted.scopes:
        raise NotAllowed("a key needs a name, and something that it may do")
    until = end_of(wanted.until, office.zone) if wanted.until else None
    if until and until <= now:
        raise NotAllowed("the last day of the key is over")
    if any(one.name == name and one.holds(now) for one in api_keys.listed(page, staff.organisation)):
        raise AlreadyDone(f"there is a key with the name {name}")
    made, secret = api_keys.make(page, (staff.organisation, name, frozenset(map(Scope, wanted.scopes))), now, until)
    _note(page, staff, "key_made", made, now)
    return made, secret


def revoke_key(page: Page, prefix: str, staff: Staff, office: Office, now: datetime) -> ApiKey:
    """Let a key open nothing any more; raise NotAllowed where there is none, AlreadyDone where it was revoked."""
    _may(staff, office)
    try:
        revoked = api_keys.revoke(page, staff.organisation, prefix, now)
    except BadInput:
        raise NotAllowed("there is no such key") from None
    _note(page, staff, "key_revoked", revoked, now)
    return revoked


def _may(staff: Staff, office: Office) -> None:
    if not role_of(staff, office.policy).administers:
        raise NotAllowed(f"the role {staff.role} makes no keys")


def _note(page: Page, staff: Staff, verb: str, key: ApiKey, now: datetime) -> None:
    staff_log.note(page, staff, Happened(now, verb, staff.id, {"prefix": key.prefix, "name": key.name}))
