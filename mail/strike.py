"""A letter without what was struck out of it: its headers and everything else stay, its parts keep their numbers.

Words are struck out of the texts, the headers, and the letters attached to it; a file is deleted whole. A part that
held others in a form of its own (S/MIME, winmail.dat, uuencode) becomes a plain list of them where one of them changes.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mail.bodies import LETTERS, is_unsplit, readable
from mail.decoding import decode, decode_line
from mail.encoding import base64_lines
from mail.mime import Part, Splitter
from reading.strike import STRUCK, Strike

_OF_CONTENT = frozenset({"content-type", "content-transfer-encoding", "content-disposition", "content-id"})
"""Headers that say what a part is; a part that is written anew has its own."""

_NAMED = "erased.txt"
"""How a deleted file is called, so that it stays a file."""

DEEPEST = 3
"""So many letters within letters are looked through; deeper ones are deleted where they might hold it."""


@dataclass(frozen=True)
class Striking:
    """What goes: words and numbers, and the parts that are deleted whole."""

    strike: Strike
    erased: frozenset[int] = frozenset()


def struck_out(raw: bytes, striking: Striking) -> bytes:
    """Give a letter's bytes without what is struck out; the very same bytes where none of it is there.

    Doing it twice changes nothing.
    """
    return _struck(raw, striking, DEEPEST)


def _struck(raw: bytes, striking: Striking, depth: int) -> bytes:
    letter = Splitter().split(raw)
    written = _Writer(striking, depth).part(letter)
    return raw if written is None else written


class _Writer:
    """Writes a letter anew, as far as something in it changes."""

    def __init__(self, striking: Striking, depth: int) -> None:
        self._strike = striking.strike
        self._erased = striking.erased
        self._depth = depth

    def part(self, part: Part) -> bytes | None:
        """Give a part as it is to be, None where it stays as it is."""
        if part.index in self._erased:
            return self._erased_part(part)
        if part.within:
            return self._holder(part)
        return self._leaf(part)

    def _erased_part(self, part: Part) -> bytes | None:
        if part.name == _NAMED and part.content() == STRUCK.encode():
            return None
        named = f'attachment; filename="{_NAMED}"'
        return self._anew(part, STRUCK, named)

    def _holder(self, part: Part) -> bytes | None:
        within = [(one, self.part(one)) for one in part.within]
        if all(written is None for _, written in within) and not self._in_headers(part):
            return None
        return self._list(part, [self._as_it_is(one) if written is None else written for one, written in within])

    def _list(self, part: Part, pieces: list[bytes]) -> bytes:
        """Write a part that holds others, each already written."""
        boundary = hashlib.sha256(b"\0".join(pieces)).hexdigest()[:40]
        kind = part.media_type if part.media_type.startswith("multipart/") else "multipart/mixed"
        head = self._head(part, [f'Content-Type: {kind}; boundary="{boundary}"'])
        between = f"\r\n--{boundary}\r\n".encode("ascii")
        return head + between + between.join(pieces) + f"\r\n--{boundary}--\r\n".encode("ascii")

    def _as_it_is(self, part: Part) -> bytes:
        """Write a part in which nothing changes, so that it is taken apart to the same."""
        if part.within and not part.body:
            return self._list(part, [self._as_it_is(one) for one in part.within])
        fields = part.fields
        if not any(name == "content-type" for name, _ in fields):  # it never had headers, as in a winmail.dat
            named = f'; name="{part.name}"' if part.name else ""
            fields = (*fields, ("content-type", f"{part.media_type}{named}".encode("utf-8", "replace")))
        return b"\r\n".join([*(_line(name, value) for name, value in fields), b"", b""]) + part.body

    def _leaf(self, part: Part) -> bytes | None:
        if part.media_type in LETTERS:
            return self._attached(part)
        if _has_words(part):
            text = readable(part)
            if any(map(self._strike.stands_in, (text, decode(part.content(), part.params.get("charset"))))):
                return self._anew(part, self._strike.out_of(text), self._disposition(part))
        if not self._in_headers(part):
            return None
        return self._head(part, list(self._content(part))) + part.body

    def _attached(self, part: Part) -> bytes | None:
        """Write a letter attached to this one without it."""
        if not self._strike:
            return None
        if not self._depth:
            return self._erased_part(part)
        octets = part.content()
        written = _struck(octets, Striking(self._strike), self._depth - 1)
        if written == octets and not self._in_headers(part):
            return None
        fields = [f"Content-Type: {part.media_type}", "Content-Transfer-Encoding: base64"]
        named = [f"Content-Disposition: {self._disposition(part)}"] if part.name else []
        return self._head(part, [*fields, *named]) + base64_lines(written)

    def _anew(self, part: Part, text: str, disposition: str) -> bytes:
        """Write a part as plain text."""
        fields = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64"]
        named = [f"Content-Disposition: {disposition}"] if disposition else []
        return self._head(part, [*fields, *named]) + base64_lines(text.encode("utf-8", "replace"))

    def _head(self, part: Part, content: list[str]) -> bytes:
        """Give a part's headers, those that say what it is replaced."""
        kept = (_line(name, self._value(value)) for name, value in part.fields if name not in _OF_CONTENT)
        return b"\r\n".join([*kept, *(line.encode("utf-8", "replace") for line in content), b"", b""])

    def _content(self, part: Part) -> Iterator[str]:
        """Give the headers that say what a part is, without what stands in them."""
        yield f"Content-Type: {part.media_type}" + (f"; charset={c}" if (c := part.params.get("charset")) else "")
        if encoding := decode_line(part.header("content-transfer-encoding")):
            yield f"Content-Transfer-Encoding: {encoding}"
        if disposition := self._disposition(part):
            yield f"Content-Disposition: {disposition}"
        if named := decode_line(part.header("content-id")):
            yield f"Content-ID: {named}"

    def _disposition(self, part: Part) -> str:
        kind = part.disposition[0] or ("attachment" if part.name else "")
        name = self._strike.out_of(part.name).replace('"', "'")
        return f'{kind}; filename="{name}"' if name else kind

    def _in_headers(self, part: Part) -> bool:
        return any(self._value(value) != value for _, value in part.fields) or self._strike.stands_in(part.name)

    def _value(self, value: bytes) -> bytes:
        said = decode_line(value)
        without = self._strike.out_of(said)
        return value if without == said else without.encode("utf-8", "replace")


def _has_words(part: Part) -> bool:
    return part.media_type.startswith("text/") or is_unsplit(part)


def _line(name: str, value: bytes) -> bytes:
    return name.title().encode("ascii", "replace") + b": " + value


def parts_with(digests: Collection[str], raw: bytes) -> frozenset[int]:
    """Give the parts of a letter whose bytes have one of these digests (SHA-256, hex)."""
    if not digests:
        return frozenset()
    walked = Splitter().split(raw).walk()
    return frozenset(
        part.index for part in walked if not part.within and hashlib.sha256(part.content()).hexdigest() in digests
    )
