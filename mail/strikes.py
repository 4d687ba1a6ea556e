"""Strikes out of letters what somebody decided to: of their bytes, in the row or in the vault, then of the case book.

The vault is written first. Where the power fails in between, the look is still there, and all is done again: what is
gone already stays gone.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import timedelta

import structlog

from cases.errors import TryLater
from cases.office import Office
from intake.struck import Job, Struck, job_of, struck
from mail.strike import Striking, parts_with, struck_out
from storage import looks
from storage.arrivals import Arrival
from storage.book import Book
from storage.claims import Node
from storage.looks import STRIKE, Look
from storage.vault import Vault

log = structlog.get_logger()

TOGETHER = 2
"""So many letters are claimed at once."""
POLL = 2.0
"""Seconds after which letters are looked for though nobody rang."""
AGAIN = timedelta(seconds=30)
"""How long a letter waits of which something could not be struck out yet; it is tried until it is done."""


class Strikes:
    """Strikes out what waits to be; a vault that is away only makes it wait."""

    def __init__(self, book: Book, vault: Vault, offices: Mapping[str, Office], node: Node) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._node = node

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            taken = await self._claim()
            for look in taken:
                await self.take(look)
            if len(taken) < TOGETHER:
                await self._book.wait(looks.topic(STRIKE), POLL)

    async def _claim(self) -> tuple[Look, ...]:
        try:
            claimant = (self._node.name, self._node.clock())
            return await self._book.run(looks.claim, STRIKE, tuple(self._offices), claimant, TOGETHER)
        except TryLater as away:
            log.warning("what is to be struck out cannot be read", reason=str(away))
            return ()

    async def take(self, look: Look) -> None:
        """Strike out of one letter, or let it wait."""
        try:
            job = await self._book.read(job_of, look.organisation, look.message)
            raw = await self._bytes(job) if job else {}
            await self._book.run(
                struck, Struck(look.message, raw), self._offices[look.organisation], self._node.clock()
            )
        except Exception as failure:  # noqa: BLE001 - it is masked meanwhile, and tried again
            log.warning("something waits to be struck out", message=look.message, reason=type(failure).__name__)
            with contextlib.suppress(TryLater):  # the database is away: the lease runs out
                await self._book.run(looks.put_off, look, self._node.clock() + AGAIN)

    async def _bytes(self, job: Job) -> dict[int, bytes | None]:
        """Give each copy's bytes as its row has to hold them, None where the vault, or nothing, holds them by now."""
        return {arrival.id: await asyncio.to_thread(self._written, arrival, job) for arrival in job.arrivals}

    def _written(self, arrival: Arrival, job: Job) -> bytes | None:
        if arrival.raw is None and arrival.vault_key is None:
            return None
        came = self._vault.raw(arrival)
        raw = struck_out(came, Striking(job.strike, parts_with(job.digests, came)))
        if raw == came:
            return None
        if arrival.raw is None and arrival.vault_key:
            self._vault.put(arrival.vault_key, raw)
            return None
        return raw
