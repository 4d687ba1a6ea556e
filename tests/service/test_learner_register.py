"""A large register is imported while letters come in: they wait for a piece of it and never for the whole."""

import asyncio
from pathlib import Path

import pytest

from cases.learner import Learner
from service.learner_register import Importing, enrol
from storage import learners
from storage.book import Book
from storage.enrolling import AT_ONCE
from storage.page import Page
from tests.builders import AT
from tests.storage.written import write_arrival

MANY = 10_000
FEW = AT_ONCE + 1


def _people(count: int, host: str) -> dict[str, Learner]:
    names = (f"l{number}" for number in range(count))
    return {name: Learner(name, f"Anna Holm {name}", f"{name}@{host}") for name in names}


def _moved(page: Page) -> tuple[bool, ...]:
    """Say of the first, of one in the middle and of the last whether the new register is seen."""
    return tuple(
        bool(learners.by_address(page, "mentorix", f"l{place}@new.example")) for place in (0, FEW - 1, MANY - 1)
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_letters_come_in_between_the_pieces_of_a_large_register(book: Book, database: str) -> None:
    """Ten thousand people; nobody sees some of them with the old and some with the new address."""
    importing = Importing("mentorix", Path("register.csv"), replace=True)
    await enrol(book, importing, _people(FEW, "old.example"), AT)
    async with Book(database) as service:
        work = asyncio.create_task(enrol(book, importing, _people(MANY, "new.example"), AT))
        letters, seen = 0, set()
        while not work.done():
            await service.run(write_arrival)
            letters += 1
            seen.add(await service.read(_moved))
    assert len((await work).changed) == FEW
    assert await book.read(_moved) == (True, True, True)
    assert seen <= {(False, False, False), (True, True, True)}
    assert letters >= MANY // AT_ONCE
