"""`svarfrist bench`: how many letters a second this machine answers."""

import json
from typing import Annotated

import typer


def bench(
    *,
    messages: Annotated[int, typer.Option(min=1, max=1_000_000, help="So many letters are measured.")] = 600,
    database: Annotated[
        str | None, typer.Option(help="postgresql://… or sqlite:///… that is empty; it is filled. Default: a new file.")
    ] = None,
    connections: Annotated[int, typer.Option(min=1, max=50, help="SMTP connections at the same time.")] = 8,
    rate: Annotated[float | None, typer.Option(min=0.1, help="Letters a second; default: as fast as it goes.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Send letters over SMTP to a real service process, and measure until each is answered.

    Exit status 1 where a letter was lost or answered twice.
    """
    # Imported here: the other commands should not wait for a mail server.
    import asyncio  # noqa: PLC0415

    from service.bench.run import Plan  # noqa: PLC0415
    from service.bench.run import bench as measure  # noqa: PLC0415

    figures = asyncio.run(measure(Plan(messages, connections, database, rate), lambda line: typer.echo(line, err=True)))
    typer.echo(json.dumps(figures.as_json(), indent=2) if as_json else figures.table())
    if not figures.in_order:
        raise typer.Exit(1)
