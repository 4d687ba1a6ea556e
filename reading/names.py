"""What is a person's name, as people write theirs: not a company, an address, a courtesy or a sentence."""

import re
from functools import partial
from itertools import takewhile

from reading.shapes import any_of, listed

LONGEST_NAME = 60
MOST_WORDS = 6
MOST_SMALL = 3
"""So many words in small letters may be a name, where something says that one follows."""

_names = partial(any_of, "names")
_AROUND = " *_~-–—/'\"“”„«»:;,|>•·"
_TITLE = re.compile(rf"^(?:{_names('title')}(?:\.|(?=\s))\s*)+(?=\S)", re.IGNORECASE)
_SUFFIX = re.compile(rf"(?:,?\s+{_names('suffix')}\.?)+$", re.IGNORECASE)
_COMPANY = re.compile(
    rf"(?:^|\s){_names('company')}(?:\.|\s|,|$)|^{_names('company_start')}\s|\s{_names('company_end')}\.?$|@|www|http",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(?:HR|IT|OR)\s")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+[^\W\d_]{2,}$")
_FULL_STOP = re.compile(r"(?<=\w\w)[.!]+$|!+$")
_TOKEN = re.compile(r"(?:['’]t|['’]s|[^\W\d_](?:[^\W\d_]|['’.-](?!$)|\.$)*)")
_REMARK = re.compile(r"\s*[(|<\[]|\s+[-–—/]\s+|,|\s{3,}|;?\s+(?=[+\d(]*\d)")
_PLACE = re.compile(rf"\s+{_names('place')}\s.*$")
_SEVERAL = re.compile(
    rf"(?P<several>[^\W\d_][\w-]*(?:,\s[^\W\d_][\w-]*)+,?\s{_names('joins')}\s[^\W\d_][\w-]*)", re.UNICODE
)
_PARTICLES = frozenset(listed("names", "particles"))
_BEFORE_PARTICLES = frozenset(listed("names", "before_particles"))
_FIRST_PARTICLES = frozenset(listed("names", "first_particles"))
_JOINS = frozenset(listed("names", "joins"))
_BOTH = frozenset(listed("names", "both"))
_NO_NAME = frozenset(listed("names", "no_name"))
_UNNAMED = _NO_NAME | frozenset(listed("names", "unnamed"))


def likely(written: str) -> str | None:
    """Give a written name without title and remarks, or None where it is none: a company, an address, a sentence."""
    bare = written.strip(_AROUND)
    if len(bare) > LONGEST_NAME * 2 or _OFFICE.match(bare):
        return None
    several = _SEVERAL.fullmatch(bare.rstrip(" ."))
    if several and _are_name(several["several"].replace(",", "").split()):
        return several["several"]
    plain = _without_remarks(bare)
    return _person(plain) or _person(_PLACE.sub("", plain))


def small(written: str) -> str | None:
    """Give a name in small letters, where it can be nothing else: right behind the closing."""
    words = written.strip(_AROUND + ".!").split()
    if not written.islower() or not 1 <= len(words) <= MOST_SMALL:
        return None
    names = all(_TOKEN.fullmatch(word) for word in words) and not _NO_NAME.difference(_PARTICLES).intersection(words)
    return " ".join(words) if names and words[0] not in _NO_NAME and words[-1] not in _PARTICLES else None


def leading(said: str) -> str | None:
    """Give the name at the start of what was said: "Anna Holm" of "Anna Holm og jeg vil gerne"."""
    words = list(takewhile(_may_be_named, _TITLE.sub("", said.strip(_AROUND)).split()[: MOST_WORDS + 1]))
    while words and words[-1].casefold() in _PARTICLES:
        words.pop()
    return likely(" ".join(words)) if words and _capital(words[0]) else None


def leading_small(said: str) -> str | None:
    """Give the one word in small letters that a person says is their name, or None where it says something else."""
    words = said.split()[:1]
    word = words[0].strip(",.!?;:") if words else ""
    return word if word.islower() and len(word) > 1 and word not in _UNNAMED and _TOKEN.fullmatch(word) else None


def without_title(name: str) -> str:
    """Give a name without the titles before it."""
    return _TITLE.sub("", name)


def _without_remarks(written: str) -> str:
    plain = _TITLE.sub("", _REMARK.split(_TITLE.sub("", written), maxsplit=1)[0].strip(_AROUND))
    return _FULL_STOP.sub("", _SUFFIX.sub("", plain.strip()))


def _person(plain: str) -> str | None:
    words = plain.split()
    if not 1 <= len(words) <= MOST_WORDS or len(plain) > LONGEST_NAME or _is_company(plain):
        return None
    return plain if _are_name(words) else None


def _is_company(plain: str) -> bool:
    """Say whether a name is a company's; behind initials stands a person's."""
    return bool(_COMPANY.search(plain)) and not _INITIALS.match(plain)


def _may_be_named(word: str) -> bool:
    small_word = word.casefold().strip(",.")
    return small_word in _PARTICLES or (_capital(word) and (small_word not in _NO_NAME or small_word in _BOTH))


def _are_name(words: list[str]) -> bool:
    """Say whether words are one person's name, or those of two or more who sign together."""
    lower = [word.casefold() for word in words]
    if not all(_TOKEN.fullmatch(word) or word == "&" for word in words):
        return False
    if lower[0] in _NO_NAME - (_BOTH if words[0][0].isupper() else frozenset()) - _FIRST_PARTICLES:
        return False
    if lower[0] in _PARTICLES - _FIRST_PARTICLES - _BOTH or lower[-1] in _PARTICLES - _BOTH - {"os"}:
        return False
    if "&" in words and (words.index("&") != 1 or len(words) == len("a&b")):
        return False
    return any(_capital(word) and len(word.strip(".")) > 1 for word in words) and all(
        _capital(word) or small_word in _JOINS or _is_particle(small_word, lower[at + 1 : at + 2])
        for at, (word, small_word) in enumerate(zip(words, lower, strict=True))
    )


def _is_particle(word: str, behind: list[str]) -> bool:
    """Say whether a small word belongs to a surname: "van", and "in" where it is "in 't Veld"."""
    return word in _PARTICLES or (word in _BEFORE_PARTICLES and not _PARTICLES.isdisjoint(behind))


def _capital(word: str) -> bool:
    """Say whether a word begins like a name; in scripts without capitals every word does."""
    return bool(word) and not word[0].islower()
