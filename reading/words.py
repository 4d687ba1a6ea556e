"""A text cut into words, sentences and clauses, so that phrases can be looked for in it."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from reading.shapes import listed

MOST_WORDS = 8_000
"""So many words of a letter are looked at; what comes after them is kept, and read by people."""

_PIECE = re.compile(
    r"(?P<word>[^\W_]+(?:['’´`][^\W_]+)*|§)"
    r"|(?P<stop>[.!?;…]+(?=[\s\"')\]]|$)|\n[ \t]*(?:\n|[-*•–·][ \t]|\d{1,2}[.)][ \t]))"
    r"|(?P<pause>,|\(|\)| [-–—] |:(?=\s))"
)
_ABBREVIATIONS = frozenset(listed("words", "abbreviations"))
_TURNS = frozenset(listed("words", "turns"))
LONGEST_DAY = 2
SHORTEST_DOUBLED = 3
"""Words up to so many letters keep a double one: off is not of."""
_SPELT = str.maketrans(
    {**dict(zip("áàâãéèêëíìîïóòôõúùûüçñýÿ", "aaaaeeeeiiiioooouuuucnyy", strict=True))}
    | {"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "ß": "ss", "'": None, "’": None, "´": None, "`": None}
)
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxz])\1+|([aeiouy])\2{2,}")


@lru_cache(maxsize=32_768)
def fold(word: str) -> str:
    """Give a word as phrases spell it: small, without accents, doubled consonants once, æ ø å as ae oe aa.

    "Slettet", "sletet" and "SLETTET" are one word; "får" and "faar" are too. Vowels keep their length: bos is not boos.
    """
    plain = word.lower().translate(_SPELT)
    return _DOUBLED.sub(r"\1\2", plain) if len(plain) > SHORTEST_DOUBLED else plain


@dataclass(frozen=True)
class Words:
    """The words of a text in order. All tuples have one entry a word.

    `text` is what `start` and `end` count in; `clause` and `sentence` number the part of the text a word stands in.
    """

    text: str
    folded: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    sentence: tuple[int, ...]
    clause: tuple[int, ...]

    @cached_property
    def capitals(self) -> tuple[int, ...]:
        """The words that begin with a capital letter, the first of each sentence and "I" left out."""
        return tuple(
            place
            for place in range(1, len(self.folded))
            if self.text[self.start[place]].isupper()
            and self.sentence[place] == self.sentence[place - 1]
            and len(self.folded[place]) > 1
        )

    def literal(self, first: int, last: int) -> str:
        """Give the text from word `first` to before word `last`, exactly as it stands there."""
        return self.text[self.start[first] : self.end[last - 1]]

    def literal_sentence(self, number: int) -> str:
        """Give a whole sentence as it stands in the text; `number` as in `sentence`."""
        return self.literal(bisect_left(self.sentence, number), bisect_right(self.sentence, number))


def cut(text: str) -> Words:
    """Cut a text into words; at most MOST_WORDS of them."""
    rows: list[tuple[str, int, int, int, int]] = []
    sentence = clause = 0
    for piece in _PIECE.finditer(text):
        word = piece["word"]
        if word is None:
            if piece["stop"] and not _goes_on(piece["stop"], rows):
                sentence += 1
            clause += 1
            continue
        folded = fold(word)
        clause += folded in _TURNS
        rows.append((folded, *piece.span(), sentence, clause))
        if len(rows) == MOST_WORDS:
            break
    columns = tuple(zip(*rows, strict=True)) or ((),) * 5
    return Words(text, *columns)


def _goes_on(stop: str, rows: list[tuple[str, int, int, int, int]]) -> bool:
    """Say whether a full stop only ends an abbreviation or a day's number."""
    if stop != "." or not rows:
        return False
    last = rows[-1][0]
    return last in _ABBREVIATIONS or (last.isdigit() and len(last) <= LONGEST_DAY)
