"""Staff at Telegram: a chat that a code from the desk made theirs. Notices are written there; no line opens a case."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from telegram import Bot, LinkPreviewOptions
from telegram.error import RetryAfter, TelegramError

from bot.frames import plain
from bot.says import words
from bot.telegram_pace import Pace, growing
from bot.telegram_reading import Posted
from bot.telegram_refusals import is_final, seconds_of
from bot.telegram_text import pieces
from cases.chat import Say
from cases.errors import TryLater
from cases.office import Office
from intake import staff_telegram
from storage.book import Book
from storage.notices import TOPIC, Waiting

log = structlog.get_logger()

POLL = 10.0
"""Seconds after which it is looked for notices though nobody rang."""

TOGETHER = 50
"""So many notices are read at once."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class StaffChats:
    """Takes what staff write to a bot, and writes their notices; what Telegram takes for nobody goes by mail."""

    def __init__(self, bot: Bot, office: Office, book: Book, clock: Callable[[], datetime], pace: Pace) -> None:
        self._bot, self.office, self._book, self._clock, self._pace = bot, office, book, clock, pace

    async def takes(self, one: Posted) -> bool:
        """Take a message where it is a code, or stands in a chat of staff; say whether it was either.

        Raises TryLater where the database is away.
        """
        code = None if one.edited else staff_telegram.code_in(one.text)
        about = (self.office.policy.id, one.address)
        if code:
            name = await self._book.run_first(staff_telegram.link, *about, code, self._clock())
            await self._answer(one, name)
            return True
        person = await self._book.read(staff_telegram.whose, *about, self._clock())
        if person is None:
            return False
        if one.command == "stop":
            await self._book.run_first(staff_telegram.unlink_chat, *about, self._clock())
        if not one.edited:
            await self._answer(one, "desk_ended" if one.command == "stop" else "desk_only", person.language)
        return True

    async def blocked(self, address: str) -> bool:
        """Note that somebody blocked the bot; say whether that was one of staff."""
        organisation = self.office.policy.id
        return await self._book.run_first(staff_telegram.unlink_chat, organisation, address, self._clock())

    async def run(self) -> None:
        """Write notices until cancelled."""
        with self._book.bell.listening(TOPIC) as rung:
            while True:
                rung.clear()
                with suppress(TryLater):
                    await self._write_all()
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await rung.wait()

    async def _write_all(self) -> None:
        about = (self.office.policy.id, TOGETHER, self._clock())
        for one, address, text in await self._book.read(staff_telegram.to_write, *about):
            if not await self._write(one, address, text):
                return

    async def _write(self, one: Waiting, address: str, text: str) -> bool:
        """Write a notice; say whether Telegram does what it is asked just now."""
        try:
            for piece in pieces(plain(text)):
                await self._send(address, piece)
        except TelegramError as failure:
            if not is_final(failure):
                log.warning("Telegram does not take a notice now", reason=type(failure).__name__)
                return False
            await self.blocked(address)
        else:
            await self._note(one)
        return True

    async def _note(self, one: Waiting) -> None:
        """Note that Telegram has a notice, as often as the database needs to be asked: it is out."""
        for pause in growing():
            try:
                await self._book.run_first(staff_telegram.written, one, self.office, self._clock())
            except TryLater as away:
                log.warning("a notice that is out cannot be noted yet", reason=str(away))
                await asyncio.sleep(pause)
            else:
                return

    async def _send(self, address: str, text: str) -> None:
        """Send one message, as late as Telegram wants it."""
        while True:
            await self._pace.turn(address)
            try:
                await self._bot.send_message(int(address), text, link_preview_options=_NO_PREVIEW)
            except RetryAfter as flood:
                self._pace.stop(seconds_of(flood))
            else:
                return

    async def _answer(self, one: Posted, name: str, language: str | None = None) -> None:
        """Say something to whoever wrote; where Telegram does not take it, the desk shows how it stands."""
        spoken = language or self.office.policy.language(one.language)
        with suppress(TelegramError):
            await self._send(one.address, words(Say(name), spoken, self.office))
