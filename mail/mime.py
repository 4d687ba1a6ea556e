"""The parts of a letter, as slices of its bytes: header block, body, and the parts within, with caps.

Parts are numbered in reading order, those in a signature (S/MIME) and in a winmail.dat (TNEF) among them: whoever
takes the same bytes apart again finds each under its number. An attached letter is one part, and stays whole.

Written by hand, because the standard library's parser copies every line, loses the exact bytes of an attached
message and recurses without end on nested parts; `docs/adr` has the measurement. Never raises.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from mail.containers import may_hold, opener_of, uudecoded
from mail.decoding import unbase64
from mail.params import parameters
from mail.tnef import Packed

BLOCK_CAP = 1024 * 1024
VALUE_CAP = 64 * 1024
DEPTH_CAP = 20
PARTS_CAP = 500
COPIED_CAP = 256 * 1024 * 1024
"""Bytes: each level of parts is a copy of what is within, so a large letter may not be as deep as a small one."""

_BLANK = re.compile(rb"\n\r{0,3}\n")
_FOLD = re.compile(rb"\n[ \t]+")
_BROKEN_FOLD = re.compile(rb"(?:\r{0,3}\n(?![!-9;-~]{1,200}[ \t]*:)[ \t]*)+")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_JUNK = re.compile(rb"^(?![!-9;-~]{1,200}[ \t]*:|[ \t]|\r{0,3}$)", re.MULTILINE)
_PART = re.compile(rb"^--", re.MULTILINE)
_KNOWN = re.compile(
    rb"^(?:from|to|subject|date|message-id|mime-version|content-type|received|return-path|reply-to|cc)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST = re.compile(rb"\s*(--[^\s].{0,199}?)[ \t]*\r{0,3}\n")
_GUESS = re.compile(rb"^(--[^\s].{0,199}?)[ \t]*\r{0,3}\n(?=content-)", re.IGNORECASE | re.MULTILINE)

Fields = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Part:
    """One node of a letter. `index` counts all nodes in reading order, the letter itself being 0.

    `fields` are its headers, names in lower case, values unfolded and still encoded. `within` are its parts.
    `sealed`: it is encrypted. `spare`: it has words that usually stand in another part, too.
    """

    index: int
    fields: Fields
    body: bytes
    media_type: str
    params: dict[str, str]
    within: tuple["Part", ...] = ()
    sealed: bool = False
    spare: bool = False

    def header(self, name: str) -> bytes:
        """Give the raw value of the first header of that name (lower case), or b""."""
        return next((value for key, value in self.fields if key == name), b"")

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        """Give the Content-Disposition, "" where none is given, and its parameters."""
        return parameters(self.header("content-disposition"))

    @property
    def name(self) -> str:
        """Give the name of the file, decoded and not yet safe to show, "" where it has none."""
        return self.disposition[1].get("filename") or self.params.get("name") or ""

    def content(self) -> bytes:
        """Give the body as it was before it was packed for the journey."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding.startswith(b"base64"):
            return unbase64(self.body)
        if encoding.startswith(b"quoted"):
            return binascii.a2b_qp(self.body)
        if encoding.startswith((b"x-uu", b"uu")):
            return uudecoded(self.body)
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
        self._copied = 0

    def split(self, raw: bytes) -> Part:
        """Give the letter as a tree of parts."""
        raw = _without_leader(raw)
        if b"\n" not in raw:
            raw = raw.replace(b"\r", b"\n")
        return self._part(raw, depth=0, default="text/plain")

    def _part(self, raw: bytes, depth: int, default: str) -> Part:
        index = self._number()
        fields, body = self._header(raw)
        media_type, params = parameters(next((value for key, value in fields if key == "content-type"), b""))
        part = Part(index, fields, body, media_type if "/" in media_type else default, params)
        if not part.media_type.startswith("multipart/"):
            return self._opened(part, depth)
        within = tuple(self._within(part, depth))
        return replace(part, body=b"" if within else body, within=within)

    def _opened(self, part: Part, depth: int) -> Part:
        """Give a part with what is in it, where it is one that holds others."""
        if not may_hold(part.media_type, part.body):
            return part
        opener = opener_of(part.media_type, part.name, part.body)
        if opener is None:
            return part
        if depth >= DEPTH_CAP:
            self._fault("too_deep")
            return part
        opened = opener(part.content())
        if opened.fault:
            self._fault(opened.fault)
        if opened.letter:
            return replace(part, body=b"", within=(self._part(opened.letter, depth + 1, "text/plain"),))
        within = (self._made(one, part, depth + 1) for one in opened.packed[: max(0, PARTS_CAP - self._count)])
        return replace(part, sealed=opened.sealed, within=tuple(within))

    def _made(self, packed: Packed, holder: Part, depth: int) -> Part:
        """Make a part of something that has no headers; an Outlook letter inside of another is opened as well."""
        spare = not packed.name and holder.media_type != "text/plain"
        params = {"name": packed.name} if packed.name else {"charset": "utf-8"} if spare else holder.params
        fields = (("content-id", packed.content_id.encode()),) if packed.content_id else ()
        media_type = (packed.media_type if "/" in packed.media_type else "application/octet-stream").lower()
        part = Part(self._number(), fields, packed.data, media_type, params, spare=spare)
        return self._opened(part, depth) if media_type == "application/ms-tnef" else part

    def _number(self) -> int:
        self._count += 1
        return self._count - 1

    def _within(self, part: Part, depth: int) -> Iterator[Part]:
        """Give the parts of a multipart, as far as the caps allow."""
        self._copied += len(part.body)
        if depth >= DEPTH_CAP or self._copied > COPIED_CAP:
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
        boundary = b"--" + part.params.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
        body = part.body if boundary in part.body else part.content()
        if len(boundary) > len(b"--") and boundary in body:
            return _between(body, boundary)
        self._fault("no_boundary")
        guess = _FIRST.match(body) or _GUESS.search(body)
        return _between(body, guess[1]) if guess else iter(())

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
        end = len(block)
        junk = _JUNK.search(block)
        if junk:
            end = _end_of_headers(block, junk.start())
            if end < len(block) or _FIELD.match(block) is None:
                self._fault("header_broken")
            if end < len(block):
                body = block[end:].lstrip(b"\r\n") + b"\n\n" + body
        lines = block[:end].replace(b"\r\n", b"\n")
        unfolded = _BROKEN_FOLD.sub(b" ", lines) if junk else _FOLD.sub(b" ", lines)
        found = [(line, match) for line in unfolded.split(b"\n") if (match := _FIELD.match(line))]
        fields = tuple([(match[1].decode("ascii").lower(), line[match.end() :].strip()) for line, match in found])
        return (self._capped(fields) if end > VALUE_CAP else fields), body

    def _capped(self, fields: Fields) -> Fields:
        """Give the headers as far as the cap allows."""
        if any(len(value) > VALUE_CAP for _, value in fields):
            self._fault("headers_too_long")
        return tuple((name, value[:VALUE_CAP]) for name, value in fields)

    def _fault(self, name: str) -> None:
        if name not in self.faults:
            self.faults.append(name)


def _end_of_headers(block: bytes, junk: int) -> int:
    """Give where the headers end in a block with lines that are none: such a line is folded into the header before it.

    From the first that begins a part, or that stands behind the last header that letters usually have, it is text.
    """
    part = _PART.search(block, junk)
    end = part.start() if part else len(block)
    last_known = max((found.start() for found in _KNOWN.finditer(block, 0, end)), default=-1)
    return next((found.start() for found in _JUNK.finditer(block, junk, end) if found.start() > last_known), end)


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
        if place == 0 or body[place - 1 : place] == b"\n":
            after = _end(body, place)
            rest = body[place + len(delimiter) : after].strip()
            if rest in {b"", b"--"} and start is not None:
                yield body[start : _before_break(body, start, place)]
            if rest == b"--":
                return
            start = start if rest else after
        place = body.find(delimiter, place + len(delimiter))
    if start is not None and start < len(body):
        yield body[start:]


def _before_break(body: bytes, start: int, place: int) -> int:
    """Step back over the line break before a delimiter, which belongs to the delimiter (RFC 2046)."""
    end = place - 1 if place > start and body[place - 1 : place] == b"\n" else place
    return end - 1 if end > start and body[end - 1 : end] == b"\r" else end
