"""`svarfrist report`: a year as text, JSON, a spreadsheet or on paper, and one clear line where it cannot be."""

import asyncio
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from storage import proofs
from storage.book import Book
from storage.page import Page
from storage.proofs import ErasureProof
from tests.builders import AT

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

GONE = ErasureProof(
    "MX-25-100001", "access", date(2025, 3, 3), date(2025, 3, 20), True, "granted", "P-MX-20", AT, "svarfrist", 7, "abc"
)


@pytest.fixture
def run(database: str, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a function
    """Give what runs the program over a book in which one request was erased."""
    monkeypatch.setenv("SVARFRIST_DATABASE", database)

    async def filled() -> None:
        async with Book(database) as book:
            await book.run(_erased)

    asyncio.run(filled())

    def ran(*words: str) -> Result:
        return CliRunner().invoke(app, ["report", *words])

    return ran


def _erased(page: Page) -> None:
    proofs.add(page, "mentorix", GONE)


def test_the_record_of_a_year_has_what_is_erased(run: Any) -> None:  # noqa: ANN401
    told = json.loads(run("accountability", "--organisation", "mentorix", "--year", "2025", "--json").output)
    (request,) = told["requests"]
    assert (request["number"], request["received_on"], request["settled_on"]) == (
        "MX-25-100001",
        "2025-03-03",
        "2025-03-20",
    )
    assert (request["in_time"], request["ruling"], request["rule"]) == (True, "granted", "P-MX-20")
    assert (
        json.loads(run("accountability", "--organisation", "mentorix", "--year", "2024", "--json").output)["requests"]
        == []
    )


def test_a_report_is_said_on_the_terminal_in_the_language_that_is_asked_for(run: Any) -> None:  # noqa: ANN401
    assert "Klagerapport 2025" in run("yearly", "--organisation", "mentorix", "--year", "2025").output
    assert (
        "Klachtenrapport 2025"
        in run("yearly", "--organisation", "mentorix", "--year", "2025", "--language", "nl").output
    )


@pytest.mark.parametrize("report", ["yearly", "accountability"])
def test_files_are_for_this_user_s_eyes_and_never_written_over(run: Any, tmp_path: Path, report: str) -> None:  # noqa: ANN401
    made = tmp_path / "a.pdf", tmp_path / "a.csv"
    words = (report, "--organisation", "mentorix", "--year", "2025", "--pdf", str(made[0]), "--csv", str(made[1]))
    assert run(*words).exit_code == 0
    assert made[0].read_bytes().startswith(b"%PDF-")
    assert made[1].read_bytes().startswith(b"\xef\xbb\xbf")
    assert {one.stat().st_mode & 0o777 for one in made} == {0o600}
    assert "is there already" in str(run(*words).exception)


def test_an_organisation_that_is_none_is_named(run: Any) -> None:  # noqa: ANN401
    assert 'no organisation "nobody"' in str(run("yearly", "--organisation", "nobody").exception)


def test_without_a_year_it_is_the_last(run: Any) -> None:  # noqa: ANN401
    told = json.loads(run("accountability", "--organisation", "mentorix", "--json").output)
    assert told["year"] == datetime.now(AT.tzinfo).year - 1


def test_a_folder_that_is_not_there_is_said_in_one_line(run: Any, tmp_path: Path) -> None:  # noqa: ANN401
    missing = tmp_path / "nowhere" / "a.csv"
    failed = run("yearly", "--organisation", "mentorix", "--csv", str(missing))
    assert "cannot be written" in str(failed.exception)
