"""Takes letters that have arrived, has them understood beside the loop, and hands them to intake, in batches."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import timedelta

import structlog

from cases.errors import TryLater
from cases.message import Channel
from cases.office import Office
from intake.receive import Understood, receive
from mail.apart import Apart
from mail.understand import Bytes, Understanding
from storage import arrivals
from storage.arrivals import TRIES, Arrival
from storage.book import Book
from storage.claims import Node
from storage.vault import LARGE, Vault, key_of

log = structlog.get_logger()

TOGETHER = 16
"""So many letters are understood at once."""

HANDS = 2
"""So many batches are at work: while one is being understood, the one before it is being written."""

POLL = 2.0
"""Seconds after which arrivals are looked for though nobody rang."""

AGAIN = timedelta(seconds=20)
"""How long a letter waits after a try that failed."""


class Worker:
    """Turns arrivals into messages and cases."""

    def __init__(self, book: Book, vault: Vault, offices: Mapping[str, Office], node: Node) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._node = node
        self._apart = Apart({id_: office.policy for id_, office in offices.items()})

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            async with asyncio.TaskGroup() as hands:
                for _ in range(HANDS):
                    hands.create_task(self._hand())
        finally:
            self._apart.end()

    async def warm_up(self) -> None:
        """Start the worker process before the first letter comes."""
        await self._apart.start()

    async def _hand(self) -> None:
        while True:
            taken = await self._claim()
            await self._work(taken)
            if len(taken) < TOGETHER:
                await self._book.wait(arrivals.topic(Channel.MAIL), POLL)

    async def _claim(self) -> tuple[Arrival, ...]:
        try:
            claimant = (self._node.name, self._node.clock())
            return await self._book.run(arrivals.claim, Channel.MAIL, claimant, TOGETHER)
        except TryLater as away:
            log.warning("arrivals cannot be read", reason=str(away))
            return ()

    async def _work(self, taken: tuple[Arrival, ...]) -> None:
        taken = tuple(arrival for arrival in taken if self._is_ours(arrival))
        if not taken:
            return
        letters = [await self._letter(arrival) for arrival in taken]
        understood = await self._apart.understand(letters)
        await asyncio.gather(*(self._take_in(one, what) for one, what in zip(taken, understood, strict=True)))

    def _is_ours(self, arrival: Arrival) -> bool:
        if arrival.organisation in self._offices:
            return True
        # Its claim runs out by itself; perhaps another process knows the organisation, or this one will again.
        log.error("a letter to an organisation that is not at work here", arrival=arrival.id)
        return False

    async def _letter(self, arrival: Arrival) -> Bytes:
        raw = arrival.raw if arrival.raw is not None else await asyncio.to_thread(self._vault.raw, arrival)
        hopeless = arrival.attempts >= TRIES
        return Bytes(arrival.organisation, raw, arrival.envelope, arrival.received_at, hopeless)

    async def _take_in(self, arrival: Arrival, what: Understanding | None) -> None:
        office = self._offices[arrival.organisation]
        try:
            if what is None:
                raise TryLater("not understood")  # noqa: TRY301 - handed back like any other failure
            understood = Understood(arrival.id, what.message, what.judgement, what.reading, what.tokens)
            await self._book.run(receive, understood, office, self._node.clock())
        except Exception as failure:  # noqa: BLE001 - the arrival is safe: it is tried again, in the end as unreadable
            log.warning("an arrival was handed back", arrival=arrival.id, reason=type(failure).__name__)
            await self._hand_back(arrival)
        else:
            await self._put_away(arrival)

    async def _hand_back(self, arrival: Arrival) -> None:
        until = self._node.clock() + AGAIN
        with contextlib.suppress(TryLater):  # the database is away: the lease runs out, and then it is tried again
            await self._book.run(arrivals.hand_back, arrival.organisation, arrival.id, until)

    async def _put_away(self, arrival: Arrival) -> None:
        if arrival.raw is not None and len(arrival.raw) >= LARGE:
            key = key_of(arrival)
            with contextlib.suppress(TryLater):  # the row still has the bytes
                await asyncio.to_thread(self._vault.put, key, arrival.raw)
                await self._book.run(arrivals.move_to_vault, arrival.organisation, arrival.id, key)
