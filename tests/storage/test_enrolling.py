"""A register is brought up to date in pieces, and is seen as it was until all of it is there."""

from datetime import timedelta

import pytest

from cases.errors import AlreadyDone
from cases.learner import Learner
from storage import enrolling, learners
from storage.book import Book
from storage.enrolling import Import
from storage.learner_tables import LEARNER
from storage.page import Page
from tests import registers
from tests.builders import AT

ANNA = Learner("1001", "Anna Holm", "anna@example.org")
MOVED = Learner("1001", "Anna Holm", "anna@new.example")
BO = Learner("1002", "Bo Lund", "bo@example.org")
LATER = AT + timedelta(days=1)


def _seen(page: Page) -> dict[str, str]:
    return {one.reference: one.address for one in learners.every(page, "mentorix")}


def _rows(page: Page) -> int:
    return len(page.all(LEARNER.select()))


async def _before(book: Book, *people: Learner) -> None:
    await book.run(registers.upsert, "mentorix", {one.reference: one for one in people}, AT)


async def _half_an_import(book: Book) -> Import:
    """Write a new person and a new address down, and note that Bo goes; that is as far as it comes."""
    one = await book.run(enrolling.begin, "mentorix", LATER)
    await book.run(enrolling.write, one, [MOVED, Learner("1003", "Ea Ørsted", "ea@example.org")], LATER)
    await book.run(enrolling.end, one, ["1002"])
    return one


async def test_nobody_sees_half_an_import(book: Book) -> None:
    await _before(book, ANNA, BO)
    one = await _half_an_import(book)
    assert await book.read(_seen) == {"1001": "anna@example.org", "1002": "bo@example.org"}
    assert await book.read(learners.by_address, "mentorix", "anna@new.example") == ()
    assert await book.read(learners.find, "mentorix", "Ea Ørsted") == ()
    await book.run(enrolling.hold, one, LATER)
    assert await book.read(_seen) == {"1001": "anna@new.example", "1003": "ea@example.org"}
    assert await book.read(learners.by_address, "mentorix", "anna@example.org") == ()
    assert (await book.read(learners.status, "mentorix")).imported_at == LATER


async def test_where_the_first_import_is_under_way_there_is_no_register_yet(book: Book) -> None:
    """Whoever writes meanwhile is not asked who they are because the list has not come as far as them."""
    one = await book.run(enrolling.begin, "mentorix", AT)
    await book.run(enrolling.write, one, [ANNA], AT)
    assert not await book.read(learners.has_any, "mentorix")
    assert await book.read(learners.status, "mentorix") == learners.Held(0, None)


async def test_after_an_import_that_broke_off_the_next_one_begins_anew(book: Book) -> None:
    await _before(book, ANNA, BO)
    await _half_an_import(book)
    again = await book.run(enrolling.begin, "mentorix", LATER)
    assert not await book.run(enrolling.clear, again)
    assert await book.read(_rows) == 2
    await book.run(enrolling.write, again, [MOVED], LATER)
    await book.run(enrolling.hold, again, LATER)
    assert await book.read(_seen) == {"1001": "anna@new.example", "1002": "bo@example.org"}


async def test_of_two_imports_the_later_one_counts_and_the_earlier_is_told(book: Book) -> None:
    first = await _half_an_import(book)
    second = await book.run(enrolling.begin, "mentorix", LATER)
    for step in (
        lambda page: enrolling.write(page, first, [BO], LATER),
        lambda page: enrolling.clear(page, first),
        lambda page: enrolling.hold(page, first, LATER),
    ):
        with pytest.raises(AlreadyDone, match="another import of this register"):
            await book.run(step)
    await book.run(enrolling.clear, second)
    await book.run(enrolling.hold, second, LATER)
    assert await book.read(_seen) == {}
    with pytest.raises(AlreadyDone):
        await book.run(enrolling.hold, second, LATER)


async def test_two_organisations_import_beside_each_other(book: Book) -> None:
    mine = await book.run(enrolling.begin, "mentorix", AT)
    theirs = await book.run(enrolling.begin, "metier", AT)
    await book.run(enrolling.write, theirs, [BO], AT)
    await book.run(enrolling.write, mine, [ANNA], AT)
    await book.run(enrolling.hold, mine, AT)
    assert await book.read(_seen) == {"1001": "anna@example.org"}
    assert not await book.read(learners.has_any, "metier")


async def test_what_a_register_held_before_is_taken_out(book: Book) -> None:
    await _before(book, ANNA, BO)
    one = await _half_an_import(book)
    await book.run(enrolling.hold, one, LATER)
    assert await book.read(_rows) == 4
    assert not await book.run(enrolling.tidy, "mentorix")
    assert await book.read(_rows) == 2


async def test_tidying_leaves_an_import_alone_that_has_begun_since(book: Book) -> None:
    await _before(book, ANNA, BO)
    one = await _half_an_import(book)
    await book.run(enrolling.tidy, "mentorix")
    await book.run(enrolling.hold, one, LATER)
    assert await book.read(_seen) == {"1001": "anna@new.example", "1003": "ea@example.org"}


async def test_a_course_forgotten_during_an_import_stays_forgotten(book: Book) -> None:
    """The sweep of the night meets an import: it works on what holds."""
    await _before(book, ANNA, BO)
    one = await book.run(enrolling.begin, "mentorix", LATER)
    await book.run(enrolling.write, one, [MOVED], LATER)
    await book.run(learners.prune, "mentorix", [BO])
    await book.run(enrolling.hold, one, LATER)
    assert await book.read(_seen) == {"1001": "anna@new.example"}
