"""How work wakes those who wait for it, inside one process; PostgreSQL's NOTIFY rings the same bell from outside."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable


class Bell:
    """One event per topic. A ring that nobody waited for is kept for the next who does."""

    def __init__(self) -> None:
        self._topics: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def ring(self, topics: Iterable[str]) -> None:
        """Wake everybody who waits for one of the topics. On the loop's thread only."""
        for topic in topics:
            self._topics[topic].set()

    async def wait(self, topic: str, seconds: float) -> bool:
        """Wait for a ring, or that long; say whether it rang. Polling is the fallback, so a lost ring only delays."""
        event = self._topics[topic]
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        event.clear()
        return True
