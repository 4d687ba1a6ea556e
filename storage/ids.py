"""Keys that sort by time and never meet, whoever makes them."""

import base64
import itertools
import secrets
from datetime import UTC, datetime

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_process = secrets.randbits(10) << 12
_count = itertools.count(secrets.randbits(12))


def new_id(now: datetime) -> int:
    """Give a new 63-bit key: milliseconds since 2020, ten random bits of this process, a running number.

    Keys made in one process never collide within a millisecond below 4,096 of them; between processes a collision needs
    the same millisecond, the same random bits and the same count, and then the unique index refuses it.
    """
    milliseconds = int((now - _EPOCH).total_seconds() * 1000)
    return (milliseconds << 22) | _process | (next(_count) & 0xFFF)


def new_token() -> str:
    """Give 80 random bits as sixteen lower-case letters and digits that survive any mail system."""
    return base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()


def new_number(letters: str, year: int, digits: int = 6) -> str:
    """Give a candidate for a public case number, "MX-26-481903". The caller checks that it is free."""
    return f"{letters}-{year % 100:02}-{secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)}"
