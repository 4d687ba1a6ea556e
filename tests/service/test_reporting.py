"""Where the reading errs: what `svarfrist reading report` counts, and what `reading examples` hands on."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cases.kind import Kind
from cases.reading import FoundKind
from service.cli import app
from service.labels import labelled as as_label
from service.reporting import Corrected, labelled, pairs, report
from storage.book import Book
from storage.corrections import Example, Read
from storage.page import Page
from tests.storage.written import an_example, write_example, write_letter

RUN = CliRunner()


def read(*kinds: Kind, sure: float = 0.9) -> tuple[FoundKind, ...]:
    return tuple(FoundKind(kind, sure, ()) for kind in kinds)


def corrected(*examples: Example, letters: int = 20) -> Corrected:
    counts = [Read("da", Kind.OTHER, 9, letters), Read("nl", Kind.COMPLAINT, 6, 4)]
    return Corrected("mentorix", counts, examples)


@pytest.mark.parametrize(
    ("was", "right", "told"),
    [
        ((Kind.OTHER,), (Kind.ACCESS,), [("other", "access")]),
        ((Kind.COMPLAINT,), (Kind.COMPLAINT, Kind.ACCESS), [("-", "access")]),
        ((Kind.COMPLAINT, Kind.ACCESS), (Kind.COMPLAINT,), [("access", "-")]),
        ((Kind.COMPLAINT,), (Kind.APPEAL, Kind.ERASURE), [("complaint", "appeal"), ("-", "erasure")]),
        ((Kind.COMPLAINT,), (Kind.COMPLAINT,), []),
    ],
)
def test_what_was_taken_for_what(was: tuple[Kind, ...], right: tuple[Kind, ...], told: list[tuple[str, str]]) -> None:
    assert pairs(an_example(read=read(*was), kinds=right)) == told


def test_the_report_counts_letters_languages_and_kinds() -> None:
    told = report(corrected(an_example(), an_example(message=2), an_example(message=3, kinds=(Kind.ERASURE,))))
    assert (told["letters"], told["corrected"], told["share"]) == (24, 3, 0.125)
    assert told["languages"]["da"] == {"letters": 20, "corrected": 3, "share": 0.15}
    assert told["languages"]["nl"]["corrected"] == 0
    assert told["kinds"]["other"]["right"] == {"access": 2, "erasure": 1}
    assert told["kinds"]["complaint"] == {"letters": 4, "corrected": 0, "share": 0.0, "right": {}}


def test_the_most_frequent_confusion_comes_first_with_its_languages_and_how_sure_it_was() -> None:
    other = an_example(message=2, language="nl", read=read(Kind.OTHER, sure=0.79))
    (first, second) = report(corrected(an_example(), other, an_example(message=3, kinds=(Kind.ERASURE,))))["confusions"]
    assert (first["read"], first["right"], first["letters"]) == ("other", "access", 2)
    assert first["languages"] == {"da": 1, "nl": 1}
    assert first["confidence"] == 0.89
    assert second["right"] == "erasure"


def test_confidence_is_held_against_what_became_of_it() -> None:
    told = report(corrected(an_example(read=read(Kind.OTHER, sure=0.9))))["confidence"]
    assert told == [
        {"from": 0.6, "letters": 4, "corrected": 0, "share": 0.0},
        {"from": 0.9, "letters": 20, "corrected": 1, "share": 0.05},
    ]


def test_fields_are_counted_by_what_was_wrong_with_them() -> None:
    fields = report(corrected(an_example(), an_example(message=2, fields={"name": "wrong", "course": "missed"})))[
        "fields"
    ]
    assert fields == {"course": {"missed": 1}, "name": {"missed": 1, "wrong": 1}}


def test_an_organisation_that_nobody_wrote_to_has_no_share() -> None:
    assert report(Corrected("metier", [], []))["share"] is None


def test_an_example_is_a_labelled_letter_as_evaluate_takes_it() -> None:
    (row,) = labelled([an_example()])
    label = as_label(row, 1)
    assert (label.kinds, label.language, label.text) == ((Kind.ACCESS,), "da", "Hvad har I om mig?")
    assert label.flags is None
    assert label.name is None


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands look at a database with one corrected letter and one that nobody corrected."""
    url = f"sqlite:///{tmp_path / 'book.db'}"

    def write(page: Page) -> None:
        write_example(page, an_example())
        write_letter(page, 2)

    async def written() -> None:
        async with Book(url) as book:
            await book.run(write)

    asyncio.run(written())
    monkeypatch.setenv("SVARFRIST_DATABASE", url)


def run(*words: str) -> Result:
    return RUN.invoke(app, ["reading", *words])


@pytest.mark.usefixtures("database")
def test_the_command_tells_one_organisation_or_all() -> None:
    one = json.loads(run("report", "--organisation", "mentorix", "--json").stdout)
    assert [told["organisation"] for told in one["organisations"]] == ["mentorix"]
    assert one["organisations"][0]["share"] == 0.5
    every = json.loads(run("report", "--json").stdout)["organisations"]
    assert {told["organisation"]: told["letters"] for told in every}["metier"] == 0


@pytest.mark.usefixtures("database")
def test_a_day_leaves_out_what_came_before_it() -> None:
    late = json.loads(run("report", "--organisation", "mentorix", "--since", "2026-03-03", "--json").stdout)
    assert late["organisations"][0]["letters"] == 0
    assert run("report", "--since", "yesterday").exit_code == 2


@pytest.mark.usefixtures("database")
def test_a_person_reads_it_at_a_terminal_and_nobody_is_named() -> None:
    said = run("report", "--organisation", "mentorix").stdout
    assert "mentorix: 2 letters, 1 corrected by staff (50.0%)" in said
    assert "other" in said
    assert "access" in said
    assert "Hvad har I" not in said


@pytest.mark.usefixtures("database")
def test_examples_are_handed_on_a_line_each_and_can_be_evaluated(tmp_path: Path) -> None:
    written = run("examples", "--organisation", "mentorix").stdout
    (line,) = written.splitlines()
    assert json.loads(line)["kinds"] == ["access"]
    file = tmp_path / "examples.jsonl"
    file.write_text(written, "utf-8")
    told = json.loads(run("evaluate", str(file), "--organisation", "mentorix", "--json").stdout)
    assert told["letters"]["all"] == 1


@pytest.mark.usefixtures("database")
def test_an_organisation_that_is_none_is_told_with_those_there_are() -> None:
    result = run("report", "--organisation", "nobody")
    assert result.exit_code == 1
    assert "expected one of" in str(result.exception)
