"""How work wakes those who wait for it, inside one process; PostgreSQL's NOTIFY rings the same bell from outside."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

KEPT = 1_000
"""So many rings that nobody ever waited for are kept, for whoever does next; polling is the fallback."""


class Bell:
    """One event per topic. A ring that nobody waited for is kept for the next who does."""

    def __init__(self) -> None:
        self._topics: dict[str, asyncio.Event] = {}
        self._unheard: OrderedDict[str, None] = OrderedDict()
        self._listeners: dict[str, set[asyncio.Event]] = {}

    def ring(self, topics: Iterable[str]) -> None:
        """Wake everybody who waits for one of the topics. On the loop's thread only."""
        for topic in topics:
            for event in self._listeners.get(topic, ()):
                event.set()
            if topic in self._topics:
                self._topics[topic].set()
            elif topic not in self._listeners:
                self._keep(topic)

    async def wait(self, topic: str, seconds: float) -> bool:
        """Wait for a ring, or that long; say whether it rang. Polling is the fallback, so a lost ring only delays."""
        event = self._topics.setdefault(topic, asyncio.Event())
        if topic in self._unheard:
            del self._unheard[topic]
            event.set()
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        event.clear()
        return True

    @contextmanager
    def listening(self, *topics: str) -> Iterator[asyncio.Event]:
        """Give an event that every ring of one of the topics sets while the block lasts; each has their own."""
        event = asyncio.Event()
        for topic in topics:
            self._listeners.setdefault(topic, set()).add(event)
        try:
            yield event
        finally:
            for topic in topics:
                self._listeners[topic].discard(event)
                if not self._listeners[topic]:
                    del self._listeners[topic]

    def _keep(self, topic: str) -> None:
        self._unheard[topic] = None
        if len(self._unheard) > KEPT:
            self._unheard.popitem(last=False)
