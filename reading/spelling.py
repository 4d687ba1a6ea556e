"""Which words of the phrases a written word may be: itself, by its stem, or with one letter wrong."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from reading.words import fold

SHORTEST_MISSPELT = 7
"""A shorter word with a letter wrong is too often another word (klage, klasse; ret, net)."""

LONGEST_WORD = 48


class Speller:
    """The words that phrases are made of. Learn them all first, then ask."""

    def __init__(self) -> None:
        """Know no word yet."""
        self._exact: defaultdict[str, set[str]] = defaultdict(set)
        self._stems: defaultdict[str, set[str]] = defaultdict(set)
        self._ends: defaultdict[str, set[str]] = defaultdict(set)
        self._loose: defaultdict[str, set[str]] = defaultdict(set)
        self._holes: defaultdict[str, set[str]] = defaultdict(set)
        self._lengths: tuple[range, range] | None = None
        self.names = lru_cache(maxsize=16_384)(self._names)

    def learn(self, word: str, name: str, *, misspelt: bool) -> None:
        """Know a word, a stem* or an *end under a name, in all its spellings; misspelt too, where told."""
        for spelt in _spellings(word):
            if spelt.endswith("*"):
                self._know(self._stems, spelt[:-1], name, misspelt=misspelt)
            elif spelt.startswith("*"):
                self._ends[spelt[1:]].add(name)
            else:
                self._know(self._exact, spelt, name, misspelt=misspelt)
        self._lengths = None
        self.names.cache_clear()

    def _know(self, table: defaultdict[str, set[str]], word: str, name: str, *, misspelt: bool) -> None:
        table[word].add(name)
        if misspelt and len(word) >= SHORTEST_MISSPELT:
            self._loose[word + "*" if table is self._stems else word].add(name)
            for hole in _holes(word):
                self._holes[hole].add(word)

    def _names(self, word: str) -> tuple[str, ...]:
        """Give the names that a folded word goes by; a word known as it stands is never taken for a misspelt one."""
        if len(word) > LONGEST_WORD:
            return ()
        stems, ends = self._lengths = self._lengths or (_lengths(self._stems), _lengths(self._ends))
        names = set(self._exact.get(word, ()))
        for length in stems:
            names |= self._stems.get(word[:length], set())
        for length in ends:
            names |= self._ends.get(word[-length:], set()) if length < len(word) else set()
        return tuple(sorted(names or self._misspelt(word, stems)))

    def _misspelt(self, word: str, lengths: range) -> set[str]:
        names: set[str] = set()
        if len(word) < SHORTEST_MISSPELT - 1 or not word.isalpha():
            return names
        for known in self._near(word):
            names |= self._loose.get(known, set()) | self._loose.get(known + "*", set())
        for length in lengths:
            for near in self._near(word[:length]) if SHORTEST_MISSPELT <= length < len(word) else ():
                names |= self._loose.get(near + "*", set())
        return names

    def _near(self, word: str) -> Iterator[str]:
        """Give the known words with one letter more, less or other, or two swapped; the first letter is right."""
        for hole in (word, *_holes(word)):
            for known in self._holes.get(hole, ()):
                if known[0] == word[0] and _one_off(word, known):
                    yield known


def _spellings(word: str) -> Iterator[str]:
    """Give a word folded, and as people write it who have no æ, ø and å on their keys."""
    yield fold(word)
    for letter, instead in (("ø", "o"), ("æ", "e"), ("å", "a")):
        if letter in word:
            yield fold(word.replace(letter, instead))


def _holes(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


def _lengths(table: defaultdict[str, set[str]]) -> range:
    return range(min(map(len, table)), max(map(len, table)) + 1) if table else range(0)


def _one_off(one: str, other: str) -> bool:
    """Say whether two different words differ by one letter, or by two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    head = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[head:], other[head:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other or one == other[1:] or one[1:] == other[1:]
