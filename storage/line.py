"""Where pages wait for a writer: in two lanes, so that nobody at a socket stands behind a crowd."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from storage.page import Page


class Lane(IntEnum):
    """Who goes first: what somebody waits for with a connection open, then all the rest."""

    WAITED_FOR = 0
    IN_TURN = 1


@dataclass
class Job:
    """A page to be written, and who is told what became of it."""

    use_case: Callable[[Page], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    lane: Lane = Lane.IN_TURN
    result: Any = None
    error: BaseException | None = None
    woken: set[str] = field(default_factory=set)


class Line:
    """Pages that wait; any thread may put and take them."""

    def __init__(self) -> None:
        self._lanes: tuple[deque[Job], ...] = tuple(deque() for _ in Lane)
        self._changed = threading.Condition()
        self._closed = False

    def put(self, job: Job) -> None:
        """Put a page at the end of its lane."""
        with self._changed:
            self._lanes[job.lane].append(job)
            self._changed.notify()

    def close(self) -> None:
        """Let the takers go once nothing waits any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def next(self) -> Job | None:
        """Give the page whose turn it is, waiting for one; None where the line is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or any(self._lanes))
            return next((lane.popleft() for lane in self._lanes if lane), None)

    def behind(self, job: Job) -> Job | None:
        """Give the next page of the same lane to go with this one; None where there is none, or others go first."""
        with self._changed:
            first = next((lane for lane in self._lanes if lane), None)
            return first.popleft() if first and first[0].lane is job.lane else None
