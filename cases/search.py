"""What somebody looks for, and words in the form in which they are compared, in every database alike. Pure.

Capitals and accents do not count: "soren" finds Søren, "kobenhavn" København, "aarhus" Århus, and the other way round.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

LONGEST_QUERY = 200
"""So many characters of what was typed are read."""

MOST_TERMS = 12
LONGEST_WORD = 64
SHORTEST_BEGINNING = 3
"""A last word of so many letters finds longer ones as well; a shorter one would find nearly everything."""

MOST_WORDS = 10_000
"""So many words of one case are found again: as long as a book's chapter."""

_OTHER = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l"})
_SPELT_OUT = str.maketrans({"å": "aa", "ø": "oe", "ö": "oe", "ä": "ae", "ü": "ue"})
_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Clue:
    """Words that have to stand in a row, in any of their spellings; `without`: that must not be there.

    `begins`: the last of them may go on.
    """

    spellings: tuple[Phrase, ...]
    without: bool = False
    begins: bool = False


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: all of these terms."""

    terms: tuple[Clue, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is looked for at all."""
        return bool(self.terms)

    @property
    def found(self) -> tuple[Clue, ...]:
        """Give the terms that have to be there."""
        return tuple(term for term in self.terms if not term.without)

    def marks(self, word: str) -> bool:
        """Say whether a word of a text is one of those that were looked for."""
        folded = words(word)
        return any(_is_in(term, folded) for term in self.found)


def words(text: str) -> list[str]:
    """Give the words of a text in the form in which they are compared: letters and digits, nothing else."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(_folded(text))]


def wanted(query: str) -> Wanted:
    """Read what somebody typed: words, "phrases", -without; anything else is text. The last word may go on."""
    read = [_term(match) for match in _TERM.finditer(query[:LONGEST_QUERY])]
    return Wanted(tuple(term for term in read if term.spellings)[:MOST_TERMS] if read else ())


def places(text: str) -> list[tuple[int, int]]:
    """Give where the words of a text begin and end, as it is written."""
    return [match.span() for match in _MARKED_WORD.finditer(text)]


def _term(match: re.Match[str]) -> Clue:
    minus, quoted, bare = match.groups()
    if bare is None:
        return Clue(_spellings(quoted), without=bool(minus))
    without = bare.startswith("-") and len(bare) > 1
    written = bare[1:] if without else bare
    is_last = not match.string[match.end() :].strip()
    spellings = _spellings(written)
    long_enough = bool(spellings) and len(spellings[0][-1]) >= SHORTEST_BEGINNING
    return Clue(spellings, without=without, begins=is_last and not without and long_enough)


def _spellings(written: str) -> tuple[Phrase, ...]:
    """Give the phrases that some words may stand as."""
    lower = unicodedata.normalize("NFC", written).casefold()
    ways = {tuple(words(written)), tuple(words(lower.translate(_SPELT_OUT)))}
    for one in tuple(ways):
        ways |= set(product(*(_shorter(word) for word in one[:6]))) if len(one) < MOST_TERMS // 2 else set()
    return tuple(sorted(way for way in ways if way))[:16]


def _shorter(word: str) -> tuple[str, ...]:
    """Give a word, and without the two letters that stand for å and ø where a keyboard has none."""
    if len(word) <= SHORTEST_BEGINNING:
        return (word,)
    return tuple(dict.fromkeys((word, word.replace("aa", "a"), word.replace("oe", "o"))))


def _is_in(term: Clue, folded: list[str]) -> bool:
    for phrase in term.spellings:
        if term.begins and any(word.startswith(phrase[-1]) for word in folded):
            return True
        if not set(phrase).isdisjoint(folded):
            return True
    return False


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_OTHER)
    parted = unicodedata.normalize("NFKD", plain)
    for mark in filter(unicodedata.combining, set(parted)):  # a text has few different ones
        parted = parted.replace(mark, "")
    return parted
