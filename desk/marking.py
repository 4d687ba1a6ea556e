"""Where in a text the words stand that were taken as evidence. The text stays text: a page escapes each piece."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `marked` where it is evidence."""

    text: str
    marked: bool


def marked(text: str, evidence: Iterable[str]) -> tuple[Piece, ...]:
    """Cut a text into pieces, marked and not; joined, they are the text again. Case and white space do not count."""
    words = sorted({" ".join(one.split()) for one in evidence} - {""}, key=len, reverse=True)
    if not words:
        return (Piece(text, marked=False),) if text else ()
    wanted = "|".join(r"\s+".join(map(re.escape, one.split(" "))) for one in words)
    pieces = re.split(f"((?<!\\w)(?:{wanted})(?!\\w))", text, flags=re.IGNORECASE)
    return tuple(Piece(piece, marked=bool(place % 2)) for place, piece in enumerate(pieces) if piece)
