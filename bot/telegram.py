"""A bot of Telegram: every update is kept before anybody says "received", and is answered in the same dialogue."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakValueDictionary

import structlog
from telegram import Bot, Chat, Update
from telegram.error import TelegramError

from bot import telegram_book as book_of
from bot.reception import FileSense
from bot.says import words
from bot.telegram_albums import Albums
from bot.telegram_book import Came
from bot.telegram_files import Fetched, Files
from bot.telegram_pulse import Pulse
from bot.telegram_reading import Posted, came_or_went, company, name_of, posted
from bot.telegram_staff import StaffChats
from bot.wrap import about_line, wrapped
from cases.chat import Chat as Conversation
from cases.chat import Say
from cases.errors import NotAllowed
from storage.book import Book

log = structlog.get_logger()


@dataclass(frozen=True)
class Account:
    """A bot that an organisation has at Telegram.

    `key` names messages without telling what they said. `webhook` is where Telegram brings updates, "" where they are
    asked for; `secret` is what it shows there. `pages` is what links to cases' own pages are made with, empty for none.
    """

    organisation: str
    bot: Bot
    key: bytes
    webhook: str = ""
    secret: str = ""
    pages: bytes = b""

    @property
    def number(self) -> str:
        """Give the bot's number."""
        return self.bot.token.partition(":")[0]


class Taker:
    """Takes the updates of one bot; `pulse` is how it is, `staff` what takes those of the organisation's own people."""

    def __init__(
        self, account: Account, staff: StaffChats, book: Book, sense: FileSense, clock: Callable[[], datetime]
    ) -> None:
        self.account, self.office, self.staff = account, staff.office, staff
        self._book, self.clock = book, clock
        self.pulse = Pulse()
        self._files = Files(account.bot, sense, clock)
        self._albums = Albums(self._keep_in_turn)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def language(self) -> str:
        """Give the language of whoever asks for none that we have."""
        return self.office.policy.languages[0]

    async def take(self, update: Update) -> None:
        """Keep what an update says; when this returns, it is on the disk.

        Raises TryLater where the database or Telegram is away: the update is to be brought again.
        """
        if (group := company(update)) is not None:
            await self._decline(group)
        elif (moved := came_or_went(update)) is not None:
            await self._note(*moved)
        elif (one := posted(update)) is not None and not one.is_nothing:
            await self._albums.take(one)

    async def _keep_in_turn(self, one: Posted) -> None:
        """Keep a message after those of its chat that came before it."""
        turn = self._turns.setdefault(one.address, asyncio.Lock())
        async with turn:
            if await self.staff.takes(one):  # asked in turn as well: whoever asks first may be told last
                return
            try:
                await self._keep(one)
            except NotAllowed:  # erased a moment ago: a new conversation begins
                await self._keep(one)

    async def _keep(self, one: Posted) -> None:
        name = name_of(one, self.account.number, self.account.key)
        chat = await self._book.run_first(book_of.opened, self.office, one, name, self.clock())
        new = await self._book.read(book_of.new_in, chat, one, name)
        if new is None:
            return
        came = _command(new, name) or await self._came(chat, new, name)
        if came.raw or came.says:
            await self._book.run_first(book_of.keep, chat, came, self.clock())

    async def _came(self, chat: Conversation, one: Posted, name: str) -> Came:
        fetched = await self._files.fetch(one.address, one.files) if one.files else Fetched()
        says = (*_first(one), *fetched.says)
        if not one.text.strip() and not fetched.files:
            return Came(name, one.at, says=says)
        raw = await asyncio.to_thread(wrapped, one.text, fetched.files, about_line(chat.id, name))
        return Came(name, one.at, raw, says)

    async def _note(self, address: str, came: bool) -> None:  # noqa: FBT001 - as it is told
        if came:
            await self._book.run_first(book_of.returned, self.account.organisation, address, self.clock())
        elif not await self.staff.blocked(address):
            await self._book.run_first(book_of.left, self.office, address, self.clock())

    async def _decline(self, group: Chat) -> None:
        """Say where we can be written to, and leave: others would read what somebody tells us."""
        text = words(Say("only_alone"), self.language, self.office)
        with contextlib.suppress(TelegramError):
            await self.account.bot.send_message(group.id, text)
        try:
            await self.account.bot.leave_chat(group.id)
        except TelegramError as failure:
            log.warning(
                "a bot cannot leave a group", organisation=self.account.organisation, reason=type(failure).__name__
            )


def _command(one: Posted, name: str) -> Came | None:
    """Give what is said to a command, None where it is none, or one that the dialogue answers."""
    known = {"start": "greeting", "help": "commands"}
    if one.command in known:
        return Came(name, one.at, says=(Say(known[one.command]),))
    return None


def _first(one: Posted) -> tuple[Say, ...]:
    """Give what is said of a message before it is answered."""
    said = (("only_words", not one.takes_all), ("corrected", bool(one.edited)))
    return tuple(Say(name) for name, holds in said if holds)
