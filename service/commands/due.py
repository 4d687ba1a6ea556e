"""`svarfrist due`: one deadline, or a CSV table of them, explained."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cases.deadline import Deadline
from cases.errors import BadInput
from service.deadlines import answer_table, compute


def due(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    country: Annotated[str, typer.Option(help="Where the answer has to be given: DK or NL.")] = "",
    term: Annotated[str, typer.Option(help='How long: "24 hours", "14 working days", "4 weeks", "1 month".')] = "",
    basis: Annotated[str, typer.Option(help="Whose rule of counting: eu, nl-statute or promise.")] = "",
    received: Annotated[str, typer.Option(help="When it came, with offset: 2026-01-31T11:00:00+01:00.")] = "",
    paused: Annotated[int, typer.Option(help="Whole days for which a person paused the term.")] = 0,
    explain: Annotated[bool, typer.Option("--explain", help="Say each step, with its law.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object, with each step.")] = False,
    table: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Answer each row of a CSV file.")] = None,
) -> None:
    """Compute a deadline: the last instant inside a term, by the law or the promise it rests on."""
    question = {"country": country, "term": term, "basis": basis, "received_at": received, "paused_days": str(paused)}
    if table is None:
        end = _answer(ctx, question)
        text = "\n".join([end.due_at.isoformat(), *(_steps(end) if explain else ())])
        typer.echo(_as_json(question, end) if as_json else text)
    elif any((country, term, basis, received, paused, explain, as_json)):
        ctx.fail("--csv takes everything from its file and writes CSV; leave the other options out")
    elif table.is_dir() or not table.exists():
        ctx.fail(f"--csv {table} is no file")
    else:
        _answer_table(table)


def _answer(ctx: typer.Context, question: Mapping[str, str]) -> Deadline:
    """Compute; a value that is wrong is wrong usage, exit status 2."""
    if missing := [f"--{name.removesuffix('_at')}" for name, value in question.items() if not value]:
        ctx.fail(f"{', '.join(missing)} must be given, or --csv FILE")
    try:
        return compute(question)
    except BadInput as wrong:
        ctx.fail(str(wrong))


def _steps(end: Deadline) -> list[str]:
    numbered = [f"{number}. {sentence}" for number, sentence in enumerate(end.because, start=1)]
    return [*numbered, f"Calendar: {end.calendar}"]


def _as_json(question: Mapping[str, str], end: Deadline) -> str:
    answer = {
        "due_at": end.due_at.isoformat(),
        **question,
        "paused_days": int(question["paused_days"]),
        "calendar": end.calendar,
        "because": end.because,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _answer_table(path: Path) -> None:
    """Write the table; rows that are wrong are written too, said on stderr, and make the exit status 1."""
    rows = csv.writer(typer.get_text_stream("stdout", encoding="utf-8"), lineterminator="\n")
    failed = False
    for row in answer_table(path):
        rows.writerow(row.cells)
        if row.mistake:
            failed = True
            typer.echo(f"svarfrist: {row.mistake}", err=True)
    if failed:
        raise typer.Exit(1)
