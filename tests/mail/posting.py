"""A post office: letters in the outbox, a sender, and a way out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cases.message import Channel
from cases.office import Office
from cases.outgoing import OutboxStatus
from mail.sender import Sender
from mail.smarthost import Smarthost, WayOut
from storage import outbox
from storage.book import Book
from storage.claims import Node
from storage.outbox import Entry
from storage.vault import Vault
from tests.at_work import MovedClock, working
from tests.smtp import until
from tests.storage.written import write_reply

SOON = timedelta(minutes=2)
"""After so long the first attempts of a letter have had their pauses."""


@dataclass
class Post:
    """A post office: letters in the outbox, a sender, and a next hop."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    clock: MovedClock = field(default_factory=MovedClock)
    count: int = 0

    async def put(self, **changed: Any) -> int:  # noqa: ANN401 - fields of the letter
        """Put a released letter into the outbox; give its id."""
        self.count += 1
        return await self.book.run(write_reply, **{"cause": f"message {self.count}", **changed})

    async def entry(self, id_: int) -> Entry:
        """Give a letter as it stands."""
        found = await self.book.read(outbox.find, "mentorix", id_)
        assert found
        return found

    async def until_is(self, id_: int, status: OutboxStatus) -> Entry:
        """Wait until a letter has a status; give it."""

        async def is_so() -> bool:
            return (await self.entry(id_)).status is status

        await until(is_so, f"the letter being {status}")
        return await self.entry(id_)

    async def until_put_off(self, id_: int, attempt: int = 1) -> Entry:
        """Wait until so many attempts have failed and the next one is planned; give the letter."""

        async def is_so() -> bool:
            entry = await self.entry(id_)
            return entry.attempt == attempt and entry.outgoing.not_before > self.clock.now

        await until(is_so, "an attempt that failed")
        return await self.entry(id_)

    def later(self, passed: timedelta = SOON) -> None:
        """Let time pass, and the sender look again."""
        self.clock.now += passed
        self.book.bell.ring([outbox.topic(Channel.MAIL)])

    @asynccontextmanager
    async def sending(self, out: int | WayOut) -> AsyncIterator[asyncio.Task[None]]:
        """Send until the block ends, to a port on this machine or by the way named."""
        node = Node("here:1:test", self.clock)
        way_out = WayOut(Smarthost("127.0.0.1", out, tls="none")) if isinstance(out, int) else out
        sender = Sender(self.book, self.vault, self.offices, way_out, node)
        async with working(sender.run()) as (task,):
            yield task
