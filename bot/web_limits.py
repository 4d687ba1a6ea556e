"""How much one visitor of the web chat may ask for, by network address and by conversation."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import ceil

from bot.throttle import WINDOW, Throttle

HOUR = timedelta(hours=1)

SESSIONS, LINES_OF_PEER, LINES, UPLOADS, UPLOADS_OF_PEER, LINKS = 60, 600, 40, 30, 120, 5
"""A minute: pages that open a chat and lines, of one address, behind which a school may sit; lines of one conversation.
An hour: files of one conversation, of one address; links to another device of one conversation."""

LONG = 1_000
"""Each so many characters of a line count as one line more: they are as much work."""

SOCKETS, SOCKETS_OF_PEER, SOCKETS_OF_CHAT = 5_000, 300, 10
"""Open at once: altogether, of one address, of one conversation."""

UPLOADING, UPLOADING_OF_PEER = 40, 8
"""Files on their way at once: altogether, of one address."""

SOON = timedelta(seconds=5)


class TooMuch(Exception):
    """It was too much for now; `code` says what, `seconds` after how long it may be tried again."""

    def __init__(self, code: str, window: timedelta = WINDOW) -> None:
        super().__init__(code)
        self.code, self.seconds = code, ceil(window.total_seconds())


class Limits:
    """Counts what visitors ask for. It lives in memory: what is forgotten is given again."""

    def __init__(self) -> None:
        self._sessions = Throttle(SESSIONS)
        self._lines, self._lines_of_peer = Throttle(LINES), Throttle(LINES_OF_PEER)
        self._uploads, self._uploads_of_peer = Throttle(UPLOADS, HOUR), Throttle(UPLOADS_OF_PEER, HOUR)
        self._links = Throttle(LINKS, HOUR)
        self._open: Counter[str] = Counter()

    def session(self, peer: str, now: datetime) -> None:
        """Count one more page that opens a chat; raise TooMuch where that is too many."""
        _check(self._sessions, peer, now)

    def line(self, peer: str, secret: str, length: int, now: datetime) -> None:
        """Count one more line of so many characters; raise TooMuch where that is too many."""
        for _ in range(1 + length // LONG):
            _check(self._lines, secret, now)
            _check(self._lines_of_peer, peer, now)

    def upload(self, peer: str, secret: str, now: datetime) -> None:
        """Count one more file; raise TooMuch where that is too many."""
        _check(self._uploads, secret, now, HOUR)
        _check(self._uploads_of_peer, peer, now, HOUR)

    def link(self, secret: str, now: datetime) -> None:
        """Count one more link to another device; raise TooMuch where that is too many."""
        _check(self._links, secret, now, HOUR)

    @contextmanager
    def open_by(self, peer: str) -> Iterator[None]:
        """Count a connection of an address while it is open; raise TooMuch where there are too many."""
        with self._one_more({"": SOCKETS, f"peer {peer}": SOCKETS_OF_PEER}, TooMuch("busy")):
            yield

    @contextmanager
    def open_of(self, secret: str) -> Iterator[None]:
        """Count a connection of a conversation while it is open; raise TooMuch where there are too many."""
        with self._one_more({f"chat {secret}": SOCKETS_OF_CHAT}, TooMuch("busy")):
            yield

    @contextmanager
    def sends_to_us(self, peer: str) -> Iterator[None]:
        """Count a file of an address while it comes; raise TooMuch where there are too many."""
        with self._one_more({"files": UPLOADING, f"files {peer}": UPLOADING_OF_PEER}, TooMuch("slow", SOON)):
            yield

    @contextmanager
    def _one_more(self, allowed: Mapping[str, int], too_many: TooMuch) -> Iterator[None]:
        if any(self._open[name] >= most for name, most in allowed.items()):
            raise too_many
        self._open.update(allowed.keys())
        try:
            yield
        finally:
            self._open.subtract(allowed.keys())
            for name in allowed:
                if not self._open[name]:
                    del self._open[name]


def _check(throttle: Throttle, who: str, now: datetime, window: timedelta = WINDOW) -> None:
    if not throttle.allows(who, now):
        raise TooMuch("slow", window)
