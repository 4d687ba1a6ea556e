"""Text as people meant it: without invisible characters, in one spelling of line ends and letters."""

import re
import unicodedata

LONGEST = 50_000
"""So many characters of a text are read; a person's letter is shorter, what is longer is a log or an attack."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_MARKS = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PILED = re.compile(f"({_MARKS}{{8}}){_MARKS}+")
"""No letter carries more than eight marks; to put a thousand in order takes the square of the time."""
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n?|\u0085|\u2028|\u2029")


def tidy(text: str) -> str:
    """Give the first LONGEST characters of a text without invisible characters, composed (NFC), with plain line feeds.

    Zero-width and direction marks inside words are dropped, so that words are found and shown as they were seen.
    """
    text = _LINE_ENDS.sub("\n", text[:LONGEST])
    return unicodedata.normalize("NFC", _PILED.sub(r"\1", _SPACES.sub(" ", _INVISIBLE.sub("", text))))
