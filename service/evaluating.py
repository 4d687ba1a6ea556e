"""How right reading is, measured on letters that a person has labelled. Pure: letters and readings in, figures out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cases.kind import ORDINARY, Flag, Kind
from cases.reading import Reading
from service.labels import Labelled
from service.rates import Rate, short

FEWEST_WORDS = 5
"""In a text of so many words, its language can be told."""
LAST_DIGITS = 8
"""So many digits at its end are a telephone number, in whatever way its beginning is written."""
LOOSE = frozenset({"course", "customer", "what_is_wrong", "proposed_value", "target_provider"})
"""Fields in words: right where what was read holds what is labelled, or the reverse."""

EVERY = "all"


@dataclass(frozen=True)
class Read:
    """A labelled letter and what was read in it."""

    label: Labelled
    reading: Reading

    @property
    def language(self) -> str:
        """Give the language it is counted under: the labelled one, or the one read where there is no label."""
        return self.label.language or self.reading.language

    @property
    def first(self) -> Kind:
        """Give the kind that was read as the main one."""
        return self.reading.kinds[0].kind

    @property
    def found(self) -> frozenset[Kind]:
        """Give the kinds that were read."""
        return frozenset(one.kind for one in self.reading.kinds)


def evaluate(reads: Sequence[Read]) -> dict[str, Any]:
    """Give all figures as JSON values, over all letters ("all") and language by language; no text of any letter."""
    groups = _by_language(reads)
    return {
        "letters": {name: len(group) for name, group in groups.items()},
        "rates": {
            measure: {name: _rate(map(asked, group)).as_json() for name, group in groups.items()}
            for measure, asked in MEASURES.items()
        },
        "kinds": {name: _kinds(group) for name, group in groups.items()},
        "confusion": {name: _confusion(group) for name, group in groups.items()},
        "flags": {name: _flags(group) for name, group in groups.items()},
        "fields": {name: _fields(group) for name, group in groups.items()},
        "sensitive": {name: _sensitive(group) for name, group in groups.items()},
    }


def worst(reads: Iterable[Read], most: int) -> list[dict[str, Any]]:
    """Name the letters whose main kind was read most surely wrong; of those as sure, missed matters come first."""
    wrong = [one for one in reads if _first_right(one) is False]
    ranked = sorted(wrong, key=lambda one: (-one.reading.kinds[0].confidence, _recognised(one) is not False))
    return [
        {
            "id": one.label.id,
            "labelled": list(one.label.kinds or ()),
            "read": [found.kind for found in one.reading.kinds],
            "confidence": one.reading.kinds[0].confidence,
        }
        for one in ranked[:most]
    ]


def _by_language(reads: Sequence[Read]) -> dict[str, Sequence[Read]]:
    """Group letters; all of them first, then the languages in the order of how many there are."""
    counts = Counter(one.language for one in reads)
    return {EVERY: reads} | {code: [one for one in reads if one.language == code] for code, _ in counts.most_common()}


def _rate(answers: Iterable[bool | None]) -> Rate:
    """Count what is true of what was measured; None was not."""
    measured = [one for one in answers if one is not None]
    return Rate(sum(measured), len(measured))


# What is asked of a letter: True or False, None where its labels do not tell.


def _recognised(one: Read) -> bool | None:
    if one.label.kinds is None or ORDINARY.issuperset(one.label.kinds):
        return None
    return not ORDINARY.issuperset(one.found)


def _taken_for_a_matter(one: Read) -> bool | None:
    if one.label.kinds is None or not ORDINARY.issuperset(one.label.kinds):
        return None
    return not ORDINARY.issuperset(one.found)


def _first_right(one: Read) -> bool | None:
    return None if one.label.kinds is None else one.first is one.label.kinds[0]


def _unsure(one: Read) -> bool | None:
    return one.reading.unsure


def _language_right(one: Read) -> bool | None:
    return None if one.label.language is None else one.reading.language == one.label.language


def _language_told(one: Read) -> bool | None:
    return _language_right(one) if len(one.label.text.split()) >= FEWEST_WORDS else None


def _name_right(one: Read) -> bool | None:
    return _plain_name(one.reading.fields.get("name", "")) == _plain_name(one.label.name) if one.label.name else None


def _name_made_up(one: Read) -> bool | None:
    """Ask of a letter without a name, in it or beside its address, whether one was read all the same."""
    if one.label.name is None or one.label.name or one.label.sender:
        return None
    return "name" in one.reading.fields


def _sensitive_found(one: Read) -> bool | None:
    return _seen(one).issuperset(one.label.sensitive) if one.label.sensitive else None


def _sensitive_false(one: Read) -> bool | None:
    return None if one.label.sensitive is None else not _seen(one).issubset(one.label.sensitive)


MEASURES: Mapping[str, Callable[[Read], bool | None]] = {
    "matters_recognised": _recognised,
    "ordinary_taken_for_a_matter": _taken_for_a_matter,
    "first_kind_right": _first_right,
    "unsure": _unsure,
    "language_right": _language_right,
    "language_right_from_five_words": _language_told,
    "name_right": _name_right,
    "name_made_up": _name_made_up,
    "sensitive_found": _sensitive_found,
    "sensitive_false": _sensitive_false,
}


def _seen(one: Read) -> frozenset[str]:
    return frozenset(seen.category for seen in one.reading.sensitive)


def _kinds(reads: Sequence[Read]) -> dict[str, Any]:
    pairs = [(frozenset(one.label.kinds), one.found) for one in reads if one.label.kinds is not None]
    return _each_named(Kind, pairs)


def _flags(reads: Sequence[Read]) -> dict[str, Any]:
    return _each_named(Flag, [(one.label.flags, one.reading.flags) for one in reads if one.label.flags is not None])


def _each_named(names: Iterable[StrEnum], pairs: Sequence[tuple[frozenset[Any], frozenset[Any]]]) -> dict[str, Any]:
    """Give precision, recall and F1 of each name that was labelled or read."""
    present = frozenset[Any]().union(*(labelled | found for labelled, found in pairs))
    return {name: _precision_and_recall(name, pairs) for name in names if name in present}


def _precision_and_recall(name: StrEnum, pairs: Sequence[tuple[frozenset[Any], frozenset[Any]]]) -> dict[str, Any]:
    labelled, read = (sum(name in pair[side] for pair in pairs) for side in (0, 1))
    both = sum(name in wanted and name in found for wanted, found in pairs)
    return {
        "precision": Rate(both, read).as_json(),
        "recall": Rate(both, labelled).as_json(),
        "f1": short(2 * both / (labelled + read)),
    }


def _confusion(reads: Sequence[Read]) -> dict[str, dict[str, int]]:
    """Count, for each labelled main kind, what was read as the main kind."""
    counts = Counter((one.label.kinds[0], one.first) for one in reads if one.label.kinds)
    rows = {str(kind): {str(read): counts[kind, read] for read in Kind if counts[kind, read]} for kind in Kind}
    return {kind: row for kind, row in rows.items() if row}


def _fields(reads: Sequence[Read]) -> dict[str, Any]:
    """Give, for each field that is labelled anywhere, how often it was read right."""
    names = sorted({name for one in reads for name in one.label.fields})
    return {name: _rate(_field_right(name, one) for one in reads).as_json() for name in names}


def _field_right(name: str, one: Read) -> bool | None:
    if name not in one.label.fields:
        return None
    wanted, found = _plain(one.label.fields[name]), _plain(one.reading.fields.get(name, ""))
    if name == "phone":
        return wanted[-LAST_DIGITS:] == found[-LAST_DIGITS:]
    return bool(found) and (wanted == found or (name in LOOSE and (wanted in found or found in wanted)))


def _sensitive(reads: Sequence[Read]) -> dict[str, Any]:
    """Give, for each category, where it was found of where it is, and where it was found of where it is not."""
    measured = [one for one in reads if one.label.sensitive is not None]
    categories = sorted(
        {category for one in measured for category in (one.label.sensitive or frozenset()) | _seen(one)}
    )
    return {category: _category(category, measured) for category in categories}


def _category(category: str, reads: Sequence[Read]) -> dict[str, Any]:
    there = [one for one in reads if category in (one.label.sensitive or ())]
    found = sum(category in _seen(one) for one in there)
    every = sum(category in _seen(one) for one in reads)
    return {
        "found": Rate(found, len(there)).as_json(),
        "false": Rate(every - found, len(reads) - len(there)).as_json(),
    }


def _plain(written: str) -> str:
    return "".join(sign for sign in written.casefold() if sign.isalnum())


def _plain_name(written: str) -> str:
    return " ".join(written.casefold().replace(".", " ").split())
