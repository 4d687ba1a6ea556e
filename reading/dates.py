"""The days a letter names, where it can be told which they are: none is better than a wrong one."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from reading.shapes import any_of, listed

NEAREST = timedelta(days=120)
"""A day without a year is the nearest one, if it is no further away; "3 March" in November may be either year's."""
MOST = 20
FIRST_YEAR, LAST_YEAR = 1900, 2100
CENTURY = 100
BORN_REACH = 24
"""So many characters before a date may say that it is a birthday, which is nobody's matter here (GDPR Art. 5(1)(c))."""

_MONTHS = tuple(re.compile(rf"{month}$", re.IGNORECASE) for month in listed("dates", "months"))
_MONTH = rf"(?P<name>{any_of('dates', 'months')})"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]\d\d(?!\d))"
_PATTERNS = (
    re.compile(r"(?<![\d./-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
    re.compile(
        rf"(?<![\w.])(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|e|de|ste)?\s(?:of\s)?{_MONTH}(?![^\W\d_])(?:,?\s{_YEAR})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w){_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|\.\d|:\d|\s?%)(?:,?\s{_YEAR})?", re.IGNORECASE
    ),
    re.compile(
        r"(?<![\w./-])(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)?\d\d)(?![\w/-]|\.\d)"
    ),
    re.compile(r"(?<!\w)(?:den|d\.|op|dd\.?|van)\s(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})\.?(?![\w/-]|[.,]\d)"),
)
_BORN = re.compile(rf"(?<!\w){any_of('dates', 'born')}\W{{0,3}}$", re.IGNORECASE)


def dates(text: str, language: str, received: datetime) -> tuple[date, ...]:
    """Give the days a text names, in their order, each once; at most MOST.

    `language` is the text's (ISO 639-1): in English, 03/04/2026 may be March or April, and is left out. `received` is
    when the letter came: days without a year are near it, or left out. Birthdays are left out.
    """
    found = sorted({(match.start(), day) for match, day in _found(text, language, received.date())})
    return tuple(dict.fromkeys(day for _, day in found))[:MOST]


def _found(text: str, language: str, today: date) -> Iterator[tuple[re.Match[str], date]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = None if _is_birthday(text, match) else _day(match.groupdict(), language, today)
            if day:
                yield match, day


def _is_birthday(text: str, match: re.Match[str]) -> bool:
    return bool(_BORN.search(text[max(0, match.start() - BORN_REACH) : match.start()]))


def _day(said: dict[str, str | None], language: str, today: date) -> date | None:
    """Give the day that was said, or None where it cannot be told or is none."""
    day, month = int(said["day"] or 0), _month(said)
    if said.get("mark") == "/" and language == "en" and day != month and max(day, month) <= len(_MONTHS):
        return None
    year = said.get("year")
    if year is None:
        return _nearest(day, month, today)
    return _valid(_full(int(year.strip("'’")), today), month, day)


def _month(said: dict[str, str | None]) -> int:
    name = said.get("name")
    if name is None:
        return int(said["month"] or 0)
    return next(number for number, month in enumerate(_MONTHS, 1) if month.match(name))


def _full(year: int, today: date) -> int:
    """Give the year with its century: "26" is the latest such year until next year's end."""
    if year >= CENTURY:
        return year
    century = today.year // CENTURY * CENTURY
    return century + year if century + year <= today.year + 1 else century - CENTURY + year


def _nearest(day: int, month: int, today: date) -> date | None:
    around = (_valid(year, month, day) for year in (today.year - 1, today.year, today.year + 1))
    near = [one for one in around if one and abs(one - today) <= NEAREST]
    return near[0] if len(near) == 1 else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
