"""Who may log in at the desk: added, shown, kept out, from the command line."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from cases.errors import BadInput
from cases.policy import Policy
from cases.staff import Staff
from desk.passwords import SHORTEST, hashed
from desk.texts import LANGUAGES
from intake.staff_pass import opening_address
from intake.staffing import GOOD_FOR, NO_PASSWORD
from service.keys import secret
from service.offices import read_offices
from service.settings import Settings, load_settings
from storage import invitations
from storage import staff as people
from storage.book import Book
from storage.ids import new_id
from storage.page import Page
from storage.policies import SHIPPED, read_policies
from storage.staff import Account

T = TypeVar("T")


@dataclass(frozen=True)
class Applicant:
    """Who is to be let in, as it was typed; `until` is the last day, None for good."""

    organisation: str
    email: str
    name: str
    role: str
    language: str | None
    until: str | None = None


def add(applicant: Applicant, password: str | None, config: Path | None) -> tuple[Staff, str]:
    """Let a person log in; without a password, give the link with which they choose one, else "".

    Raises BadInput that says what is wrong and what was expected.
    """
    settings = load_settings(config)
    policy, now = policy_of(settings, applicant.organisation), datetime.now(UTC)
    _check(applicant, policy)
    until = end_of(applicant.until, policy, now)
    person = Staff(
        applicant.organisation,
        new_id(now),
        people.folded(applicant.email),
        applicant.name.strip(),
        applicant.role,
        applicant.language,
    )
    password_hash = hashed(password) if password else NO_PASSWORD
    linked = partial(_linked, person, settings, now)

    def entered(page: Page) -> str:
        people.add(page, person, password_hash, now, until)
        return "" if password else linked(page)

    return person, write(settings, entered)


def listed(organisation: str | None, config: Path | None) -> Sequence[Account]:
    """Give who may log in, and who no longer may, of one organisation or of all."""
    settings = load_settings(config)
    if organisation:
        policy_of(settings, organisation)
    return write(settings, lambda page: people.listed(page, organisation))


def disable(organisation: str, email: str, config: Path | None) -> None:
    """Let a person in no more."""
    write(load_settings(config), lambda page: people.disable(page, organisation, email))


def reset(organisation: str, email: str, password: str | None, config: Path | None) -> str:
    """Give a person a new password; without one, the link with which they choose one, else ""."""
    settings, now = load_settings(config), datetime.now(UTC)
    password_hash = hashed(password) if password else NO_PASSWORD

    def entered(page: Page) -> str:
        people.reset(page, organisation, email, password_hash)
        account = people.called(page, organisation, email)
        return _linked(account.staff, settings, now, page) if account and not password else ""

    return write(settings, entered)


def _linked(person: Staff, settings: Settings, now: datetime, page: Page) -> str:
    """Give the link with which a person chooses a password."""
    office = read_offices(settings)[person.organisation]
    invitation = invitations.begin(page, person, now, now + GOOD_FOR)
    return opening_address(page, secret(settings.secret_file), office, invitation)


def password(*, from_stdin: bool) -> str | None:
    """Read a password from standard input, where it stands there; raise BadInput where it is too short."""
    if not from_stdin:
        return None
    given = sys.stdin.readline().rstrip("\r\n")
    if len(given) < SHORTEST:
        raise BadInput(f"the password on standard input is too short; expected at least {SHORTEST} characters")
    return given


def as_json(accounts: Sequence[Account]) -> str:
    """Write accounts as JSON; there is nothing secret in it."""
    return json.dumps([_plain(account) for account in accounts], ensure_ascii=False, indent=2)


def as_text(accounts: Sequence[Account]) -> str:
    """Write accounts for a person, a line each."""
    return "\n".join(map(_line, accounts)) or "nobody may log in yet; `svarfrist staff add` lets somebody in"


def policy_of(settings: Settings, organisation: str) -> Policy:
    """Give the policy of an organisation; raise BadInput where there is none."""
    policies = read_policies(settings.policies or SHIPPED)
    if organisation not in policies:
        raise BadInput(f'there is no organisation "{organisation}"; expected one of {", ".join(policies)}')
    return policies[organisation]


def _check(applicant: Applicant, policy: Policy) -> None:
    roles = [known.id for known in policy.roles]
    if applicant.role not in roles:
        raise BadInput(f'{policy.id} has no role "{applicant.role}"; expected one of {", ".join(roles)}')
    if applicant.language and applicant.language not in LANGUAGES:
        spoken = ", ".join(LANGUAGES)
        raise BadInput(f'--language "{applicant.language}" is not spoken at the desk; expected one of {spoken}')
    if people.folded(applicant.email) in policy.addresses:
        raise BadInput(
            f"--email {applicant.email} is where {policy.id} takes letters in; notices to it would come back"
        )
    if "@" not in applicant.email.strip("@ ") or not applicant.name.strip():
        given = f'--email "{applicant.email}" and --name "{applicant.name}"'
        raise BadInput(f"{given} must be an e-mail address and a name")


def end_of(day: str | None, policy: Policy, now: datetime) -> datetime | None:
    """Give the last instant of a day, where one is given; raise BadInput where that is none, or past."""
    if day is None:
        return None
    try:
        end = datetime.combine(date.fromisoformat(day), time(23, 59, 59), ZoneInfo(policy.zone))
    except ValueError:
        raise BadInput(f'--until "{day}" is no date; expected for example 2026-04-30') from None
    if end <= now:
        raise BadInput(f"--until {day} is past; expected the last day on which they may log in")
    return end


def write(settings: Settings, use_case: Callable[[Page], T]) -> T:
    """Run something on the database that the settings name."""

    async def opened() -> T:
        async with Book(settings.database) as book:
            return await book.run(use_case)

    return asyncio.run(opened())


def _plain(account: Account) -> dict[str, str | bool | None]:
    person = account.staff
    return {
        "organisation": person.organisation,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "language": person.language,
        "disabled": account.disabled,
        "since": account.created_at.isoformat(),
        "until": account.until.isoformat() if account.until else None,
    }


def _line(account: Account) -> str:
    person = account.staff
    line = f"{person.organisation}  {person.email}  {person.name}  {person.role}"
    if account.disabled:
        return f"{line}  (disabled)"
    return f"{line}  (until {account.until:%Y-%m-%d %H:%M} UTC)" if account.until else line
