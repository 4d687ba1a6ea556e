"""`svarfrist register`: the people an organisation knows, from its own register.

What the commands do is imported when one runs: the other commands should not wait for a database.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

register_app = typer.Typer(
    help="Import the people an organisation knows, so that it is seen who writes.", no_args_is_help=True
)

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
]


@register_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The register; its columns are in the how-to.")],
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="The organisation that knows these people.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Let go whoever is not in the file any more.")] = False,
    config: Config = None,
) -> None:
    """Bring the register up to date from a CSV file, whole or not at all."""
    from service.learner_register import Importing, import_register  # noqa: PLC0415

    found = import_register(Importing(organisation, file, replace=replace, dry_run=dry_run), config)
    people = len(found.new) + len(found.changed) + len(found.same)
    typer.echo(f"{organisation}: {people} people in {file}")
    typer.echo(f"  new {len(found.new)}, changed {len(found.changed)}, as before {len(found.same)}")
    if found.gone:
        what = "no longer in the register" if replace else "stay, although they are not in the file (--replace)"
        typer.echo(f"  {len(found.gone)} {what}")
    if dry_run:
        typer.echo("  nothing was changed")


@register_app.command()
def status(
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="One organisation; all if not given.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON alone.")] = False,
    config: Config = None,
) -> None:
    """Say how many people each register holds, and when it was imported last."""
    from service import learner_register  # noqa: PLC0415

    found = learner_register.status(organisation or None, config)
    if as_json:
        plain = {
            id_: {"people": held.learners, "imported_at": held.imported_at.isoformat() if held.imported_at else None}
            for id_, held in found.items()
        }
        typer.echo(json.dumps(plain, indent=2))
        return
    for id_, held in found.items():
        when = f"{held.learners} people, imported {held.imported_at:%Y-%m-%d %H:%M} UTC" if held.imported_at else "none"
        typer.echo(f"{id_}: {when}")
