"""Strikes out of letters what somebody decided to: of their bytes, in the row or in the vault, then of the case book.

The vault is written first. Where the power fails in between, the look is still there, and all is done again: what is
gone already stays gone. One look is for all of a conversation, and whoever writes the vault holds it: nobody who knows
of less overwrites what is struck out already.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import timedelta

import structlog

from cases.errors import TryLater
from cases.office import Office
from intake.strike_job import Job, job_of
from intake.struck import Struck, struck
from mail.strike import Striking, parts_with, struck_out
from reading.strike import Strike
from storage import arrivals, looks
from storage.arrivals import Arrival
from storage.book import Book
from storage.claims import Node
from storage.looks import STRIKE, Look
from storage.messages import Told
from storage.vault import Vault

log = structlog.get_logger()

TOGETHER = 2
"""So many letters are claimed at once."""
POLL = 2.0
"""Seconds after which letters are looked for though nobody rang."""
AGAIN = timedelta(seconds=30)
"""How long a letter waits of which something could not be struck out yet; it is tried until it is done."""


class Lost(Exception):
    """The claim ran out: what was to be struck out is another node's work, or is done, or the letter is erased."""


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
        """Strike out of the letters of one conversation, or let it wait."""
        office = self._offices[look.organisation]
        try:
            job = await self._book.read(job_of, office.policy, look.message)
            raw = await self._bytes(job, look) if job else {}
            done = Struck(look.message, job.ids if job else frozenset(), raw)
            was_mine = await self._book.run(struck, done, office, self._node.clock())
            if job and not was_mine:
                await self._tidied(job)
        except Lost:
            log.warning("another node strikes this out", message=look.message)
        except Exception as failure:  # noqa: BLE001 - it is masked meanwhile, and tried again
            log.warning("something waits to be struck out", message=look.message, reason=type(failure).__name__)
            with contextlib.suppress(TryLater):  # the database is away: the lease runs out
                await self._book.run(looks.put_off, look, self._node.clock() + AGAIN)

    async def _bytes(self, job: Job, look: Look) -> dict[int, bytes | None]:
        """Give each copy's bytes as its row has to hold them, None where the vault, or nothing, holds them by now."""
        return {arrival.id: await self._written(letter, arrival, job, look) for letter, arrival in job.copies}

    async def _written(self, letter: Told, arrival: Arrival, job: Job, look: Look) -> bytes | None:
        if arrival.raw is None and arrival.vault_key is None:
            return None
        came = await asyncio.to_thread(self._vault.raw, arrival)
        raw = await asyncio.to_thread(_without, came, job.of(letter), job.digests(letter))
        if raw == came:
            return None
        if arrival.raw is None and arrival.vault_key:
            await self._into_the_vault(arrival.vault_key, raw, look)
            return None
        return raw

    async def _into_the_vault(self, key: str, raw: bytes, look: Look) -> None:
        """Put bytes into the place of those that came, unless the claim ran out: another node may know of more."""
        if not await self._book.run(looks.renew, look, (self._node.name, self._node.clock())):
            raise Lost
        await asyncio.to_thread(self._vault.put, key, raw)

    async def _tidied(self, job: Job) -> None:
        """Let nothing lie in the vault of letters that were erased while something was struck out of them."""
        for _, copy in job.copies:
            left = await self._book.read(arrivals.find, copy.organisation, copy.id)
            if copy.vault_key and (left is None or left.vault_key is None):
                await asyncio.to_thread(self._vault.delete, copy.vault_key)


def _without(came: bytes, goes: Strike, digests: frozenset[str]) -> bytes:
    return struck_out(came, Striking(goes, parts_with(digests, came)))
