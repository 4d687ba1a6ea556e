"""`svarfrist reading`: how well letters are understood, measured on letters that somebody has labelled."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cases.errors import BadInput
from cases.policy import Policy
from service.commands.chosen import offices
from service.commands.printing import print_json
from service.lines import Line, lines

if TYPE_CHECKING:
    from service.evaluating import Read

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A TOML file with settings; the environment wins.")
]
reading_app = typer.Typer(help="Measure how well letters are understood.", no_args_is_help=True)


@reading_app.callback()
def reading() -> None:
    """Measure how well letters are understood."""


@reading_app.command()
def evaluate(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Labelled letters, a JSON object a line; - is standard input.")
    ],
    *,
    organisation: Annotated[str, typer.Option(help="Whose policy letters are read by; the first if not given.")] = "",
    worst: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="Name so many letters that were read most surely wrong, by their id."),
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Read labelled letters and say how much was right: kinds, flags, language, names, fields, sensitive data.

    A label that is not given is not measured. A line that cannot be used is said on stderr, and the rest goes on.
    No text of any letter is written.
    """
    from service.evaluating import evaluate as figures_of  # noqa: PLC0415 - `--help` should not wait for it
    from service.evaluating import worst as worst_of  # noqa: PLC0415

    known = offices(ctx, organisation, needed=False)
    policy = known[organisation or next(iter(known))].policy
    try:
        rows = list(lines(file, "FILE"))
    except BadInput as unread:
        ctx.fail(str(unread))
    faults: list[dict[str, Any]] = []
    reads = list(_reads(_watched(rows), policy, faults))
    for fault in faults:
        typer.echo(f"svarfrist: {file}: line {fault['line']}: {fault['error']}", err=True)
    if not reads:
        ctx.fail(f"FILE {file}: there is no labelled letter in it")
    told = {"organisation": policy.id, **figures_of(reads), "worst": worst_of(reads, worst), "errors": faults}
    print_json(told, indent=2) if as_json else _show(told)


@reading_app.command()
def report(
    ctx: typer.Context,
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="One organisation; all if not given.")] = "",
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Letters received from this day on; all if not given.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
    config: Config = None,
) -> None:
    """Say where reading errs, after what staff corrected at the desk: what was taken for what, how surely, how often.

    It counts letters. No text and no name is written.
    """
    from service.reporting import gathered  # noqa: PLC0415
    from service.reporting import report as figures_of  # noqa: PLC0415

    told = [figures_of(one) for one in gathered(organisation or None, _day(ctx, since), config)]
    if as_json:
        print_json({"since": since or None, "organisations": told}, indent=2)
        return
    from rich.console import Console  # noqa: PLC0415

    from service.commands.report_aloud import show  # noqa: PLC0415

    show(Console(highlight=False), told)


@reading_app.command()
def examples(
    *,
    organisation: Annotated[str, typer.Option(metavar="ID", help="Whose letters.")],
    config: Config = None,
) -> None:
    """Write the letters that staff corrected, without names, as `evaluate` takes them: a JSON object a line.

    They serve to measure reading and to write better rules, inside the organisation; no model may learn from them.
    """
    from service.reporting import gathered, labelled  # noqa: PLC0415

    for found in gathered(organisation, None, config):
        for line in labelled(found.examples):
            print_json(line)


def _day(ctx: typer.Context, written: str) -> datetime | None:
    """Read a day as its beginning in UTC."""
    try:
        return datetime.combine(date.fromisoformat(written), time(), UTC) if written else None
    except ValueError:
        ctx.fail(f'--since "{written}" is no day; expected for example 2026-01-31')


def _watched(rows: list[Line]) -> Iterable[Line]:
    """Give the lines, with a bar on stderr where a person looks on."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    return track(rows, "reading", console=console, transient=True, disable=not console.is_terminal)


def _reads(rows: Iterable[Line], policy: Policy, faults: list[dict[str, Any]]) -> "Iterator[Read]":
    """Read each letter; what is wrong with a line is noted in `faults`."""
    from reading.read import read  # noqa: PLC0415
    from service.evaluating import Read  # noqa: PLC0415
    from service.labels import labelled  # noqa: PLC0415

    for row in rows:
        try:
            if row.fault:
                raise BadInput(row.fault)  # noqa: TRY301 - one way for every fault of a line
            label = labelled(row.value, row.number)
        except BadInput as wrong:
            faults.append({"line": row.number, "error": str(wrong)})
        else:
            yield Read(label, read(label.message(), policy))


def _show(told: dict[str, Any]) -> None:
    from rich.console import Console  # noqa: PLC0415

    from service.commands.reading_aloud import show  # noqa: PLC0415

    show(Console(highlight=False), told)
