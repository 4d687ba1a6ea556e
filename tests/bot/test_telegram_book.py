"""What Telegram writes into the case book: once each, and for whoever is there."""

from datetime import timedelta

import pytest

from bot import telegram_book as telegram
from bot.telegram_book import Came
from bot.telegram_reading import Posted
from cases.chat import Chat, Say, Side
from cases.errors import NotAllowed
from cases.message import Channel
from cases.office import Office
from intake.chat_shown import shown
from storage import chats
from storage.book import Book
from storage.erasing_chats import erase_chat
from tests.builders import AT

HELLO = Posted("4711", 1, "da", AT, "Jeg vil klage")
NAME = "77-1-aa-bb"


@pytest.fixture
def office(offices: dict[str, Office]) -> Office:
    """Give Mentorix."""
    return offices["mentorix"]


async def opened(book: Book, office: Office, one: Posted = HELLO, name: str = NAME) -> Chat:
    return await book.run(telegram.opened, office, one, name, AT)


async def said(book: Book, chat: Chat) -> list[tuple[Side, str]]:
    """Give who said what, by its code."""
    lines = await book.read(chats.lines, chat.organisation, chat.id)
    return [(line.side, line.say.name if line.say else "") for line in lines]


async def waiting(book: Book) -> int:
    """Count the chats that are to be written to."""
    return len(await book.read(chats.with_unshown, Channel.TELEGRAM, ["mentorix"], AT, 9))


async def test_a_conversation_begins_with_the_greeting_and_only_once(book: Book, office: Office) -> None:
    chat = await opened(book, office)
    assert await opened(book, office) == chat
    assert await said(book, chat) == [(Side.PROGRAM, "greeting")]
    assert (chat.dialogue.language, chat.address, chat.is_there(AT)) == ("da", "4711", True)


async def test_a_start_that_is_brought_again_greets_once_and_a_later_one_again(book: Book, office: Office) -> None:
    start = Posted("4711", 1, "da", AT, "/start")
    chat = await opened(book, office, start)
    assert await book.read(telegram.new_in, chat, start, NAME) is None
    later = Posted("4711", 2, "da", AT, "/start")
    for _ in range(2):
        await book.run(telegram.keep, chat, Came("77-2-aa-bb", AT, says=(Say("greeting"),)), AT)
    assert await book.read(telegram.new_in, chat, later, "77-2-aa-bb") is None
    assert await said(book, chat) == [(Side.PROGRAM, "greeting")] * 2


async def test_a_language_that_the_organisation_has_not_is_english(book: Book, office: Office) -> None:
    assert (await opened(book, office, Posted("5", 1, "uk", AT, "Добрий день"))).dialogue.language == "en"


async def test_a_message_is_kept_once_with_what_is_said_of_it_before_it(book: Book, office: Office) -> None:
    chat = await opened(book, office)
    came = Came(NAME, AT - timedelta(hours=1), b"raw", (Say("file_large"),))
    for _ in range(2):
        await book.run(telegram.keep, chat, came, AT)
    assert await said(book, chat) == [(Side.PROGRAM, "greeting"), (Side.PROGRAM, "file_large"), (Side.PERSON, "")]
    assert await book.read(telegram.new_in, chat, HELLO, NAME) is None


async def test_after_the_conversation_was_erased_a_new_one_begins(book: Book, office: Office) -> None:
    chat = await opened(book, office)
    await book.run(erase_chat, "mentorix", chat.thread)
    with pytest.raises(NotAllowed):
        await book.run(telegram.keep, chat, Came(NAME, AT, b"raw"), AT)
    assert (await opened(book, office)).id != chat.id


async def test_whoever_blocked_the_bot_is_written_to_again_once_they_let_it(book: Book, office: Office) -> None:
    chat = await opened(book, office)
    assert await waiting(book) == 1
    await book.run(telegram.left, office, "4711", AT)
    assert await waiting(book) == 0
    await book.run(telegram.returned, "mentorix", "4711", AT)
    assert await waiting(book) == 1
    await book.run(shown, chat.id, 1, office, AT)
    assert await waiting(book) == 0


async def test_who_writes_has_not_blocked_the_bot_any_longer(book: Book, office: Office) -> None:
    await opened(book, office)
    await book.run(telegram.left, office, "4711", AT)
    assert (await opened(book, office)).id
    assert await waiting(book) == 1


async def test_a_stranger_who_comes_and_goes_leaves_nothing(book: Book, office: Office) -> None:
    await book.run(telegram.left, office, "4712", AT)
    await book.run(telegram.returned, "mentorix", "4712", AT)
    assert await book.read(chats.by_address, "mentorix", Channel.TELEGRAM, "4712") is None
