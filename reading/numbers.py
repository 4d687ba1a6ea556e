"""National numbers in a text: found, to be masked, never repeated.

Databeskyttelsesloven § 11; UAVG art. 46. A Danish CPR number has no check digit any more, so its date counts (R-CPR-1);
one in eleven nine-digit numbers passes the Dutch test (R-BSN-1). What such digits are called decides where their form
does not.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reading.anyhow import OVER_A_LINE, again, legible
from reading.naming import Naming, has_own_name, naming
from reading.shapes import any_of

CPR_SHOWN = "••••••-••••"
BSN_SHOWN = "•••••••••"
CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
MODULUS = 11
DECEMBER = 12
LONGEST_MONTH = 31
REPLACED = 60
FEWEST_DIGITS = 8
LAST_OF_1800S, CENTURY = 58, "5678"
"""With a seventh digit of these, a year from 58 on is one of the nineteenth century: nobody alive."""


Known = frozenset[tuple[str, str]]
"""Numbers: each a category and its digits."""
NONE_KNOWN: Known = frozenset()


class Form(StrEnum):
    """What the form of some digits shows: a national number, perhaps one, one where or beside where it is named."""

    SURE = "sure"
    PLAIN = "plain"
    NAMED = "named"
    LOOSE = "loose"


@dataclass(frozen=True)
class Number:
    """A national number at a place of a text: "cpr", "bsn", or "identity", the number of a passport or the like."""

    category: str
    first: int
    last: int
    digits: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """Give what is shown in its place."""
        return CPR_SHOWN if self.category == "cpr" else BSN_SHOWN


@dataclass(frozen=True)
class _Shape:
    category: str
    form: Form
    pattern: re.Pattern[str]


def _shape(category: str, form: Form, pattern: str) -> _Shape:
    return _Shape(category, form, re.compile(rf"(?<![0-9]){pattern}(?![0-9])"))


_LOOSELY = rf"(?:[ ./-]{{0,3}}|{OVER_A_LINE})"
_D2, _D4 = "([0-9]{2})", "([0-9]{4})"
_SHAPES = (
    _shape("cpr", Form.SURE, rf"{_D2}{_D2}{_D2}(?: ?- ?|-\n[> ]{{0,4}}|\n[> ]{{0,4}}-){_D4}"),
    _shape("cpr", Form.SURE, rf"{_D2}(?P<sep>[ ./]){_D2}(?P=sep){_D2}-(?!19|20){_D4}"),
    _shape("cpr", Form.SURE, rf"{_D2}{_D2}(?:19|20){_D2}-{_D4}"),
    _shape("cpr", Form.PLAIN, rf"{_D2}{_D2}{_D2} ?{_D4}"),
    _shape("cpr", Form.NAMED, rf"{_D2}[-./ ]?{_D2}[-./ ]?(?:19|20){_D2}[-./ ]{{1,3}}{_D4}"),
    _shape("cpr", Form.LOOSE, f"{_LOOSELY.join(['([0-9])'] * 10)}"),
    _shape("bsn", Form.PLAIN, r"(?:[0-9]{9}|[0-9]{4}\.[0-9]{2}\.[0-9]{3})"),
    _shape("bsn", Form.NAMED, r"(?:[0-9]{3}([ .-])[0-9]{3}\1[0-9]{3}|[0-9]{4}([ .-])[0-9]{2}\2[0-9]{3})"),
    _shape("bsn", Form.LOOSE, f"{_LOOSELY.join(['[0-9]'] * 8)}(?:{_LOOSELY}[0-9])?"),
)
_IDENTITY = re.compile(
    rf"\b{any_of('numbers', 'identity')}\W{{0,3}}(?:(?i:{any_of('numbers', 'link')})\W{{1,3}}){{0,3}}"
    r"(?P<number>(?=(?:[A-Za-z]?[0-9]){4}|[A-Za-z]{1,5}[0-9]{4})[A-Za-z0-9]{7,12})\b",
    re.IGNORECASE,
)
_A_DIGIT = re.compile(r"\d")
_SOME_DIGITS = re.compile("(?:[0-9][^0-9]{0,6}){3}[0-9]")
_MANY_DIGITS = re.compile(rf"(?:[0-9][^0-9]{{0,7}}){{{FEWEST_DIGITS - 1},}}[0-9]")
"""A stretch in which a number may stand: no shape lets more than seven other characters be between two digits."""
_LAST_FOUR = re.compile(
    rf"(?<![0-9]){_D2}{_D2}{_D2}(?![0-9])[^0-9\n]{{1,60}}?{any_of('numbers', 'last_four')}"
    rf"[^0-9\n]{{0,30}}{_D4}(?![0-9])",
    re.IGNORECASE,
)
_CODE_BEFORE = re.compile(r"[A-Za-z0-9]-?\Z|\+[0-9]{0,3} ?\Z")
_CODE_BEHIND = re.compile(r"-?[0-9]|[-/][A-Za-z]")
_WITHIN_BEFORE = re.compile(
    r"(?:[A-Za-z#=&/@+]|[0-9]{3,}[ -]|[0-9][.,]|(?:[€$£]|EUR|USD|GBP|DKK|kr\.?) ?)-?\Z", re.IGNORECASE
)
_WITHIN_BEHIND = re.compile(r"[A-Za-z@/]|[ .,-]?[0-9]| [A-ZÆØÅ][a-zæøå]+ ?[A-Z]?$", re.MULTILINE)
_MOBILE = re.compile(r"06[1-58]|6[1-58](?=[0-9]{7}$)")


def numbers(text: str, language: str = "da") -> Iterator[Number]:
    """Find the national numbers of a text, in order, none over another.

    A number that the text names in one place is found in every other, however it is written there.
    """
    if not _A_DIGIT.search(text):
        return iter(())
    read, places = legible(text)
    if not _SOME_DIGITS.search(read):
        return iter(())
    found = [*_identity(read), *_last_four(read), *_shaped(read, language)]
    found += _again(read, ((one.category, one.digits) for one in found))
    return _in_order(found, places)


def mask(text: str, language: str = "da") -> str:
    """Give a text with its national numbers masked. Masking twice changes nothing."""
    while found := tuple(numbers(text, language)):
        text = _masked(text, found)
    return text


def known_in(texts: Iterable[str], language: str = "da") -> Known:
    """Give the numbers that pieces of a letter hold: its subject, text and quoted part, the names of its files.

    A piece that does not say by itself what a number in it is can then be masked as well.
    """
    return frozenset((one.category, one.digits) for text in texts for one in numbers(text, language))


def cover(text: str, known: Known) -> str:
    """Give a piece of a letter with these numbers masked, however they are written, and no others.

    A piece may show a number without the words that say whose it is: an order number is not to be taken for a BSN.
    """
    if not known:
        return text
    read, places = legible(text)
    return _masked(text, _in_order(_again(read, known), places))


def _masked(text: str, found: Iterable[Number]) -> str:
    pieces: list[str] = []
    end = 0
    for number in found:
        pieces += [text[end : number.first], number.shown]
        end = number.last
    return "".join(pieces) + text[end:]


def _in_order(found: list[Number], places: Sequence[int]) -> Iterator[Number]:
    """Give numbers by their places in the text as it was, the first and longest of those that overlap."""
    end = 0
    for number in sorted(found, key=lambda one: (one.first, -one.last)):
        if number.first >= end:
            yield Number(number.category, places[number.first], places[number.last - 1] + 1, number.digits)
            end = number.last


def _shaped(read: str, language: str) -> Iterator[Number]:
    """Find what has the form of a national number, but not what the text elsewhere calls its order or invoice."""
    stretches = [found.span() for found in _MANY_DIGITS.finditer(read)]
    judged = [
        (shape, match, digits, _name(match, shape))
        for shape in _SHAPES
        for stretch in stretches
        for match in shape.pattern.finditer(read, *stretch)
        if (digits := _DIGITS[shape.category](match)) and _may_be_named(match, shape)
    ]
    others = {match[0] for _, match, _, name in judged if name is Naming.OTHER_BESIDE}
    for shape, match, digits, name in judged:
        by_itself = match[0] not in others and _shows_itself(match, shape, digits, language, name)
        if _is_own(shape, name) or by_itself:
            yield Number(shape.category, *match.span(), digits)


def _cpr_digits(match: re.Match[str]) -> str | None:
    """Give the ten digits of a CPR number, None where they begin with nothing like a date.

    A replacement number, for somebody who has no CPR number yet, has 60 added to its day.
    """
    digits = "".join(re.findall("[0-9]+", "".join(part for part in match.groups() if part)))
    day, month = int(digits[:2]), int(digits[2:4])
    return digits if 1 <= month <= DECEMBER and 1 <= day % REPLACED <= LONGEST_MONTH else None


def _is_date(digits: str) -> bool:
    """Say whether six digits are a day that there was."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= DECEMBER and 1 <= day <= monthrange(2000 + year, month)[1]


def _bsn_digits(match: re.Match[str]) -> str | None:
    """Give the nine digits of a BSN, None where they fail the eleven-test."""
    digits = re.sub("[^0-9]", "", match[0]).zfill(len(BSN_WEIGHTS))
    return digits if int(digits) and _passes(digits, BSN_WEIGHTS) else None


_DIGITS: dict[str, Callable[[re.Match[str]], str | None]] = {"cpr": _cpr_digits, "bsn": _bsn_digits}


def _passes(digits: str, weights: Sequence[int]) -> bool:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % MODULUS == 0


def _may_be_named(match: re.Match[str], shape: _Shape) -> bool:
    return shape.form is not Form.LOOSE or has_own_name(match.string, match.start(), shape.category)


def _name(match: re.Match[str], shape: _Shape) -> Naming:
    return naming(match.string, match.span(), shape.category, sure=shape.form is Form.SURE)


def _is_own(shape: _Shape, name: Naming) -> bool:
    """Say whether its name makes a number a national one."""
    return name is Naming.OWN_BESIDE or (name is Naming.OWN_NEAR and shape.form is not Form.LOOSE)


def _shows_itself(match: re.Match[str], shape: _Shape, digits: str, language: str, name: Naming) -> bool:
    """Say whether its form, where no name does, makes a number a national one."""
    if _in_a_code(match):
        return False
    if shape.form is Form.SURE:
        return name is not Naming.OTHER_BESIDE and _is_date(digits)
    unnamed = shape.form is Form.PLAIN and name is Naming.NONE
    return unnamed and not _in_something(match) and _alone(digits, shape.category, language)


def _in_a_code(match: re.Match[str]) -> bool:
    """Say whether digits are a piece of something longer: K-120385-1234, +45 …, 120385-1234-2."""
    before = match.string[max(0, match.start() - 5) : match.start()]
    return bool(_CODE_BEFORE.search(before) or _CODE_BEHIND.match(match.string, match.end()))


def _in_something(match: re.Match[str]) -> bool:
    """Say whether plain digits are a piece of an account number, an amount, an address on the web or in a town."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return bool(_WITHIN_BEFORE.search(before) or _WITHIN_BEHIND.match(match.string, match.end()))


def _alone(digits: str, category: str, language: str) -> bool:
    """Say whether plain digits that nothing names are a national number: one of the country of the language."""
    if category == "bsn":
        return language != "da" and not _MOBILE.match(digits)
    if not _is_date(digits) or (int(digits[4:6]) >= LAST_OF_1800S and digits[6] in CENTURY):
        return False
    if language == "nl" and _MOBILE.match(digits):
        return False
    return _passes(digits, CPR_WEIGHTS) or (language == "da" and not _MOBILE.match(digits))


def _identity(read: str) -> list[Number]:
    return [Number("identity", *match.span("number"), match["number"].upper()) for match in _IDENTITY.finditer(read)]


def _last_four(read: str) -> Iterator[Number]:
    """Find a birthday whose other digits are told apart: "120385, de sidste fire er 1234"."""
    for match in _LAST_FOUR.finditer(read):
        if (digits := _cpr_digits(match)) and _is_date(digits):
            yield Number("cpr", *match.span(), digits)


def _again(read: str, known: Iterable[tuple[str, str]]) -> list[Number]:
    """Find known numbers wherever else they stand."""
    of = {digits: category for category, digits in known}
    return [Number(of[digits], first, last, digits) for digits, first, last in again(read, of.keys())]
