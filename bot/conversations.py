"""What the web chat does with the case book: begin and find conversations, keep lines, show what is new."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot.frames import Told, TypedLine
from bot.references import GOOD_FOR, Reference, digest_of
from bot.says import reads_back
from bot.wrap import File, about_line, wrapped
from cases.chat import Chat
from cases.message import Channel
from cases.office import Office
from intake.case_pass import open_in_chat
from intake.chat_letters import is_here
from intake.chat_line import Beginning, begin, say
from intake.chat_shown import shown, spoken_in, told
from storage import attendances, chats
from storage.book import Book
from storage.chats import Door
from storage.page import Page

THERE_FOR = timedelta(seconds=45)
"""Whoever was heard of is taken to be there for so long."""

CASE_PAGE = "case_page"
"""What is said where a case's own page is named."""

AGAIN = 10
"""So many lines before the last one that the other end has are shown again: one may have been masked since."""


@dataclass(frozen=True)
class Caller:
    """Whoever shows a reference: what it says, the site they write on, and their network address."""

    reference: Reference
    origin: str
    peer: str


@dataclass(frozen=True)
class Seen:
    """What the other end has of a conversation: lines up to `last`, those of `unread` without their text."""

    last: int = 0
    unread: frozenset[int] = frozenset()

    @property
    def before(self) -> int:
        """Give the number after which lines are looked for."""
        return min((self.last, *(seq - 1 for seq in self.unread)))

    @classmethod
    def up_to(cls, last: int) -> Self:
        """Begin where the other end says it stands, a little before."""
        return cls(max(0, last - AGAIN))

    def new(self, told: Told) -> Told:
        """Give what of some lines is not seen yet."""
        lines = tuple(
            one for one in told.lines if one.seq > self.last or (one.seq in self.unread and one.text is not None)
        )
        return Told(lines, told.filled, told.human, told.ended)

    def after(self, told: Told) -> "Seen":
        """Give what is seen once the other end has lines."""
        last = max((self.last, *(one.seq for one in told.lines)))
        unread = self.unread - {one.seq for one in told.lines}
        return Seen(last, unread | {one.seq for one in told.lines if one.text is None and one.say is None})


@dataclass(frozen=True)
class Conversations:
    """The conversations of every organisation, as they are held on the web.

    `key` is what links to cases' own pages are made with, empty where there are none.
    """

    book: Book
    offices: Mapping[str, Office]
    clock: Callable[[], datetime]
    key: bytes = b""

    def office(self, reference: Reference) -> Office:
        """Give the organisation that a conversation is with."""
        return self.offices[reference.organisation]

    async def find(self, reference: Reference) -> Chat | None:
        """Give the conversation of a reference, None where nothing was said in it yet, or it is erased."""
        return await self.book.read(chats.by_secret, reference.organisation, reference.digest, self.clock())

    async def begun(self, caller: Caller) -> Chat:
        """Give the conversation of whoever is about to say something; it begins where there is none yet."""
        found = await self.find(caller.reference)
        if found is None:
            found = await self.book.run_first(_open, caller, self.clock())
        return found

    async def keep(self, chat: Chat, line: TypedLine, *files: File) -> None:
        """Keep a line; when this returns it is on the disk.

        Raises NotAllowed where the conversation was erased meanwhile, TryLater where the database is away.
        """
        about = about_line(chat.id, line.client)
        raw = await asyncio.to_thread(wrapped, line.text, files, about) if files else wrapped(line.text, (), about)
        await self.book.run_first(say, chat, raw, line.client, self.clock())

    async def look(self, chat: Chat, seen: Seen) -> Told | None:
        """Give what is new in a conversation; None where it was erased."""
        found = await self.book.read(_look, chat, seen)
        new = seen.new(found) if found else None
        return await self._with_pages(chat, new) if new else None

    async def _with_pages(self, chat: Chat, told: Told) -> Told:
        """Let the links that are shown open the pages of the cases that they name."""
        named = {one.say.about.get("number", "") for one in told.lines if one.say and one.say.name == CASE_PAGE}
        if not named:
            return told
        by = (self.key, self.offices[chat.organisation])
        return replace(told, links=await self.book.run_first(open_in_chat, chat, named, by, self.clock()))

    async def has(self, chat: Chat, seq: int) -> None:
        """Note that the other end has the lines up to a number."""
        office = self.offices[chat.organisation]
        await self.book.run(shown, chat.id, seq, office, self.clock())

    async def renew(self, chat: Chat, reference: Reference) -> None:
        """Let a conversation be gone on with for another while."""
        now = self.clock()
        door = Door(reference.digest, now + GOOD_FOR)
        await self.book.run_first(chats.set_door, chat.organisation, chat.id, door)

    async def is_here(self, chat: Chat) -> None:
        """Note that the person is there; what waited for them stands in the conversation then."""
        now = self.clock()
        await self.book.run_first(is_here, chat.organisation, chat.id, now + THERE_FOR, now)

    async def link(self, chat: Chat, code: str, until: datetime) -> None:
        """Let a code open a conversation once, on another device."""
        await self.book.run_first(chats.set_link, chat.organisation, chat.id, digest_of(code), until)

    async def use_link(self, reference: Reference, code: str) -> bool:
        """Say whether a code opens the conversation of what it says; the next time it does not."""
        about = (reference.organisation, reference.digest, digest_of(code))
        return await self.book.run_first(chats.use_link, *about, self.clock())


def door_topic(reference: Reference) -> str:
    """Name what those wait for whose conversation has not begun."""
    return f"chat door {reference.digest[:32]}"


def _open(page: Page, caller: Caller, now: datetime) -> Chat:
    """Begin the conversation of a reference, unless another tab was first."""
    reference = caller.reference
    found = chats.by_secret(page, reference.organisation, reference.digest, now)
    if found:
        return found
    page.wake(door_topic(reference))
    beginning = Beginning(
        organisation=reference.organisation,
        channel=Channel.CHAT,
        language=reference.language,
        door=Door(reference.digest, now + GOOD_FOR, caller.origin),
        present_until=now + THERE_FOR,
    )
    return begin(page, beginning, now)


def _look(page: Page, chat: Chat, seen: Seen) -> Told | None:
    found = chats.find(page, chat.organisation, chat.id)
    if found is None:
        return None
    lines = spoken_in(page, found, seen.before)
    is_read_back = any(one.say and reads_back(one.say) for one in lines)
    filled = told(page, chat.organisation, chat.id) if is_read_back else {}
    writes = found.dialogue.human and attendances.find(page, chat.organisation, chat.id).staff is not None
    return Told(lines, filled, writes, found.dialogue.ended)
