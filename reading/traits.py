"""What a letter is weighed by: its words, their pieces and neighbours, and the concepts of the tables in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from reading.frame import frame
from reading.letter import Letter

PIECES = (3, 4, 5)
"""Letters of a word's pieces; a word counts with a space before and behind it."""
LONGEST = 40
"""So much of a word is cut into pieces."""
SORTS = "wbsgcp"
"""The sorts of traits by their first character: word, two words, two with one between, piece, concept, two concepts."""

_NO_CONCEPT = ("'", "rule ")
"""How the names begin of what stands in a chart and is no concept: words, and rules, whose numbers change."""


@dataclass(frozen=True)
class Said:
    """A part of a letter: its words, and the traits that are more than one word by itself.

    A trait is its sort, a colon and what it is.
    """

    words: set[str]
    more: set[str]

    @property
    def traits(self) -> set[str]:
        """All traits of this part."""
        return self.more.union(*map(of_word, self.words))


def together(parts: Iterable[Said]) -> Said:
    """Give several parts as one."""
    parts = tuple(parts)
    return Said(set().union(*(one.words for one in parts)), set().union(*(one.more for one in parts)))


def sentences(letter: Letter) -> list[Said]:
    """Give each sentence of a letter, in order, as it is weighed: without the frame of the letter."""
    words = letter.words
    said = [Said(set(), set()) for _ in range(words.sentence[-1] + 1)] if words.sentence else []
    within = list(_within(letter))
    for place, (word, sentence) in enumerate(within):
        said[sentence].words.add(word)
        for sort, ahead in (("b", 1), ("s", 2)):
            beyond = place + ahead
            if beyond < len(within) and within[beyond][1] == sentence:
                said[sentence].more.add(f"{sort}:{word} {within[beyond][0]}")
    for number, concepts in _concepts(letter).items():
        said[number].more.update(f"c:{one}" for one in concepts)
        said[number].more.update(f"p:{one}+{other}" for one, other in combinations(sorted(concepts), 2))
    return said


def _within(letter: Letter) -> Iterator[tuple[str, int]]:
    """Give each word that is not of the frame, and the sentence it stands in."""
    words = letter.words
    outside = frame(words.text)
    for word, start, sentence in zip(words.folded, words.start, words.sentence, strict=True):
        if not any(first <= start < last for first, last in outside):
            yield word, sentence


def of_word(word: str) -> tuple[str, ...]:
    """Give the traits of a word by itself: the word and its pieces."""
    spaced = f" {word} "[:LONGEST]
    pieces = (spaced[first : first + length] for length in PIECES for first in range(len(spaced) - length + 1))
    return (f"w:{word}", *(f"g:{piece}" for piece in pieces))


def _concepts(letter: Letter) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for concept, spans in letter.chart.items():
        if not concept.startswith(_NO_CONCEPT):
            for first, _ in spans:
                found.setdefault(letter.words.sentence[first], set()).add(concept)
    return found
