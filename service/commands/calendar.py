"""`svarfrist calendar`: what a new edition of the public holidays does to open cases.

What the command does is imported when it runs: the other commands should not wait for a database.
"""

from pathlib import Path
from typing import Annotated

import typer

calendar_app = typer.Typer(help="Count open time limits anew by a new edition of a calendar.", no_args_is_help=True)


@calendar_app.callback()
def calendar() -> None:
    """Count open time limits anew by a new edition of a calendar."""


@calendar_app.command()
def recompute(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would move, and change nothing.")] = False,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
    ] = None,
) -> None:
    """Count open time limits anew that another edition had counted, as every start of the service does.

    A date that comes closer moves at once, and staff are told. A later one holds only once the person was told of it: a
    notice is drafted for that.
    """
    from service import recomputing  # noqa: PLC0415

    moved = recomputing.recompute(config, dry_run=dry_run)
    for one in moved:
        typer.echo(str(one))
    typer.echo(f"{len(moved)} time limit{'' if len(moved) == 1 else 's'} {'would change' if dry_run else 'changed'}")
