"""Files that people send to a bot: fetched from Telegram up to its limit, and judged by what their bytes are."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.frames import BadFrame
from bot.reception import FileSense
from bot.telegram_reading import LARGEST, Wanted
from bot.throttle import Throttle
from bot.uploads import judged
from bot.wrap import File
from cases.chat import Say
from cases.errors import TryLater

log = structlog.get_logger()

AT_A_TIME = 4
"""So many files are fetched at once; the next wait."""

TRIES = 5
"""So often a file is tried while Telegram is in trouble; then its words are kept without it, and the person is told."""

AN_HOUR = 30
"""So many files of one chat in an hour, as on the web."""

PATIENCE = 60.0
"""Seconds that a piece of a file may take to come."""

REMEMBERED = 1_000

TOLD = {"large": "file_large", "type": "file_type", "nothing": "file_empty", "many": "file_many"}
"""What the person is told of a file that is not taken; of one that cannot be had, "file_lost"."""


@dataclass(frozen=True)
class Fetched:
    """The files of a message that are taken, and what is said of the others."""

    files: tuple[File, ...] = ()
    says: tuple[Say, ...] = ()


class Files:
    """Fetches the files of one bot's messages."""

    def __init__(self, bot: Bot, sense: FileSense, clock: Callable[[], datetime]) -> None:
        self._bot, self._sense, self._clock = bot, sense, clock
        self._at_a_time = asyncio.Semaphore(AT_A_TIME)
        self._throttle = Throttle(AN_HOUR, timedelta(hours=1))
        self._tries: OrderedDict[str, int] = OrderedDict()

    async def fetch(self, address: str, wanted: Sequence[Wanted]) -> Fetched:
        """Give the files of a message; raise TryLater where Telegram cannot be reached now."""
        files: list[File] = []
        says: dict[str, None] = {}
        for one in wanted:
            try:
                files.append(await self._taken(address, one))
            except BadFrame as refused:
                says[TOLD.get(refused.code, "file_lost")] = None
        return Fetched(tuple(files), tuple(Say(name) for name in says))

    async def _taken(self, address: str, one: Wanted) -> File:
        if one.size > LARGEST:
            raise BadFrame("large")
        if not one.id or (one.unique not in self._tries and not self._throttle.allows(address, self._clock())):
            raise BadFrame("many")
        content = await self._content(one)
        return await asyncio.to_thread(judged, content, one.name, self._sense)

    async def _content(self, one: Wanted) -> bytes:
        try:
            async with self._at_a_time:
                content = await self._downloaded(one)
        except TelegramError as away:
            self._once_more(one, away)
            raise TryLater(f"a file cannot be fetched from Telegram: {type(away).__name__}") from None
        self._tries.pop(one.unique, None)
        return content

    async def _downloaded(self, one: Wanted) -> bytes:
        """Fetch a file; raise BadFrame where it can never be had, TelegramError where it may be later."""
        try:
            found = await self._bot.get_file(one.id)
        except BadRequest as wrong:
            raise BadFrame("large" if "too big" in str(wrong).lower() else "lost") from None
        if (found.file_size or 0) > LARGEST:
            raise BadFrame("large")
        try:
            return bytes(await found.download_as_bytearray(read_timeout=PATIENCE))
        except (InvalidToken, BadRequest, Forbidden):  # 404: its address is good for an hour
            raise BadFrame("lost") from None

    def _once_more(self, one: Wanted, away: TelegramError) -> None:
        """Count a try that failed; raise BadFrame after the last."""
        tries = self._tries.pop(one.unique, 0) + 1
        if tries >= TRIES:
            log.warning("a file is given up", reason=type(away).__name__)
            raise BadFrame("lost")
        self._tries[one.unique] = tries
        if len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)
