"""`svarfrist staff`: the people who may log in at the desk."""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from cases.errors import BadInput
from cases.policy import Policy
from cases.staff import Staff
from desk.passwords import SHORTEST, hashed, new_password
from desk.texts import LANGUAGES
from service.settings import Settings, load_settings
from storage import staff as people
from storage.book import Book
from storage.ids import new_id
from storage.page import Page
from storage.policies import SHIPPED, read_policies
from storage.staff import Account

T = TypeVar("T")

staff_app = typer.Typer(help="Add, list and disable the people who may log in at the desk.", no_args_is_help=True)

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
]
Organisation = Annotated[str, typer.Option(metavar="ID", help="The organisation they work for.")]
Email = Annotated[str, typer.Option(metavar="ADDRESS", help="The e-mail address they log in with.")]
FromStdin = Annotated[
    bool,
    typer.Option(
        "--password-stdin", help="Read the password from standard input; without it, one is made and printed."
    ),
]


@staff_app.command()
def add(  # noqa: PLR0913 - each is an option of the command
    *,
    organisation: Organisation,
    email: Email,
    name: Annotated[str, typer.Option(help="Their name, as colleagues know it.")],
    role: Annotated[str, typer.Option(help="One of the roles in the organisation's policy.")],
    language: Annotated[str, typer.Option(help="Of the desk: da, nl or en; else the organisation's first.")] = "",
    password_stdin: FromStdin = False,
    config: Config = None,
) -> None:
    """Let a person log in at the desk."""
    settings = load_settings(config)
    _check_role(_policy(settings, organisation), role)
    if language and language not in LANGUAGES:
        raise BadInput(f'--language "{language}" is not spoken at the desk; expected one of {", ".join(LANGUAGES)}')
    if "@" not in email.strip("@ ") or not name.strip():
        raise BadInput(f'--email "{email}" and --name "{name}" must be an e-mail address and a name')
    now = datetime.now(UTC)
    person = Staff(organisation, new_id(now), people.folded(email), name.strip(), role, language or None)
    password = _password(from_stdin=password_stdin)
    password_hash = hashed(password)
    _write(settings, lambda page: people.add(page, person, password_hash, now))
    _tell(f"{person.email} may log in as {role} of {organisation}", None if password_stdin else password)


@staff_app.command("list")
def listed(
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="One organisation; all if not given.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON alone.")] = False,
    config: Config = None,
) -> None:
    """Show who may log in."""
    settings = load_settings(config)
    if organisation:
        _policy(settings, organisation)
    accounts = _write(settings, lambda page: people.listed(page, organisation or None))
    if as_json:
        typer.echo(json.dumps([_plain(account) for account in accounts], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(map(_line, accounts)) or "nobody may log in yet; `svarfrist staff add` lets somebody in")


@staff_app.command()
def disable(*, organisation: Organisation, email: Email, config: Config = None) -> None:
    """Let a person in no more; open sessions end at once."""
    _write(load_settings(config), lambda page: people.disable(page, organisation, email))
    _tell(f"{email} can no longer log in at {organisation}")


@staff_app.command()
def reset(
    *, organisation: Organisation, email: Email, password_stdin: FromStdin = False, config: Config = None
) -> None:
    """Give a person a new password, and let them in again if they were disabled; open sessions end at once."""
    settings = load_settings(config)
    password = _password(from_stdin=password_stdin)
    password_hash = hashed(password)
    _write(settings, lambda page: people.reset(page, organisation, email, password_hash))
    _tell(f"{email} of {organisation} has a new password", None if password_stdin else password)


def _policy(settings: Settings, organisation: str) -> Policy:
    policies = read_policies(settings.policies or SHIPPED)
    if organisation not in policies:
        raise BadInput(f'there is no organisation "{organisation}"; expected one of {", ".join(policies)}')
    return policies[organisation]


def _check_role(policy: Policy, role: str) -> None:
    roles = [known.id for known in policy.roles]
    if role not in roles:
        raise BadInput(f'{policy.id} has no role "{role}"; expected one of {", ".join(roles)}')


def _password(*, from_stdin: bool) -> str:
    """Read a password from standard input, or make one; raise BadInput where it is too short."""
    if not from_stdin:
        return new_password()
    password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < SHORTEST:
        raise BadInput(f"the password on standard input is too short; expected at least {SHORTEST} characters")
    return password


def _write(settings: Settings, use_case: Callable[[Page], T]) -> T:
    async def opened() -> T:
        async with Book(settings.database) as book:
            return await book.run(use_case)

    return asyncio.run(opened())


def _tell(what: str, password: str | None = None) -> None:
    typer.echo(what)
    if password:
        typer.echo(f"password: {password}")
        typer.echo("It is shown this once and stored nowhere.", err=True)


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
    }


def _line(account: Account) -> str:
    person = account.staff
    line = f"{person.organisation}  {person.email}  {person.name}  {person.role}"
    return f"{line}  (disabled)" if account.disabled else line
