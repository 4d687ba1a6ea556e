"""`svarfrist export`: a case as a zip file, for its person or for the authority."""

from pathlib import Path
from typing import Annotated

import typer

from intake.exported import Audience


def export(
    number: Annotated[str, typer.Argument(metavar="CASE", help="The case, by its number.")],
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The zip file to write; it must not be there yet.")
    ],
    audience: Annotated[
        Audience, typer.Option("--for", help="Who gets it: the person's copy (GDPR Art. 15), or the whole file.")
    ] = Audience.PERSON,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
    ] = None,
) -> None:
    """Write a case to a zip: letters both ways, files, and the case as JSON and CSV, each field explained.

    The person's copy leaves out names of staff and letters among them, and hides national numbers. What may tell of
    other people is listed: somebody looks at it before it is handed over.
    """
    from service import exporting  # noqa: PLC0415 - `--help` should not wait for a database

    made = exporting.exported(number, audience, out, config)
    typer.echo(f"{out}: {made.count} files")
    if made.check:
        typer.echo("Look at these before you hand it over:", err=True)
        for name, why in made.check.items():
            typer.echo(f"  {name}: {why}", err=True)
