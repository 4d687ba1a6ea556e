"""`svarfrist due`: the answer alone on stdout, what is wrong in one line on stderr, and an exit status that tells."""

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from service.cli import main

EXAMPLES = Path(__file__).parent.parent / "data" / "deadline_examples.csv"
EASTER = {"--country": "DK", "--term": "1 month", "--basis": "eu", "--received": "2026-03-02T11:00:00+01:00"}
HEADER = "country,term,basis,received_at,paused_days\n"
ROW = "DK,1 month,eu,2026-03-02T11:00:00+01:00,\n"


@dataclass(frozen=True)
class Said:
    """What a run of the program left behind."""

    status: object
    out: str
    err: str


class Run:
    """Runs `svarfrist` in this process, as its console script does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str) -> Said:
        self._monkeypatch.setattr(sys, "argv", ["svarfrist", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = self._capsys.readouterr()
        return Said(end.value.code, out, err)

    def due(self, *flags: str, **changed: str) -> Said:
        """Ask about the letter of 2 March 2026, with some options changed."""
        options = EASTER | {f"--{name}": value for name, value in changed.items()}
        return self("due", *(text for pair in options.items() for text in pair), *flags)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(monkeypatch, capsys)


def test_the_answer_is_one_instant(run: Run) -> None:
    assert run.due() == Said(0, "2026-04-07T23:59:59+02:00\n", "")


def test_a_pause_is_counted(run: Run) -> None:
    assert run.due(paused="7").out == "2026-04-09T23:59:59+02:00\n"


def test_the_design_example_works(run: Run) -> None:
    assert run.due("--explain", received="2026-01-31T11:00:00+01:00").out.startswith("2026-03-02T23:59:59+01:00\n1. ")


def test_explained_it_shows_the_instant_then_each_step_then_the_calendar(run: Run) -> None:
    lines = run.due("--explain").out.splitlines()
    assert lines[0] == "2026-04-07T23:59:59+02:00"
    assert [line[:3] for line in lines[1:-1]] == ["1. ", "2. ", "3. ", "4. ", "5. "]
    assert "Skærtorsdag" in lines[4]
    assert lines[-1] == "Calendar: DK 2026-11"


def test_as_json_it_is_one_object_with_question_and_answer(run: Run) -> None:
    answer = json.loads(run.due("--json", paused="7").out)
    because = answer.pop("because")
    assert len(because) == 6
    assert answer == {
        "due_at": "2026-04-09T23:59:59+02:00",
        "country": "DK",
        "term": "1 month",
        "basis": "eu",
        "received_at": "2026-03-02T11:00:00+01:00",
        "paused_days": 7,
        "calendar": "DK 2026-11",
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"country": "SE"}, 'country "SE" is not known here; expected DK or NL'),
        ({"term": "soon"}, 'term "soon" is not a length of time; expected for example'),
        ({"basis": "gdpr"}, 'basis "gdpr" is not known; expected eu or nl-statute or promise'),
        ({"basis": "nl-statute"}, "cannot be used with country DK"),
        ({"received": "yesterday"}, 'time of receipt "yesterday" is not a date with time'),
        ({"received": "2026-03-02T11:00:00"}, "has no offset from UTC"),
        ({"received": "2061-03-02T11:00:00+01:00"}, "knows the years 2000 to 2060, not 2061"),
        ({"received": "9999-12-31T11:00:00+01:00"}, "outside the years 1 to 9999"),
        ({"paused": "-1"}, "-1 paused days are negative"),
        ({"paused": "a week"}, "Invalid value for '--paused'"),
        ({"term": ""}, "--term must be given, or --csv FILE"),
        ({"csv": str(EXAMPLES)}, "leave the other options out"),
    ],
)
def test_wrong_usage_is_one_line_and_status_two(run: Run, changed: dict[str, str], said: str) -> None:
    done = run.due(**changed)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("svarfrist: ")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_without_anything_it_says_what_must_be_given(run: Run) -> None:
    done = run("due")
    assert (done.status, done.out) == (2, "")
    assert done.err == "svarfrist: --country, --term, --basis, --received must be given, or --csv FILE\n"


def test_a_table_is_answered_with_all_its_columns(run: Run) -> None:
    done = run("due", "--csv", str(EXAMPLES))
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert (done.status, done.err) == (0, "")
    assert list(csv.reader(StringIO(done.out))) == expected


def test_wrong_rows_are_told_on_stderr_and_the_table_is_written_whole(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(HEADER + ROW + ROW.replace("DK", "SE") + ROW.replace("month", "moon") + ROW)
    done = run("due", "--csv", str(path))
    assert done.status == 1
    assert [row["due_at"] != "" for row in csv.DictReader(StringIO(done.out))] == [True, False, False, True]
    assert [line.partition(": ")[2].partition(": ")[0] for line in done.err.splitlines()] == [
        f"{path} line 3",
        f"{path} line 4",
    ]


@pytest.mark.parametrize("name", ["nothing.csv", ""])
def test_a_file_that_is_not_there_is_wrong_usage(run: Run, tmp_path: Path, name: str) -> None:
    done = run("due", "--csv", str(tmp_path / name))
    assert (done.status, done.out) == (2, "")
    assert done.err == f"svarfrist: --csv {tmp_path / name} is no file\n"


def test_a_file_without_its_columns_is_a_failure_in_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n")
    done = run("due", "--csv", str(path))
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)


def test_a_table_is_utf8_whatever_the_terminal_is(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"note,{HEADER}Påske →,{ROW}", encoding="utf-8")
    script = Path(sys.executable).parent / "svarfrist"
    done = subprocess.run(  # noqa: S603 - our own program on our own file
        [script, "due", "--csv", path],
        env={"PYTHONIOENCODING": "latin-1", "PATH": ""},
        capture_output=True,
        check=True,
    )
    assert "Påske →" in done.stdout.decode("utf-8")
