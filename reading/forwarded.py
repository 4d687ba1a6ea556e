"""Who wrote a letter that somebody passes on: the sender named in the block above it."""

import re

from cases.message import Address
from reading.shapes import any_of

LOOKS = 60
"""So many lines from the top are looked at: a colleague writes a few lines above what he passes on."""
BELOW_FROM = 6
FEWEST_BESIDE_FROM = 2

_SUBJECT = re.compile(rf"^\s*{any_of('quotes', 'forward_subjects')}\s*:", re.IGNORECASE)
_MARK = re.compile(rf"^\W{{0,40}}{any_of('quotes', 'forwarded')}\b", re.IGNORECASE)
_FROM = re.compile(rf"^\W{{0,3}}{any_of('quotes', 'from')}\W{{0,3}}:\W{{0,3}}(.{{3,300}})$", re.IGNORECASE)
_BESIDE = re.compile(rf"^\W{{0,3}}{any_of('quotes', 'beside_from')}\W{{0,3}}:", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[\w-]+(?:\.[\w-]+)+")
_AROUND = " \t\"'<>[](),;*"


def is_forward(text: str, subject: str) -> bool:
    """Say whether a letter passes another one on, by its subject or the line that mail programs put between."""
    lines = text.splitlines()[:LOOKS]
    return bool(_SUBJECT.match(subject)) or any(_MARK.match(line[:300]) for line in lines)


def author_of(text: str, subject: str) -> Address | None:
    """Give who wrote the letter that is passed on; None where it is no forward, or the block names no address."""
    lines = text.splitlines()
    place = _head(lines, subject)
    named = _FROM.match(lines[place][:400]) if place is not None else None
    return _address(named[1]) if named else None


def passed_on(text: str, subject: str) -> str:
    """Give the letter that is passed on, without the block above it; nothing where it is no forward."""
    lines = text.splitlines()
    place = _head(lines, subject)
    if place is None:
        return ""
    ends = (at for at in range(place, min(place + BELOW_FROM + 1, len(lines))) if _BESIDE.match(lines[at]))
    return "\n".join(lines[max(ends, default=place) + 1 :])


def _head(lines: list[str], subject: str) -> int | None:
    """Give the line that names the author, where others of such a block stand below it."""
    lines = lines[:LOOKS]
    if not is_forward("\n".join(lines), subject):
        return None
    for place, line in enumerate(lines):
        below = [_BESIDE.match(other) for other in lines[place + 1 : place + 1 + BELOW_FROM]]
        if _FROM.match(line[:400]) and sum(map(bool, below)) >= FEWEST_BESIDE_FROM:
            return place
    return None


def _address(written: str) -> Address | None:
    found = _ADDRESS.search(written)
    if not found:
        return None
    name = written[: found.start()].removesuffix("mailto:").strip(_AROUND)
    return Address(name, found[0].rstrip("."))
