"""On Telegram a person is told where the page of their case is, and the link opens it: none that staff closed."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot import telegram_book
from bot.telegram import Account
from bot.telegram_messenger import Messenger
from bot.telegram_pace import Pace
from bot.telegram_reading import Posted
from bot.testing import BotApi, Person, serving
from cases.case import Case
from cases.chat import Chat, Say, Side
from intake.case_inward import close_page
from intake.case_page import look
from service.telegrams import bot_of
from storage import chats
from storage.book import Book
from storage.chats import Line
from storage.claims import Node
from storage.page import Page
from tests.at_work import working
from tests.builders import AT
from tests.intake.case_pages import link_in
from tests.intake.scene import Scene
from tests.smtp import until

KEY = b"k" * 32


@pytest.fixture
def scene(book: Book, offices: Mapping[str, Any]) -> Scene:
    """Give a case book of Mentorix with nothing in it, whose pages are public."""
    return Scene(book, replace(offices["mentorix"], public_url="https://svar.example"))


@asynccontextmanager
async def writing(api: BotApi, scene: Scene) -> AsyncIterator[None]:
    """Let a messenger work that knows what links are made with."""
    async with serving(api) as address:
        bot = bot_of(api.token, address)
        account = Account("mentorix", bot, b"key", pages=KEY)
        node = Node("here:1:a", lambda: scene.now)
        async with working(Messenger(account, scene.office, scene.book, node, Pace(gap=0)).run()):
            yield
        await bot.request.shutdown()


async def begun(scene: Scene, person: Person) -> Chat:
    """Begin a conversation."""
    one = Posted(str(person.id), 1, "da", AT, "/start")
    return await scene.book.run(telegram_book.opened, scene.office, one, f"77-{person.id}-aa-bb", AT)


async def tell(scene: Scene, chat: Chat, case: Case) -> None:
    """Say in a conversation where the page of a case is."""

    def say(page: Page) -> None:
        found = chats.find(page, chat.organisation, chat.id, to_change=True)
        assert found
        said = Say("case_page", {"number": case.number, "language": "da"})
        chats.append(page, found, [Line(at=scene.now, side=Side.PROGRAM, say=said)], scene.now)

    await scene.book.run(say)


async def test_the_link_that_the_bot_writes_opens_the_page_of_the_case(scene: Scene) -> None:
    api, case = BotApi(), await scene.opened()
    anna = api.person()
    api.met.add(anna.id)
    await tell(scene, await begun(scene, anna), case)
    async with writing(api, scene):
        await until(lambda: any("/case/" in one for one in anna.heard), "the bot names the page")
    secret = link_in(f"{anna.heard[-1]} ").rpartition("/")[2]
    shown = await scene.book.read(look, secret, "", {"mentorix": scene.office}, scene.now)
    assert shown is not None
    assert shown.first.number == case.number
    assert not shown.said


@pytest.mark.parametrize("closed_by", ["staff", "the policy"])
async def test_where_the_page_is_closed_the_bot_names_none(scene: Scene, closed_by: str) -> None:
    api, case = BotApi(), await scene.opened()
    anna = api.person()
    api.met.add(anna.id)
    chat = await begun(scene, anna)
    if closed_by == "the policy":
        policy = scene.office.policy
        scene.office = replace(scene.office, policy=replace(policy, unseen=policy.unseen - {"case_link"}))
    else:
        await tell(scene, chat, case)
        async with writing(api, scene):
            await until(lambda: any("/case/" in one for one in anna.heard), "the bot names the page")
        person = await scene.hire("course_administrator")
        await scene.book.run(close_page, case, person, scene.office, scene.now)
    before = len(anna.heard)
    await tell(scene, chat, case)
    async with writing(api, scene):
        await until(lambda: any(case.number in one for one in anna.heard[before:]), "the bot tells the number")
    assert not any("/case/" in one for one in anna.heard[before:])
