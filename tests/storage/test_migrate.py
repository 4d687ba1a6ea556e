"""Bringing a database up to date: from nothing, twice at once, and what is told where it cannot be."""

import asyncio
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from cases.errors import BadInput, IntakeError, TryLater
from storage.book import Book
from storage.columns import METADATA
from storage.engines import database_url, writing_engine
from storage.migrate import FOLDER
from storage.page import Page
from storage.tables import CASE
from tests.postgres import Postgres
from tests.storage.written import write_arrival


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'folder' / 'that is new' / 'book.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    server.drop("empty")
    return server.create("empty")


async def test_a_new_database_gets_its_tables(empty: str) -> None:
    async with Book(empty) as book:
        assert await book.run(write_arrival)


async def test_processes_that_start_together_make_the_tables_once(empty: str) -> None:
    async def start() -> None:
        async with Book(empty) as book:
            await book.run(write_arrival)

    await asyncio.gather(*(start() for _ in range(4)))


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # SQLite does not tell of them
async def test_the_tables_are_those_that_the_program_knows(database: str) -> None:
    engine = writing_engine(database_url(database))
    with engine.connect() as connection:
        known = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        differences = compare_metadata(known, METADATA)
    engine.dispose()
    assert differences == []


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out SQLite's index of words, which is made of tables of its own."""
    return kind != "table" or not (name or "").startswith("search_index")


async def test_a_database_of_a_newer_program_is_left_alone(empty: str) -> None:
    def from_the_future(page: Page) -> None:
        page.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    async with Book(empty) as book:
        await book.run(from_the_future)
    with pytest.raises(BadInput, match="made by a newer svarfrist"):
        async with Book(empty):
            pass


@pytest.mark.postgres
async def test_a_server_that_is_not_there_is_told_in_one_line_without_the_password() -> None:
    with pytest.raises(TryLater) as told:
        async with Book("postgresql://anna:hemmelig@127.0.0.1:9/svarfrist"):
            pass
    assert "\n" not in str(told.value)
    assert "hemmelig" not in str(told.value)
    assert "127.0.0.1" in str(told.value)


@pytest.mark.postgres
async def test_a_database_that_is_not_there_is_told_in_one_line(postgres: Postgres) -> None:
    with pytest.raises(TryLater, match='"nowhere" does not exist') as told:
        async with Book(postgres.url("nowhere")):
            pass
    assert "\n" not in str(told.value)


async def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Kære Mentorix, jeg vil gerne klage.\n" * 200, "utf-8")
    before = letter.read_bytes()
    with pytest.raises(IntakeError, match=r"letter\.txt cannot be opened"):
        async with Book(f"sqlite:///{letter}"):
            pass
    assert letter.read_bytes() == before


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match="SVARFRIST_DATABASE"):
        async with Book(f"sqlite:///{tmp_path / 'file' / 'book.db'}"):
            pass


def _at_edition(page: Page, edition: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = page._connection
    command.downgrade(config, edition)


OLD_CASE = text(
    "INSERT INTO case_file (organisation, id, number, kind, status, live, thread_id, opened_for, language, queue, "
    "received_at, met, missing, flags, policy_version, chain_head, events) VALUES "
    "('mentorix', :id, :number, 'complaint', :status, :live, 1, 1, 'da', 'q', :at, '[]', '[]', '[]', '1', '', 0)"
)
OLD_EVENT = text(
    "INSERT INTO event (organisation, case_id, seq, at, verb, actor, data, hash) "
    "VALUES ('mentorix', :id, :seq, :at, 'heard', 'us', '{}', '')"
)


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # as above
async def test_cases_that_were_over_before_retention_was_kept_are_over_since_their_last_event(database: str) -> None:
    def before(page: Page) -> None:
        _at_edition(page, "0003")
        for id_, status in ((1, "closed"), (2, "open")):
            case = {"id": id_, "number": f"MX-26-{id_}", "status": status, "live": status == "open"}
            page.execute(OLD_CASE, {**case, "at": "2026-03-02 10:00:00"})
            for seq in (1, 2):
                page.execute(OLD_EVENT, {"id": id_, "seq": seq, "at": f"2026-03-0{seq} 10:00:00"})

    async with Book(database) as book:
        await book.run(before)
    async with Book(database) as book:
        rows = await book.read(lambda page: page.all(select(CASE.c.id, CASE.c.over_at).order_by(CASE.c.id)))
    assert [(row.id, row.over_at and row.over_at.day) for row in rows] == [(1, 2), (2, None)]
