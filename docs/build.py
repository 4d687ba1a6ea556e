"""Writes the pages of the handbook that come from the code: `make docs`. A house test holds them to it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer.main

from cases.case import TABLE, Move, Status
from service.cli import app
from tests.desk.routes import SECTIONS, Route

DOCS = Path(__file__).parent
ROOT = DOCS.parent
GENERATED = "<!-- Written by docs/build.py; change the code, then run: make docs -->"
MEANINGS = {
    Status.HELD: "waits for a person's judgement; its clocks run from receipt all the same",
    Status.OPEN: "is somebody's work",
    Status.FORWARDED: "lies with the controller that a processor passed it on to",
    Status.ANSWERED: "the approved answer has left",
    Status.APPEALED: "its decision is appealed against; the appeal is a case of its own",
    Status.CLOSED: "is over; a word from the person opens it again",
}


def pages() -> Mapping[Path, str]:
    """Give every generated page with its text."""
    return {
        DOCS / "reference/command-line.md": "\n".join(_command_line()),
        DOCS / "reference/case-life.md": "\n".join(_case_life()),
        DOCS / "reference/routes.md": "\n".join(_routes()),
    }


def main() -> None:
    """Write them."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _command_line() -> Iterator[str]:
    program: Any = typer.main.get_command(app)
    yield from ("# The command line", "", GENERATED, "", program.help, "")
    yield "Exit status: 0 when it went well, 2 for wrong usage, 1 for a failure, each with one clear line on stderr."
    yield "With `--json`, stdout holds JSON alone. `--help` is understood everywhere."
    yield ""
    for name, command in _commands(program, "svarfrist"):
        yield from _command(name, command)


def _commands(group: Any, so_far: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - Typer's own classes are private
    """Give every command with its full name, in the order of the alphabet; those of a group after its name."""
    for name, command in sorted(group.commands.items()):
        full, is_group = f"{so_far} {name}", hasattr(command, "commands")
        if not command.hidden and (not is_group or command.invoke_without_command):
            yield full, command
        if is_group:
            yield from _commands(command, full)


def _command(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and not one.hidden]
    usage = " ".join([name, *(["[OPTIONS]"] if options else []), *(_placeholder(one) for one in arguments)])
    yield from (f"## `{name}`", "", f"    {usage}", "", " ".join(command.help.split()), "")
    if arguments or options:
        yield from _table(("given", "meaning", "default"), [_row(one) for one in (*arguments, *options)])


def _placeholder(argument: Any) -> str:  # noqa: ANN401
    return str(argument.metavar or argument.name.upper())


def _row(one: Any) -> tuple[str, ...]:  # noqa: ANN401
    if one.param_type_name == "argument":
        given = f"`{_placeholder(one)}`"
    else:
        value = "" if one.is_flag else f" {one.metavar or _kind(one)}"
        given = ", ".join(f"`{name}{value}`" for name in (*one.opts, *one.secondary_opts))
    named = f" (or `{one.envvar}`)" if one.envvar else ""
    return given, f"{one.help or ''}{named}", _default(one)


def _kind(option: Any) -> str:  # noqa: ANN401
    return {int: "NUMBER", float: "NUMBER", Path: "FILE"}.get(option.type_descriptor.annotation, "TEXT")


def _default(one: Any) -> str:  # noqa: ANN401
    if one.required:
        return "must be given"
    value = one.default
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT) if value.is_relative_to(ROOT) else value}`"
    return f"`{value}`" if value and not callable(value) and not isinstance(value, bool) else ""


def _case_life() -> Iterator[str]:
    yield from ("# The life of a case", "", GENERATED, "")
    yield "What can happen to a case, from `cases/case.py`. What is not listed is not allowed: it raises `NotAllowed`."
    yield from ("", "```mermaid", "stateDiagram-v2", "    [*] --> open", "    [*] --> held")
    yield from (f"    {before} --> {after}: {move}" for (before, move), after in TABLE.items() if before is not after)
    yield from ("```", "", "A status and what each move makes of it:", "")
    yield from _table(
        ("status", *Move), [(f"`{status}`", *(_after(status, move) for move in Move)) for status in Status]
    )
    yield from _table(("status", "meaning"), [(f"`{status}`", MEANINGS[status]) for status in Status])


def _routes() -> Iterator[str]:
    yield from ("# Who gets where at the desk", "", GENERATED, "")
    yield "Every way into the desk, and for whom it is. The table is `tests/desk/routes.py`: tests go every way as"
    yield "every role of every organisation and as nobody, to a case of the role's queue, one that is assigned, one of"
    yield "another queue and one of another organisation; a way that is not in it fails them. Whoever is logged in and"
    yield "for whom a way is not, hears 404, as for what does not exist. Whoever is not logged in is led to the log-in,"
    yield "unless the way is for whoever reaches the port."
    yield ""
    for title, section in SECTIONS.items():
        yield from (f"## {title}", "")
        yield from _table(("way", "for", "answers"), [_way(one) for one in section])


def _way(route: Route) -> tuple[str, ...]:
    return f"`{route.method} {route.path}`", str(route.who), ", ".join(f"`{status}`" for status in route.answers)


def _after(status: Status, move: Move) -> str:
    after = TABLE.get((status, move))
    return f"`{after}`" if after else "–"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
    yield ""


if __name__ == "__main__":
    main()
