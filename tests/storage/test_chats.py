"""Conversations by chat are found by what the other end has, and only while it holds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.chat import Chat, Dialogue, Say, Side
from cases.message import Channel
from storage import chat_arrivals, chats, threads
from storage.book import Book
from storage.chats import Door, Line
from storage.page import Page
from storage.threads import Thread
from tests.builders import AT

HERE = "mentorix"
DAY = timedelta(days=1)
HOLDS = Door("digest", AT + DAY)


def write_chat(page: Page, /, id_: int = 7, door: Door = HOLDS, **changed: object) -> Chat:
    """Begin a conversation in a thread of the same number."""
    threads.begin(page, HERE, Thread(id_, f"token{id_}", None))
    chat = replace(Chat(HERE, id_, Channel.CHAT, id_, Dialogue("da", asked=("name",)), AT), **changed)  # type: ignore[arg-type]
    chats.begin(page, chat, door)
    return chat


def write_lines(page: Page, chat: Chat, *lines: Line) -> tuple[Line, ...]:
    """Write lines at its end."""
    return chats.append(page, chat, lines, AT)


async def test_a_secret_opens_its_conversation_while_it_holds(book: Book) -> None:
    chat = await book.run(write_chat)
    assert await book.read(chats.by_secret, HERE, "digest", AT) == chat
    assert await book.read(chats.by_secret, HERE, "digest", AT + DAY) is None
    assert await book.read(chats.by_secret, "mentor", "digest", AT) is None
    assert await book.read(chats.by_secret, HERE, "", AT) is None


async def test_another_secret_opens_it_from_then_on_and_the_first_no_more(book: Book) -> None:
    chat = await book.run(write_chat)
    await book.run(chats.set_door, HERE, chat.id, Door("other", AT + 2 * DAY))
    assert await book.read(chats.by_secret, HERE, "digest", AT) is None
    assert await book.read(chats.by_secret, HERE, "other", AT + DAY) == chat


async def test_an_address_of_a_channel_leads_to_its_latest_conversation(book: Book) -> None:
    await book.run(write_chat, 7, Door(), address="4711", channel=Channel.TELEGRAM)
    later = await book.run(write_chat, 8, Door(), address="4711", channel=Channel.TELEGRAM)
    assert await book.read(chats.by_address, HERE, Channel.TELEGRAM, "4711") == later
    assert await book.read(chats.by_address, HERE, Channel.CHAT, "4711") is None
    assert await book.read(chats.by_address, HERE, Channel.TELEGRAM, "") is None


async def test_lines_have_their_numbers_in_the_order_in_which_they_were_written(book: Book) -> None:
    chat = await book.run(write_chat)
    person = Line(AT, Side.PERSON, arrival=5, client="c1")
    first = await book.run(write_lines, chat, person, Line(AT, Side.PROGRAM, say=Say("noted", {"language": "da"})))
    (third,) = await book.run(write_lines, chat, replace(person, arrival=6, client="c2"))
    assert [one.seq for one in (*first, third)] == [1, 2, 3]
    assert await book.read(chats.lines, HERE, chat.id) == (*first, third)
    assert await book.read(chats.lines, HERE, chat.id, 2) == (third,)
    assert await book.read(chat_arrivals.places, [(HERE, 6), (HERE, 99)]) == {(HERE, 6): (chat.id, 3)}
    assert await book.read(chats.next_unheard, chat) == 1
    assert await book.read(chats.next_unheard, replace(chat, heard=1)) == 3
    assert await book.read(chats.next_unheard, replace(chat, heard=3)) is None


async def test_how_far_a_conversation_has_come_is_kept(book: Book) -> None:
    chat = await book.run(write_chat)
    come = replace(chat, dialogue=replace(chat.dialogue, asking="email", again=2, human=True), heard=4, shown=3)
    await book.run(chats.keep, come)
    assert await book.read(chats.find, HERE, chat.id) == come


async def test_a_conversation_is_found_by_the_thread_that_it_was_joined_to(book: Book) -> None:
    chat = await book.run(write_chat)
    await book.run(threads.begin, HERE, Thread(9, "token9", None))
    await book.run(threads.join, HERE, chat.thread, 9)
    assert await book.read(chats.of_thread, HERE, 9) == chat
    assert await book.read(chats.thread_of, chat) == 9


@pytest.mark.parametrize(("hours", "there"), [(-1, False), (0, False), (1, True), (None, False)])
async def test_somebody_is_there_until_they_are_not(book: Book, hours: int | None, *, there: bool) -> None:
    chat = await book.run(write_chat)
    if hours is not None:
        await book.run(chats.present, HERE, chat.id, AT + timedelta(hours=hours))
    found = await book.read(chats.find, HERE, chat.id)
    assert found
    assert found.is_there(AT) is there
