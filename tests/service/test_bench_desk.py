"""`svarfrist bench fill` and `bench desk`: a database as a service would have written it, every page of the desk."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from cases.errors import BadInput, TryLater
from service.bench.desk import bench_desk, table
from service.bench.fill import fill
from storage.audit import Walked, breaks
from storage.book import Book
from storage.page import Page
from storage.policies import SHIPPED, read_policies
from storage.search_tables import SEARCHED
from storage.tables import CASE, CLOCK, EVENT, MESSAGE, THREAD

CASES = 60


def quiet(_line: str) -> None:
    """Say nothing."""


@pytest.fixture
def filled(tmp_path: Path) -> str:
    """Give a small database that was filled."""
    database = f"sqlite:///{tmp_path / 'filled.db'}"
    assert fill(database, CASES, quiet)["cases"] == CASES
    return database


async def test_what_is_filled_in_is_as_the_service_would_have_written_it(filled: str) -> None:
    async with Book(filled) as book:
        counts = await book.read(_counts)
        for organisation in read_policies(SHIPPED):
            walked = Walked()
            assert (await book.read(_breaks, organisation, walked), walked.cases) == ([], CASES // 5)
    assert (counts["case_file"], counts["thread"], counts["searched"]) == (CASES, CASES, CASES)
    assert counts["message"] >= CASES
    assert counts["event"] >= 4 * CASES
    assert 0 < counts["clock"] <= CASES


def _breaks(page: Page, organisation: str, walked: Walked) -> list[Any]:
    return list(breaks(page, organisation, walked))


def _counts(page: Page) -> dict[str, int]:
    tables = (CASE, THREAD, MESSAGE, CLOCK, EVENT, SEARCHED)
    return {table.name: page.all(select(func.count()).select_from(table))[0][0] for table in tables}


def test_the_same_is_filled_in_each_time(tmp_path: Path) -> None:
    async def numbers(name: str) -> list[Any]:
        database = f"sqlite:///{tmp_path / name}"
        fill(database, 10, quiet)
        async with Book(database) as book:
            return await book.read(lambda page: [tuple(row) for row in page.all(select(CASE.c.name, CASE.c.kind))])

    assert asyncio.run(numbers("one.db")) == asyncio.run(numbers("two.db"))


def test_what_is_not_empty_is_left_alone(filled: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        fill(filled, 1, quiet)


async def test_where_nothing_is_there_is_nothing_to_measure(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'empty.db'}"
    async with Book(database):
        pass
    with pytest.raises(TryLater, match="bench fill"):
        await bench_desk(database, 1, quiet)


async def test_every_sort_of_page_is_measured(filled: str) -> None:
    figures = await bench_desk(filled, 1, quiet)
    assert figures["cases"] == CASES
    assert figures["large"] == []
    asked = {"queue, all", "case", "case, a long history", "reports", "people", "outbox", "calendar"}
    assert asked <= set(figures["pages"])
    assert all(one["pages"] for one in figures["pages"].values())
    assert len(table(figures).splitlines()) == len(figures["pages"]) + 2
