"""The channel that owns lines: brings what is released for a chat to whoever is there, or sends it another way."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import timedelta

import structlog

from cases.errors import TryLater
from cases.message import Channel
from cases.office import Office
from intake.chat_letters import deliver, unread
from storage import outbox
from storage.book import Book
from storage.claims import Node
from storage.outbox import Entry

log = structlog.get_logger()

TOGETHER = 64
"""So many letters are claimed at once."""

POLL = 5.0
"""Seconds after which the outbox is looked at though nobody rang."""

SWEEP = timedelta(minutes=5)
"""How often it is looked whether letters wait for long."""


class Sender:
    """Delivers letters to the chats of one channel. One that nobody says they have is looked at again after a lease."""

    def __init__(self, book: Book, offices: Mapping[str, Office], node: Node) -> None:
        self._book = book
        self._offices = offices
        self._node = node

    async def run(self, channel: Channel) -> None:
        """Work until cancelled."""
        while True:
            claimed = await self._claim(channel)
            for entry in claimed:
                await self._deliver(entry)
            if len(claimed) < TOGETHER:
                await self._book.wait(outbox.topic(channel), POLL)

    async def sweep(self) -> None:
        """Look, until cancelled, for letters that nobody reads; they become somebody's task."""
        while True:
            with contextlib.suppress(TryLater):
                while await self._book.run(unread, self._offices, self._node.clock()):
                    pass
            await asyncio.sleep(SWEEP.total_seconds())

    async def _claim(self, channel: Channel) -> tuple[Entry, ...]:
        try:
            claimant = (self._node.name, self._node.clock())
            return await self._book.run(outbox.claim, channel, claimant, TOGETHER)
        except TryLater as away:
            log.warning("the outbox cannot be read", channel=channel, reason=str(away))
            return ()

    async def _deliver(self, entry: Entry) -> None:
        """Deliver a letter; whatever happens, it holds up no other: the claim runs out, and it is tried again."""
        office = self._offices.get(entry.outgoing.organisation)
        if office is None:
            log.error("a letter of an organisation that is not at work here", letter=entry.id)
            return
        try:
            await self._book.run_first(deliver, entry, office, self._node.clock())
        except TryLater as away:
            log.warning("a letter waits", letter=entry.id, reason=str(away))
        except Exception:
            log.exception("a letter cannot be delivered and waits", letter=entry.id)
