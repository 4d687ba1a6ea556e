"""What the README says can be done: its commands exist, do what it says, and its transcript is what people see."""

import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from service.cli import app
from service.settings import load_settings
from service.trying.samples import SAMPLES
from tests.house.tree import ROOT, cells, page
from tests.service.trying.told import Told, one_line, told

TEXT = (ROOT / "README.md").read_text("utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL))
TRANSCRIPT = next(block for block in re.findall(r"```\n(.*?)```", TEXT, re.DOTALL) if "──" in block)
COMMANDS = tuple(
    shlex.split(line.partition("svarfrist ")[2])
    for line in SHELL.splitlines()
    if line.startswith(".venv/bin/svarfrist ")
)
MADE = tuple(dict.fromkeys(re.findall(r"\bmake ([a-z]+)\b(?=[ `]|$)", TEXT, re.MULTILINE)))
HARMLESS = tuple(command for command in COMMANDS if command[0] in {"explain", "due", "policy"})


def known(words: list[str]) -> list[str]:
    """Give the options that the command of a line has; fail where there is no such command."""
    command = get_command(app)
    while isinstance(command, TyperGroup):
        word, words = words[0], words[1:]
        assert word in command.commands, f"svarfrist has no command {word}"
        command = command.commands[word]
    return [name for parameter in command.params for name in parameter.opts]


def test_it_names_commands_at_all() -> None:
    assert {command[0] for command in COMMANDS} >= {"explain", "due", "policy", "staff", "serve"}
    assert {"try", "test"} <= set(MADE)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_svarfrist_command_is_there_with_its_options(command: list[str]) -> None:
    unknown = {word for word in command if word.startswith("--")} - set(known(command))
    assert not unknown


@pytest.mark.parametrize("target", MADE)
def test_every_make_target_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("arguments", re.findall(r'make try ARGS="?(--[^"`\n]+)', TEXT))
def test_what_is_handed_to_try_is_understood_there(arguments: str) -> None:
    assert {word for word in arguments.split() if word.startswith("--")} <= set(known(["try"]))


@pytest.mark.parametrize("command", HARMLESS, ids=" ".join)
def test_what_changes_nothing_can_be_tried_as_it_is_written(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert result.stdout


def test_the_environment_it_names_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = dict(re.findall(r'^export (SVARFRIST_\w+)="?([^"\n]*)"?$', SHELL, re.MULTILINE))
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.outgoing == given["SVARFRIST_OUTGOING"]
    (command,) = (command for command in COMMANDS if command[:2] == ["staff", "add"])
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert "invitation: " in result.stdout


def test_its_settings_are_some_of_the_handbook_s_with_the_same_defaults() -> None:
    said = {row[0]: row[-1] for row in cells(TEXT) if row[0].startswith("`SVARFRIST_")}
    full = {row[0]: row[-1] for row in cells(page("reference/settings.md")) if row[0].startswith("`SVARFRIST_")}
    assert len(said) >= 5
    differing = {name for name, default in said.items() if not full.get(name, "").startswith(default)}
    assert not differing


def test_every_folder_it_shows_is_there_and_none_is_forgotten() -> None:
    shown = set(re.findall(r"`([a-z]+)/`", TEXT))
    there = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith((".", "_")) and path.name != "var"
    }
    assert shown == there


@pytest.fixture(scope="module")
def story() -> Told:
    """Tell the story anew."""
    return told("72 hours")


@pytest.mark.slow
def test_its_transcript_is_what_people_see(story: Told) -> None:
    """Compare what depends on neither the day nor the number of a case, nor on where a line breaks."""
    lines = [one_line(line) for line in TRANSCRIPT.splitlines() if not re.search(r"\d|──|\[…\]", line)]
    assert len(lines) > 10
    assert [line for line in lines if line not in story.plain] == []


def test_its_transcript_is_of_a_sample_and_fits_the_screen() -> None:
    number, title = re.findall(r"^── (\d+)  (.+?) ─", TRANSCRIPT, re.MULTILINE)[0]
    assert SAMPLES[int(number) - 1].title == title
    assert max(map(len, TRANSCRIPT.splitlines())) <= 80


def test_it_says_where_something_was_left_out() -> None:
    assert "[…]" in TRANSCRIPT
    assert "`[…]` marks what was left out" in TEXT


def test_it_begins_with_what_it_is_in_five_lines() -> None:
    title, lines = TEXT.split("\n\n")[:2]
    assert title == "# Svarfrist"
    assert len(lines.splitlines()) <= 5
