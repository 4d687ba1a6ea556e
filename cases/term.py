"""Lengths of time as law and promises state them: "24 hours", "14 working days", "1 month"."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from cases.errors import BadInput


class Unit(StrEnum):
    """What a term is counted in; the unit decides the rule of counting."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Basis(StrEnum):
    """Whose counting rule applies.

    `EU`: Regulation (EEC, Euratom) 1182/71. `NL_STATUTE`: the Dutch Algemene termijnenwet, for terms in
    Dutch statutes. `PROMISE`: the organisation's own word, read to the earliest date, never rolled on.
    """

    EU = "eu"
    NL_STATUTE = "nl-statute"
    PROMISE = "promise"

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read "eu", "nl-statute" or "promise"; raise BadInput that says what was expected."""
        try:
            return cls(written)
        except ValueError:
            raise BadInput(f'basis "{written}" is not known; expected {" or ".join(cls)}') from None


_WRITTEN = re.compile(r"\s*(\d{1,4})\s+(hour|day|working day|week|month|year)s?\s*", re.ASCII)


@dataclass(frozen=True)
class Term:
    """A length of time, not yet placed on a calendar. `count` is at least 1."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read "1 month", "14 working days"; raise BadInput that says what was expected."""
        match = _WRITTEN.fullmatch(written)
        if not match or not int(match[1]):
            expected = '"24 hours", "14 working days", "10 days", "4 weeks", "1 month" or "2 years"'
            raise BadInput(f'term "{written}" is not a length of time; expected for example {expected}')
        return cls(int(match[1]), Unit(f"{match[2]}s"))

    def __str__(self) -> str:
        """Write it as `parse` reads it, with the singular where the count is one."""
        return f"{self.count} {self.unit if self.count > 1 else self.unit.removesuffix('s')}"
