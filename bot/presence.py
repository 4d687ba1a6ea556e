"""Who is there: kept written down while somebody has a conversation open, so that answers come into it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from bot.conversations import THERE_FOR, Conversations
from cases.chat import Chat
from cases.errors import TryLater
from storage import chats
from storage.page import Page

EVERY = 20.0
"""Seconds after which it is written down again; two may be missed."""

TOGETHER = 200
"""So many share one transaction."""

Key = tuple[str, int]


class Presence:
    """Counts in how many places each conversation is open here, and writes down who comes, stays and goes."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._open: Counter[Key] = Counter()
        self._gone: set[Key] = set()
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def of(self, chat: Chat) -> AsyncIterator[None]:
        """Let the person be there until the block ends, and longer if the conversation is open elsewhere."""
        key = (chat.organisation, chat.id)
        self._open[key] += 1
        try:
            await self._conversations.is_here(chat)
            yield
        finally:
            self._left(key)

    async def run(self, every: float = EVERY) -> None:
        """Write it down every so many seconds until cancelled, and once more then: nobody is there any longer."""
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(every):
                        await self._write_who_left()
                await self._write(list(self._open), THERE_FOR)
        finally:
            await self._write([*self._gone, *self._open], timedelta())

    def _left(self, key: Key) -> None:
        self._open[key] -= 1
        if self._open[key] <= 0:
            del self._open[key]
            self._gone.add(key)
            self._changed.set()

    async def _write_who_left(self) -> None:
        """Write down who leaves, as long as one lets it."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self._write_gone()

    async def _write_gone(self) -> None:
        gone, self._gone = [key for key in self._gone if key not in self._open], set()
        await self._write(gone, timedelta())

    async def _write(self, keys: Sequence[Key], further: timedelta) -> None:
        """Write down until when people are taken to be there, from now on."""
        for first in range(0, len(keys), TOGETHER):
            some = sorted(keys[first : first + TOGETHER])
            with suppress(TryLater):  # the database is away: what was written last runs out by itself
                await self._conversations.book.run(_present, some, self._conversations.clock() + further)


def _present(page: Page, keys: Sequence[Key], until: datetime) -> None:
    for organisation, chat in keys:
        chats.present(page, organisation, chat, until)
