"""How fast a bot may write: a message a second to one chat but for a few at first, and thirty a second in all."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator

GAP, TOGETHER = 1.0, 1 / 30
"""Seconds between two messages to one chat, and between two to anybody (Bot API FAQ, "My bot is hitting limits")."""

BURST = 3
"""So many go to a chat at once that was quiet: what is said to one line. Short bursts are allowed there."""

SHORTEST, LONGEST = 1.0, 60.0
"""Seconds that one waits after the first fault, and at the most."""


class Pace:
    """Gives each message its turn. It lives in memory: Telegram counts for itself and says when to wait."""

    def __init__(
        self,
        gap: float = GAP,
        burst: int = BURST,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap, self._spared, self._clock, self._sleep = gap, (burst - 1) * gap, clock, sleep
        self._full: OrderedDict[str, float] = OrderedDict()
        self._next = self._open = 0.0

    async def turn(self, address: str) -> None:
        """Wait until a message may go to a chat."""
        now = self._clock()
        full = self._full.get(address, now)
        at = max(now, self._next, full - self._spared)
        self._next = at + TOGETHER
        self._note(address, max(full, at) + self._gap, now)
        await self._until(at)
        while self._clock() < self._open:
            await self._until(self._open)

    def stop(self, seconds: float) -> None:
        """Let nothing go for so long: Telegram said so."""
        self._open = max(self._open, self._clock() + seconds)

    async def _until(self, at: float) -> None:
        if (wait := at - self._clock()) > 0:
            await self._sleep(wait)

    def _note(self, address: str, full: float, now: float) -> None:
        """Note when a chat may have a whole burst again; forget those that may."""
        self._full[address] = full
        self._full.move_to_end(address)
        while self._full and next(iter(self._full.values())) < now:
            self._full.popitem(last=False)


def growing() -> Iterator[float]:
    """Give pauses that grow, in seconds, without end."""
    pause = SHORTEST
    while True:
        yield pause
        pause = min(2 * pause, LONGEST)
