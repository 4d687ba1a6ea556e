"""Takes letters that have arrived, has them understood beside the loop, and hands them to intake, in batches."""

import asyncio
import contextlib
import multiprocessing
import signal
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta

import structlog

from cases.errors import TryLater
from cases.message import Channel
from cases.office import Office
from intake.receive import Understood, receive
from mail.understand import Bytes, Understanding, learn, understand_all
from storage import arrivals
from storage.arrivals import TRIES, Arrival
from storage.book import Book
from storage.claims import Node
from storage.vault import LARGE, Vault, key_of

log = structlog.get_logger()

TOGETHER = 32
"""So many letters are understood at once."""

POLL = 2.0
"""Seconds after which arrivals are looked for though nobody rang."""

PATIENCE = 120.0
"""Seconds a batch may take; a letter that holds the worker process longer is broken on purpose."""

AGAIN = timedelta(seconds=20)
"""How long a letter waits after a try that failed."""


class Worker:
    """Turns arrivals into messages and cases."""

    def __init__(self, book: Book, vault: Vault, offices: Mapping[str, Office], node: Node) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._node = node
        self._pool: ProcessPoolExecutor | None = None

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            while True:
                taken = await self._claim()
                await self._work(taken)
                if len(taken) < TOGETHER:
                    await self._book.wait(arrivals.topic(Channel.MAIL), POLL)
        finally:
            self._end_pool()

    async def warm_up(self) -> None:
        """Start the worker process before the first letter comes."""
        await self._start_understanding([])

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
        understood = await self._understand(letters)
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

    async def _understand(self, letters: list[Bytes]) -> list[Understanding | None]:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._start_understanding(letters)
        except (BrokenProcessPool, TimeoutError):
            # One letter took the process with it, or does not end: each is tried alone, by the next process.
            self._end_pool()
            if len(letters) == 1:
                return [None]
            return [(await self._understand([letter]))[0] for letter in letters]

    def _start_understanding(self, letters: list[Bytes]) -> asyncio.Future[list[Understanding | None]]:
        """Begin a batch. A process that this starts is deaf to Ctrl-C: the service hears it, and ends the process."""
        pool = self._workers()  # first: making it starts Python's resource tracker, and that lifts the mask
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return asyncio.get_running_loop().run_in_executor(pool, understand_all, letters)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)

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

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            policies = {id_: office.policy for id_, office in self._offices.items()}
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=learn, initargs=(policies,))
        return self._pool

    def _end_pool(self) -> None:
        if self._pool is None:
            return
        pool, self._pool = self._pool, None
        processes = list((pool._processes or {}).values())  # noqa: SLF001 - the only way to end one that does not return
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
