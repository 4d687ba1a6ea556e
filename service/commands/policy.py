"""`svarfrist policy`: begin a policy, check what organisations have written down, and read it aloud."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from cases.cautions import cautions
from cases.conflicts import Conflict, conflicts
from cases.policy import Policy
from cases.quote import quotes_of
from service.commands import policy_new
from service.commands.policy_aloud import aloud, plain
from service.commands.policy_new import Words
from storage.policies import SHIPPED, clashes, misquotes, organisations, read_each, read_policy, read_texts

policy_app = typer.Typer(help="Begin, check or read aloud what an organisation has written down.", no_args_is_help=True)

Folder = Annotated[
    Path,
    typer.Option("--policies", metavar="FOLDER", envvar="SVARFRIST_POLICIES", help="Where the organisations are."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON alone.")]


@dataclass(frozen=True)
class Finding:
    """What a check says of one organisation: with mistakes it cannot be used; the rest is to be known."""

    organisation: str
    mistakes: tuple[str, ...]
    quotes: int = 0
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[str, ...] = ()


@policy_app.command()
def check(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Organisations; all if none.")] = None,
    *,
    policies: Folder = SHIPPED,
    as_json: AsJson = False,
) -> None:
    """Say what is wrong with policy files, where they conflict with the law, and what was assumed."""
    findings = findings_of(policies, _wanted(policies, ids or []))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(line for finding in findings for line in _lines(finding)))
    mistakes = dict.fromkeys(mistake for finding in findings for mistake in finding.mistakes)
    sys.stderr.writelines(f"svarfrist: {mistake}\n" for mistake in mistakes)
    raise typer.Exit(1 if mistakes else 0)


@policy_app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The organisation.")],
    *,
    policies: Folder = SHIPPED,
    as_json: AsJson = False,
) -> None:
    """Read a policy aloud: who is promised what, by when, and the words that each rule comes from."""
    (known,) = _wanted(policies, [id_])
    policy = read_policy(policies, known)
    typer.echo(json.dumps(plain(policy), ensure_ascii=False, indent=2) if as_json else "\n".join(aloud(policy)))


@policy_app.command()
def new(*, policies: Folder = SHIPPED, words: Words = None) -> None:
    """Ask for what a policy needs, one question at a time, and write it down: a folder of its own."""
    policy_new.new(policies, words)


def findings_of(folder: Path, ids: tuple[str, ...]) -> tuple[Finding, ...]:
    """Check these organisations, each by itself, and then against every other one of the folder that can be read."""
    policies, wrong = read_each(folder)
    return tuple(Finding(id_, wrong[id_]) if id_ in wrong else _finding(folder, policies[id_], policies) for id_ in ids)


def _finding(folder: Path, policy: Policy, others: Mapping[str, Policy]) -> Finding:
    mine = [clash for clash in clashes(others) if policy.id in clash.owners]
    return Finding(
        organisation=policy.id,
        mistakes=(*misquotes(folder, policy), *(f"{folder}: {clash}" for clash in mine)),
        quotes=len(quotes_of(policy)),
        conflicts=conflicts(policy, "\n".join(read_texts(folder, policy.id).values())),
        warnings=cautions(policy),
    )


def _wanted(folder: Path, ids: list[str]) -> tuple[str, ...]:
    """Give the organisations asked for, all of the folder if none is; refuse one that is not there."""
    known = organisations(folder)
    for id_ in ids:
        if id_ not in known:
            raise typer.BadParameter(f'no organisation "{id_}" in {folder}; there are {", ".join(known)}')
    return tuple(dict.fromkeys(ids)) or known


def _lines(finding: Finding) -> Iterator[str]:
    if finding.mistakes:
        yield f"{finding.organisation}: cannot be used, {len(finding.mistakes)} to mend"
        return
    yield f"{finding.organisation}: in order; {finding.quotes} quotes stand in its words, letter by letter"
    for conflict in finding.conflicts:
        words = f'"{conflict.says}"' if conflict.says else "its own words leave this out"
        yield f"  {conflict.rule} conflicts with the law: {words}"
        yield f"    the law: {conflict.law}"
        yield f"    what happens: {conflict.treatment}"
    for warning in finding.warnings:
        yield f"  warning: {warning}"
