"""Text as people meant it: without invisible characters, in one spelling of line ends and letters."""

import re
import unicodedata

from reading.shapes import listed

LONGEST = 40_000
"""So many characters of a text are read; a person's letter is shorter, what is longer is a log or an attack."""
END = 10_000
"""So many of them are its last ones: a person may write below what is quoted or pasted."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_STRAY = re.compile("[\u0305\u030d-\u0322\u0329-\u0330\u0332-\u036f\u0488\u0489\u20d0-\u20f0]+")
"""Lines through, under and around a letter ("s̶l̶e̶t̶"), and marks of no alphabet, once the others are composed."""
_MARKS = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PILED = re.compile(f"{_MARKS}{{5,}}")
"""No letter carries more than four marks; to put a thousand in order takes the square of the time."""
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\u0085\u2028\u2029]")
_HYPHENS = re.compile("[\u2010\u2011\u2212\ufe63]")
_STYLED = re.compile(
    "[\u0132\u0133\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c-\u2131\u2133\u2134\u2139\u2145-\u2149"
    "\u24b6-\u24e9\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f130-\U0001f149]+"
)
"""Letters as mathematicians, printers and East Asian keyboards have them."""
_SMALL_CAPITALS = str.maketrans(*listed("disguises", "small_capitals"))
_CYRILLIC, _ = listed("disguises", "cyrillic")
_TWINS = str.maketrans(*map("".join, zip(listed("disguises", "cyrillic"), listed("disguises", "greek"), strict=True)))
"""Letters that look like Latin ones, and those."""
_OWN_CYRILLIC = re.compile(f"(?![{_CYRILLIC}])[\u0400-\u052f]")
_FOREIGN = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[a-zA-Z]")
_WORD = re.compile(r"[^\W\d_]+")


def tidy(text: str) -> str:
    """Give the first and the last of a text's characters, LONGEST in all, as they are seen, composed (NFC).

    Zero-width and direction marks inside words are dropped, and letters dressed up as others are themselves again, so
    that words are found and shown as they were seen. All line ends are line feeds, all spaces are spaces.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _HYPHENS.sub("-", _SPACES.sub(" ", text))
    text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", _cut(_PILED.sub("", text)))
    text = _PILED.sub("", _STRAY.sub("", text)).translate(_SMALL_CAPITALS)
    return _undisguised(unicodedata.normalize("NFC", text))


def _cut(text: str) -> str:
    """Leave out the middle of a text that is too long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - END - 1]}\n{text[-END:]}"


def _undisguised(text: str) -> str:
    """Give letters that only look Latin their Latin twins: in words that have Latin letters too.

    Where no other Cyrillic letter stands in the text, all of it was disguised: a Russian needs more than those.
    """
    if not _FOREIGN.search(text) or not _LATIN.search(text):
        return text
    everywhere = not _OWN_CYRILLIC.search(text)
    return _WORD.sub(lambda word: _latin(word[0], everywhere=everywhere), text)


def _latin(word: str, *, everywhere: bool) -> str:
    """Give a word with Latin letters for their twins if it is disguised."""
    foreign = _FOREIGN.search(word)
    disguised = foreign and (_LATIN.search(word) or (everywhere and foreign[0] >= "\u0400"))
    return word.translate(_TWINS) if disguised else word
