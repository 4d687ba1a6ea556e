"""`svarfrist reading evaluate`: anyone's labelled letters in, figures out, no word of any letter."""

import json
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from service.cli import main

ACCESS = {"id": "a", "language": "da", "kinds": ["access"], "text": "Hvad har I liggende om mig? Jeg vil have indsigt."}
OTHER = {"id": "o", "language": "en", "kinds": ["other"], "text": "When does the course in Lean start, please?"}
WRONG = {"id": "w", "language": "nl", "kinds": ["appeal"], "text": "Hoe laat begint de cursus van maandag, aub?"}


class Evaluation:
    """Runs `svarfrist reading evaluate` in this process, in an empty folder, as its console script does."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.file = folder / "letters.jsonl"
        self._monkeypatch, self._capsys = monkeypatch, capsys
        monkeypatch.chdir(folder)

    def __call__(self, *rows: object, words: tuple[str, ...] = ("--json",)) -> tuple[object, str, str]:
        """Write the rows, JSON unless they are texts; give exit status, stdout and stderr."""
        self.file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
        return self.run("letters.jsonl", *words)

    def run(self, *words: str) -> tuple[object, str, str]:
        """Run with these words."""
        self._monkeypatch.setattr(sys, "argv", ["svarfrist", "reading", "evaluate", *words])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *self._capsys.readouterr()

    def told(self, *rows: object, words: tuple[str, ...] = ()) -> dict[str, Any]:
        """Give the JSON object."""
        found: dict[str, Any] = json.loads(self(*rows, words=("--json", *words))[1])
        return found


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Evaluation:
    return Evaluation(tmp_path, monkeypatch, capsys)


def test_letters_are_read_and_counted(evaluate: Evaluation) -> None:
    told = evaluate.told(ACCESS, OTHER, WRONG)
    assert told["letters"] == {"all": 3, "da": 1, "en": 1, "nl": 1}
    assert told["confusion"]["all"] == {"access": {"access": 1}, "appeal": {"other": 1}, "other": {"other": 1}}
    assert told["rates"]["matters_recognised"]["all"]["share"] == 0.5
    assert told["rates"]["language_right"]["all"]["count"] == 3
    assert (told["errors"], told["worst"]) == ([], [])


def test_a_line_that_is_wrong_is_one_line_with_its_number_and_the_rest_is_read(evaluate: Evaluation) -> None:
    status, out, err = evaluate(ACCESS, "{no JSON", {"text": "Hej", "kinds": ["acces"]}, "", [7], OTHER)
    told = json.loads(out)
    assert (status, told["letters"]["all"]) == (0, 2)
    assert [one["line"] for one in told["errors"]] == [2, 3, 5]
    said = err.splitlines()
    assert len(said) == 3
    assert said[0].startswith("svarfrist: letters.jsonl: line 2: is no JSON")
    assert said[1].startswith('svarfrist: letters.jsonl: line 3: kind "acces" is not known')


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_is_wrong_usage(evaluate: Evaluation, name: str) -> None:
    status, out, err = evaluate.run(name)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert name in err


def test_a_file_without_a_letter_is_wrong_usage(evaluate: Evaluation) -> None:
    status, out, err = evaluate("", "")
    assert (status, out) == (2, "")
    assert "there is no labelled letter in it" in err


def test_an_organisation_that_nobody_serves_is_wrong_usage(evaluate: Evaluation) -> None:
    status, out, err = evaluate(ACCESS, words=("--organisation", "nobody"))
    assert (status, out) == (2, "")
    assert '--organisation "nobody" is not known; expected one of ' in err


def test_letters_are_read_by_the_policy_that_was_asked_for(evaluate: Evaluation) -> None:
    """What is too short to tell is in the organisation's first language."""
    short = {"text": "Hallo", "language": "nl"}
    assert evaluate.told(short, words=("--organisation", "mentor"))["rates"]["language_right"]["all"]["count"] == 1
    assert evaluate.told(short, words=("--organisation", "mentorix"))["rates"]["language_right"]["all"]["count"] == 0


def test_the_worst_are_named_by_id(evaluate: Evaluation) -> None:
    told = evaluate.told(ACCESS, WRONG, words=("--worst", "5"))
    assert [(one["id"], one["labelled"], one["read"]) for one in told["worst"]] == [("w", ["appeal"], ["other"])]


def test_people_see_tables_of_eighty_columns_and_no_word_of_a_letter(evaluate: Evaluation) -> None:
    whole = ACCESS | {"name": None, "sensitive": ["cpr"], "flags": ["follow_up"], "fields": {"order": "4711"}}
    status, out, _ = evaluate(whole, OTHER, WRONG, words=("--worst", "3"))
    assert status == 0
    for said in (
        "Letters: all 3",
        "rights, complaints: seen as a matter",
        "50.0 % (9.5–90.5)",
        "1 of 2",
        "precision",
        "first kind, all: labelled ↓ read →",
        "first kind, da: labelled ↓ read →",
        "most surely wrong",
        "order",
        "cpr",
    ):
        assert said in out
    assert max(map(len, out.splitlines())) <= 80
    assert "liggende" not in out


def test_what_an_id_hides_for_a_terminal_is_not_played(evaluate: Evaluation) -> None:
    _, out, _ = evaluate(WRONG | {"id": "w\x1b[2J"}, words=("--worst", "3"))
    assert "\x1b" not in out


def test_standard_input_will_do(evaluate: Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(json.dumps(ACCESS).encode()), "utf-8"))
    assert json.loads(evaluate.run("-", "--json")[1])["letters"]["all"] == 1


def test_whoever_stops_reading_ends_it_quietly(tmp_path: Path) -> None:
    file = tmp_path / "letters.jsonl"
    file.write_text("\n".join([json.dumps(ACCESS)] * 3), "utf-8")
    program = [sys.executable, "-c", "from service.cli import main; main()", "reading", "evaluate", "--json", str(file)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603 - our own program
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
