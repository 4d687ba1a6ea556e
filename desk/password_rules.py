"""Which passwords are taken: long ones that nobody guesses first. No rules about kinds of characters (NIST SP 800-63B).

A password is refused where little is left of it without what everybody guesses: common words, runs along the keyboard
or the alphabet, years, repetitions, and the person's own name, address and organisation.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from desk.passwords import SHORTEST

LONGEST = 200
"""Characters: more protects nothing and costs time."""

COMMON = Path(__file__).parent / "common_passwords.txt"
"""Words that passwords are made of, one on each line, the most common ones in the languages of the desk."""

LEFT = 6
"""So many characters have to be left without what everybody guesses first."""

SAID = {
    "short": "password.short",
    "long": "password.long",
    "own": "password.own",
    "common": "password.common",
    "differs": "password.differs",
}
"""What a person is told of it, by what is wrong."""

_RUNS = (
    "abcdefghijklmnopqrstuvwxyzæøå",
    "01234567890",
    "qwertyuiopå",
    "asdfghjklæø",
    "zxcvbnm",
    "azertyuiop",
    "1qaz2wsx3edc4rfv",
)
_LEET = str.maketrans("01345$@!7", "oleasaait")
_RUN = 4


def weakness(password: str, own: Iterable[str]) -> str | None:
    """Say why a password is not taken: "short", "long", "own" or "common"; None where it is. `own` is about them."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    plain = _plain(password)
    theirs = _without(plain, _words(own))
    if len(theirs) < LEFT and theirs != plain:
        return "own"
    return "common" if _left(theirs) < LEFT else None


def _left(plain: str) -> int:
    """Count what is left, each repetition once: of the text as it stands, or with its digits read as letters."""
    return min(len(_once(_without(text, _common()))) for text in (_no_runs(plain), _no_runs(plain).translate(_LEET)))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.split())


def _words(own: Iterable[str]) -> tuple[str, ...]:
    words = (word for text in own for word in re.split(r"[\W_]+", text.casefold()))
    return tuple(sorted({word for word in words if len(word) >= 3}, key=len, reverse=True))  # noqa: PLR2004 - "Bo" is in many


def _without(plain: str, words: Iterable[str]) -> str:
    for word in words:
        plain = plain.replace(word, "")
    return plain


def _no_runs(plain: str) -> str:
    """Leave out years, and what runs along the keyboard or the alphabet, in either direction."""
    plain = re.sub(r"(?:19|20)\d\d", "", plain)
    for run in (*_RUNS, *(run[::-1] for run in _RUNS)):
        for length in range(len(run), _RUN - 1, -1):
            for at in range(len(run) - length + 1):
                plain = plain.replace(run[at : at + length], "")
    return plain


def _once(plain: str) -> str:
    """Write what repeats itself once: "abcabcabc" is "abc"."""
    return re.sub(r"(.+?)\1+", r"\1", plain)


@cache
def _common() -> tuple[str, ...]:
    words = COMMON.read_text("utf-8").split()
    return tuple(sorted(set(words), key=len, reverse=True))
