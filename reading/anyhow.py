"""Numbers however they are written: with other spaces and digits, in pairs, over a line, with marks nobody sees."""

import re
from collections.abc import Collection, Iterator, Sequence
from string import ascii_lowercase, ascii_uppercase

OVER_A_LINE = r"[ -]{0,2}\n[> -]{0,4}"
"""What may stand between two digits of a number that goes on in the next line, which may be quoted."""

CPR_LENGTH = 10
CENTURIES = frozenset({"19", "20"})

_BETWEEN = re.compile(rf"(?<=[0-9])(?:[ ./-]{{1,3}}|{OVER_A_LINE})(?=[0-9])")
_RUN = re.compile(r"[A-Z]{0,5}[0-9][A-Z0-9]{6,}")
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_INVISIBLE = "\0"
_LEGIBLE = str.maketrans(
    dict.fromkeys("\t\r_\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u0085\u2028\u2029", "\n")
    | dict.fromkeys("\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff", _INVISIBLE)
    | {chr(first + digit): str(digit) for first in (0xFF10, 0x0660, 0x06F0) for digit in range(10)}
)


def legible(text: str) -> tuple[str, Sequence[int]]:
    """Give a text with all spaces, dashes and digits in their plain form, and where each character stood."""
    read = text.translate(_LEGIBLE)
    if _INVISIBLE not in read:
        return read, range(len(read) + 1)
    return read.replace(_INVISIBLE, ""), [place for place, one in enumerate(read) if one != _INVISIBLE]


def again(read: str, known: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Find known numbers in a legible text, each with its place; a CPR number also with the century of its year."""
    if not known:
        return
    joined, places = _joined(read)
    for first, last, digits in _windows(joined, {len(number) for number in known}):
        begins, ends = places[first], places[last - 1] + 1
        if digits in known and not _goes_on(read, begins - 1) and not _goes_on(read, ends):
            yield digits, begins, ends


def _joined(read: str) -> tuple[str, list[int]]:
    """Give a text without what may stand within a number, in capitals, and where each character stood."""
    places: list[int] = []
    end = 0
    for gap in _BETWEEN.finditer(read):
        places += range(end, gap.start())
        end = gap.end()
    places += range(end, len(read))
    return "".join([read[place] for place in places]).translate(_CAPITALS), places


def _windows(joined: str, lengths: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """Give every stretch of these lengths, and those that are by a century longer without it."""
    for run in _RUN.finditer(joined):
        end = run.end()
        for first in range(run.start(), end):
            for last in (first + length for length in lengths if first + length <= end):
                yield first, last, joined[first:last]
            last = first + CPR_LENGTH + 2
            if last <= end and joined[first + 4 : first + 6] in CENTURIES:
                yield first, last, joined[first : first + 4] + joined[first + 6 : last]


def _goes_on(read: str, place: int) -> bool:
    return 0 <= place < len(read) and "0" <= read[place] <= "9"
