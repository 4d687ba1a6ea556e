"""A piece of a text with the words marked that were looked for. Pure: what may be shown was settled before."""

import re
from dataclasses import dataclass

from cases.search import Wanted, places

BEFORE, LONGEST = 60, 240
"""Characters before the first word that was found, and of the whole."""

MOST_READ = 20_000
"""So many characters are looked through for a place worth showing."""

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Piece:
    """Some characters, and whether they were looked for."""

    text: str
    is_found: bool = False


def marked(text: str, asked: Wanted) -> tuple[Piece, ...]:
    """Give a text in pieces, the words that were looked for apart."""
    pieces: list[Piece] = []
    end = 0
    for first, last in places(text):
        if asked.marks(text[first:last]):
            pieces += [Piece(text[end:first]), Piece(text[first:last], is_found=True)]
            end = last
    return tuple(piece for piece in (*pieces, Piece(text[end:])) if piece.text)


def snippet(text: str, asked: Wanted) -> tuple[Piece, ...]:
    """Give the part of a text around the words that were looked for; its beginning where none stands there."""
    plain = _BLANKS.sub(" ", text[:MOST_READ])
    hits = [first for first, last in places(plain) if asked.marks(plain[first:last])]
    best = max(hits, key=lambda at: (sum(at <= other < at + LONGEST - BEFORE for other in hits), -at), default=0)
    first = max(0, plain.rfind(" ", 0, max(0, best - BEFORE)) + 1)
    last = len(plain) if len(plain) <= first + LONGEST else plain.rfind(" ", first, first + LONGEST)
    shown = plain[first : last if last > first else first + LONGEST]
    before, after = "… " if first else "", " …" if first + len(shown) < len(plain) else ""
    return marked(f"{before}{shown}{after}", asked)
