"""How the values of a policy file are written: texts, terms, times, addresses, words in several languages."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from cases.days import LATER
from cases.organisation import Words
from cases.policy import CATCH_UP
from cases.term import Term, Unit
from storage.policy_table import Form

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

LANGUAGES = ("da", "nl", "en")
"""The languages that letters are written in."""

_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _matching(pattern: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not re.fullmatch(pattern, _text(value)):
            raise ValueError
        return _text(value)

    return read


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _address(value: object) -> str:
    address = _text(value).lower()
    if not _ADDRESS.fullmatch(address):
        raise ValueError
    return address


def _zone(value: object) -> str:
    try:
        return ZoneInfo(_text(value)).key
    except (KeyError, OSError):
        raise ValueError from None


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError
    return value


def _time(value: object) -> time:
    if not isinstance(value, time):
        raise TypeError
    return value


def _pattern(value: object) -> str:
    try:
        re.compile(_text(value))
    except re.error:
        raise ValueError from None
    return _text(value)


def _term(value: object) -> Term:
    return Term.parse(_text(value))


def _span(value: object) -> Term:
    term = _term(value)
    if term.unit not in (Unit.HOURS, Unit.DAYS, Unit.WEEKS):
        raise ValueError
    return term


def _long_term(value: object) -> Term:
    term = _term(value)
    if term.unit not in LATER:
        raise ValueError
    return term


_link = _matching("https?://\\S+")


def _links(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    return {name: _link(url) for name, url in value.items()}


TEXT = Form("a text in quotes", _text, "")
ID = Form("a short name in small letters, such as course-administration", _matching("[a-z][a-z0-9_-]*"), "")
LETTERS = Form('two capital letters, such as "MX"', _matching("[A-Z]{2}"), "")
FLAG = Form("true or false", _flag, stand_in=False)
ADDRESS = Form("one mail address, such as info@example.org", _address, "")
ZONE = Form('a time zone, such as "Europe/Copenhagen"', _zone, "UTC")
DAY = Form("a date without quotes, such as 2026-03-31", _day, date.min)
TIME = Form("a time of day without quotes, such as 08:00:00", _time, time(0))
PATTERN = Form("a regular expression in single quotes", _pattern, "")
SPAN = Form('a length of time in hours, days or weeks, such as "3 days"', _span, CATCH_UP)
TERM = Form('a length of time, such as "14 working days"', _term, Term(1, Unit.DAYS))
LONG_TERM = Form('a length of time in days, weeks, months or years, such as "5 years"', _long_term, Term(1, Unit.YEARS))


def one_of(*words: str) -> Form[str]:
    """Expect one of these words."""

    def read(value: object) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    return Form(f"one of {', '.join(words)}", read, words[0])


def member(values: type[E]) -> Form[E]:
    """Expect a word of this vocabulary."""
    return Form(f"one of {', '.join(values)}", lambda value: values(_text(value)), next(iter(values)))


def several(form: Form[T]) -> Form[tuple[T, ...]]:
    """Expect a list in square brackets, each item of this form and none of them twice."""

    def read(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise TypeError
        items = tuple(form.read(item) for item in value)
        if len(set(items)) < len(items):
            raise ValueError
        return items

    return Form(f"a list in square brackets, nothing twice, each {form.expected}", read, ())


def in_languages(form: Form[T]) -> Form[dict[str, T]]:
    """Expect the same thing in every language that letters are written in."""

    def read(value: object) -> dict[str, T]:
        if not isinstance(value, dict) or set(value) != set(LANGUAGES):
            raise ValueError
        return {language: form.read(value[language]) for language in LANGUAGES}

    return Form(f"{', '.join(LANGUAGES)}, each {form.expected}", read, {})


WORDS: Form[Words] = Form(in_languages(TEXT).expected, in_languages(TEXT).read, {})
DAYS = Form(
    several(one_of(*_DAYS)).expected,
    lambda value: frozenset(_DAYS.index(day) + 1 for day in several(one_of(*_DAYS)).read(value)),
    frozenset[int](),
)
LINK = Form('a web address, such as "https://example.org"', _link, "")
LINKS = Form('names with web addresses, such as terms = "https://example.org"', _links, dict[str, str]())
