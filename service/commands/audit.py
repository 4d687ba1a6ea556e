"""`svarfrist audit verify`: whether the histories of all cases are as they were written."""

from pathlib import Path
from typing import Annotated

import typer

from service.commands.printing import print_json

audit_app = typer.Typer(help="Look whether anybody has changed what was written down.", no_args_is_help=True)


@audit_app.callback()
def audit() -> None:
    """Look whether anybody has changed what was written down."""


@audit_app.command()
def verify(
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="One organisation; all if not given.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
    ] = None,
) -> None:
    """Walk the chain of every case's events, and the proofs of erased cases. Changes nothing.

    One line for each event that was changed, taken out, put in or moved. Exit status 1 where there is one.
    """
    from service import auditing  # noqa: PLC0415 - `--help` should not wait for a database

    found = auditing.verified(organisation or None, config)
    if as_json:
        print_json(found.as_json(), indent=2)
    else:
        typer.echo(found.as_text())
    if found.breaks:
        raise typer.Exit(1)
