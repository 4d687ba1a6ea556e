"""What a letter is weighed by: its words, their pieces and neighbours, and the concepts of the tables in it."""

from functools import lru_cache
from itertools import combinations

from reading.letter import Letter

PIECES = (3, 4, 5)
"""Letters of a word's pieces; a word counts with a space before and behind it."""
SORTS = "wbsgcp"
"""The sorts of traits by their first character: word, two words, two with one between, piece, concept, two concepts."""

_NO_CONCEPT = ("'", "rule ")
"""How the names begin of what stands in a chart and is no concept: words, and rules, whose numbers change."""


def traits(letter: Letter) -> list[set[str]]:
    """Give the traits of each sentence of a letter, in order. A trait is its sort, a colon and what it is."""
    words = letter.words
    said: list[set[str]] = [set() for _ in range(words.sentence[-1] + 1)] if words.sentence else []
    for place, word in enumerate(words.folded):
        mine = said[words.sentence[place]]
        mine.update(_of_word(word))
        for sort, ahead in (("b", 1), ("s", 2)):
            beyond = place + ahead
            if beyond < len(words.folded) and words.sentence[beyond] == words.sentence[place]:
                mine.add(f"{sort}:{word} {words.folded[beyond]}")
    for number, concepts in _concepts(letter).items():
        said[number].update(f"c:{one}" for one in concepts)
        said[number].update(f"p:{one}+{other}" for one, other in combinations(sorted(concepts), 2))
    return said


@lru_cache(maxsize=16_384)
def _of_word(word: str) -> tuple[str, ...]:
    """Give the traits of a word by itself: the word and its pieces."""
    spaced = f" {word} "
    pieces = (spaced[first : first + length] for length in PIECES for first in range(len(spaced) - length + 1))
    return (f"w:{word}", *(f"g:{piece}" for piece in pieces))


def _concepts(letter: Letter) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for concept, spans in letter.chart.items():
        if not concept.startswith(_NO_CONCEPT):
            for first, _ in spans:
                found.setdefault(letter.words.sentence[first], set()).add(concept)
    return found
