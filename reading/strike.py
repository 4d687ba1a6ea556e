"""What is struck out of a letter, and how: words wherever they stand, and national numbers however they are written.

Only what is asked for goes: the letter that holds it is never destroyed (CON-6).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reading.numbers import NONE_KNOWN, Known, cover, known_in
from reading.sensitive import found_in
from reading.words import cut

STRUCK = "•••••"
"""What stands in the place of words that are gone; as long for short words as for long ones."""

NUMBERS = frozenset({"cpr", "bsn", "identity"})
"""Categories of national numbers; all the others are matters that somebody tells of."""


@dataclass(frozen=True)
class Strike:
    """What goes: `words` as they stand in the letter, `numbers` as `reading.numbers` knows them."""

    words: frozenset[str] = frozenset()
    numbers: Known = NONE_KNOWN

    def __bool__(self) -> bool:
        """Say whether anything goes."""
        return bool(self.words or self.numbers)

    def __or__(self, other: "Strike") -> "Strike":
        """Give what goes by either."""
        return Strike(self.words | other.words, self.numbers | other.numbers)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        written = (r"[\s>]+".join(map(re.escape, words.split())) for words in self.words if words.split())
        return tuple(re.compile(rf"(?<!\w)(?:{one})(?!\w)", re.IGNORECASE) for one in written)

    def out_of(self, text: str) -> str:
        """Give a text without it. Striking twice changes nothing."""
        for first, last in reversed(_together(found.span() for one in self._patterns for found in one.finditer(text))):
            text = f"{text[:first]}{STRUCK}{text[last:]}"
        return cover(text, self.numbers) if self.numbers else text

    def stands_in(self, text: str) -> bool:
        """Say whether a text holds any of it."""
        return self.out_of(text) != text


def _together(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give spans in their order, those that overlap as one: of two passages that share a word, both go whole."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first < joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


def strike(categories: Iterable[str], pieces: Iterable[str], language: str) -> Strike:
    """Give what is to go from the pieces of a letter so that nothing of these categories is left in them."""
    wanted, texts = frozenset(categories), tuple(pieces)
    if not wanted:
        return Strike()
    numbers = {one for one in known_in(texts, language) if one[0] in wanted & NUMBERS}
    matters = wanted - NUMBERS
    told = (found for text in texts for found in found_in(cut(text), language)) if matters else ()
    words = {said for category, said in told if category in matters}
    return Strike(frozenset(words), frozenset(numbers))
