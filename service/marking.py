"""Where in a text the words stand that show what it is, kind by kind. Pure."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CUT_OFF = 150
"""Evidence of so many characters is a sentence, whose last word may be cut off."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and the numbers of the kinds whose evidence it is, the surest (0) first; () for none."""

    text: str
    kinds: tuple[int, ...]


def pieces(text: str, evidence: Sequence[Sequence[str]]) -> Iterator[Piece]:
    """Cut a text into pieces by the evidence of each kind; joined, they are the text again.

    Letters' case and white space do not count: a line may have been broken elsewhere when it was read.
    """
    spans = [(*match.span(), kind) for kind, words in enumerate(evidence) for match in _found(text, words)]
    cuts = sorted({0, len(text), *(edge for first, last, _ in spans for edge in (first, last))})
    for first, last in itertools.pairwise(cuts):
        yield Piece(text[first:last], tuple(sorted({kind for a, b, kind in spans if a <= first and last <= b})))


def _found(text: str, evidence: Sequence[str]) -> Iterator[re.Match[str]]:
    """Find every place of some evidence, each by itself: one may lie within another."""
    for words in evidence:
        wanted = r"\s+".join(map(re.escape, words.split()))
        end = r"(?!\w)" if len(words) < CUT_OFF else ""
        if wanted:
            yield from re.finditer(rf"(?<!\w){wanted}{end}", text, re.IGNORECASE)
