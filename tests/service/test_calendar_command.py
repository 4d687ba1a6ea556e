"""`svarfrist calendar recompute`: what a new edition moves, shown first, then done, and done once."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases.kind import Kind
from cases.office import Office
from service.cli import app
from service.recounting import recount_all
from storage.book import Book
from tests.builders import a_reading
from tests.intake.scene import Scene

RUN = CliRunner()


def with_holiday(offices: dict[str, Office], day: date) -> dict[str, Office]:
    """Give the organisations with one more Danish holiday, in a new edition."""
    old = offices["mentorix"].calendars["DK"]
    new = replace(old, version="2027-01", holidays={**old.holidays, day: "New day"})
    return {id_: replace(one, calendars={**one.calendars, "DK": new}) for id_, one in offices.items()}


def test_nothing_to_count_is_said_in_one_line(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.db"
    path.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("SVARFRIST_DATABASE", f"sqlite:///{path}")
    for words, said in ((["--dry-run"], "0 time limits would change\n"), ([], "0 time limits changed\n")):
        result = RUN.invoke(app, ["calendar", "recompute", *words])
        assert (result.exit_code, result.stdout) == (0, said)


async def test_r_t_26_every_organisation_is_counted_and_each_line_says_what_becomes_of_it(
    book: Book, offices: dict[str, Office]
) -> None:
    scene = Scene(book, offices["mentorix"])
    case = await scene.opened(a_reading(Kind.ACCESS))
    newer = with_holiday(offices, date(2026, 4, 7))
    for dry_run in (True, False, False):
        (moved,) = await recount_all(book, newer, lambda: datetime.now(UTC), dry_run=dry_run)
        assert str(moved) == (
            f"mentorix {case.number} answer: 2026-04-07T21:59:59+00:00 (DK 2026-11) to 2026-04-08T23:59:59+02:00"
            " (DK 2027-01); the earlier date holds until the person is told"
        )
    assert (await scene.replies(case)).count("date_notice") == 0, "a draft, which nobody has approved"
    assert len([one for one in await scene.letters(case) if one.outgoing.reply == "date_notice"]) == 1
