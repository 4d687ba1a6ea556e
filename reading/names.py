"""Who writes: the name the person says, the name under the letter, the name beside the address."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import takewhile

from reading.shapes import any_of, listed

LONGEST_NAME = 60
MOST_WORDS = 6
LONGEST_TITLE = 22
"""Characters that may stand behind a name on its line: ", advocaat"."""
UNSAID_LINES = 4
LAST_LINES = 14
"""The end of a letter, where signatures stand."""
MOST_SMALL = 2
"""So many words in small letters may be a name, right behind a closing."""

_names = partial(any_of, "names")
_CLOSING = re.compile(
    rf"^\W{{0,5}}(?:{_names('before_closing')}\s+){{0,4}}{_names('closing')}\b(?:\s+{_names('after_closing')}\b)?",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\b{_names('said')}\s+(?P<said>[^\n,.;:!?()]{{2,60}})"
    rf"|^[^\w\n]{{0,5}}{_names('field')}[ ]?[:=][ ]{{0,3}}(?P<field>[^\n,;()]{{2,60}})",
    re.IGNORECASE | re.MULTILINE,
)
_SLASH = re.compile(r"(?:^|\s)(?:/|//|~|-{1,2}|–|—)\s?(?P<name>[^\W\d_][^\n/,;:!?]{1,40})$")
_TITLE = re.compile(rf"^{_names('title')}\.?\s+", re.IGNORECASE)
_COMPANY = re.compile(rf"(?:^|\s){_names('company')}(?:\.|\s|,|$)|&|@|www|http", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=\w\w)[.!]+$|!+$")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_REMARK = re.compile(r"\s*[(|<]|\s+[-–—/]\s+|,|\s{3,}")
_PARTICLES = frozenset(listed("names", "particles"))
_FIRST_PARTICLES = frozenset(listed("names", "first_particles"))
_NO_NAME = frozenset(listed("names", "no_name"))


def name(text: str, shown: str, ours: frozenset[str] = frozenset()) -> str | None:
    """Give the writer's name, or None. `text` has the signature; `shown` is the name beside the address.

    `ours` are names (small letters) that are nobody's who writes to us: the organisation's.
    """
    candidates = [one for one in _candidates(text, shown) if one.casefold() not in ours]
    if not candidates:
        return None
    first = candidates[0]
    fuller = (one for one in candidates[1:] if one.casefold().startswith(first.casefold() + " "))
    return next(fuller, first)


def likely(written: str) -> str | None:
    """Give a written name without title and remarks, or None where it is none: a company, an address, a sentence."""
    plain = _REMARK.split(written.strip().strip("*_~-–—/'\"“”"), maxsplit=1)[0]
    plain = _TITLE.sub("", _FULL_STOP.sub("", plain.strip()))
    words = plain.split()
    if not 1 <= len(words) <= MOST_WORDS or len(plain) > LONGEST_NAME or _COMPANY.search(plain):
        return None
    return plain if _are_name(words) else None


def _candidates(text: str, shown: str) -> Iterator[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for match in _SAID.finditer(text):
        yield from filter(None, [likely(_leading(match["said"] or match["field"]))])
    yield from _signed(lines[-LAST_LINES:])
    yield from filter(None, [likely(_turned(shown))])
    yield from _unsaid(lines[-UNSAID_LINES:])


def _signed(lines: list[str]) -> Iterator[str]:
    """Give the names behind or under a closing formula, the last one first."""
    for at in reversed(range(len(lines))):
        closing = _CLOSING.match(lines[at])
        slash = None if closing else _SLASH.search(lines[at])
        if closing or slash:
            behind = slash["name"] if slash else lines[at][closing.end() if closing else 0 :].lstrip(" ,.!-/")
            below = lines[at + 1 : at + 3] if closing else []
            yield from filter(None, [_small(behind) or likely(behind), *map(likely, below)])


def _leading(said: str) -> str:
    """Give the words of a name at the start of what was said: "Anna Holm" of "Anna Holm og jeg vil gerne"."""
    words = list(takewhile(_may_be_named, said.split()))
    while words and words[-1].islower():
        words.pop()
    return " ".join(words)


def _may_be_named(word: str) -> bool:
    return (word[0].isupper() and word.casefold() not in _NO_NAME) or word.casefold() in _PARTICLES


def _small(written: str) -> str | None:
    """Give a name in small letters, where it can be nothing else: right behind the closing."""
    words = written.split()
    small = written.islower() and all(_TOKEN.fullmatch(word) for word in words)
    return written if small and 1 <= len(words) <= MOST_SMALL and not _NO_NAME.intersection(words) else None


def _unsaid(lines: list[str]) -> Iterator[str]:
    """Give a name that stands alone among the last lines without any closing: a full one, or the very last line."""
    for at, line in enumerate(reversed(lines)):
        found = likely(line)
        if found and len(line) - len(found) <= LONGEST_TITLE and (not at or " " in found):
            yield found


def _turned(shown: str) -> str:
    """Turn "Holm, Anna" round."""
    last, comma, first = shown.strip().strip("'\"").partition(", ")
    return f"{first} {last}" if comma and " " not in first.strip() else shown.strip().strip("'\"")


def _are_name(words: list[str]) -> bool:
    small = [word.casefold() for word in words]
    if not all(_TOKEN.fullmatch(word) for word in words) or _NO_NAME.intersection(small):
        return False
    if small[0] in _PARTICLES - _FIRST_PARTICLES:
        return False
    capital = [word[0].isupper() for word in words]
    return any(capital) and all(one or word in _PARTICLES for one, word in zip(capital, small, strict=True))
