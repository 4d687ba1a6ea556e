"""What left without a person is counted by the address, its domain and the conversation, quickly."""

from datetime import datetime, timedelta

import pytest

from cases.message import Channel
from storage import outbox, traffic
from storage.book import Book
from storage.page import Page
from tests.builders import AT
from tests.storage.written import write_case, write_reply

HOUR = timedelta(hours=1)
OURS = "mentorix"


@pytest.fixture
async def book(book: Book) -> Book:
    """Give a book in which letters left at eleven, at half past eleven and at half past twelve."""
    await book.run(_write)
    return book


def _write(page: Page) -> None:
    write_case(page)
    write_case(page, id=2, number="MX-26-481904", thread=2)
    for place, minutes in enumerate((0, 30, 90)):
        write_reply(page, cause=f"message {place}", not_before=AT + timedelta(minutes=minutes))
    write_reply(page, cause="a draft", released=False, not_before=AT + HOUR)
    write_reply(page, cause="to somebody else", recipient="bo@example.org", not_before=AT, case=2, thread=2)


async def counted(book: Book, address: str, since: datetime = AT, organisation: str = OURS) -> int:
    return await book.read(traffic.to_address, organisation, address, since)


async def everything(
    book: Book,
    organisation: str = OURS,
    thread: int = 1,
    since: tuple[datetime, datetime] = (AT, AT),
    most: int = 9,
) -> traffic.Sent:
    to = traffic.To("anna@example.org", "example.org", thread)
    return await book.read(traffic.sent, organisation, to, since, most)


async def test_what_the_caps_are_measured_by_is_counted_in_one_look(book: Book) -> None:
    assert await everything(book, since=(AT + HOUR, AT)) == traffic.Sent(hour=1, day=3, domain=1, conversation=3)
    assert await everything(book, "mentor") == traffic.Sent(0, 0, 0, 0)


async def test_letters_to_an_address_are_counted_from_an_instant(book: Book) -> None:
    for since, expected in ((AT, 3), (AT + HOUR, 1), (AT + 2 * HOUR, 0)):
        assert await counted(book, "anna@example.org", since) == expected
    assert await counted(book, "anna@example.org", organisation="mentor") == 0


@pytest.mark.parametrize("written", ["Anna@Example.ORG", "anna+ticket.17@example.org", " anna+a@example.org"])
async def test_an_address_is_the_same_however_it_is_written(book: Book, written: str) -> None:
    await book.run(write_reply, cause="another", recipient=written)
    assert await counted(book, "anna@example.org") == 4


async def test_a_draft_counts_once_somebody_lets_it_go_and_then_as_a_persons_letter(book: Book) -> None:
    draft = await book.run(write_reply, cause="another draft", released=False)
    entry = await book.read(outbox.find, OURS, draft)
    assert entry
    await book.run(outbox.release, entry, "staff 7", AT + HOUR)
    assert await counted(book, "anna@example.org") == 3


async def test_a_draft_that_is_taken_back_never_left(book: Book) -> None:
    await book.run(outbox.drop, OURS, (1,))
    assert await counted(book, "anna@example.org") == 3


async def test_letters_that_wait_for_their_hour_count(book: Book) -> None:
    await book.run(write_reply, cause="tomorrow", not_before=AT + 24 * HOUR)
    assert await counted(book, "anna@example.org", AT + 23 * HOUR) == 1


async def test_letters_to_a_domain_are_counted_and_no_more_than_are_asked_for(book: Book) -> None:
    await book.run(write_reply, cause="elsewhere", recipient="carl@other.example")
    for most, expected in ((9, 4), (4, 4), (2, 2)):
        assert (await everything(book, most=most)).domain == expected
    assert (await everything(book, organisation="mentor")).domain == 0


async def test_letters_of_a_conversation_are_counted_but_not_those_to_our_own_people(book: Book) -> None:
    for reply in traffic.INTERNAL:
        await book.run(write_reply, reply=reply, recipient="office@mentorix.example")
    assert (await everything(book)).conversation == 3
    assert (await everything(book, since=(AT + HOUR, AT + HOUR))).conversation == 1
    assert (await everything(book, thread=2)).conversation == 1


async def test_a_letter_to_nobody_counts_for_nobody(book: Book) -> None:
    await book.run(write_reply, cause="in a chat", recipient=None, channel=Channel.CHAT)
    assert await counted(book, "anna@example.org") == 3
    assert (await everything(book)).domain == 4
