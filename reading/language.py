"""The language of a text: Danish, Dutch and English, and their neighbours, so that those are not taken for them."""

import re
from collections import Counter

import eldc

from reading.shapes import table

LOOKED_AT = 3_000
"""So many characters are enough to tell."""
FEWEST_WORDS = 2
"""One word alone cannot be told ("Tak", "Hi")."""
OWN = 0.04
"""What each telling word adds to a language's score (0 to 1), and what being the organisation's own adds."""
MOST_OWN = 5
CERTAIN = 0.6
"""Below this the text is in no language that we know."""

_KNOWN = ("da", "nl", "en", "de", "sv", "no", "fr", "es", "it", "pt", "pl", "ro", "tr", "uk", "ru", "ar", "fi", "is")
_TELLING = {word: language for language, words in table("language").items() for word in words}
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"[^\s@]{0,200}@\S*|\S{0,9}://\S*|www\.\S*")

eldc.init()
_detector = eldc.instance()
_detector.set_languages(list(_KNOWN))
_detector.set_scores(6)


def language(text: str, languages: tuple[str, ...]) -> str:
    """Give the ISO 639-1 code of a text's language; the first of `languages` where it is too short to tell."""
    words = _WORD.findall(_ADDRESS.sub(" ", text[:LOOKED_AT]).lower())
    if len(words) < FEWEST_WORDS:
        return languages[0]
    scores: dict[str, float] = dict(_detector.detect_details(" ".join(words)).scores)
    own = Counter(_TELLING[word] for word in set(words) if word in _TELLING)
    for code in own.keys() | set(languages):
        scores[code] = scores.get(code, 0.0) + OWN * (min(own[code], MOST_OWN) + (code in languages))
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= CERTAIN else languages[0]
