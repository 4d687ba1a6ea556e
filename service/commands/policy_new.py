"""`svarfrist policy new`: begin the policy of another organisation by answering questions."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cases.errors import BadInput, PolicyError
from service.beginning.answers import NONE, Question, Taken, ask_all
from service.beginning.writing import text_file, write_policy
from storage.policies import FILE, read_each

Words = Annotated[
    Path | None,
    typer.Option("--words", metavar="FILE", help="The organisation's own policy as text; it is laid beside the file."),
]


def new(folder: Path, words: Path | None) -> None:
    """Ask for what a policy needs, and write it down; questions go to stderr, the folder's name to stdout."""
    text = _text(words)
    sys.stderr.write(f"Answer each question; Enter takes what stands in brackets, {NONE} means none.\n\n")
    try:
        given = ask_all(_ask, _complain, _taken(folder))
    except EOFError:
        raise BadInput("the answers ended before the questions; nothing was written") from None
    policy = write_policy(folder, given, text)
    typer.echo(str(folder / policy.id))
    sys.stderr.write(
        f"\nWritten: {folder / policy.id / FILE}\n"
        f"Next: put its own words into {text_file(given)}, quote them in the rules that come from them,\n"
        f"then `svarfrist policy check {policy.id}` and `svarfrist policy show {policy.id}`.\n"
    )


def _ask(question: Question, default: str | None) -> str:
    shown = f" [{default}]" if default else ""
    sys.stderr.write(f"{question.words}{shown}: ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def _complain(wrong: str) -> None:
    sys.stderr.write(f"  {wrong}\n")


def _text(words: Path | None) -> str:
    if words is None:
        return ""
    try:
        return words.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{words} cannot be read as UTF-8 text; nothing was written") from None


def _taken(folder: Path) -> Taken:
    """Give what the organisations of a folder have; an empty folder has none yet."""
    if not folder.is_dir():
        raise BadInput(f"{folder}: no such folder; make it first")
    try:
        policies, wrong = read_each(folder)
    except PolicyError:
        return Taken()
    known = policies.values()
    return Taken(
        ids=frozenset((*policies, *wrong)),
        letters=frozenset(policy.letters for policy in known),
        addresses=frozenset(address for policy in known for address in policy.addresses),
    )
