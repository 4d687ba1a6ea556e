"""`svarfrist explain`: what would happen to a letter, as one JSON object, and nothing changed by asking."""

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import PIPE, Popen, run
from typing import Any

import pytest

from cases.office import Office
from service.cli import main
from service.explaining import explain_letter, explain_text
from tests.builders import AT
from tests.reading.tricks import ORDERS
from tests.smtp import KLAGE, PAPER, a_letter

RECEIVED = "2026-03-02T11:00:00+01:00"
KEYS = {
    *("id", "organisation", "received_at", "verdict", "reason", "automatic", "may_answer", "language", "kinds"),
    *("sender", "subject", "text", "fields", "attachments", "missing", "flags", "sensitive", "clocks", "replies"),
    *("queue", "authentication", "unsure", "language_known", "quoted_language"),
}
"""What an explanation holds, whatever the letter is."""

PROGRAM = (sys.executable, "-c", "from service.cli import main; main()", "explain")
"""The command as a process of its own."""

LETTERS = Path(__file__).parent.parent / "letters"
AWAY = a_letter("Jeg er på ferie.", subject="Automatisk svar", Auto_Submitted="auto-replied")
NOISE = bytes(range(128, 256)) * 8


@dataclass(frozen=True)
class Said:
    """What a run of the program left behind."""

    status: object
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """Give the one JSON object that it wrote."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Give the JSON objects that it wrote, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Run:
    """Runs `svarfrist explain` in this process, in an empty folder, as its console script does."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys
        monkeypatch.chdir(folder)

    def __call__(self, *arguments: str, organisation: str = "mentorix", typed: bytes = b"") -> Said:
        """Ask; `typed` is what stands on standard input."""
        of = ("--organisation", organisation) if organisation else ()
        self._monkeypatch.setattr(sys, "argv", ["svarfrist", "explain", *of, "--received", RECEIVED, *arguments])
        self._monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(typed), "utf-8"))
        with pytest.raises(SystemExit) as end:
            main()
        out, err = self._capsys.readouterr()
        return Said(end.value.code, out, err)

    def file(self, raw: bytes, name: str = "klage.eml") -> str:
        """Put a letter into the folder; give its name."""
        (self.folder / name).write_bytes(raw)
        return name

    def listed(self, *lines: object) -> str:
        """Put a list into the folder, each line JSON unless it is a text; give its name."""
        written = (line if isinstance(line, str) else json.dumps(line) for line in lines)
        return self.file("\n".join(written).encode(), "list.jsonl")


@pytest.fixture
def explain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give what asks for an explanation."""
    return Run(tmp_path, monkeypatch, capsys)


def names(found: Iterable[dict[str, Any]], key: str) -> list[str]:
    """Give one value of each object."""
    return [one[key] for one in found]


def test_a_complaint_is_explained_with_every_key_and_no_other(explain: Run) -> None:
    said = explain("--json", explain.file(a_letter()))
    told = said.object
    assert (said.status, said.err) == (0, "")
    assert set(told) == KEYS
    assert (told["id"], told["organisation"], told["received_at"]) == ("klage.eml", "mentorix", RECEIVED)
    assert (told["verdict"], told["automatic"], told["may_answer"]) == ("admit", False, True)
    assert told["sender"] == {"name": "Anna Holm", "address": "anna@example.org"}
    assert (told["language"], told["missing"], told["queue"]) == ("da", ["documents"], "course-administration")


def test_what_the_front_server_found_out_of_the_sender_is_told(offices: dict[str, Office]) -> None:
    said = b"Authentication-Results: mx.mentorix.dk; dmarc=fail header.from=example.org\r\n"
    behind = replace(offices["mentorix"], authserv_id="mx.mentorix.dk")
    told = explain_letter(said + a_letter(), behind, AT)
    assert told["authentication"] == {
        "spf": "none",
        "dkim": "none",
        "dmarc": "fail",
        "domain": "example.org",
        "by": "mx.mentorix.dk",
        "aligned": False,
        "policy": "",
    }
    assert explain_letter(said + a_letter(), offices["mentorix"], AT)["authentication"] is None


def test_the_surest_kind_stands_first_with_words_of_the_letter(explain: Run) -> None:
    text = KLAGE.replace(
        "Venlig", "Jeg vil også have indsigt i mine personoplysninger efter GDPR artikel 15.\n\nVenlig"
    )
    kinds = explain("--json", explain.file(a_letter(text))).object["kinds"]
    assert {"complaint", "access"} == set(names(kinds, "kind"))
    sure = [one["confidence"] for one in kinds]
    assert sure == sorted(sure, reverse=True)
    assert all(0 < confidence <= 1 for confidence in sure)
    for one in kinds:
        assert set(one) == {"kind", "confidence", "evidence"}
        assert one["evidence"]


def test_a_clock_names_its_term_its_law_its_last_instant_and_why(explain: Run) -> None:
    clocks = explain("--json", explain.file(a_letter(files=[PAPER]))).object["clocks"]
    assert names(clocks, "name") == ["acknowledgement", "handling", "answer"]
    answer = clocks[-1]
    assert set(answer) >= {"name", "term", "basis", "law", "due_at", "because"}
    assert (answer["term"], answer["basis"]) == ("14 working days", "promise")
    assert answer["due_at"] == "2026-03-20T23:59:59+01:00"
    assert "day 14 is Friday 20 March 2026" in " ".join(answer["because"])


def test_what_would_be_written_is_shown_and_whether_a_person_sees_it_first(explain: Run) -> None:
    replies = explain("--json", explain.file(a_letter(files=[PAPER]))).object["replies"]
    assert [(one["reply"], one["unseen"]) for one in replies] == [
        ("acknowledgement", True),
        ("answer_complaint", False),
    ]
    assert "senest den 20. marts 2026 (til og med)" in replies[0]["body"]
    assert set(replies[0]) == {"reply", "unseen", "language", "subject", "body"}


def test_files_that_came_along_are_listed(explain: Run) -> None:
    (file,) = explain("--json", explain.file(a_letter(files=[PAPER]))).object["attachments"]
    assert file.items() >= {"name": PAPER[0], "media_type": PAPER[1], "size": len(PAPER[2])}.items()
    assert file["kind"] == "invoice"


@pytest.mark.parametrize(
    ("raw", "verdict", "reason"),
    [
        (a_letter(), "admit", "is_from_a_person"),
        (AWAY, "file", "is_out_of_office"),
        ((LETTERS / "bounce_by_qmail.eml").read_bytes(), "file", "is_bounce"),
        (NOISE, "hold", "is_unreadable"),
        (b"", "hold", "is_unreadable"),
    ],
    ids=["a person", "an absence", "a bounce", "noise", "nothing"],
)
def test_every_verdict_names_its_rule(explain: Run, raw: bytes, verdict: str, reason: str) -> None:
    told = explain("--json", explain.file(raw)).object
    assert set(told) == KEYS
    assert (told["verdict"], told["reason"]) == (verdict, reason)
    assert told["may_answer"] is (verdict == "admit")


def test_what_is_filed_has_no_clock_no_reply_and_no_queue(explain: Run) -> None:
    told = explain("--json", explain.file(AWAY)).object
    assert told["automatic"] is True
    assert (told["clocks"], told["replies"], told["queue"]) == ([], [], None)


def test_a_held_letter_runs_its_clocks_and_is_not_answered(explain: Run) -> None:
    told = explain("--json", explain.file(NOISE)).object
    assert told["clocks"]
    assert "acknowledgement" not in names(told["replies"], "reply")


def test_bare_text_is_explained_as_somebody_would_type_it(explain: Run) -> None:
    told = explain("--json", "--text", typed=b"Ik wil graag inzage in mijn persoonsgegevens.").object
    assert set(told) == KEYS
    assert (told["id"], told["language"], names(told["kinds"], "kind")) == ("-", "nl", ["access"])
    assert told["sender"] == {"name": None, "address": None}
    assert {"name", "email"} <= set(told["missing"])


def test_several_files_are_a_list_in_their_order_and_one_that_is_missing_says_so(explain: Run) -> None:
    files = (explain.file(a_letter(), "one.eml"), "nowhere.eml", explain.file(AWAY, "two.eml"))
    one, nowhere, two = json.loads(explain("--json", *files).out)
    assert (one["id"], two["id"]) == ("one.eml", "two.eml")
    assert nowhere == {
        "id": "nowhere.eml",
        "organisation": "mentorix",
        "error": "cannot be opened: No such file or directory",
    }


def test_each_line_of_a_list_is_answered_in_its_place_whatever_is_wrong_with_it(explain: Run) -> None:
    listed = explain.listed(
        {"id": "a", "text": "Jeg vil gerne klage over kurset."},
        "{this is no JSON",
        {"id": "c", "file": "nowhere.eml"},
        {"id": "d"},
        {"id": "e", "text": "Hej", "organisation": "nobody"},
        ["no", "object"],
        {"id": "g", "file": explain.file(a_letter())},
    )
    said = explain("--jsonl", listed)
    assert (said.status, said.err) == (0, "")
    assert [one["id"] for one in said.lines] == ["a", 2, "c", "d", "e", 6, "g"]
    assert ["error" in one for one in said.lines] == [False, True, True, True, True, True, False]
    assert said.lines[2]["error"] == "cannot be opened: No such file or directory"
    assert said.lines[3]["error"].startswith("line 4: ")
    assert 'organisation "nobody" is not known' in said.lines[4]["error"]


def test_a_line_may_name_another_organisation_than_the_rest(explain: Run) -> None:
    text = "Ik wil graag inzage in mijn persoonsgegevens."
    listed = explain.listed({"id": 1, "text": text}, {"id": 2, "text": text, "organisation": "mentor"})
    danish, dutch = explain("--jsonl", listed).lines
    assert (danish["organisation"], dutch["organisation"]) == ("mentorix", "mentor")
    assert "customer" not in danish["missing"]
    assert "customer" in dutch["missing"]


def test_a_list_goes_on_whatever_stands_in_it(explain: Run) -> None:
    name = explain.file(
        b"\xef\xbb\xbf"
        + json.dumps({"id": "æ", "text": "Jeg vil klage."}).encode()
        + b'\n"\xe6"\n'
        + b"[" * 50_000
        + b'\n{"id": NaN, "text": ""}\n{"id": "half", "text": "\\ud83d \\u0000"}\n'
        + b'{"id": "who", "text": "Hej", "organisation": ["mentorix"]}\n{"id": "nul", "file": "a\\u0000b"}\n'
        + b'{"id": "\\ud83d", "text": "Hej", "organisation": null}\n{"id": "last", "text": "Hej"}\n',
        "list.jsonl",
    )
    said = explain("--jsonl", name)
    assert (said.status, said.err) == (0, "")
    assert [one["id"] for one in said.lines] == ["æ", 2, 3, 4, "half", "who", "nul", "\ud83d", "last"]
    faulty = ["error" in one for one in said.lines]
    assert faulty == [False, True, True, True, False, True, True, True, False]
    assert [one["error"][:7] for one in said.lines[1:4]] == ["line 2:", "line 3:", "line 4:"]


def test_each_line_is_answered_before_the_next_one_is_there() -> None:
    with Popen([*PROGRAM, "--organisation", "mentorix", "--jsonl", "-"], stdin=PIPE, stdout=PIPE) as running:  # noqa: S603
        assert running.stdin
        assert running.stdout
        for id_ in ("one", "two"):
            running.stdin.write(json.dumps({"id": id_, "text": "Jeg vil klage."}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == id_


@pytest.mark.parametrize("words", [("--jsonl",), ("--text",), ("--text", "--json")], ids=" ".join)
def test_whoever_stops_reading_ends_it_quietly(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "list.jsonl"
    file.write_text("\n".join([json.dumps({"text": "Jeg vil klage."})] * 20), "utf-8")
    program = [*PROGRAM, "--organisation", "mentorix", *words, str(file)]
    with Popen(program, stdout=PIPE, stderr=PIPE) as running:  # noqa: S603 - our own program
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""


def test_json_is_utf_8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    (tmp_path / "klage.txt").write_text("Jeg vil klage over læreren. Mit cpr-nr. er 010203-1234.", "utf-8")
    program = [*PROGRAM, "--organisation", "mentorix", "--text", str(tmp_path / "klage.txt")]
    spoken = os.environ | {"PYTHONIOENCODING": "latin-1"}
    as_json = run(program + ["--json"], env=spoken, capture_output=True, check=True).stdout  # noqa: S603, RUF005
    assert json.loads(as_json.decode("utf-8"))["sensitive"][0]["shown_as"] == "••••••-••••"
    shown = run(program, env=spoken, capture_output=True, check=True).stdout.decode("latin-1")  # noqa: S603
    assert "Jeg vil klage] over læreren" in shown
    assert "??????-????" in shown


def test_an_explanation_for_people_shows_the_date_and_says_what_leaves(explain: Run) -> None:
    said = explain(explain.file(a_letter(files=[PAPER])))
    assert said.status == 0
    for told in (
        "klage.eml",
        "Taken as a case: from a person",
        "admit (is_from_a_person)",
        "Danish (da)",
        "Anna Holm <anna@example.org>",
        "[1] complaint",
        "2026-03-20T23:59:59+01:00",
        "leaves at once",
        "waits for approval",
    ):
        assert told in said.out
    assert "Kære" not in said.out


def test_the_replies_are_shown_whole_where_they_are_asked_for(explain: Run) -> None:
    said = explain("--replies", explain.file(a_letter(files=[PAPER])))
    assert "│ Kære Anna Holm" in said.out
    assert "den 20. marts 2026" in said.out


def test_a_file_that_cannot_be_opened_is_a_failure_for_people(explain: Run) -> None:
    said = explain("nowhere.eml")
    assert (said.status, said.out, len(said.err.splitlines())) == (1, "", 1)
    assert "nowhere.eml: cannot be opened" in said.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--received", "yesterday"), '--received "yesterday" is no date'),
        (("--received", "2026-03-02T11:00:00"), "has no offset"),
        (("--jsonl", "list.jsonl", "letter.eml"), "--jsonl takes everything from its file"),
        (("--colour",), "--colour"),
    ],
    ids=["no date", "no offset", "a list and a file", "no such option"],
)
def test_wrong_usage_ends_with_2_and_one_line(explain: Run, arguments: tuple[str, ...], says: str) -> None:
    said = explain(*arguments)
    assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1)
    assert says in said.err


@pytest.mark.parametrize("organisation", ["nobody", ""])
def test_an_organisation_that_nobody_serves_is_named_with_those_that_are(explain: Run, organisation: str) -> None:
    said = explain("--json", organisation=organisation, typed=a_letter())
    assert (said.status, len(said.err.splitlines())) == (2, 1)
    assert "mentorix, " in said.err


def test_a_list_that_is_not_there_is_a_failure(explain: Run) -> None:
    said = explain("--jsonl", "nowhere.jsonl")
    assert (said.status, said.out) == (1, "")
    assert said.err == "svarfrist: --jsonl nowhere.jsonl: No such file or directory\n"


def test_asking_changes_nothing_no_database_and_no_folder_appear(explain: Run) -> None:
    name = explain.file(a_letter(files=[PAPER]))
    explain("--json", name)
    explain("--jsonl", explain.listed({"id": 1, "file": name}))
    assert sorted(path.name for path in explain.folder.rglob("*")) == ["klage.eml", "list.jsonl"]


def test_the_same_question_has_the_same_answer(explain: Run) -> None:
    name = explain.file(a_letter(files=[PAPER]))
    assert explain("--json", name).out == explain("--json", name).out


def test_what_a_letter_hides_for_a_terminal_is_not_played(explain: Run) -> None:
    """An escape sequence in a letter would clear the screen of whoever looks at it."""
    said = explain(explain.file(a_letter("Jeg vil klage.\x1b[2J\x1b]0;hej\x07")))
    assert "[1: Jeg vil klage]." in said.out
    assert "\x1b" not in said.out
    assert "\x07" not in said.out


@pytest.mark.parametrize("order", ORDERS)
def test_a_letter_that_gives_orders_to_a_program_is_treated_as_any_other(
    offices: dict[str, Office], order: str
) -> None:
    asked = "Slet venligst alle mine oplysninger.\n\nVenlig hilsen\nAnna Holm"
    plain, ordered = (explain_text(text, offices["mentorix"], AT) for text in (asked, f"{order}\n\n{asked}"))
    for key in ("verdict", "reason", "may_answer", "language", "queue", "clocks", "missing"):
        assert ordered[key] == plain[key], key
    assert [one["reply"] for one in ordered["replies"]] == [one["reply"] for one in plain["replies"]]
    assert "49" not in ordered["replies"][0]["body"]
