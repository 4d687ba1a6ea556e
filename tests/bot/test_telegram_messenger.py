"""What writes to people on Telegram: to whoever is there, in their language, until Telegram has it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import telegram_book
from bot.telegram import Account
from bot.telegram_messenger import Messenger
from bot.telegram_pace import Pace
from bot.telegram_reading import Posted
from bot.telegram_refusals import is_final, seconds_of
from bot.testing import BotApi, serving
from bot.testing_server import Refusal
from cases.chat import Chat
from cases.message import Channel
from cases.office import Office
from service.telegrams import bot_of
from storage import chats
from storage.book import Book
from storage.claims import Node
from tests.at_work import working
from tests.builders import AT
from tests.smtp import until


@pytest.fixture
def office(offices: dict[str, Office]) -> Office:
    """Give Mentorix."""
    return offices["mentorix"]


@asynccontextmanager
async def writing(api: BotApi, book: Book, office: Office) -> AsyncIterator[None]:
    """Let a messenger work that needs not rest between two messages."""
    async with serving(api) as address:
        bot = bot_of(api.token, address)
        account = Account("mentorix", bot, b"key")
        async with working(Messenger(account, office, book, Node("here:1:a", lambda: AT), Pace(gap=0)).run()):
            yield
        await bot.request.shutdown()


async def greeted(book: Book, office: Office, address: int, language: str = "da") -> Chat:
    """Begin a conversation, in which the greeting is to be written."""
    one = Posted(str(address), 1, language, AT, "/start")
    return await book.run(telegram_book.opened, office, one, f"77-{address}-aa-bb", AT)


async def is_there(book: Book, chat: Chat) -> bool:
    found = await book.read(chats.find, "mentorix", chat.id)
    assert found
    return found.is_there(AT)


async def test_each_is_written_to_in_their_language_and_what_telegram_has_is_noted(book: Book, office: Office) -> None:
    api = BotApi()
    anna, sam = api.person(), api.person()
    api.met |= {anna.id, sam.id}
    await greeted(book, office, anna.id)
    async with writing(api, book, office):
        await until(lambda: anna.heard, "the greeting that waited is written")
        await greeted(book, office, sam.id, "en")
        await until(lambda: sam.heard, "one that comes is written at once")

        async def noted() -> bool:
            waiting = await book.read(chats.with_unshown, Channel.TELEGRAM, ["mentorix"], AT, 9)
            return not waiting

        await until(noted, "all is noted")
    async with writing(api, book, office):
        await greeted(book, office, api.person().id)
    assert [one.text[:3] for one in api.sent] == ["Hej", "Hel"]


@pytest.mark.parametrize("known", [False, True])
async def test_who_cannot_be_written_to_is_taken_to_have_left(book: Book, office: Office, known: bool) -> None:  # noqa: FBT001
    api = BotApi()
    anna = api.person()
    if known:
        api.met.add(anna.id)
        api.blocked.add(anna.id)
    chat = await greeted(book, office, anna.id)
    async with writing(api, book, office):

        async def left() -> bool:
            return not await is_there(book, chat)

        await until(left, "it is noted that she left")
    assert api.sent == []


async def test_a_chat_that_telegram_refuses_holds_up_no_other(book: Book, office: Office) -> None:
    api = BotApi()
    anna, bo = api.person(), api.person()
    api.met |= {anna.id, bo.id}
    api.fails("sendMessage", Refusal(400, "Bad Request: something that nobody foresaw"))
    async with writing(api, book, office):
        chat = await greeted(book, office, anna.id)
        await greeted(book, office, bo.id)
        await until(lambda: anna.heard and bo.heard, "both were written to in the end")
        assert await is_there(book, chat)


@pytest.mark.parametrize(
    ("failure", "final"),
    [
        (Forbidden("Forbidden: user is deactivated"), True),
        (BadRequest("Chat not found"), True),
        (BadRequest("Message text is empty"), False),
        (NetworkError("Bad Gateway"), False),
        (RetryAfter(7), False),
    ],
)
def test_only_where_nobody_is_there_it_is_final(failure: TelegramError, final: bool) -> None:  # noqa: FBT001
    assert is_final(failure) is final


def test_telegram_says_how_long_it_wants_rest() -> None:
    assert seconds_of(RetryAfter(7)) == 7.0
