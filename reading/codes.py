"""Numbers that nothing names: what a code in a letter ("VR-2291", "2024-118/KL") is a number of.

A code has a telling shape: capitals and digits, or a year and a number. What it belongs to is told by how it begins, or
by what is spoken of nearest to it: what is paid has invoices, what is booked has orders; the rest are references.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from reading.shapes import any_of

REACH = 80
"""So many characters around digits belong to them: a name, capitals."""
BEFORE, BEHIND = 110, 50
"""So many characters before and behind a code, within its sentence, tell what it belongs to."""

_codes = partial(any_of, "codes")
_YEAR = r"20[0-3]\d"
_TOKEN = re.compile(
    r"(?<![\w@./+•-])(?<!\d )(?=[A-Za-z]{0,6}[-/.]?[\w/.-]{0,10}\d)"
    r"(?P<value>[A-Za-z0-9]{1,20}(?:[-/.][A-Za-z0-9]{1,12}){0,5})"
    r"(?![\w@/-]|\.\w|,\d)"
)
_CODE = re.compile(
    r"[A-Z]{1,5}\d{0,3}[-/]\d{2}[\w/.-]*|[A-Z]{1,5}(?:[-/][A-Z0-9]{1,6}){1,4}[-/]\d[\w/-]*|[A-Z]{2,5}\d{5}[\w/-]*"
    r"|[A-Z]{1,4}\d{2,4}[-/]\d{3}[\w/-]*|[A-Z]{1,3}-[A-Z]-\d{4,8}"
    rf"|(?:z?{_YEAR})[-/]\d{{3,8}}(?:[-/][A-Z0-9]{{1,6}})?|{_YEAR}[-/.][A-Z0-9]{{2,8}}[-/][A-Z0-9]{{1,6}}"
    r"|[1-9]\d[-/]\d{4,8}|[1-9]\d{1,5}(?:-\d{2,6}){2}|[1-9]\d{1,5}-[A-Z]{1,4}-\d{2,8}|[1-9]\d{3,6}-[A-Z]{1,3}"
    r"|[1-9][A-Z]-\d{3,8}"
)
_NO_CODE = re.compile(
    rf"{_codes('no_code')}|{_YEAR}[-/]{_YEAR}|\d{{1,4}}([-/])\d{{1,2}}\1\d{{1,4}}|(?:0\d|1[0-2])[-/](?:19|20)\d\d|{_YEAR}/\d{{3}}"
    r"|[ABC][12]\b.*|[A-Z]{2}\d{2}(?:[A-Z]{4}.*)?|[A-Z]{2}\d{8,12}(?:B\d\d)?|[A-Z]{2}-\d{2}-\d{6,7}|[A-Z]{1,2}-\d{2,3}-[A-Z]{1,2}|\d{2}-[A-Z]{2,3}-\d{1,2}"
)
_EXAM_CODE = re.compile(r"(?<![\w-])(?P<value>99\d\d(?: ?\d{4}){3}|99\d{8}|99\d\d \d{4} \d{4})(?![ -]?\d)")
_IN_BRACKETS = re.compile(r"\[#?(?P<value>\d{4,9})\]")
_BARRED = re.compile(rf"\b{_codes('not_after')}\W{{0,3}}$|\b{any_of('numbers', 'identity')}", re.IGNORECASE)
_BEGINS = {key: re.compile(_codes(f"{key}_begins")) for key in ("order", "invoice", "candidate")}
_NEAR = {
    key: re.compile(rf"\b{_codes(f'{key}_near')}", re.IGNORECASE)
    for key in ("order", "invoice", "candidate", "their_reference")
}
_DIGITS = re.compile(r"\d+")
_SHORT = re.compile(r"[A-Z]-?\d{1,3}")
_SENTENCE = re.compile(r"[!?\n]|[.](?=\s+[^\W\d])")


def around_digits(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches of a text in which a number and its name can stand, none over another."""
    first = last = 0
    for digits in _DIGITS.finditer(text):
        if digits.start() - REACH > last:
            if last:
                yield first, last
            first = digits.start() - REACH
        last = digits.end() + REACH
    if last:
        yield first, last


def codes(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """Give the codes at places of a text, each with the field it belongs to and as it is written."""
    for first, last in places:
        for match in _EXAM_CODE.finditer(text, first, last):
            yield "candidate", match["value"]
        for match in (*_TOKEN.finditer(text, first, last), *_IN_BRACKETS.finditer(text, first, last)):
            if key := _key(match):
                yield key, match["value"]


def _key(match: re.Match[str]) -> str | None:
    """Say to what a code belongs; None for a word that is none."""
    value, text = match["value"], match.string
    if match.re is _TOKEN and (not _CODE.fullmatch(value) or _NO_CODE.fullmatch(value)):
        return None
    before = _SENTENCE.split(text[max(0, match.start() - BEFORE) : match.start()])[-1]
    return None if _BARRED.search(before) else _belongs(value, before, text[match.end() : match.end() + BEHIND])


def _belongs(value: str, before: str, behind: str) -> str | None:
    """Say to what a code belongs: by its beginning, by what stands nearest before it, then by what stands behind.

    A short one of which nothing is said may be that of a room: None.
    """
    for key, begins in _BEGINS.items():
        if begins.match(value):
            return key
    said = {key: max((match.end() for match in near.finditer(before)), default=0) for key, near in _NEAR.items()}
    if any(said.values()):
        return max(said, key=lambda key: said[key])
    after = _SENTENCE.split(behind, maxsplit=1)[0]
    heard = {key: match.start() for key, near in _NEAR.items() if (match := near.search(after))}
    if not heard and _SHORT.fullmatch(value):
        return None
    return min(heard, key=lambda key: heard[key], default="their_reference")
