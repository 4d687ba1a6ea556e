"""`svarfrist staff` decides who may log in at the desk, and says plainly what is wrong."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from desk.passwords import SHORTEST
from service.cli import app

RUN = CliRunner()
BO = ("--organisation", "mentorix", "--email", "Bo@Mentorix.example")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on a database of their own."""
    monkeypatch.setenv("SVARFRIST_DATABASE", f"sqlite:///{tmp_path / 'book.db'}")


def run(*words: str, typed: str | None = None) -> Result:
    return RUN.invoke(app, ["staff", *words], input=typed)


def add(*words: str, typed: str | None = None) -> Result:
    return run("add", *BO, "--name", "Bo Lund", "--role", "management", *words, typed=typed)


def test_whoever_is_added_gets_a_link_that_is_shown_once() -> None:
    result = add()
    assert result.exit_code == 0
    assert result.stdout.startswith("bo@mentorix.example may log in as management of mentorix\ninvitation: http")
    assert re.search(r"invitation: http://\S+/desk/invitation/[\w-]{43}\n", result.stdout)
    assert "invitation" not in run("list").stdout


def test_two_people_never_get_the_same_link() -> None:
    first = add().stdout.splitlines()[1]
    second = run("reset", *BO).stdout.splitlines()[1]
    assert first != second


def test_a_password_can_come_on_standard_input_and_is_not_repeated() -> None:
    result = add("--password-stdin", typed="four quiet words here\n")
    assert (result.exit_code, result.output) == (0, "bo@mentorix.example may log in as management of mentorix\n")


@pytest.mark.parametrize("typed", ["", "\n", "x" * (SHORTEST - 1)])
def test_a_password_that_is_too_short_is_refused(typed: str) -> None:
    result = add("--password-stdin", typed=typed)
    assert result.exit_code == 1
    assert str(result.exception).endswith(f"expected at least {SHORTEST} characters")
    assert run("list", "--json").stdout == "[]\n"


def test_a_role_must_be_one_of_the_policy_s() -> None:
    result = run("add", *BO, "--name", "Bo Lund", "--role", "boss")
    assert str(result.exception) == (
        'mentorix has no role "boss"; expected one of course_administrator, managing_director, management,'
        " head_trainer, appeal_assessor, external_assessor, privacy_officer"
    )


@pytest.mark.parametrize("command", ["add", "list"])
def test_an_organisation_must_have_a_policy(command: str) -> None:
    words = ("--email", "a@b.example", "--name", "B", "--role", "management") if command == "add" else ()
    result = run(command, "--organisation", "mentorx", *words)
    assert "there is no organisation" in str(result.exception)
    assert "mentorix" in str(result.exception)


@pytest.mark.parametrize(("email", "name"), [("bo", "Bo"), ("@", "Bo"), ("bo@x.example", "  ")])
def test_a_person_needs_an_address_and_a_name(email: str, name: str) -> None:
    result = run("add", "--organisation", "mentorix", "--email", email, "--name", name, "--role", "management")
    assert "must be an e-mail address and a name" in str(result.exception)


def test_the_desk_speaks_three_languages_and_no_other() -> None:
    assert "expected one of da, nl, en" in str(add("--language", "sv").exception)


def test_nobody_is_added_twice() -> None:
    add()
    assert "bo@mentorix.example is already staff of mentorix" in str(add().exception)


def test_a_list_shows_everybody_and_who_is_disabled() -> None:
    assert run("list").stdout.startswith("nobody may log in yet")
    add("--language", "en")
    run("add", "--organisation", "metier", "--email", "a@metier.example", "--name", "Anne", "--role", "manager")
    run("disable", *BO)
    assert run("list").stdout.splitlines() == [
        "mentorix  bo@mentorix.example  Bo Lund  management  (disabled)",
        "metier  a@metier.example  Anne  manager",
    ]
    (only,) = json.loads(run("list", "--organisation", "mentorix", "--json").stdout)
    assert only.pop("since")
    assert only == {
        "organisation": "mentorix",
        "email": "bo@mentorix.example",
        "name": "Bo Lund",
        "role": "management",
        "language": "en",
        "disabled": True,
        "until": None,
    }


def test_somebody_from_outside_is_let_in_until_a_day() -> None:
    """P-MX-15: for a time only."""
    assert add("--until", "2999-04-30").exit_code == 0
    assert "(until 2999-04-30 21:59 UTC)" in run("list").stdout
    (only,) = json.loads(run("list", "--json").stdout)
    assert only["until"] == "2999-04-30T21:59:59+00:00"


@pytest.mark.parametrize(("until", "says"), [("30-04-2999", "is no date"), ("2020-04-30", "is past")])
def test_a_last_day_is_a_date_that_is_to_come(until: str, says: str) -> None:
    result = add("--until", until)
    assert "--until" in str(result.exception)
    assert says in str(result.exception)
    assert run("list", "--json").stdout == "[]\n"


def test_a_new_password_lets_a_disabled_person_in_again() -> None:
    add()
    run("disable", *BO)
    result = run("reset", *BO)
    assert result.exit_code == 0
    assert "invitation: " in result.stdout
    assert "(disabled)" not in run("list").stdout


@pytest.mark.parametrize("command", ["disable", "reset"])
def test_somebody_who_is_not_there_cannot_be_changed(command: str) -> None:
    assert "is not staff of mentorix" in str(run(command, *BO).exception)


def test_settings_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SVARFRIST_DATABASE")
    config = tmp_path / "svarfrist.toml"
    config.write_text(f'database = "sqlite:///{tmp_path / "other.db"}"\n', encoding="utf-8")
    assert add("--config", str(config)).exit_code == 0
    assert (tmp_path / "other.db").exists()


def test_the_program_ends_with_status_one_and_one_line(tmp_path: Path) -> None:
    words = ["staff", "disable", "--organisation", "mentorix", "--email", "nobody@x.example"]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", "from service.cli import main; main()", *words],
        env={"SVARFRIST_DATABASE": f"sqlite:///{tmp_path / 'book.db'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "svarfrist: nobody@x.example is not staff of mentorix; `svarfrist staff list` names everybody\n"
    )
