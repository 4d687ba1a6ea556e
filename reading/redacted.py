"""A letter without whoever wrote it: national numbers, addresses, telephone numbers and known names are taken out.

What is left is what the letter says. More is taken out than need be: a number of six digits may be anybody's.
"""

import re
from collections.abc import Iterable

from reading.numbers import mask
from reading.shapes import listed

SHOWN = "•••"
ADDRESS_SHOWN = f"{SHOWN}@{SHOWN}"
SHORT = 3
"""A name no longer than this is one only where it is written as one: "Bo" is, "bo" may be a word."""

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_SITE = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"'()]+", re.IGNORECASE)
_DATE = r"(?:\d{1,2}([-./])\d{1,2}\1\d{2,4}|\d{4}-\d\d-\d\d)(?!\d)"
_HOURS = r"\d{1,2}[.:]\d\d ?[-–] ?\d{1,2}[.:]\d\d(?!\d)"
_NUMBER = re.compile(
    rf"(?<![\w•])(?<!\d[-./])(?!{_DATE}|{_HOURS})(?:[A-Z]{{1,4}}-?)?\+?\(?\d(?:(?:[ .\-/]|[ ]?[()][ ]?)?\d){{5,}}(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PARTICLES = frozenset(listed("names", "particles"))


def redacted(text: str, language: str, names: Iterable[str] = (), values: Iterable[str] = ()) -> str:
    """Give a text in which nobody is named: `names` are people's, `values` other things known of the writer.

    Redacting twice changes nothing.
    """
    text = mask(text, language)
    for value in sorted({value.strip() for value in values}, key=len, reverse=True):
        text = (
            re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", SHOWN, text, flags=re.IGNORECASE)
            if len(value) >= SHORT
            else text
        )
    text = _SITE.sub(SHOWN, _EMAIL.sub(ADDRESS_SHOWN, text))
    text = _NUMBER.sub(SHOWN, text)
    for pattern in _patterns(names):
        text = pattern.sub(SHOWN, text)
    return text


def _patterns(names: Iterable[str]) -> Iterable[re.Pattern[str]]:
    """Give what to look for: each word of a name, also as its owner's ("Annas"), but no "van" and "de"."""
    words = {word for name in names for word in _WORD.findall(name)}
    for word in sorted(words, key=len, reverse=True):
        if word.casefold() not in _PARTICLES and len(word) > 1:
            short = len(word) <= SHORT
            yield re.compile(rf"(?<!\w){re.escape(word)}(?:['’]?s)?(?!\w)", 0 if short else re.IGNORECASE)
