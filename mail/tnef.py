"""Outlook's winmail.dat: the words and the files in it (MS-OXTNEF), with caps, and whatever is broken in it skipped.

Read by hand, because tnefparse gives up all the files for one broken attribute and believes the counts it reads: a file
of forty bytes that announces four thousand million properties keeps it busy for more than a minute.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cases.errors import Unreadable
from mail.decoding import decode
from mail.rtf import decompressed

SIGNATURE = b"\x78\x9f\x3e\x22"
ATTRIBUTES_CAP = 20_000
PROPERTIES_CAP = 2_000
VALUES_CAP = 100
FILES_CAP = 200

BODY, ATTACH_DATA, ATTACH_TITLE, ATTACH_BEGINS = 0x800C, 0x800F, 0x8010, 0x9002
MAPI_OF_MESSAGE, MAPI_OF_FILE, CODEPAGE = 0x9003, 0x9005, 0x9007
"""Attributes (MS-OXTNEF section 2.1.3.2)."""

P_BODY, P_HTML, P_RTF, P_CODEPAGE = 0x1000, 0x1013, 0x1009, 0x3FDE
P_DATA, P_NAME, P_LONG_NAME, P_SHOWN_NAME, P_TYPE, P_CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x3001, 0x370E, 0x3712
"""Properties (MS-OXPROPS)."""

_OBJECT = 0x000D
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_SIZES = {0x02: 4, 0x0B: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of a value, by its type."""
_STRING8, _UNICODE, _BINARY = 0x1E, 0x1F, 0x0102
_VARIABLE = frozenset({_STRING8, _UNICODE, _BINARY, _OBJECT})


@dataclass(frozen=True)
class Packed:
    """One thing in it: a file with its name, or, where `name` is "", the words of the letter."""

    data: bytes = b""
    name: str = ""
    media_type: str = ""
    content_id: str = ""


@dataclass
class _Found:
    """What was found so far."""

    charset: str = "cp1252"
    words: dict[str, bytes] = field(default_factory=dict)
    files: list[Packed] = field(default_factory=list)


def unpacked(data: bytes) -> tuple[Packed, ...]:
    """Give the words, if it has any, and the files of a winmail.dat; raise Unreadable where there is nothing in it."""
    if not data.startswith(SIGNATURE):
        raise Unreadable("this is no TNEF")
    found = _Found()
    for level, name, value in _attributes(data):
        if level == 1:
            _of_message(found, name, value)
        elif len(found.files) <= FILES_CAP:
            _of_file(found, name, value)
    files = [file for file in found.files[:FILES_CAP] if file.data or file.name]
    packed = [replace(file, name=file.name or f"winmail-{place}") for place, file in enumerate(files, 1)]
    if not (both := (*_words(found), *packed)):
        raise Unreadable("there is nothing in this TNEF")
    return both


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give level, name and value of each attribute; one that goes beyond the end is given as far as it goes."""
    place = len(SIGNATURE) + 2
    for _ in range(ATTRIBUTES_CAP):
        if place + 9 > len(data):
            return
        level, name, _, length = struct.unpack_from("<BHHI", data, place)
        if level not in {1, 2}:
            return
        yield level, name, data[place + 9 : place + 9 + length]
        place += 11 + length


def _of_message(found: _Found, name: int, value: bytes) -> None:
    if name == CODEPAGE and len(value) >= 4:  # noqa: PLR2004 - four bytes make the number that is read here
        found.charset = f"cp{int.from_bytes(value[:4], 'little')}"
    elif name == BODY:
        found.words.setdefault("text/plain", _utf8(value, found.charset))
    elif name == MAPI_OF_MESSAGE:
        _words_of_properties(found, value)


def _words_of_properties(found: _Found, value: bytes) -> None:
    """Keep the text in its three forms; what was written in another codepage than it says is decoded all the same."""
    properties = {id_: (kind, data) for id_, kind, data in _properties(value)}
    number = int.from_bytes(properties.get(P_CODEPAGE, (0, b""))[1][:4], "little")
    charset = {0: found.charset, 65001: "utf-8"}.get(number, f"cp{number}")
    for id_, media_type in ((P_BODY, "text/plain"), (P_HTML, "text/html")):
        if id_ in properties:
            kind, data = properties[id_]
            found.words[media_type] = _utf8(data, "utf-16-le" if kind == _UNICODE else charset)
    if P_RTF in properties:
        found.words["application/rtf"] = properties[P_RTF][1]


def _utf8(data: bytes, charset: str) -> bytes:
    return decode(data, charset).rstrip("\0").encode()


def _words(found: _Found) -> tuple[Packed, ...]:
    """Give the words in the first form that there is: HTML tells most, RTF is read where there is nothing else."""
    for media_type in ("text/html", "text/plain", "application/rtf"):
        data = found.words.get(media_type, b"")
        if data.strip():
            data = decompressed(data) if media_type == "application/rtf" else data
            return (Packed(data, "", media_type),) if data else ()
    return ()


def _of_file(found: _Found, name: int, value: bytes) -> None:
    if name == ATTACH_BEGINS or not found.files:
        found.files.append(Packed())
    file = found.files[-1]
    if name == ATTACH_TITLE:
        file = replace(file, name=file.name or decode(value, found.charset).strip("\0 "))
    elif name == ATTACH_DATA:
        file = replace(file, data=value)
    elif name == MAPI_OF_FILE:
        file = _with_properties(file, value, found.charset)
    found.files[-1] = file


def _with_properties(file: Packed, value: bytes, charset: str) -> Packed:
    """Add what the properties of a file say: its long name above all, which the attributes shorten to 8.3."""
    texts: dict[int, str] = {}
    for id_, kind, data in _properties(value):
        if id_ == P_DATA and kind in {_OBJECT, _BINARY}:
            is_message = data.startswith(_MESSAGE)
            file = replace(
                file,
                data=data[len(_MESSAGE) :] if is_message else file.data or data,
                media_type="application/ms-tnef" if is_message else file.media_type,
            )
        elif kind in {_STRING8, _UNICODE}:
            texts[id_] = decode(data, "utf-16-le" if kind == _UNICODE else charset).strip("\0 ")
    return replace(
        file,
        name=texts.get(P_LONG_NAME) or texts.get(P_NAME) or file.name or texts.get(P_SHOWN_NAME, ""),
        media_type=file.media_type or texts.get(P_TYPE, ""),
        content_id=texts.get(P_CONTENT_ID, ""),
    )


def _properties(value: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give id, type and first value of each property, as far as they can be read."""
    try:
        count, place = struct.unpack_from("<I", value)[0], 4
        for _ in range(min(count, PROPERTIES_CAP)):
            kind, id_ = struct.unpack_from("<HH", value, place)
            place = _after_name(value, place + 4, id_)
            data, place = _value(value, place, kind)
            yield id_, kind & 0x0FFF, data
    except (struct.error, KeyError):
        return


def _after_name(value: bytes, place: int, id_: int) -> int:
    """Step over the name of a named property."""
    if id_ < 0x8000:  # noqa: PLR2004 - the border that the specification draws
        return place
    kind, length = struct.unpack_from("<II", value, place + 16)
    return place + 24 + (_padded(length) if kind else 0)


def _value(value: bytes, place: int, kind: int) -> tuple[bytes, int]:
    """Give the first value of a property, and where the next property begins; raise KeyError for an unknown type."""
    many, kind = bool(kind & 0x1000), kind & 0x0FFF
    count = 1
    if many or kind in _VARIABLE:
        count = struct.unpack_from("<I", value, place)[0]
        place += 4
    if kind not in _VARIABLE:
        size = _SIZES[kind]
        return value[place : place + size], place + (_padded(count * 2) if many and kind == 0x02 else count * size)  # noqa: PLR2004 - shorts lie close in a list
    first = b""
    for number in range(min(count, VALUES_CAP)):
        length = struct.unpack_from("<I", value, place)[0]
        first = value[place + 4 : place + 4 + length] if number == 0 else first
        place += 4 + _padded(length)
    return first, place


def _padded(length: int) -> int:
    return length + -length % 4
