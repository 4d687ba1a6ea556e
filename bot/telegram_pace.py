"""How fast a bot may write: one message a second to one chat, thirty a second in all, and none while it is to wait."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator

GAP, TOGETHER = 1.0, 1 / 30
"""Seconds between two messages to one chat, and between two to anybody (Bot API FAQ, "My bot is hitting limits")."""

SHORTEST, LONGEST = 1.0, 60.0
"""Seconds that one waits after the first fault, and at the most."""


class Pace:
    """Gives each message its turn. It lives in memory: Telegram counts for itself and says when to wait."""

    def __init__(
        self,
        gap: float = GAP,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap, self._clock, self._sleep = gap, clock, sleep
        self._last: OrderedDict[str, float] = OrderedDict()
        self._next = self._open = 0.0

    async def turn(self, address: str) -> None:
        """Wait until a message may go to a chat."""
        now = self._clock()
        at = max(now, self._next, self._last.get(address, now - self._gap) + self._gap)
        self._next = at + TOGETHER
        self._note(address, at, now)
        await self._until(at)
        while self._clock() < self._open:
            await self._until(self._open)

    def stop(self, seconds: float) -> None:
        """Let nothing go for so long: Telegram said so."""
        self._open = max(self._open, self._clock() + seconds)

    async def _until(self, at: float) -> None:
        if (wait := at - self._clock()) > 0:
            await self._sleep(wait)

    def _note(self, address: str, at: float, now: float) -> None:
        self._last[address] = at
        self._last.move_to_end(address)
        while self._last and next(iter(self._last.values())) + self._gap < now:
            self._last.popitem(last=False)


def growing() -> Iterator[float]:
    """Give pauses that grow, in seconds, without end."""
    pause = SHORTEST
    while True:
        yield pause
        pause = min(2 * pause, LONGEST)
