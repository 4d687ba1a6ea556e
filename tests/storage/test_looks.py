"""Looks that wait: taken by one node at a time, freed when it dies, gone once the result is written."""

import os
from datetime import datetime, timedelta

import pytest

from cases.files import CLEAN, UNCHECKED
from storage import attachments, looks, numbers
from storage.book import Book
from storage.claims import release_dead, release_own, where
from storage.looks import LEASE, VIRUS, Look
from tests.builders import AT
from tests.storage.written import TO_ANNA, write_message

ORGANISATIONS = ("mentorix", "metier")


async def claimed(book: Book, node: str = "a:1:x", now: datetime = AT, limit: int = 9) -> list[int]:
    taken = await book.run(looks.claim, VIRUS, ORGANISATIONS, (node, now), limit)
    return [look.message for look in taken]


@pytest.fixture
async def book(book: Book) -> Book:
    """Give a book in which three messages wait."""
    for number in (1, 2, 3):
        await book.run(write_message, number, AT + timedelta(seconds=number))
    return book


async def test_a_look_keeps_whom_its_result_may_be_told(book: Book) -> None:
    (look, *_) = await book.run(looks.claim, VIRUS, ORGANISATIONS, ("a:1:x", AT), 9)
    assert look == Look("mentorix", 1, VIRUS, AT + timedelta(seconds=1), 0, TO_ANNA)


async def test_what_waits_longest_is_taken_first_and_by_nobody_else(book: Book) -> None:
    assert await claimed(book, limit=2) == [1, 2]
    assert await claimed(book, "b:2:y") == [3]
    assert await claimed(book, "c:3:z") == []


async def test_a_look_of_an_organisation_that_is_not_at_work_here_is_left_alone(book: Book) -> None:
    await book.run(write_message, 4, AT, "elsewhere")
    assert await claimed(book) == [1, 2, 3]


async def test_a_claim_ends_with_its_lease(book: Book) -> None:
    await claimed(book)
    assert await claimed(book, "b:2:y", AT + LEASE) == []
    assert await claimed(book, "b:2:y", AT + LEASE + timedelta(seconds=1)) == [1, 2, 3]


async def test_a_node_that_died_here_holds_nothing_and_one_that_stops_lets_go(book: Book) -> None:
    await claimed(book, f"{where()}:{os.getpid()}:earlier")
    assert await book.run(release_dead, f"{where()}:{os.getpid()}:now") == 3
    assert await claimed(book, "b:2:y") == [1, 2, 3]
    await book.run(release_own, "b:2:y")
    assert await claimed(book, "c:3:z") == [1, 2, 3]


async def test_a_claim_is_renewed_by_who_holds_it_and_by_nobody_else(book: Book) -> None:
    (look,) = await book.run(looks.claim, VIRUS, ORGANISATIONS, ("a:1:x", AT), 1)
    half = AT + LEASE / 2
    assert await book.run(looks.renew, look, ("a:1:x", half))
    assert not await book.run(looks.renew, look, ("b:2:y", half))
    assert 1 not in await claimed(book, "b:2:y", AT + LEASE + timedelta(seconds=1))
    assert 1 in await claimed(book, "c:3:z", half + LEASE + timedelta(seconds=1))
    assert not await book.run(looks.renew, look, ("a:1:x", half + LEASE))
    await book.run(looks.take, "mentorix", 1, VIRUS)
    assert not await book.run(looks.renew, look, ("c:3:z", half + LEASE))


async def test_what_was_put_off_waits_and_counts_as_tried_what_was_let_go_does_not(book: Book) -> None:
    first, second, third = await book.run(looks.claim, VIRUS, ORGANISATIONS, ("a:1:x", AT), 9)
    await book.run(looks.put_off, first, AT + timedelta(minutes=1))
    await book.run(looks.let_go, (second, third))
    assert await claimed(book, now=AT + timedelta(seconds=30)) == [2, 3]
    later = await book.run(looks.claim, VIRUS, ORGANISATIONS, ("a:1:x", AT + timedelta(hours=1)), 9)
    assert {look.message: look.attempts for look in later} == {1: 1, 2: 1, 3: 1}


async def test_letting_nothing_go_is_nothing(book: Book) -> None:
    await book.run(looks.let_go, ())
    assert await claimed(book) == [1, 2, 3]


async def test_a_look_is_struck_out_once(book: Book) -> None:
    taken = await book.run(looks.take, "mentorix", 2, VIRUS)
    assert taken
    assert taken.answer == TO_ANNA
    assert await book.run(looks.take, "mentorix", 2, VIRUS) is None
    assert await claimed(book) == [1, 3]


async def test_it_is_known_what_waits_and_since_when(book: Book) -> None:
    waiting = await book.read(looks.waiting, "mentorix", (2, 3, 99))
    assert waiting == {2: AT + timedelta(seconds=2), 3: AT + timedelta(seconds=3)}
    assert await book.read(looks.waiting, "metier", (2, 3)) == {}
    assert await book.read(looks.waiting, "mentorix", ()) == {}
    assert await book.read(looks.oldest, VIRUS) == AT + timedelta(seconds=1)
    assert (await book.read(numbers.of_now, AT + timedelta(hours=1))).files_waiting == 3


async def test_where_nothing_waits_nothing_is_oldest(book: Book) -> None:
    for number in (1, 2, 3):
        await book.run(looks.take, "mentorix", number, VIRUS)
    assert await book.read(looks.oldest, VIRUS) is None


async def test_what_was_found_stands_with_the_letter_and_with_each_file(book: Book) -> None:
    assert await book.read(attachments.parts, "mentorix", 1) == ((2, "aa"), (3, "bb"))
    await book.run(attachments.mark, "mentorix", 1, "Eicar", {2: CLEAN, 3: "Eicar"})
    await book.run(attachments.mark, "mentorix", 2, CLEAN, {2: "Eicar", 3: UNCHECKED})
    await book.run(attachments.mark, "mentorix", 3, UNCHECKED, {2: CLEAN, 3: UNCHECKED})
    assert await book.read(attachments.quarantined, "mentorix", (1, 2, 3)) == {1, 2}
    assert await book.read(attachments.quarantined, "mentorix", (3, 2)) == {2}
    assert await book.read(attachments.quarantined, "metier", (1, 2)) == frozenset()
    assert await book.read(attachments.quarantined, "mentorix", ()) == frozenset()


async def test_a_letter_without_files_is_marked_too(book: Book) -> None:
    await book.run(attachments.mark, "mentorix", 1, "Eicar", {})
    assert await book.read(attachments.quarantined, "mentorix", (1,)) == {1}
