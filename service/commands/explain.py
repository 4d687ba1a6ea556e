"""`svarfrist explain`: what would happen to this letter, and why; changes nothing."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cases.errors import BadInput
from cases.office import Office


def explain(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="Letters; - is standard input.")] = None,
    *,
    organisation: Annotated[str, typer.Option(help="Whose policy counts: mentorix, metier, …")] = "",
    text: Annotated[bool, typer.Option("--text", help="The files are bare chat text, not letters.")] = False,
    received: Annotated[str, typer.Option(help="When it came, ISO 8601 with offset; now if not given.")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON: an object, or a list for several files.")
    ] = False,
    lines: Annotated[
        Path | None, typer.Option("--jsonl", metavar="FILE", help='Read one JSON object a line: {"id", "text"|"file"}.')
    ] = None,
) -> None:
    """Explain letters: what was understood, which clocks would run, what would be answered. Changes nothing."""
    if lines and (files or text):
        ctx.fail("--jsonl takes everything from its file; leave FILE and --text out")
    at = _instant(ctx, received)
    offices = _offices(ctx, organisation, needed=not lines)
    if lines:
        _print_lines(_each_line(lines, organisation, offices, at))
        return
    explained = [_file(path, text, offices[organisation], at) for path in files or [Path("-")]]
    if as_json:
        typer.echo(json.dumps(explained if len(explained) > 1 else explained[0], ensure_ascii=False, indent=2))
    else:
        _show(explained)
    if any("error" in one for one in explained) and not as_json:
        raise typer.Exit(1)


def _instant(ctx: typer.Context, written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written) if written else datetime.now(UTC)
    except ValueError:
        ctx.fail(f'--received "{written}" is no date; expected for example 2026-01-31T11:00:00+01:00')
    if at.tzinfo is None:
        ctx.fail(f'--received "{written}" has no offset; expected for example 2026-01-31T11:00:00+01:00')
    return at


def _offices(ctx: typer.Context, organisation: str, *, needed: bool) -> Mapping[str, Office]:
    from service.offices import read_offices  # noqa: PLC0415 - `--help` should not wait for it
    from service.settings import load_settings  # noqa: PLC0415

    offices = read_offices(load_settings())
    if organisation not in offices and (needed or organisation):
        ctx.fail(f'--organisation "{organisation}" is not known; expected one of {", ".join(offices)}')
    return offices


def _file(path: Path, is_text: bool, office: Office, at: datetime) -> dict[str, Any]:  # noqa: FBT001 - an option of the command
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as unread:
        return {"id": str(path), "organisation": office.policy.id, "error": f"cannot be opened: {unread.strerror}"}
    return {"id": path.name, **_explained(raw, is_text, office, at)}


def _explained(raw: bytes, is_text: bool, office: Office, at: datetime) -> dict[str, Any]:  # noqa: FBT001
    from service.explaining import explain_letter, explain_text  # noqa: PLC0415

    if is_text:
        return explain_text(raw.decode("utf-8", "replace"), office, at)
    return explain_letter(raw, office, at)


def _each_line(path: Path, organisation: str, offices: Mapping[str, Office], at: datetime) -> Iterator[dict[str, Any]]:
    try:
        with sys.stdin if str(path) == "-" else path.open(encoding="utf-8-sig") as opened:
            for number, line in enumerate(opened, 1):
                if line.strip():
                    yield _line(line, number, organisation, (path, offices, at))
    except (OSError, UnicodeDecodeError) as unread:
        raise BadInput(f"--jsonl {path}: {getattr(unread, 'strerror', None) or 'is not UTF-8'}") from None


def _line(
    line: str, number: int, organisation: str, around: tuple[Path, Mapping[str, Office], datetime]
) -> dict[str, Any]:
    """Explain one line; whatever is wrong with it is said in its own object, and the rest goes on."""
    path, offices, at = around
    id_: Any = number
    try:
        wanted = json.loads(line)
        id_ = wanted.get("id", number) if isinstance(wanted, dict) else number
        raw, is_text = _wanted(wanted, path.parent)
        office = _office(wanted.get("organisation", organisation), offices)
        return {"id": id_, **_explained(raw, is_text, office, at)}
    except OSError as unread:
        return {"id": id_, "error": f"cannot be opened: {unread.strerror}"}
    except (ValueError, BadInput) as wrong:
        return {"id": id_, "error": f"line {number}: {wrong}"}


def _office(id_: str, offices: Mapping[str, Office]) -> Office:
    if id_ not in offices:
        raise BadInput(f'organisation "{id_}" is not known; expected one of {", ".join(offices)}')
    return offices[id_]


def _wanted(wanted: Any, folder: Path) -> tuple[bytes, bool]:  # noqa: ANN401 - any JSON
    """Give the bytes that a line names, and whether they are bare text. A relative file may stand beside the list."""
    if not isinstance(wanted, dict) or not isinstance(wanted.get("text", wanted.get("file")), str):
        raise BadInput('expected an object with "id" and either "text" or "file"')
    if "text" in wanted:
        return wanted["text"].encode("utf-8", "surrogatepass"), True
    named = Path(wanted["file"])
    return (named if named.exists() else folder / named).read_bytes(), False


def _print_lines(objects: Iterable[dict[str, Any]]) -> None:
    for one in objects:
        sys.stdout.write(json.dumps(one, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _show(explained: Iterable[dict[str, Any]]) -> None:
    from rich.console import Console  # noqa: PLC0415

    from service.showing import show  # noqa: PLC0415

    console, faults = Console(highlight=False), Console(stderr=True, highlight=False)
    for one in explained:
        if "error" in one:
            faults.print(f"{one['id']}: {one['error']}", markup=False)
        else:
            show(console, one)
