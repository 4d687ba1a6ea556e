"""How a correction becomes an example: the letter redacted, what was read in it, and what it is. Pure.

Nobody is named in it, neither who wrote nor who corrected, whose role alone is kept. Examples serve the measuring of
the reading and the writing of its rules, inside the organisation (R-AI-10).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from cases.case import Case
from cases.kind import Kind
from reading.redacted import redacted
from storage.corrections import Example
from storage.messages import Told

MATTERS = frozenset({"course", "programme", "customer", "target_provider", "what_is_wrong"})
"""Fields that say what a letter is about; all the others say who somebody is."""


def example_of(
    case: Case, told: Told, right: tuple[Kind, ...], wrong: Mapping[str, str], typed: Mapping[str, str]
) -> Example:
    """Give the example that a letter makes: `told` as it was read, what is `right`, and which fields were `wrong`.

    `typed` is what the fields really are: who could not be read in the letter is not to be named either.
    """
    fields = (told.reading.fields, typed)
    hide = partial(
        redacted, language=told.language, names=_names(case, told, fields), values=_values(case, told, fields)
    )
    reading = told.reading
    return Example(
        organisation=case.organisation,
        message=told.id,
        case=case.id,
        at=told.at,
        role="",
        language=told.language,
        subject=hide(told.subject),
        text=hide(told.text),
        read=tuple(replace(found, evidence=tuple(map(hide, found.evidence))) for found in reading.kinds),
        unsure=reading.unsure,
        kinds=right,
        fields=wrong,
        flags=reading.flags,
    )


def corrected_by(example: Example, role: str, at: datetime) -> Example:
    """Give an example with the role of whoever corrected it, and when."""
    return replace(example, role=role, at=at)


def wrong_fields(fields: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Say of each corrected field what was wrong: it was missed, read wrongly, or there is none."""
    return {name: _fault(seen, right) for name, (seen, right) in fields.items()}


def right_kinds(believed: Iterable[Kind], kind: tuple[Kind, Kind] | None, also: Kind | None) -> tuple[Kind, ...]:
    """Give the kinds that a letter is of, after those that were believed until now; none stands beside `other`."""
    was, becomes = kind or (None, None)
    kinds = [becomes if one is was else one for one in believed]
    told = dict.fromkeys(one for one in (*kinds, becomes, also) if one)
    return tuple(one for one in told if one is not Kind.OTHER or len(told) == 1)


def _fault(seen: str, right: str) -> str:
    if not seen:
        return "missed"
    return "wrong" if right else "invented"


def _names(case: Case, told: Told, fields: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    known = (told.sender_name, case.requester.name, *(one.get("name") for one in fields))
    return tuple(name for name in known if name)


def _values(case: Case, told: Told, fields: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    person = case.requester
    said = (value for one in fields for name, value in one.items() if name not in MATTERS)
    return tuple(value for value in (*said, told.sender_address, person.address, person.phone, case.number) if value)
