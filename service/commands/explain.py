"""`svarfrist explain`: what would happen to this letter, and why; changes nothing."""

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from cases.errors import BadInput
from cases.office import Office
from service.commands.chosen import offices as offices_of
from service.commands.printing import print_json
from service.lines import Line, lines


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
    listed: Annotated[
        Path | None, typer.Option("--jsonl", metavar="FILE", help='Read one JSON object a line: {"id", "text"|"file"}.')
    ] = None,
    replies: Annotated[bool, typer.Option("--replies", help="Show the whole text of each reply, too.")] = False,
) -> None:
    """Explain letters: what was understood, which clocks would run, what would be answered. Changes nothing."""
    if listed and (files or text):
        ctx.fail("--jsonl takes everything from its file; leave FILE and --text out")
    at = _instant(ctx, received)
    offices = offices_of(ctx, organisation, needed=not listed)
    if listed:
        for line in lines(listed, "--jsonl"):
            print_json(_line(line, organisation, (listed.parent, offices, at)))
        return
    explained = [_file(path, text, offices[organisation], at) for path in files or [Path("-")]]
    if as_json:
        print_json(explained if len(explained) > 1 else explained[0], indent=2)
        return
    _show(explained, bodies=replies)
    if any("error" in one for one in explained):
        raise typer.Exit(1)


def _instant(ctx: typer.Context, written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written) if written else datetime.now(UTC)
    except ValueError:
        ctx.fail(f'--received "{written}" is no date; expected for example 2026-01-31T11:00:00+01:00')
    if at.tzinfo is None:
        ctx.fail(f'--received "{written}" has no offset; expected for example 2026-01-31T11:00:00+01:00')
    return at


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


def _line(line: Line, organisation: str, around: tuple[Path, Mapping[str, Office], datetime]) -> dict[str, Any]:
    """Explain one line; whatever is wrong with it is said in its own object, and the rest goes on."""
    folder, offices, at = around
    wanted = line.value
    id_ = wanted.get("id", line.number) if isinstance(wanted, dict) else line.number
    try:
        if line.fault:
            raise BadInput(line.fault)  # noqa: TRY301 - one way for every fault of a line
        raw, is_text = _wanted(wanted, folder)
        office = _office(wanted.get("organisation", organisation), offices)
        return {"id": id_, **_explained(raw, is_text, office, at)}
    except OSError as unread:
        return {"id": id_, "error": f"cannot be opened: {unread.strerror}"}
    except (ValueError, BadInput) as wrong:
        return {"id": id_, "error": f"line {line.number}: {wrong}"}
    except Exception as unforeseen:  # noqa: BLE001 - a thousand lines should not end at one that nobody foresaw
        return {"id": id_, "error": f"line {line.number}: cannot be explained ({type(unforeseen).__name__})"}


def _office(id_: object, offices: Mapping[str, Office]) -> Office:
    if not isinstance(id_, str) or id_ not in offices:
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


def _show(explained: Iterable[dict[str, Any]], *, bodies: bool) -> None:
    from rich.console import Console  # noqa: PLC0415

    from service.showing import show  # noqa: PLC0415

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without some letter shows another in its place
    console, faults = Console(highlight=False), Console(stderr=True, highlight=False)
    for one in explained:
        if "error" in one:
            faults.print(f"{one['id']}: {one['error']}", markup=False, soft_wrap=True)
        else:
            show(console, one, bodies=bodies)
