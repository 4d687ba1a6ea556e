"""What a number in a text is called: the names before and behind it, its own and those of other numbers.

The nearest name decides. A name is spent where it already stands by another number ("Ordre 99812, 120385-1234").
"""

import re
from enum import StrEnum

from reading.shapes import any_of, listed

BEFORE, BEHIND = 120, 40
"""So many characters before and behind a number its name is looked for, in its paragraph and in its sentence."""

_OWN = {name: re.compile(any_of("numbers", name)) for name in ("cpr", "bsn")}
_OTHER = re.compile(rf"\b(?:{any_of('numbers', 'other')}|{any_of('numbers', 'numbered')})")
_BEARER = re.compile(rf"\b{any_of('numbers', 'bearer')}\b")
_LINK = any_of("numbers", "link")
_LINKED = re.compile(rf"(?:[\W\d]|\b{_LINK}\b)*")
_JOINED = re.compile(rf"\W{{0,3}}(?:(?:{_LINK}|{any_of('numbers', 'whose')})\W+){{1,4}}|\s*[(=]\s*")
_WHOLE = "".join(f"(?<!{one})" for one in listed("numbers", "shortened"))
_ENDED = re.compile(rf"{_WHOLE}\.\s")
_LABEL = re.compile(rf"\b{any_of('numbers', 'label')}\W{{0,3}}$")
_NUMBER = re.compile(r"\d(?:[ ./-]?\d){3,}")
_SENTENCE = re.compile(rf"[!?;\n]|{_WHOLE}\.(?=\s+[^\W\d])")
_STOP = re.compile(r"[!?;\n]|\.(?=\s|$)")
_DIGIT = re.compile(r"\d")
_SERVED = re.compile(rf"\w*\s(?:{any_of('numbers', 'needed_for')})\s(?:[^\W\d]{{1,20}}\s){{0,2}}[^\W\d]{{1,20}}")


class Naming(StrEnum):
    """How a number is named: by its own name or by another number's, right beside it or somewhere near."""

    OWN_BESIDE = "own beside"
    OWN_NEAR = "own near"
    OTHER_BESIDE = "other beside"
    OTHER_NEAR = "other near"
    NONE = "none"


def has_own_name(text: str, first: int, category: str) -> bool:
    """Say quickly whether a number's own name stands anywhere near before it."""
    return bool(_OWN[category].search(text[max(0, first - BEFORE) : first].lower()))


def naming(text: str, span: tuple[int, int], category: str, *, sure: bool) -> Naming:
    """Say how the number at a span of a text is named; `sure` that its form alone shows what it is."""
    first, last = span
    before = text[max(0, first - BEFORE) : first].rsplit("\n\n", 1)[-1].lower()
    behind = _STOP.split(text[last : last + BEHIND].lower(), maxsplit=1)[0]
    digits = len(_DIGIT.findall(text[first:last]))
    own = _places(_OWN[category], before, digits)
    other = [place for place in _places(_OTHER, before, digits) if not _within(place, own + _served(before, own))]
    other += [] if own else _places(_BEARER, before, digits)
    mine, others = max(own, default=None), max(other, default=None)
    if others and (not mine or others > mine) and _linked(before, others[1]):
        return Naming.OTHER_BESIDE
    if mine and _linked(before, mine[1]):
        return Naming.OWN_BESIDE
    return _behind(behind, category) or _near(before, mine, others, sure=sure)


def _places(name: re.Pattern[str], before: str, digits: int) -> list[tuple[int, int]]:
    """Give where a name stands before a number and is not spent: what stands between has as many digits."""
    return [match.span() for match in name.finditer(before) if not _spent(before[match.end() :], digits)]


def _spent(between: str, digits: int) -> bool:
    return any(len(_DIGIT.findall(number)) != digits for number in _NUMBER.findall(between))


def _linked(before: str, end: int) -> bool:
    """Say whether nothing but "is", "no." and the like stands between the end of a name and a number."""
    return bool(_LINKED.fullmatch(before, end)) and not _ENDED.match(before, end)


def _within(place: tuple[int, int], places: list[tuple[int, int]]) -> bool:
    return any(place[0] < last and first < place[1] for first, last in places)


def _served(before: str, own: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give where it is said what a number is needed for: "my citizen service number for your file is …"."""
    return [match.span() for _, end in own if (match := _SERVED.match(before, end))]


def _behind(behind: str, category: str) -> Naming | None:
    """Judge by what stands behind: "… er mit cpr-nummer", "… (ordrenr.)"."""
    own = _OWN[category].search(behind)
    if own and not _NUMBER.search(behind, 0, own.start()):
        return Naming.OWN_NEAR
    joined = _JOINED.match(behind)
    return Naming.OTHER_BESIDE if joined and _OTHER.match(behind, joined.end()) else None


def _near(before: str, mine: tuple[int, int] | None, others: tuple[int, int] | None, *, sure: bool) -> Naming:
    """Judge by the names that stand further away: in its sentence the nearest counts."""
    sentence = max((match.end() for match in _SENTENCE.finditer(before)), default=0)
    spoken = others is not None and others[0] >= sentence
    if mine and (sure or not spoken or others is None or others < mine):
        return Naming.OWN_NEAR
    if spoken:
        return Naming.OTHER_BESIDE if _LABEL.search(before) else Naming.OTHER_NEAR
    return Naming.NONE
