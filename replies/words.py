"""How values are written in a letter: days, times of day, lists, names and references to law, in each language."""

import re
from collections.abc import Iterable
from datetime import date, datetime

LANGUAGES = ("da", "nl", "en")
"""The languages every reply is written in (R-LANG-1)."""

_MONTHS = {
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "nl": "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
_MONTH = {language: months.split("|") for language, months in _MONTHS.items()}
_DAY = {"da": "{}. {} {}", "nl": "{} {} {}", "en": "{} {} {}"}
_TIME = {"da": "{:%H.%M}", "nl": "{:%H.%M}", "en": "{:%H:%M}"}
_AND = {"da": "og", "nl": "en", "en": "and"}
_ARTICLE = re.compile(r"GDPR Art\. (\d+)(?:\((\d+)\))?(?:\(([a-z])\))?")
_LAW = {
    "da": ("artikel {}", ", stk. {}", ", litra {}", " i databeskyttelsesforordningen (GDPR)"),
    "nl": ("artikel {}", ", lid {}", ", onder {}", " van de AVG"),
    "en": ("Article {}", "({})", "({})", " of the GDPR"),
}
_LONGEST_NAME = 80
_NO_NAME = re.compile(r"://|www\.|@|[^\W\d_]{2}\.[a-z]{2,}(?:/|$)", re.IGNORECASE)
_BREAKS_LINES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def day(value: date, language: str) -> str:
    """Write a date, or the local date of a datetime as it is given, in words: "7. april 2026"."""
    return _DAY[language].format(value.day, _MONTH[language][value.month - 1], value.year)


def month(value: date, language: str) -> str:
    """Write the month of a date in words: "april 2026"."""
    return f"{_MONTH[language][value.month - 1]} {value.year}"


def clock_time(value: datetime, language: str) -> str:
    """Write the local time of day as it is given: "11.00" in Danish and Dutch, "11:00" in English."""
    return _TIME[language].format(value)


def listed(values: Iterable[str], language: str, last: str | None = None) -> str:
    """Write "a", "a and b" or "a, b and c"; `last` is the word before the last one, "and" unless told."""
    *before, final = values
    return f"{', '.join(before)} {last or _AND[language]} {final}" if before else final


def law(reference: str, language: str) -> str:
    """Write a reference to law as the reader's language does, or "" where it names none: it is a promise then.

    "GDPR Art. 12(3)" is "artikel 12, stk. 3, i databeskyttelsesforordningen (GDPR)" in Danish.
    """
    match = _ARTICLE.fullmatch(reference)
    if not match:
        return ""
    *parts, act = _LAW[language]
    written = "".join(part.format(value) for part, value in zip(parts, match.groups(), strict=True) if value)
    comma = "," if language != "en" and match[2] else ""
    return f"{written}{comma}{act}"


def person(name: str | None) -> str:
    """Write a name as the person wrote it, on one line and not too long; "" where there is none to greet.

    What a stranger calls himself is data: no control or direction characters, and nothing that reads as an address on
    the net, since our letter would carry it to whoever the sender says he is (R-EM-13, R-EM-31).
    """
    shown = _UNSEEN.sub("", _BREAKS_LINES.sub(" ", name or ""))[:_LONGEST_NAME].strip()
    return "" if _NO_NAME.search(shown) or not any(map(str.isalpha, shown)) else shown
