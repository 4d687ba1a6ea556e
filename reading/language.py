"""The language of a text: Danish, Dutch and English, and the others that people write to us in.

A detector weighs groups of letters; words that tell add to its score. Of a few words those that stand in one language
alone decide, and where there is none, the text may be too short to tell.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest

import eldc

from reading.shapes import listed, table

LOOKED_AT = 3_000
"""So many characters are enough to tell."""
FEW_WORDS = 4
"""Of so few words names and loans are as many as words, so they have to tell clearly."""
OWN = 0.04
"""What each telling word adds to a language's score (0 to 1), and what being the organisation's own adds."""
MOST_OWN = 5
CERTAIN = 0.6
"""Below this the text is in no language that we know."""
SHORTEST = 2
"""One word tells only where no other language has it, or hardly another has its letters."""
ENOUGH = 3
"""So many words are enough without names and loans."""
CLEAR = 0.15
"""So far ahead of the next must a language be to be told from a few words."""


def _codes(name: str) -> dict[str, tuple[str, ...]]:
    """Give a table of languages by their words."""
    found: dict[str, tuple[str, ...]] = {}
    for code, words in table(name).items():
        for word in words:
            found[word] = (*found.get(word, ()), code)
    return found


KNOWN = (
    *("da", "nl", "en", "de", "sv", "no", "is", "fi", "et", "lv", "lt", "pl", "cs", "sk", "hu", "ro", "hr", "sq", "tr"),
    *("fr", "es", "it", "pt", "vi", "uk", "ru", "bg", "sr", "el", "ar", "fa", "ur", "he", "hi", "bn", "ta", "th"),
    *("zh", "ja", "ko"),
)
"""The languages that are told apart."""
_TELLING = _codes("language")
_ALONE = _codes("language_alone")
_LOANS = frozenset(listed("language_loans", "any"))
_PARTICLES = frozenset(listed("language_loans", "particles"))
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")
_NOISE = re.compile(r"[^\s@]{0,200}@\S*|\S{0,9}://\S*|www\.\S*|<[!/a-zA-Z][^<>]{0,500}>|&#?\w{1,9};")
"""What is in no language: addresses, links and the tags of pages."""

eldc.init()
_detector = eldc.instance()
_detector.set_languages(list(KNOWN))
_detector.set_scores(8)


@dataclass(frozen=True)
class Language:
    """An ISO 639-1 code. Not `known`: too little stands there to tell, and it is the organisation's first."""

    code: str
    known: bool


def language(text: str, languages: tuple[str, ...]) -> Language:
    """Tell a text's language; `languages` are the organisation's own."""
    words = _WORD.findall(_NOISE.sub(" ", text[:LOOKED_AT]))
    code = _by_few(words, languages) if len(words) <= FEW_WORDS else _by_scores(words, languages, 0.0)
    return Language(code or languages[0], bool(code))


def _by_few(words: list[str], languages: tuple[str, ...]) -> str | None:
    """Tell by words of one language alone, else by what leads clearly; one word, or a name, leads nowhere."""
    alone = {code for word in words for code in _ALONE.get(word.lower(), ())}
    if len(alone) == 1:
        return alone.pop()
    if words and not _LATIN.search("".join(words)):
        return _by_scores(words, languages, 0.0)
    if len(words) < SHORTEST or all(word[0].isupper() for word in words):
        return None
    return _by_scores(words, languages, CLEAR)


def _telling(words: list[str]) -> list[str]:
    """Leave out names and loans where enough other words are left."""
    own = [
        word
        for word, after in zip_longest(words, words[1:], fillvalue="")
        if word.islower() and word not in _LOANS and (word not in _PARTICLES or after.islower())
    ]
    return own if len(own) >= ENOUGH else words


def _by_scores(words: list[str], languages: tuple[str, ...], lead: float) -> str | None:
    """Give the language with the best score, None where that is low or is not so far ahead as it should be."""
    lower = [word.lower() for word in _telling(words)]
    scores: dict[str, float] = dict(_detector.detect_details(" ".join(lower)).scores)
    own = Counter(code for word in set(lower) for code in _TELLING.get(word, ()))
    for code in own.keys() | set(languages):
        scores[code] = scores.get(code, 0.0) + OWN * (min(own[code], MOST_OWN) + (code in languages))
    best = max(scores, key=lambda code: scores[code])
    rivals = scores.keys() & languages if best in languages else scores.keys()
    ahead = scores[best] - max((scores[code] for code in rivals - {best}), default=0.0)
    return best if scores[best] >= CERTAIN and ahead >= lead else None
