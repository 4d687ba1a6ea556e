"""`svarfrist api-key`: the keys by which organisations' own systems come in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

api_key_app = typer.Typer(help="Make, list and revoke keys for an organisation's own web form.", no_args_is_help=True)

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
]
Organisation = Annotated[str, typer.Option(metavar="ID", help="The organisation whose system it is.")]


@api_key_app.command()
def add(
    *,
    organisation: Organisation,
    name: Annotated[str, typer.Option(help="What it is for, such as the site that uses it.")],
    scope: Annotated[
        list[str] | None, typer.Option(metavar="open|read", help="What it is good for; open alone if not given.")
    ] = None,
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day on which it is good; else for good.")] = "",
    config: Config = None,
) -> None:
    """Make a key, for good or until a day."""
    from service import api_keys  # noqa: PLC0415

    made, secret = api_keys.add(api_keys.Wanted(organisation, name, scope or ["open"], until or None), config)
    typer.echo(f"{made.prefix}… of {organisation} is good for: {', '.join(sorted(made.scopes))}")
    typer.echo(f"key: {secret}")
    typer.echo("It is shown this once and stored nowhere.", err=True)


@api_key_app.command("list")
def listed(
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="One organisation; all if not given.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON alone.")] = False,
    config: Config = None,
) -> None:
    """Show the keys: how they begin, what they are good for, when they were last used."""
    from service import api_keys  # noqa: PLC0415

    keys = api_keys.listed(organisation or None, config)
    typer.echo(api_keys.as_json(keys) if as_json else api_keys.as_text(keys, datetime.now(UTC)))


@api_key_app.command()
def revoke(
    *,
    organisation: Organisation,
    prefix: Annotated[str, typer.Argument(help="How the key begins, as the list shows it.")],
    config: Config = None,
) -> None:
    """Let a key open nothing any more, at once."""
    from service import api_keys  # noqa: PLC0415

    revoked = api_keys.revoke(organisation, prefix.rstrip("…"), config)
    typer.echo(f"{revoked.prefix}… of {organisation} opens nothing any more")
