"""Understanding beside the loop: in a process of its own, which is replaced when a letter takes it down."""

import asyncio
import multiprocessing
import signal
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.context import ForkServerContext, SpawnContext

from cases.policy import Policy
from mail.understand import Bytes, Understanding, learn, understand_all

FAILS = (BrokenProcessPool, TimeoutError)
FEW = 2
"""While more letters than these wait to be understood, none is looked at more closely: acknowledgements come first."""

Understood = list[Understanding | None]


@dataclass(frozen=True)
class Patience:
    """Seconds that letters may take, those of a batch together, and one alone: a letter takes milliseconds.

    The first includes a process' start, which takes some on a busy machine.
    """

    together: float = 20.0
    alone: float = 30.0


class Apart:
    """One process that understands batches of letters, one batch after the other, whoever brings them."""

    def __init__(self, policies: Mapping[str, Policy], patience: Patience = Patience()) -> None:
        self._policies = policies
        self._patience = patience
        self._pool: ProcessPoolExecutor | None = None
        self._spare: ProcessPoolExecutor | None = None
        self._alone = asyncio.Lock()
        self._waiting = 0

    async def start(self) -> None:
        """Have the process ready before the first letter comes."""
        await self.understand([])

    async def understand(self, letters: list[Bytes]) -> Understood:
        """Give what the letters say, None for one that cannot be understood, whatever it does to the process.

        One that holds the process beyond all patience is broken on purpose, and given up as unreadable: it is held.
        """
        pool = self._pool = self._pool or self._new()
        self._waiting += len(letters)
        try:
            return await _within(self._patience.together, pool, letters, in_a_hurry=self._waiting > FEW)
        except FAILS:
            if self._pool is pool:
                self._pool = None
            _end(pool)
            return await self._each_alone(letters)
        finally:
            self._waiting -= len(letters)

    def end(self) -> None:
        """End the process, whatever it is at."""
        for pool in filter(None, (self._pool, self._spare)):
            _end(pool)
        self._pool = self._spare = None

    async def _each_alone(self, letters: list[Bytes]) -> Understood:
        """Try letters one by one, away from those of others: one of these takes the process with it, or never ends."""
        async with self._alone:
            try:
                return [await self._alone_in_spare(letter) for letter in letters]
            finally:
                self._end_spare()

    async def _alone_in_spare(self, letter: Bytes) -> Understanding | None:
        try:
            return await self._in_spare(letter)
        except BrokenProcessPool:
            self._end_spare()
            return None
        except TimeoutError:
            self._end_spare()
            return await self._given_up(letter)

    async def _given_up(self, letter: Bytes) -> Understanding | None:
        """Give what stands for a letter that nobody can take apart; it was killed once and is not tried again."""
        try:
            return await self._in_spare(replace(letter, hopeless=True))
        except FAILS:
            self._end_spare()
            return None

    async def _in_spare(self, letter: Bytes) -> Understanding | None:
        pool = self._spare = self._spare or self._new()
        return (await _within(self._patience.alone, pool, [letter]))[0]

    def _end_spare(self) -> None:
        spare, self._spare = self._spare, None
        if spare:
            _end(spare)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=_way_to_start(), initializer=learn, initargs=(self._policies,))


def _way_to_start() -> SpawnContext | ForkServerContext:
    """Give the way to start a process: anew, or from a server of forks where this program was told to use one.

    Never as a copy of ourselves, as Linux does by default: we have threads, and the copy might wait for their locks.
    """
    if multiprocessing.get_start_method(allow_none=True) == "forkserver":
        return multiprocessing.get_context("forkserver")
    return multiprocessing.get_context("spawn")


async def _within(
    seconds: float, pool: ProcessPoolExecutor, letters: list[Bytes], *, in_a_hurry: bool = False
) -> Understood:
    """Understand a batch. A process that this starts is deaf to Ctrl-C: the service hears it, and ends the process."""
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        begun = asyncio.get_running_loop().run_in_executor(
            pool, partial(understand_all, letters, in_a_hurry=in_a_hurry)
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    async with asyncio.timeout(seconds):
        return await begun


def _end(pool: ProcessPoolExecutor) -> None:
    """End a pool's process. What others have waiting there fails, and is tried again by them; nothing is cancelled."""
    for process in list((pool._processes or {}).values()):  # noqa: SLF001 - the only way to end one that does not return
        process.kill()
    pool.shutdown(wait=False)
