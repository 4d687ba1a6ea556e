"""kill -9 while people write on the web and on Telegram: no line is lost, nobody has two cases or waits in vain.

`SVARFRIST_PEOPLE=60 SVARFRIST_KILLS=20 pytest tests/journeys/test_a_chat_survives_kills.py` is the run by hand, with
`SVARFRIST_ON=postgres` on PostgreSQL.
"""

import asyncio
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

import httpx
import pytest
from websockets.exceptions import WebSocketException

from bot.testing import BotApi, Person
from bot.testing import serving as telegram_serving
from cases.chat import Side
from cases.message import Channel
from storage import chats
from storage.book import Book
from storage.chats import Line
from storage.page import Page
from tests.at_work import all_cases
from tests.journeys.served import Served, serving
from tests.smtp import Catcher
from tests.telegrams import free_port
from tests.web_chats import Tab, Visitor

if TYPE_CHECKING:
    from tests.postgres import Postgres

PEOPLE = int(os.environ.get("SVARFRIST_PEOPLE", "6"))
KILLS = int(os.environ.get("SVARFRIST_KILLS", "2"))
ON = os.environ.get("SVARFRIST_ON", "sqlite")
PATIENCE = 60.0 + 5 * PEOPLE + 20 * KILLS
"""Seconds in which all are answered, on a machine that does much else; much less is usual."""

AWAY = (OSError, httpx.HTTPError, WebSocketException)
"""What somebody sees of a service that is killed."""

COURSES = ("projektledelse", "regnskab", "ledelse", "kommunikation", "førstehjælp", "programmering")


def lines_of(number: int) -> tuple[tuple[str, str], ...]:
    """Give what one of many people writes, and what each line is answered with, among other things."""
    course = COURSES[number % len(COURSES)]
    return (
        (
            f"Jeg vil gerne klage over kurset i {course}, hold {number}. Underviseren kom ikke.",
            "Hvad er dit fulde navn?",
        ),
        ("Anna Holm", "Hvilken e-mailadresse skal vi svare på?"),
        (address_of(number), "Har du breve, e-mails eller billeder"),
        ("ingen", "Det her har vi noteret"),
    )


def address_of(number: int) -> str:
    """Give a person's e-mail address."""
    return f"p{number}@firma{number}.example"


class Talking(Protocol):
    """Somebody who holds a conversation, whatever happens to the other end. `is_done`: they have said everything."""

    is_done: bool

    async def talk(self) -> None:
        """Write all lines, each once the one before it is answered."""


@dataclass
class OnTheWeb:
    """Somebody at the web chat: their page comes back, and sends again what was not ticked."""

    number: int
    visitor: Visitor
    ticked: list[str] = field(default_factory=list)
    is_done: bool = False

    async def talk(self) -> None:
        """Write all lines, each once the one before it is answered."""
        for text, _ in lines_of(self.number):
            client = uuid4().hex
            await as_often_as_it_takes(partial(self._answered, client, text))
        self.is_done = True

    async def _answered(self, client: str, text: str) -> bool:
        with suppress(*AWAY):
            async with self.visitor.tab() as tab:
                if client not in self.ticked:
                    await tab.type(text, client)
                    self.ticked.append(client)
                await tab.until(lambda: tab.answered(client))
                await tab.send(type="shown", seq=max(tab.lines))
                return True
        return False

    async def reads_all(self) -> Tab:
        """Open the conversation anew, as it stands in the end."""
        async with self.visitor.tab() as tab:
            await tab.until(lambda: tab.lines and tab.answered(self.ticked[-1]))
            return tab


@dataclass
class OnTelegram:
    """Somebody on Telegram, which brings what they write as often as it takes."""

    number: int
    person: Person = field(repr=False)
    is_done: bool = False
    waits_for: str = ""

    async def talk(self) -> None:
        """Write all lines, each once the one before it is answered."""
        for text, word in lines_of(self.number):
            before, self.waits_for = len(self.person.heard), word
            self.person.writes(text)
            await as_often_as_it_takes(partial(self._heard, word, before))
        self.is_done = True

    async def _heard(self, word: str, before: int) -> bool:
        return any(word in one for one in self.person.heard[before:])


async def as_often_as_it_takes(holds: Callable[[], Awaitable[bool]]) -> None:
    """Look again and again whether something holds; who waits too long is found by the timeout of the whole."""
    while not await holds():  # noqa: ASYNC110 - what is waited for happens in another process and tells nobody
        await asyncio.sleep(0.05)


@pytest.fixture
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the database that is chosen for the run."""
    if ON != "postgres":
        yield f"sqlite:///{tmp_path / 'book.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    server.drop("killed")
    yield server.create("killed", "with_tables")
    server.drop("killed")


async def kill_somewhere(service: Served, dice: random.Random) -> None:
    """Let it work for a moment, and pull the plug."""
    await asyncio.sleep(dice.uniform(0.1, 1.5))  # any instant will do: which one is the point
    await service.end(signal.SIGKILL)


@pytest.mark.slow
async def test_every_line_is_there_once_and_every_person_has_one_case_and_each_answer(
    tmp_path: Path, kept: str, catcher: Catcher
) -> None:
    api, visitors, begun = BotApi(), free_port(), time.monotonic()
    on_web = [OnTheWeb(number, Visitor(visitors)) for number in range(0, PEOPLE, 2)]
    on_telegram = [OnTelegram(number, api.person()) for number in range(1, PEOPLE, 2)]
    settings = {"DATABASE": kept, "OUTGOING": catcher.url, "WEB": f"127.0.0.1:{visitors}"}
    async with a_bot(tmp_path, api) as bot:
        settings["ORGANISATION"] = json.dumps({"mentorix": bot})
        everybody: Sequence[Talking] = [*on_web, *on_telegram]
        try:
            pages = await all_talk(tmp_path, settings, on_web, on_telegram)
        except TimeoutError:
            raise AssertionError(f"wait in vain: {[one for one in everybody if not one.is_done]}") from None
    async with Book(kept) as book:
        cases, said = await book.read(all_cases, "mentorix"), await book.read(told, on_telegram)
    assert Counter(case.requester.address for case in cases) == {address_of(number): 1 for number in range(PEOPLE)}
    for one, page in zip(on_web, pages, strict=True):
        everything_once(one, page)
    repeated = [repeats(one, lines) for one, lines in zip(on_telegram, said, strict=True)]
    assert max(repeated) <= KILLS
    print(  # noqa: T201 - the figures of a run by hand
        f"{PEOPLE} conversations on {ON}, {KILLS} kills, {len(cases)} cases, {len(api.sent)} messages on Telegram, "
        f"{sum(repeated)} of them a second time, {len(catcher.letters)} letters, {time.monotonic() - begun:.0f} s"
    )


@asynccontextmanager
async def a_bot(folder: Path, api: BotApi) -> AsyncIterator[dict[str, str]]:
    """Run what the bot is a bot of; give its settings."""
    (folder / "token").write_text(api.token)
    async with telegram_serving(api) as address:
        yield {"telegram_token": f"file:{folder / 'token'}", "telegram_api": address}


async def all_talk(
    folder: Path, settings: dict[str, str], on_web: Sequence[OnTheWeb], on_telegram: Sequence[OnTelegram]
) -> list[Tab]:
    """Let everybody talk to a service that is killed, and begun again; give what stands on each page in the end."""
    everybody: Sequence[Talking] = [*on_web, *on_telegram]
    dice = random.Random(PEOPLE)  # noqa: S311 - a test that can be repeated
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as talking:
        for wave in range(KILLS):
            async with serving(folder, **settings) as service:
                for one in everybody[wave :: KILLS + 1]:
                    talking.create_task(one.talk())
                await kill_somewhere(service, dice)
        async with serving(folder, **settings), Book(settings["DATABASE"]) as book:
            await asyncio.gather(*(one.talk() for one in everybody[KILLS :: KILLS + 1]))
            await as_often_as_it_takes(lambda: all_is_said(book, everybody))
            return [await one.reads_all() for one in on_web]


async def all_is_said(book: Book, people: Sequence[Talking]) -> bool:
    """Say whether everybody has said everything and heard what is answered, also on Telegram."""
    return all(one.is_done for one in people) and not await book.read(
        chats.with_unshown, Channel.TELEGRAM, ["mentorix"], datetime.now(UTC), 1
    )


def told(page: Page, people: Sequence[OnTelegram]) -> list[tuple[Line, ...]]:
    """Give the lines of each conversation on Telegram."""
    found = [chats.by_address(page, "mentorix", Channel.TELEGRAM, str(one.person.id)) for one in people]
    return [chats.lines(page, chat.organisation, chat.id) if chat else () for chat in found]


def everything_once(one: OnTheWeb, page: Tab) -> None:
    """Look whether each line that was ticked stands there once and is answered, and each answer once."""
    typed = [line["client"] for _, line in sorted(page.lines.items()) if line["side"] == "person"]
    assert typed == one.ticked
    assert all(page.answered(client) for client in typed)
    assert max(Counter(page.texts("program")).values()) == 1


def repeats(one: OnTelegram, lines: Sequence[Line]) -> int:
    """Look whether each line is kept once, and each answer was written; give how many were written twice."""
    ours = [line for line in lines if line.side is not Side.PERSON]
    assert len(lines) - len(ours) == len(lines_of(one.number))
    assert len(set(one.person.heard)) == len(ours)
    return len(one.person.heard) - len(ours)
