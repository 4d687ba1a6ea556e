"""Quoted mail: what the person wrote this time, apart from what was written before and from signatures.

Danish, Dutch, English, German, Swedish and Norwegian mail programs. In doubt nothing is cut: words too many cost a
reader a moment, words too few cost a person an answer.
"""

import re
from dataclasses import dataclass
from functools import partial

from reading.shapes import any_of

LONGEST_HEADER = 400
"""A longer line is somebody's sentence, not a mail program's."""
LONGEST_SIGNATURE = 25
"""Lines. What is longer below "-- " is no signature."""
FEWEST_BESIDE_FROM = 2
"""So many of "Sent:", "To:", "Subject:" stand below "From:" in a mail program's block."""
FEW_WORDS = 12
HEIGHTS = (1, 2, 3)
"""Lines that a wrapped "On … wrote:" takes."""

_quotes = partial(any_of, "quotes")
_ATTRIBUTION = re.compile(
    rf"^\W{{0,3}}(?:{_quotes('opens')}\b.{{3,200}}?\b{_quotes('wrote')}\b"
    rf"|.{{2,160}}?\b{_quotes('wrote')}\b.{{0,100}}?\d).{{0,200}}?:\W{{0,3}}$",
    re.IGNORECASE,
)
_OWN_STORY = re.compile(rf"\b{_quotes('own_story')}\b(?! *<)", re.IGNORECASE)
_MACHINE = re.compile(r"\d{1,2}[:.]\d{2}|@|<")
_HEADER = re.compile(rf"^\W{{0,3}}{_quotes('from')}\W{{0,3}}:\W{{0,3}}\S", re.IGNORECASE)
_HEADER_NEXT = re.compile(rf"^\W{{0,3}}{_quotes('beside_from')}\W{{0,3}}:", re.IGNORECASE)
_RULED = re.compile(rf"^\W{{0,40}}{_quotes('ruled')}\W{{0,40}}$", re.IGNORECASE)
_FORWARD = re.compile(rf"^\W{{0,40}}{_quotes('forwarded')}\b", re.IGNORECASE)
_FORWARD_SUBJECT = re.compile(rf"^\s*{_quotes('forward_subjects')}\s*:", re.IGNORECASE)
_DEVICE = re.compile(rf"^\W{{0,5}}{_quotes('device')}\b.{{0,80}}$", re.IGNORECASE)
_DISCLAIMER = re.compile(rf"^\W{{0,5}}{_quotes('disclaimer')}", re.IGNORECASE)
_POINTS_BELOW = re.compile(rf"\b{_quotes('points_below')}\b", re.IGNORECASE)
_SIGNS = re.compile(rf"\s*{_quotes('signs')}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """A letter's text taken apart: what the person wrote, the signature under it, and what is quoted."""

    own: str
    signature: str
    quoted: str


def own_words(text: str, subject: str = "") -> str:
    """Give what the person wrote, without quoted earlier mail and signature.

    Never raises, and never gives "" for a text that has words.
    """
    return parts(text, subject).own


def parts(text: str, subject: str = "") -> Parts:
    """Take a tidy text apart. A forward is the matter, so it stays; so does an answer between quoted lines."""
    kept, quoted = _unquoted(text.split("\n"), forwarded=bool(_FORWARD_SUBJECT.match(subject)))
    body, signature = _unsigned(kept)
    own = "\n".join(_undisclaimed(body)).strip()
    if not _says_something(own, quoted):
        return Parts(text.strip(), "", "")
    return Parts(own, "\n".join(signature).strip(), "\n".join(quoted).strip())


def _says_something(own: str, quoted: list[str]) -> bool:
    """Say whether what is left can stand alone; "see below" cannot."""
    if not any(letter.isalnum() for letter in own):
        return False
    return not (quoted and len(own.split()) <= FEW_WORDS and _POINTS_BELOW.search(own))


def _unquoted(lines: list[str], *, forwarded: bool) -> tuple[list[str], list[str]]:
    """Split lines into those the person wrote and those quoted."""
    kept: list[str] = []
    quoted: list[str] = []
    at = 0
    while at < len(lines):
        if _forwards(lines, at, forwarded=forwarded):
            return kept + lines[at:], quoted
        height = _header_height(lines, at)
        if height and not _marked(lines, at + height):
            return kept, quoted + lines[at:]
        taken = lines[at : at + max(height, 1)]
        (quoted if height or taken[0].lstrip().startswith(">") else kept).extend(taken)
        at += len(taken)
    return kept, quoted


def _forwards(lines: list[str], at: int, *, forwarded: bool) -> bool:
    """Say whether a forwarded letter starts here."""
    return bool(_FORWARD.match(lines[at][:LONGEST_HEADER])) or (forwarded and _starts_block(lines, at))


def _header_height(lines: list[str], at: int) -> int:
    """Give how many lines the header of a quotation takes that starts here; 0 where none does."""
    line = lines[at]
    if not line.strip() or len(line) > LONGEST_HEADER:
        return 0
    if _RULED.match(line) or _starts_block(lines, at):
        return 1
    return next((height for height in HEIGHTS if _is_header(lines[at : at + height])), 0)


def _is_header(lines: list[str]) -> bool:
    """Say whether lines are one attribution, wrapped: no blank one, and not just the end of them."""
    if not all(line.strip() for line in lines) or not _attributes(lines):
        return False
    return not any(_attributes(lines[first:]) for first in range(1, len(lines)))


def _attributes(lines: list[str]) -> bool:
    """Say whether lines, put together, end in "On … wrote:" and are no sentence of the person's own."""
    joined = " ".join(line.strip() for line in lines)
    if len(joined) > LONGEST_HEADER or not joined.rstrip(" *_").endswith(":") or _OWN_STORY.search(joined):
        return False
    return bool(_MACHINE.search(joined) and _ATTRIBUTION.match(joined))


def _starts_block(lines: list[str], at: int) -> bool:
    """Say whether "From:" starts here, with "Sent:" or its like among the next lines."""
    if not _HEADER.match(lines[at][:LONGEST_HEADER]):
        return False
    beside = sum(bool(_HEADER_NEXT.match(line[:LONGEST_HEADER])) for line in lines[at + 1 : at + 6])
    return beside >= FEWEST_BESIDE_FROM


def _marked(lines: list[str], at: int) -> bool:
    """Say whether the next line with words is marked as quoted by ">"."""
    return next((line.lstrip().startswith(">") for line in lines[at : at + 5] if line.strip()), False)


def _unsigned(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off what stands under "-- ", and drop what a telephone adds."""
    plain = [line for line in lines if not _DEVICE.match(line[:LONGEST_HEADER])]
    cut = next((at for at, line in enumerate(plain) if line.rstrip() == "--" and at), None)
    if cut is None or len(plain) - cut > LONGEST_SIGNATURE:
        return plain, []
    return plain[:cut], plain[cut + 1 :]


def _undisclaimed(lines: list[str]) -> list[str]:
    """Drop a lawyer's paragraph at the end: it speaks of deleting and confidence and means nothing by it."""
    first = next((at for at, line in enumerate(lines) if at and _DISCLAIMER.match(line[:LONGEST_HEADER])), None)
    if first is None or any(_SIGNS.match(line) for line in lines[first:]):
        return lines
    return lines[:first]
