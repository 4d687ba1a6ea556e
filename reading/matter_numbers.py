"""Numbers by which a matter is known: of orders, invoices, candidates, accounts, and of other people's files."""

import re
from collections.abc import Iterable
from functools import partial

from reading.codes import around_digits, codes
from reading.shapes import any_of

FEWEST_DIGITS = 2
"""A word with fewer digits in it is a course or a room ("PRINCE2", "A1"), no number of an order; of names to log in
with, one digit is enough."""

_numbers = partial(any_of, "matter_numbers")
_VALUE = (
    r"(?<![^\W_])(?=(?:JNR\s)?[\w/.-]{0,24}\d)"
    r"(?P<value>(?:JNR\s)?(?:\d{3,4}(?: \d{2,4}){1,4}(?![ -]?\d)|[A-Za-z0-9][\w/.-]{1,28}))(?!@)"
)
_BETWEEN = rf"(?:\s?[:=#(]|\.)?(?:\s{_numbers('joins')}(?!\w))?\s?[:.#(]?\s?(?:#|nr\.?\s|no\.?\s)?"
_NO_NUMBER = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)$|(?:19|20)\d\d$|[A-Z]{2}\d{2}[A-Z]{4}\d|\d{1,3}(?:[.,]\d{3})*(?:,-|kr|euro|eur|dkk)?$|\d+[.,]\d\d$|\d{1,2}[./]\d{1,2}$|\d{1,4}\.$|\d{1,2}(?:st|nd|rd|th)$|[A-Z]{2}-\d\d-\d{6,7}$|[A-Z]{2}\d\d$|.*\.(?:csv|pdf|docx?|xlsx?|jpe?g|png|zip|txt)$"
    r"|(?:prince|nt|module|modul|dag|day|hold)\d$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\s?(?:kr|euro|eur|dkk|€|%|uur|timer|hours)\b", re.IGNORECASE)
_NAMED = {
    key: re.compile(rf"(?<!\w){_numbers(key)}{_BETWEEN}{_VALUE}", re.IGNORECASE)
    for key in ("order", "invoice", "candidate", "username", "their_reference")
}
_SHAPED = {
    "order": re.compile(
        rf"(?<!\w){_numbers('order_shape')}(?P<value>[A-Z]{{1,5}}-?\d[\w/-]{{2,20}}|\d{{2,}}[-/]\d[\w/-]{{2,20}})"
    ),
    "invoice": re.compile(rf"{_numbers('invoice_shape')}(?P<value>[A-Z]{{2,3}}-?[\w/-]{{4,20}})"),
}


def matter_numbers(text: str) -> dict[str, str]:
    """Give the numbers that a text names, by what they are numbers of; each the first that is one.

    What has no name counts by its shape and by what is spoken of beside it.
    """
    places = tuple(around_digits(text))
    found = {
        key: _first(pattern, text, places, 1 if key == "username" else FEWEST_DIGITS) for key, pattern in _NAMED.items()
    }
    for key, pattern in _SHAPED.items():
        found[key] = found[key] or _first(pattern, text, places)
    for key, code in codes(text, places):
        if not found[key] and not any(value and code in value for value in found.values()):
            found[key] = code
    return {key: value for key, value in found.items() if value}


def _first(
    pattern: re.Pattern[str], text: str, places: Iterable[tuple[int, int]], fewest: int = FEWEST_DIGITS
) -> str | None:
    matches = (match for first, last in places for match in pattern.finditer(text, first, last))
    values = ((match["value"].rstrip("-/_."), text[match.end() : match.end() + 6]) for match in matches)
    return next((value for value, after in values if _is_number(value, fewest) and not _MONEY.match(after)), None)


def _is_number(value: str, fewest: int) -> bool:
    """Say whether a word is a number of something: digits enough, and neither a date, a year, a sum nor an IBAN."""
    in_parts = "/" in value and value[0].isupper()
    return sum(map(str.isdigit, value)) >= (1 if in_parts else fewest) and (
        not _NO_NUMBER.match(value) or (value.isdigit() and len(value) > len("2026"))
    )
