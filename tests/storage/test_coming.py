"""What comes next can be asked for: the clock to look at, and the letter that may leave."""

from datetime import timedelta

import pytest

from cases.message import Channel
from cases.policy import ClockName
from storage import clocks, outbox
from storage.book import Book
from tests.builders import AT
from tests.storage.written import a_clock, write_case, write_reply

HOUR = timedelta(hours=1)


async def test_without_clocks_there_is_nothing_to_look_at(book: Book) -> None:
    assert await book.read(clocks.next_look) is None


async def test_the_earliest_look_of_all_organisations_comes_next(book: Book) -> None:
    handling = a_clock(ClockName.HANDLING)
    await book.run(write_case, (a_clock(), AT + 3 * HOUR), (handling, None))
    await book.run(write_case, (a_clock(), AT + 2 * HOUR), organisation="metier", number="ME-26-100200")
    assert await book.read(clocks.next_look) == AT + 2 * HOUR


async def test_a_clock_that_stopped_is_not_looked_at(book: Book) -> None:
    await book.run(write_case, (a_clock(), AT + HOUR))
    await book.run(clocks.stop, "mentorix", [(1, ClockName.ANSWER)], AT)
    assert await book.read(clocks.next_look) is None


@pytest.fixture
async def opened(book: Book) -> Book:
    """Give a book with one case in it."""
    await book.run(write_case)
    return book


async def test_drafts_and_letters_that_left_do_not_wait_to_leave(opened: Book) -> None:
    await opened.run(write_reply, released=False)
    letter = await opened.run(write_reply, cause="message 2")
    await opened.run(outbox.mark_sent, "mentorix", letter, AT)
    assert await opened.read(outbox.next_departure, Channel.MAIL) is None


async def test_the_letter_that_may_leave_first_comes_next(opened: Book) -> None:
    for hours in (5, 2, 9):
        await opened.run(write_reply, cause=f"message {hours}", not_before=AT + hours * HOUR)
    assert await opened.read(outbox.next_departure, Channel.MAIL) == AT + 2 * HOUR


async def test_each_channel_has_its_own_next_letter(opened: Book) -> None:
    await opened.run(write_reply, channel=Channel.CHAT)
    assert await opened.read(outbox.next_departure, Channel.MAIL) is None
    assert await opened.read(outbox.next_departure, Channel.CHAT) == AT
