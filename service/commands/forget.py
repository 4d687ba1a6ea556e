"""`svarfrist forget`: erases what is kept too long, or one case because a person says so."""

from pathlib import Path
from typing import Annotated

import typer

from service.commands.printing import print_json


def forget(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="CASE", help="One case, by its number; all if not given.")] = "",
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="One organisation; all if not given.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go, and why.")] = False,
    reason: Annotated[
        str, typer.Option(help="Of one case: erasure_request, opened_by_mistake, or an event that the policy names.")
    ] = "",
    by: Annotated[str, typer.Option(metavar="ADDRESS", help="Of one case: who decided it, as they log in.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
    ] = None,
) -> None:
    """Erase the cases whose time is over, with their letters, files and raw mail; a minimal proof of each stays.

    Never a case that somebody works on, that waits for something, or that is held for a legal claim. Look with
    --dry-run first: what is gone is gone.
    """
    from service import forgetting_aloud  # noqa: PLC0415 - `--help` should not wait for a database

    if number and organisation:
        ctx.fail("the number says whose case it is; leave --organisation out")
    if number and not dry_run and not (reason and by):
        ctx.fail("one case is erased for a --reason, and because somebody decided it: --by ADDRESS")
    if not number and (reason or by):
        ctx.fail("--reason and --by belong to one case: svarfrist forget CASE --reason … --by …")
    asked = forgetting_aloud.Asked(number, organisation, reason, by, dry_run)
    said = forgetting_aloud.done(asked, config)
    if as_json:
        print_json(said.as_json(), indent=2)
    else:
        typer.echo(said.as_text())
