"""`svarfrist policy` says in plain lines what is wrong with a policy, and reads one aloud."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from storage.policies import FILE, SHIPPED

RUN = CliRunner()


def run(*words: str) -> tuple[int, str, str]:
    result = RUN.invoke(app, ["policy", *words])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the shipped organisations, to spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "policies"))


def spoil(folder: Path, id_: str, old: str, new: str) -> None:
    path = folder / id_ / FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_policies_are_in_order_and_conflicts_are_only_warnings() -> None:
    status, out, err = run("check")
    assert (status, err) == (0, "")
    for id_ in ("mentorix", "metier", "mentor", "alottbetter", "jensenskurser"):
        assert f"{id_}: in order; " in out
    assert '  CON-9 conflicts with the law: "De har tilsluttet sig EU US Privacy Shield' in out


def test_one_organisation_can_be_checked_alone() -> None:
    status, out, _ = run("check", "mentorix")
    assert status == 0
    assert out.startswith("mentorix: in order; ")
    assert "metier" not in out
    assert "warning: answer, 14 working days (complaint): assumed, not in the policy; confirm it" in out
    assert "must be handled by Saturday at 17:00, when nobody is on duty" in out


def test_a_mistake_ends_with_status_one_and_a_line_with_file_key_and_what_was_expected(folder: Path) -> None:
    spoil(folder, "metier", 'zone = "Europe/Copenhagen"', 'zone = "Copenhagen"')
    status, out, err = run("check", "--policies", str(folder))
    assert status == 1
    assert err == (
        f'svarfrist: {folder}/metier/policy.toml: organisation.zone: is "Copenhagen"; expected a time zone, such as'
        ' "Europe/Copenhagen"\n'
    )
    assert "metier: cannot be used, 1 to mend" in out
    assert "mentorix: in order" in out


def test_words_that_are_not_the_organisations_own_are_a_mistake(folder: Path) -> None:
    spoil(folder, "mentor", "doorgeven aan onze klant", "doorsturen aan onze klant")
    status, _, err = run("check", "mentor", "--policies", str(folder))
    assert status == 1
    assert "P-MB-04: expected words of mentor.nl.txt, letter by letter" in err


def test_an_address_that_two_have_is_named_for_either_of_them(folder: Path) -> None:
    spoil(folder, "metier", 'addresses = ["info@metier.dk"]', 'addresses = ["info@mentorix.dk"]')
    for id_ in ("metier", "mentorix"):
        status, _, err = run("check", id_, "--policies", str(folder))
        assert status == 1
        assert "info@mentorix.dk belongs to mentorix, metier" in err
    assert run("check", "mentor", "--policies", str(folder))[0] == 0


def test_json_stands_alone_on_stdout_and_says_the_same(folder: Path) -> None:
    spoil(folder, "metier", 'country = "DK"', 'country = "UK"')
    status, out, _ = run("check", "--json", "--policies", str(folder))
    found = {finding["organisation"]: finding for finding in json.loads(out)}
    assert status == 1
    assert found["metier"]["mistakes"][0].endswith('organisation.country: is "UK"; expected one of DK, NL')
    assert [conflict["rule"] for conflict in found["mentor"]["conflicts"]] == ["CON-4"]
    assert found["mentorix"]["mistakes"] == []
    assert found["mentorix"]["quotes"] > 20


def test_an_organisation_that_is_not_there_is_wrong_usage() -> None:
    for command in ("check", "show"):
        status, out, err = run(command, "nobody")
        assert (status, out) == (2, "")
        assert 'no organisation "nobody"' in err


def test_a_policy_is_read_aloud_with_the_words_of_each_rule() -> None:
    status, out, _ = run("show", "mentorix")
    assert status == 0
    assert "Letters come to info@mentorix.dk; cases are numbered MX." in out
    assert "asks for name, email, documents; the case goes on without them" in out
    assert "answered within 14 working days (assumed, not in the policy); the person is told the date" in out
    assert "when handling is missed, the case moves to management" in out
    assert (
        '"Feedback fra kunder, der også inkluderer klager, betragtes som en mulighed for forbedring" (P-MX-08)' in out
    )


def test_a_processor_is_read_aloud_with_both_of_its_clocks() -> None:
    _, out, _ = run("show", "mentor")
    assert "processor in the Netherlands" in out
    assert "referred to the customer that decides within 1 working day" in out
    assert "answered to the customer within 4 weeks of the customer's request (promise of Mentor (P-MB-05))" in out


def test_a_voluntary_letter_is_said_to_be_voluntary() -> None:
    assert "the request is valid without it" in run("show", "alottbetter")[1]
    assert "signed letter" not in run("show", "mentorix")[1]


def test_a_policy_in_json_has_terms_as_they_are_written() -> None:
    status, out, _ = run("show", "mentorix", "--json")
    shown = json.loads(out)
    assert status == 0
    assert [clock["term"] for clock in shown["kinds"]["complaint"]["clocks"]] == [
        "24 hours",
        "24 hours",
        "14 working days",
    ]
    assert shown["hours"] == {"days": [1, 2, 3, 4, 5], "start": "08:00:00", "end": "16:00:00"}


def test_the_program_itself_ends_with_one_clear_line_and_no_traceback(folder: Path) -> None:
    spoil(folder, "mentor", "[organisation]", "[organisation")
    program = str(Path(sys.executable).parent / "svarfrist")
    command = [program, "policy", "show", "mentor", "--policies", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"svarfrist: {folder}/mentor/policy.toml: not TOML: ")
    assert len(result.stderr.splitlines()) == 1
