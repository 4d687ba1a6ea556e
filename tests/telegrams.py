"""A service whose organisation has a bot, at a Bot API that is not Telegram's, and people who write to it.

Neither holds back: how fast a bot writes, and that Telegram's limits are never run into, is tested by itself.
"""

import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.telegram_pace import Pace
from bot.testing import BotApi, Person, serving
from bot.testing_server import BOUNDLESS
from cases.case import Case
from cases.message import Channel
from storage import arrivals, chats
from tests.at_work import Running, at_work
from tests.smtp import catching, until


@dataclass
class Telegrams:
    """The service and its bot's server."""

    running: Running
    api: BotApi

    async def hears(self, person: Person, *words: str, after: int = 0) -> str:
        """Wait until the bot has written each of some words to somebody, after so many messages; give all it wrote."""

        async def heard() -> bool:
            return all(any(word in text for text in person.heard[after:]) for word in words)

        await until(heard, f"the bot writes {words}")
        return "\n".join(person.heard)

    async def says(self, person: Person, text: str, *answers: str) -> None:
        """Let somebody write something, and wait for what is answered."""
        before = len(person.heard)
        person.writes(text)
        await self.hears(person, *answers, after=before)

    async def quiet(self) -> None:
        """Wait until the bot has taken all that happened, and all of it is answered and written."""
        await until(self._is_quiet, "silence at Telegram")

    async def _is_quiet(self) -> bool:
        service = self.running.service
        waiting: int = await service.book.read(arrivals.waiting_count)
        if waiting or not self.api.is_quiet:
            return False
        about = (Channel.TELEGRAM, service.offices, self.running.clock.now, 1)
        return not await service.book.read(chats.with_unshown, *about)

    async def only_case(self, organisation: str = "mentorix") -> Case:
        """Give the one case there is."""
        (case,) = await self.running.cases(organisation)
        return case


@asynccontextmanager
async def telegrams(
    template: Path, folder: Path, organisation: str = "mentorix", *, webhook: bool = False, api: BotApi | None = None
) -> AsyncIterator[Telegrams]:
    """Run a service with a bot, on a database of its own, made after a template unless it is there already."""
    if not (folder / "book.db").exists():
        shutil.copy(template, folder / "book.db")
    server = api or BotApi(limits=BOUNDLESS)
    (folder / "token").write_text(server.token + "\n", encoding="utf-8")
    async with serving(server) as address, catching() as catcher:
        bot: dict[str, Any] = {"telegram_token": f"file:{folder}/token", "telegram_api": address}
        own = {"organisation": {organisation: {**bot, "telegram_webhook": webhook, "notice_minutes": 5}}}
        web = f"127.0.0.1:{free_port()}" if webhook else ""
        pace = Pace if server.limits.gap else at_once
        async with at_work(f"sqlite:///{folder}/book.db", folder, catcher, pace, **own, web=web) as running:
            yield Telegrams(running, server)


def at_once() -> Pace:
    """Give the pace of a bot that need not rest between two messages."""
    return Pace(gap=0)


def free_port() -> int:
    """Give a port that nobody listens at now: a webhook is named before it opens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
