"""`svarfrist bench`: how fast this machine answers letters and lines of chat, and how long reading a letter takes."""

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


@bench_app.command()
def fill(
    *,
    database: Annotated[str, typer.Option(help="postgresql://… or sqlite:///… that is empty; it is filled.")],
    cases: Annotated[int, typer.Option(min=1, max=20_000_000, help="So many cases are made up.")] = 1_000_000,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Fill a database with cases that nobody had, for `bench desk`.

    Five of a hundred are open, with drafts, clocks and events as real ones have them; all can be searched.
    """
    from service.bench.fill import fill as filled  # noqa: PLC0415

    figures = filled(database, cases, lambda line: typer.echo(line, err=True))
    told = f"{figures['cases']:,} cases in {figures['seconds']} s ({figures['database']})"
    print_json(figures, indent=2) if as_json else typer.echo(told)


@bench_app.command()
def desk(
    *,
    database: Annotated[str, typer.Option(help="What `bench fill` has filled. A person is added to it, to log in.")],
    rounds: Annotated[int, typer.Option(min=1, max=10_000, help="So often each page is asked for.")] = 40,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Log in at the desk of a real service process, and measure how long its pages take and how large they are.

    Exit status 1 where a sort of page takes more than 200 ms at p95, or has more than 100 kB.
    """
    import asyncio  # noqa: PLC0415

    from service.bench.desk import bench_desk, table  # noqa: PLC0415

    figures = asyncio.run(bench_desk(database, rounds, lambda line: typer.echo(line, err=True)))
    print_json(figures, indent=2) if as_json else typer.echo(table(figures))
    if figures["slow"] or figures["large"]:
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


@bench_app.command()
def chat(  # noqa: PLR0913 - each is an option of the command
    *,
    conversations: Annotated[int, typer.Option(min=1, max=2_000, help="So many people write at the same time.")] = 200,
    seconds: Annotated[float, typer.Option(min=1, max=3_600, help="How long they do.")] = 40,
    pause: Annotated[float, typer.Option(min=0, max=600, help="Seconds from an answer to the next line.")] = 8,
    idle: Annotated[int, typer.Option(min=0, max=4_500, help="Pages that are open and say nothing.")] = 2_000,
    database: Annotated[
        str | None, typer.Option(help="postgresql://… or sqlite:///… that is empty; it is filled. Default: a new file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Let visitors write in the chat of a real service process over WebSockets, and measure until each is answered.

    Exit status 1 where a line was lost, was there twice, or was not answered.
    """
    import asyncio  # noqa: PLC0415

    from service.bench.chat import ChatPlan, bench_chat  # noqa: PLC0415

    plan = ChatPlan(conversations, seconds, pause, idle, database)
    figures = asyncio.run(bench_chat(plan, lambda line: typer.echo(line, err=True)))
    print_json(figures.as_json(), indent=2) if as_json else typer.echo(figures.table())
    if not figures.in_order:
        raise typer.Exit(1)
