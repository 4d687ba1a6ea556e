"""Writes to people on Telegram what stands in their chats unread, in order, and notes what Telegram took.

A line is noted once Telegram has it: after a power cut in between it is written a second time, rather than never.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import structlog
from telegram import LinkPreviewOptions
from telegram.error import RetryAfter, TelegramError

from bot.conversations import CASE_PAGE
from bot.frames import plain
from bot.says import words
from bot.telegram import Account
from bot.telegram_book import left
from bot.telegram_pace import Pace, growing
from bot.telegram_refusals import is_final, seconds_of
from bot.telegram_removal import MASKED, in_chat, remove
from bot.telegram_text import pieces
from cases.chat import Chat, Say, Side
from cases.errors import TryLater
from cases.message import Channel
from cases.office import Office
from intake.case_pass import open_in_chat
from intake.chat_shown import Spoken, shown, spoken, told
from storage import chats
from storage.book import Book
from storage.claims import Node

log = structlog.get_logger()

POLL = 5.0
"""Seconds after which it is looked for lines though nobody rang."""

TOGETHER = 100
"""So many chats are written to at once."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Gone(Exception):
    """The person does not let the bot write to them."""


class Messenger:
    """Writes for one bot."""

    def __init__(self, account: Account, office: Office, book: Book, node: Node, pace: Pace) -> None:
        self._account, self._office, self._book, self._node = account, office, book, node
        self._pace = pace
        self._busy: set[int] = set()

    async def run(self) -> None:
        """Work until cancelled."""
        topic = chats.topic_of(Channel.TELEGRAM)
        with self._book.bell.listening(topic) as rung:
            async with asyncio.TaskGroup() as writing:
                while True:
                    rung.clear()
                    for chat in await self._waiting():
                        self._busy.add(chat.id)
                        writing.create_task(self._write_all(chat, rung))
                    with suppress(TimeoutError):
                        async with asyncio.timeout(POLL):
                            await rung.wait()

    async def _waiting(self) -> tuple[Chat, ...]:
        """Give chats in which something stands unread, but for those that are being written to."""
        about = (Channel.TELEGRAM, [self._account.organisation], self._node.clock(), TOGETHER)
        try:
            found = await self._book.read(chats.with_unshown, *about)
        except TryLater as away:
            log.warning("chats cannot be read", reason=str(away))
            return ()
        return tuple(chat for chat in found if chat.id not in self._busy)

    async def _write_all(self, chat: Chat, rung: asyncio.Event) -> None:
        """Write to one chat until nothing is left; whatever goes wrong there holds up no other."""
        try:
            while lines := await self._unread(chat):
                for line in lines:
                    await self._write(chat, line)
                    await self._note(chat, line)
        except Gone:
            await self._book.run(left, self._office, chat.address, self._node.clock())
        except TryLater as away:
            log.warning("a chat waits", chat=chat.id, reason=str(away))
            await asyncio.sleep(POLL)
        except Exception:
            log.exception("a chat cannot be written to and waits", chat=chat.id)
            await asyncio.sleep(POLL)
        finally:
            self._busy.discard(chat.id)
            rung.set()

    async def _unread(self, chat: Chat) -> tuple[Spoken, ...]:
        now = await self._book.read(chats.find, chat.organisation, chat.id)
        if now is None or not now.is_there(self._node.clock()):
            return ()
        lines = await self._book.read(spoken, chat.organisation, chat.id, now.shown)
        return tuple(line for line in lines if line.side is not Side.PERSON)

    async def _write(self, chat: Chat, line: Spoken) -> None:
        filled = await self._filled(chat, line.say) if line.say else {}
        said = self._words(chat, line, filled)
        if line.say and line.say.name == MASKED:
            said += "\n\n" + await self._taken_out(chat, line)
        for piece in pieces(plain(said)):
            await self._send(chat.address, piece)

    async def _taken_out(self, chat: Chat, line: Spoken) -> str:
        """Take what was masked out of the person's chat at Telegram; say that, or how they do it themself."""
        numbers = await self._book.read(in_chat, chat, line.seq)
        gone = numbers is not None and await remove(self._account.bot, chat.address, numbers)
        return words(Say("taken_out" if gone else "take_it_out"), chat.dialogue.language, self._office)

    async def _filled(self, chat: Chat, said: Say) -> Mapping[str, str]:
        """Give what a person told, and where the page of their case is, which the link opens from now on."""
        number, by = said.about.get("number", ""), (self._account.pages, self._office)
        filled = await self._book.read(told, chat.organisation, chat.id)
        if said.name != CASE_PAGE:
            return filled
        links = await self._book.run_first(open_in_chat, chat, [number], by, self._node.clock())
        return {**filled, "link": links[number]} if number in links else filled

    def _words(self, chat: Chat, line: Spoken, filled: Mapping[str, str]) -> str:
        if line.say:
            return words(line.say, chat.dialogue.language, self._office, filled)
        return line.text or ""

    async def _note(self, chat: Chat, line: Spoken) -> None:
        """Note that Telegram has a line, as often as the database needs to be asked: the line is out."""
        for pause in growing():
            try:
                await self._book.run_first(shown, chat.id, line.seq, self._office, self._node.clock())
            except TryLater as away:
                log.warning("a line that is out cannot be noted yet", chat=chat.id, reason=str(away))
                await asyncio.sleep(pause)
            else:
                return

    async def _send(self, address: str, text: str) -> None:
        """Send one message, however long it takes; raise Gone where the person does not want it."""
        for pause in growing():
            await self._pace.turn(address)
            try:
                await self._account.bot.send_message(int(address), text, link_preview_options=_NO_PREVIEW)
            except RetryAfter as flood:
                self._pace.stop(seconds_of(flood))
            except TelegramError as failure:
                if is_final(failure):
                    raise Gone from None
                await self._wait(failure, pause)
            else:
                return

    async def _wait(self, failure: TelegramError, pause: float) -> None:
        about = {"organisation": self._account.organisation, "reason": type(failure).__name__}
        log.warning("Telegram does not take a message now", **about)
        await asyncio.sleep(pause)
