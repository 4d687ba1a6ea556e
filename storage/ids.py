"""Keys that sort by time and never meet, whoever makes them."""

import base64
import secrets
import threading
from datetime import UTC, datetime

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_process = secrets.randbits(10) << 12


REMEMBERED = 4_096
"""So many milliseconds are remembered: those who work beside each other draw keys for instants in any order."""


MOST = 0xFFF
"""The last running number of a millisecond."""


class _Running:
    """The running number within a millisecond. It begins low, so that there is room for many more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[int, int] = {}

    def next(self, millisecond: int) -> tuple[int, int]:
        """Give a millisecond and a number in it that nobody was given yet: this one, or where it is full the next."""
        with self._lock:
            while self._last.get(millisecond) == MOST:
                millisecond += 1
            last = self._last.pop(millisecond, None)
            number = self._last[millisecond] = secrets.randbits(8) if last is None else last + 1
            if len(self._last) > REMEMBERED:
                del self._last[next(iter(self._last))]
            return millisecond, number


_running = _Running()


def new_id(now: datetime) -> int:
    """Give a new 63-bit key: milliseconds since 2020, ten random bits of this process, a running number.

    Keys of one process grow, also within a millisecond; more than 4,000 in one go on in the next. Between processes a
    collision needs the same millisecond, random bits and number, and then the unique index refuses it.
    """
    millisecond, number = _running.next(int((now - _EPOCH).total_seconds() * 1000))
    return millisecond << 22 | _process | number


def first_id(at: datetime) -> int:
    """Give a key that is smaller than all that were made from an instant on."""
    return max(0, int((at - _EPOCH).total_seconds() * 1000) << 22)


def new_token() -> str:
    """Give 80 random bits as sixteen lower-case letters and digits that survive any mail system."""
    return base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()


def new_number(letters: str, year: int, digits: int = 6) -> str:
    """Give a candidate for a public case number, "MX-26-481903". The caller checks that it is free."""
    return f"{letters}-{year % 100:02}-{secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)}"
