"""What a ZIP or gzip archive says it holds: its list of contents is read, nothing in it is unpacked (R-EM-69)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mail.decoding import clean_line, decode

NAMES_CAP = 100
ENTRIES_CAP = 10_000
NAME_CAP = 200
BOMB_SIZE, BOMB_RATIO = 1024**3, 200
"""Bytes that an archive may become, and how many times its own size, if it becomes more than SMALL."""
SMALL = 50 * 1024**2

_ENTRY = struct.Struct("<4s4xHHxxxxxxxxIIHHH12x")
_END = b"PK\x05\x06"
_END_WITHIN = 66_000
_LOCKED, _IS_UTF8 = 0x0001, 0x0800


@dataclass(frozen=True)
class Listing:
    """The names in an archive, folders left out, at most NAMES_CAP; what is wrong with it, "" for nothing."""

    names: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class _Entry:
    name: str
    size: int
    locked: bool


def listing(data: bytes, media_type: str) -> Listing:
    """Give what an archive says it holds; an empty list for whatever is none, or is broken."""
    if media_type == "application/zip":
        return _of_zip(data)
    if media_type == "application/gzip":
        name = _name_in_gzip(data)
        return Listing((name,) if name else ())
    return Listing()


def _of_zip(data: bytes) -> Listing:
    entries = tuple(_entries(data))
    files = [entry for entry in entries if not entry.name.endswith("/")]
    size = sum(entry.size for entry in files)
    names = tuple(name for entry in files[:NAMES_CAP] if (name := clean_line(entry.name)[:NAME_CAP]))
    if size > BOMB_SIZE or size > max(SMALL, BOMB_RATIO * len(data)) or len(entries) >= ENTRIES_CAP:
        return Listing(names, "archive_bomb")
    return Listing(names, "archive_locked" if any(entry.locked for entry in files) else "")


def _entries(data: bytes) -> Iterator[_Entry]:
    """Give the entries of the central directory, as far as they can be read."""
    end = data.rfind(_END, max(0, len(data) - _END_WITHIN))
    if end < 0 or end + 20 > len(data):
        return
    place = end - struct.unpack_from("<I", data, end + 12)[0]
    for _ in range(ENTRIES_CAP):
        if place < 0 or place + _ENTRY.size > end:
            return
        mark, flags, _, _, size, name, extra, comment = _ENTRY.unpack_from(data, place)
        if mark != b"PK\x01\x02":
            return
        start = place + _ENTRY.size
        raw = data[start : start + name]
        yield _Entry(decode(raw, None if flags & _IS_UTF8 else "cp850"), size, bool(flags & _LOCKED))
        place = start + name + extra + comment


def _name_in_gzip(data: bytes) -> str:
    """Give the name that a gzip stream carries, "" where it carries none (RFC 1952)."""
    if len(data) < 10 or data[3] & 0b1100 != 0b1000:  # noqa: PLR2004 - the header; a name, and no extra field before it
        return ""
    return clean_line(decode(data[10 : 10 + NAME_CAP].partition(b"\0")[0], "iso-8859-1"))
