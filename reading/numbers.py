"""National numbers and health in a text: found, to be masked, never repeated.

Databeskyttelsesloven § 11; UAVG art. 46. A Danish CPR number has no check digit any more, and one in eleven nine-digit
numbers passes the Dutch test: what decides is the nearest name before the number.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from cases.reading import Sensitive
from reading.shapes import any_of

CPR_SHOWN = "••••••-••••"
BSN_SHOWN = "•••••••••"
HEALTH_SHOWN = "health"
NAME_REACH = 60
"""So many characters before a number its name is looked for, in its paragraph."""
NAME_LENGTH = 12
"""A general word ("nummer", "nr") so near behind a number's own name belongs to it."""
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
BSN_MODULUS = 11
DECEMBER = 12

_CPR = re.compile(r"(?<!\d)(?<![+]\d\d )(?<![+]\d\d)(\d\d)([ .]?)(\d\d)\2(\d\d)( ?[-–—] ?| ?)(\d{4})(?!\d)")
_BSN = re.compile(r"(?<!\d)(?<![.,]\d)(\d{8,9}|\d{4}\.\d\d\.\d{3}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4} \d\d \d{3})(?!\d)")
_CPR_NAMED = re.compile(any_of("numbers", "cpr"), re.IGNORECASE)
_BSN_NAMED = re.compile(any_of("numbers", "bsn"), re.IGNORECASE)
_OTHER_NAMED = re.compile(any_of("numbers", "other"), re.IGNORECASE)
_HEALTH = re.compile(rf"\b{any_of('numbers', 'health')}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A national number at a place of a text."""

    category: str
    first: int
    last: int

    @property
    def shown(self) -> str:
        """Give what is shown in its place."""
        return CPR_SHOWN if self.category == "cpr" else BSN_SHOWN


def sensitive(text: str, language: str = "da") -> tuple[Sensitive, ...]:
    """Name what is sensitive in a text: each national number once, and health where it is spoken of."""
    seen = {(number.category, text[number.first : number.last]): number for number in numbers(text, language)}
    found = [Sensitive(number.category, number.shown) for number in seen.values()]
    return (*found, *([Sensitive("health", HEALTH_SHOWN)] if _HEALTH.search(text) else []))


def mask(text: str, language: str = "da") -> str:
    """Give a text with its national numbers masked. Masking twice changes nothing."""
    while found := tuple(numbers(text, language)):
        pieces: list[str] = []
        end = 0
        for number in found:
            pieces += [text[end : number.first], number.shown]
            end = number.last
        text = "".join(pieces) + text[end:]
    return text


def numbers(text: str, language: str = "da") -> Iterator[Number]:
    """Find the national numbers of a text, in order, none over another."""
    end = 0
    found = [Number("cpr", *match.span()) for match in _CPR.finditer(text) if _is_cpr(match, text, language)]
    found += [Number("bsn", *match.span()) for match in _BSN.finditer(text) if _is_bsn(match, text)]
    for number in sorted(found, key=lambda one: (one.first, -one.last)):
        if number.first >= end:
            yield number
            end = number.last


def _is_cpr(match: re.Match[str], text: str, language: str) -> bool:
    """Say whether six and four digits are a CPR number: a date, and no other number's name before it."""
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    if not (1 <= month <= DECEMBER and 1 <= day <= monthrange(2000 + year, month)[1]):
        return False
    named = _named(text, match.start(), _CPR_NAMED)
    if named is not None:
        return named
    if match[2]:
        return False
    return bool(match[5].strip()) or (not match[5] and language == "da")


def _is_bsn(match: re.Match[str], text: str) -> bool:
    """Say whether nine digits are a BSN: the eleven-test, and its own name beside it."""
    digits = re.sub(r"\D", "", match[0]).zfill(len(BSN_WEIGHTS))
    weighed = sum(weight * int(digit) for weight, digit in zip(BSN_WEIGHTS, digits, strict=True))
    if weighed % BSN_MODULUS or not int(digits):
        return False
    after = text[match.end() : match.end() + NAME_LENGTH].split("\n", maxsplit=1)[0]
    return bool(_named(text, match.start(), _BSN_NAMED) or _BSN_NAMED.search(after))


def _named(text: str, first: int, own: re.Pattern[str]) -> bool | None:
    """Say whether the nearest name before a number is its own (True), another's (False), or there is none."""
    before = text[max(0, first - NAME_REACH) : first].rsplit("\n\n", 1)[-1]
    mine = max((match.end() for match in own.finditer(before)), default=-1)
    other = max((match.end() for match in _OTHER_NAMED.finditer(before)), default=-1)
    if mine < 0:
        return None if other < 0 else False
    return other - mine <= NAME_LENGTH
