"""Who has a conversation open is there, for as long as they have, and not when nobody serves them any more."""

from datetime import timedelta

import pytest

from bot.conversations import THERE_FOR, Conversations
from bot.presence import Presence
from cases.chat import Chat
from cases.message import Channel
from cases.office import Office
from intake.chat_line import Beginning, begin
from storage import chats
from storage.book import Book
from tests.at_work import MovedClock, working
from tests.smtp import until


class Somebody:
    """A person with a conversation, and a service that watches over who is there."""

    def __init__(self, book: Book, offices: dict[str, Office]) -> None:
        self.clock = MovedClock()
        self.book = book
        self.presence = Presence(Conversations(book, offices, self.clock))

    async def begins(self) -> Chat:
        """Begin a conversation."""
        return await self.book.run(begin, Beginning("mentorix", Channel.CHAT, "da"), self.clock.now)

    async def is_there(self, chat: Chat) -> bool:
        """Say whether it is written down that they are there."""
        found = await self.book.read(chats.find, "mentorix", chat.id)
        return found is not None and found.is_there(self.clock.now)


@pytest.fixture
def somebody(book: Book, offices: dict[str, Office]) -> Somebody:
    """Give somebody."""
    return Somebody(book, offices)


async def test_who_stays_is_there_for_as_long_as_they_stay(somebody: Somebody) -> None:
    chat = await somebody.begins()
    async with working(somebody.presence.run(0.01)), somebody.presence.of(chat):
        assert await somebody.is_there(chat)
        for _ in range(3):
            somebody.clock.now += THERE_FOR + timedelta(hours=1)
            await until(lambda: somebody.is_there(chat), "stay")


async def test_who_leaves_is_gone_unless_they_have_it_open_elsewhere(somebody: Somebody) -> None:
    chat = await somebody.begins()

    async def is_gone() -> bool:
        return not await somebody.is_there(chat)

    async with working(somebody.presence.run(60)):
        async with somebody.presence.of(chat):
            async with somebody.presence.of(chat):
                pass
            somebody.clock.now += timedelta(seconds=1)
            assert await somebody.is_there(chat)
        await until(is_gone, "leave")


async def test_when_the_service_stops_nobody_is_there(somebody: Somebody) -> None:
    chat = await somebody.begins()
    async with somebody.presence.of(chat):
        async with working(somebody.presence.run(60)) as (running,):
            await until(lambda: somebody.is_there(chat), "come")
            assert not running.done()
        assert not await somebody.is_there(chat)


async def test_a_service_that_dies_leaves_nobody_there_for_long(somebody: Somebody) -> None:
    chat = await somebody.begins()
    async with somebody.presence.of(chat):
        somebody.clock.now += THERE_FOR
        assert not await somebody.is_there(chat)
