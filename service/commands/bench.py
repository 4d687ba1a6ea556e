"""`svarfrist bench`: how many letters a second this machine answers, and how long it takes to read one."""

import json
from typing import Annotated

import typer

from service.commands.printing import print_json

bench_app = typer.Typer(invoke_without_command=True)


@bench_app.callback()
def bench(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
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
    if ctx.invoked_subcommand:
        _nothing_before(ctx)
        return
    # Imported here: the other commands should not wait for a mail server.
    import asyncio  # noqa: PLC0415

    from service.bench.run import Plan  # noqa: PLC0415
    from service.bench.run import bench as measure  # noqa: PLC0415

    figures = asyncio.run(measure(Plan(messages, connections, database, rate), lambda line: typer.echo(line, err=True)))
    typer.echo(json.dumps(figures.as_json(), indent=2) if as_json else figures.table())
    if not figures.in_order:
        raise typer.Exit(1)


def _nothing_before(ctx: typer.Context) -> None:
    """Refuse options that stand where they would be passed over."""
    sources = (ctx.get_parameter_source(name) for name in ctx.params)
    if any(source and source.name == "COMMANDLINE" for source in sources):
        word = ctx.invoked_subcommand
        ctx.fail(f"the options of {word} stand after it: svarfrist bench {word} --messages …")


@bench_app.command()
def reading(
    *,
    messages: Annotated[int, typer.Option(min=1, max=1_000_000, help="So many letters are measured.")] = 600,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Read letters, as people write them and of one line, 100 and 1,000 words, and measure how long each takes.

    Reading alone is measured, in a process of its own: processor time a letter, the start, memory.
    """
    from service.bench.reading import measured, table  # noqa: PLC0415

    figures = measured(messages, lambda line: typer.echo(line, err=True))
    print_json(figures, indent=2) if as_json else typer.echo(table(figures))
