"""`svarfrist staff`: the people who may log in at the desk.

What the commands do is imported when one runs: the other commands should not wait for a database.
"""

from pathlib import Path
from typing import Annotated

import typer

staff_app = typer.Typer(help="Add, list and disable the people who may log in at the desk.", no_args_is_help=True)

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
]
Organisation = Annotated[str, typer.Option(metavar="ID", help="The organisation they work for.")]
Email = Annotated[str, typer.Option(metavar="ADDRESS", help="The e-mail address they log in with.")]
FromStdin = Annotated[
    bool,
    typer.Option(
        "--password-stdin",
        help="Read the password from standard input; without it, a link is printed with which they choose one.",
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
    until: Annotated[
        str, typer.Option(metavar="DATE", help="The last day on which they may log in, for somebody from outside.")
    ] = "",
    password_stdin: FromStdin = False,
    config: Config = None,
) -> None:
    """Let a person log in at the desk, for good or until a day."""
    from service import staffing  # noqa: PLC0415

    password = staffing.password(from_stdin=password_stdin)
    applicant = staffing.Applicant(organisation, email, name, role, language or None, until or None)
    person, link = staffing.add(applicant, password, config)
    _tell(f"{person.email} may log in as {role} of {organisation}", link)


@staff_app.command("list")
def listed(
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="One organisation; all if not given.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON alone.")] = False,
    config: Config = None,
) -> None:
    """Show who may log in."""
    from service import staffing  # noqa: PLC0415

    accounts = staffing.listed(organisation or None, config)
    typer.echo(staffing.as_json(accounts) if as_json else staffing.as_text(accounts))


@staff_app.command()
def disable(*, organisation: Organisation, email: Email, config: Config = None) -> None:
    """Let a person in no more; open sessions end at once."""
    from service import staffing  # noqa: PLC0415

    staffing.disable(organisation, email, config)
    _tell(f"{email} can no longer log in at {organisation}")


@staff_app.command()
def reset(
    *, organisation: Organisation, email: Email, password_stdin: FromStdin = False, config: Config = None
) -> None:
    """Give a person a new password, and let them in again if they were disabled; open sessions end at once."""
    from service import staffing  # noqa: PLC0415

    password = staffing.password(from_stdin=password_stdin)
    link = staffing.reset(organisation, email, password, config)
    _tell(f"{email} of {organisation} {'chooses' if link else 'has'} a new password", link)


def _tell(what: str, link: str = "") -> None:
    typer.echo(what)
    if link:
        typer.echo(f"invitation: {link}")
        typer.echo(
            "Whoever opens it chooses the password. It works once, for 72 hours, and is shown this once.", err=True
        )
