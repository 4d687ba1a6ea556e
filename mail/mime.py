"""The parts of a letter, as slices of its bytes: header block, body, and the parts within, with caps.

Written by hand, because the standard library's parser copies every line, loses the exact bytes of an attached
message and recurses without end on nested parts; `docs/adr` has the measurement. Never raises.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from mail.decoding import unbase64
from mail.params import parameters

BLOCK_CAP = 1024 * 1024
VALUE_CAP = 64 * 1024
DEPTH_CAP = 20
PARTS_CAP = 500

_BREAK = re.compile(rb"\r{0,3}\n")
_BLANK = re.compile(rb"\n\r{0,3}\n")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_JUNK = re.compile(rb"^(?![!-9;-~]{1,200}[ \t]*:|[ \t]|\r{0,3}$)", re.MULTILINE)
_KNOWN = re.compile(
    rb"^(?:from|to|subject|date|message-id|mime-version|content-type|received|return-path|reply-to|cc)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_GUESS = re.compile(rb"\s*--([^\s].{0,199}?)[ \t]*\r{0,3}\n")

Fields = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Part:
    """One node of a letter. `index` counts all nodes in reading order, the letter itself being 0.

    `fields` are its headers, names in lower case, values unfolded and still encoded. `within` are its parts.
    """

    index: int
    fields: Fields
    body: bytes
    media_type: str
    params: dict[str, str]
    within: tuple["Part", ...] = ()

    def header(self, name: str) -> bytes:
        """Give the raw value of the first header of that name (lower case), or b""."""
        return next((value for key, value in self.fields if key == name), b"")

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        """Give the Content-Disposition, "" where none is given, and its parameters."""
        return parameters(self.header("content-disposition"))

    def content(self) -> bytes:
        """Give the body as it was before it was packed for the journey."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding.startswith(b"base64"):
            return unbase64(self.body)
        if encoding.startswith(b"quoted"):
            return binascii.a2b_qp(self.body)
        if encoding.startswith((b"x-uu", b"uu")):
            return _uudecoded(self.body)
        return self.body

    def walk(self) -> Iterator["Part"]:
        """Give this part and all within it, in reading order."""
        yield self
        for part in self.within:
            yield from part.walk()


class Splitter:
    """Takes a letter apart once. `faults` names what was wrong with it."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._count = 0

    def split(self, raw: bytes) -> Part:
        """Give the letter as a tree of parts."""
        raw = _without_leader(raw)
        if b"\n" not in raw:
            raw = raw.replace(b"\r", b"\n")
        return self._part(raw, depth=0, default="text/plain")

    def _part(self, raw: bytes, depth: int, default: str) -> Part:
        index = self._count
        self._count += 1
        fields, body = self._header(raw)
        media_type, params = parameters(next((value for key, value in fields if key == "content-type"), b""))
        part = Part(index, fields, body, media_type if "/" in media_type else default, params)
        if not part.media_type.startswith("multipart/"):
            return part
        within = tuple(self._within(part, depth))
        return replace(part, body=b"" if within else body, within=within)

    def _within(self, part: Part, depth: int) -> Iterator[Part]:
        """Give the parts of a multipart, as far as the caps allow."""
        if depth >= DEPTH_CAP:
            self._fault("too_deep")
            return
        default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
        empty = True
        for piece in self._pieces(part):
            if self._count >= PARTS_CAP:
                self._fault("too_many_parts")
                return
            empty = False
            yield self._part(piece, depth + 1, default)
        if empty:
            self._fault("no_parts")

    def _pieces(self, part: Part) -> Iterator[bytes]:
        """Give the bytes between the boundaries of a multipart; a missing end is forgiven."""
        boundary = part.params.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
        if not boundary:
            guess = _GUESS.match(part.body)
            self._fault("no_boundary")
            boundary = guess[1] if guess else b""
        return _between(part.body, b"--" + boundary) if boundary else iter(())

    def _header(self, raw: bytes) -> tuple[Fields, bytes]:
        """Part the header block from the body; a block that is too long goes on in the body, so nothing is lost."""
        if raw[:1] in {b"\n", b"\r"}:
            return (), raw[_end(raw, 0) :]
        blank = _BLANK.search(raw, 0, BLOCK_CAP)
        if blank:
            return self._fields(raw[: blank.start()], raw[blank.end() :])
        if len(raw) < BLOCK_CAP:
            return self._fields(raw, b"")
        self._fault("headers_too_long")
        cut = raw.rfind(b"\n", 0, BLOCK_CAP) + 1 or BLOCK_CAP
        return self._fields(raw[:cut], raw[cut:])

    def _fields(self, block: bytes, body: bytes) -> tuple[Fields, bytes]:
        """Read the lines of a header block, unfolding them; stop at what cannot be one."""
        fields: list[tuple[str, bytes]] = []
        place = 0
        last_known = _last_known(block)
        for line in _BREAK.split(block):
            found = _FIELD.match(line)
            if found:
                fields.append((found[1].decode("ascii").lower(), line[found.end() :][:VALUE_CAP].strip()))
            elif fields and (line[:1] in b" \t" or place < last_known):
                fields[-1] = self._continued(fields[-1], line)
            elif line.strip():
                self._fault("header_broken")
                return tuple(fields), block[place:] + b"\n\n" + body
            place = _end(block, place)
        return tuple(fields), body

    def _continued(self, field: tuple[str, bytes], line: bytes) -> tuple[str, bytes]:
        """Unfold one more line onto a header, as far as the cap allows."""
        name, value = field
        if len(value) > VALUE_CAP:
            self._fault("headers_too_long")
            return field
        return name, value + b" " + line.strip()[:VALUE_CAP]

    def _fault(self, name: str) -> None:
        if name not in self.faults:
            self.faults.append(name)


def _last_known(block: bytes) -> int:
    """Give the place of the last header that letters usually have, -1 where every line is a header anyway."""
    if not _JUNK.search(block):
        return -1
    return max((found.start() for found in _KNOWN.finditer(block)), default=-1)


def _without_leader(raw: bytes) -> bytes:
    """Drop what may stand before the first header: a byte order mark, blank lines, an mbox "From " line."""
    bare = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if bare.startswith((b"From ", b">From ")):
        bare = bare[_end(bare, 0) :]
    return bare if bare is raw or _FIELD.match(bare) else raw


def _end(data: bytes, start: int) -> int:
    """Give the place after the line that begins at `start`."""
    return data.find(b"\n", start) + 1 or len(data)


def _between(body: bytes, delimiter: bytes) -> Iterator[bytes]:
    """Give what stands between lines that begin with the delimiter, up to the closing one."""
    start = None
    place = body.find(delimiter)
    while place >= 0:
        after = _end(body, place)
        rest = body[place + len(delimiter) : after].strip()
        if (place == 0 or body[place - 1 : place] == b"\n") and rest in {b"", b"--"}:
            if start is not None:
                yield body[start : _before_break(body, start, place)]
            if rest:
                return
            start = after
        place = body.find(delimiter, place + len(delimiter))
    if start is not None and start < len(body):
        yield body[start:]


def _before_break(body: bytes, start: int, place: int) -> int:
    """Step back over the line break before a delimiter, which belongs to the delimiter (RFC 2046)."""
    end = place - 1 if place > start and body[place - 1 : place] == b"\n" else place
    return end - 1 if end > start and body[end - 1 : end] == b"\r" else end


def _uudecoded(body: bytes) -> bytes:
    """Give what a uuencoded body holds, skipping lines that are none."""
    out = []
    for line in body.splitlines():
        if line.startswith(b"begin ") or not line.strip():
            continue
        if line.strip() == b"end":
            break
        out.append(_uuline(line))
    return b"".join(out)


def _uuline(line: bytes) -> bytes:
    """Decode one uuencoded line; encoders that pad too much are forgiven."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""
