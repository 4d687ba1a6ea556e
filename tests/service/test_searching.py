"""`svarfrist search rebuild`: whatever became of the index, every case is found again, once; what is erased is not."""

import asyncio
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from cases.office import Office
from cases.search import wanted
from service.cli import main
from service.searching import catch_up, rebuild
from storage import erasing, search, search_due
from storage.book import Book
from storage.page import Page
from storage.policies import SHIPPED, read_policies
from storage.search import At, Scope
from storage.search_tables import SEARCHED
from tests.builders import a_reading
from tests.intake.scene import Scene

QUEUES = tuple(queue.id for queue in read_policies(SHIPPED)["mentorix"].queues)
HERE = Scope("mentorix", QUEUES, (), 7)


def found(page: Page, words: str) -> list[int]:
    """Give the cases that have some words."""
    hits, more = search.find(page, HERE, wanted(words), At(), (20, lambda _hit: True))
    assert more is None
    return sorted(hit.case for hit in hits)


async def opened(scene: Scene, words: str) -> int:
    """Let a letter with some words open a case, and be indexed."""
    case = await scene.opened(a_reading(text=words))
    await catch_up(scene.book)
    return case.id


def damage(page: Page) -> None:
    """Let one case be missing in the index, and another stand there with what nobody said."""
    first, second = (row.case_id for row in page.all(select(SEARCHED.c.case_id).order_by(SEARCHED.c.case_id).limit(2)))
    page.execute(delete(SEARCHED).where(SEARCHED.c.case_id == first))
    page.execute(update(SEARCHED).where(SEARCHED.c.case_id == second).values(text="zyxwvut", words="zyxwvut"))


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book."""
    return Scene(book, offices["mentorix"])


async def test_after_a_rebuild_every_case_is_found_again_once(scene: Scene) -> None:
    cases = [
        await opened(scene, f"Kurset i Horsens var for dyrt. {word}") for word in ("Solsort", "Gråspurv", "Musvit")
    ]
    await scene.book.run(damage)
    assert await scene.book.read(found, "Horsens") != cases
    assert await rebuild(scene.book) == len(cases)
    assert await scene.book.read(found, "Horsens") == cases
    assert [await scene.book.read(found, word) for word in ("Solsort", "Gråspurv", "zyxwvut")] == [
        [cases[0]],
        [cases[1]],
        [],
    ]
    assert not await scene.book.read(search_due.waits)


async def test_rebuilding_twice_changes_nothing(scene: Scene) -> None:
    case = await opened(scene, "Kurset i Horsens var for dyrt.")
    assert [await rebuild(scene.book), await rebuild(scene.book)] == [1, 1]
    assert await scene.book.read(found, "Horsens") == [case]


async def test_what_is_erased_is_not_found_after_a_rebuild(scene: Scene) -> None:
    case = await scene.opened(a_reading(text="Kurset i Horsens var for dyrt."))
    await catch_up(scene.book)
    await scene.book.run(erasing.erase_case, case.organisation, case.id, case.number)
    assert await rebuild(scene.book) == 0
    assert await scene.book.read(found, "Horsens") == []


def test_the_command_says_how_many_conversations_were_indexed(
    tmp_path: Path, offices: dict[str, Office], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'book.db'}"

    async def two() -> None:
        async with Book(database) as book:
            scene = Scene(book, offices["mentorix"])
            for _ in range(2):
                await scene.opened(a_reading(text="Kurset i Horsens var for dyrt."))

    asyncio.run(two())
    monkeypatch.setenv("SVARFRIST_DATABASE", database)
    monkeypatch.setattr(sys, "argv", ["svarfrist", "search", "rebuild"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().out) == (0, "2 conversations indexed\n")
