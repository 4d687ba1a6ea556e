"""The stretches of time that reports are about: whole months, since of what is erased only the month is known. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from cases.errors import BadInput

YEAR = 12
EARLIEST = 1970
LONGEST = 120
"""So many months are the most that one report is about."""

SPANS = {"month": 1, "quarter": 3, "year": YEAR}
"""The usual stretches, in months; each begins where the calendar has it begin."""

_MONTH = re.compile(r"(\d{4})-(\d\d)")


@dataclass(frozen=True)
class Period:
    """So many whole months from one on; `first` counts months since the year 0."""

    first: int
    length: int

    @classmethod
    def around(cls, day: date, span: str, back: int = 0) -> Self:
        """Give the month, quarter or year that a day is in, or one so many before it."""
        length = SPANS[span]
        return cls((day.year * YEAR + day.month - 1) // length * length - back * length, length)

    @classmethod
    def between(cls, first: str, last: str) -> Self:
        """Read the months from one to another ("2026-01"), both included, whichever is named first.

        Raises BadInput for what is no month, and for more of them than LONGEST.
        """
        start, end = sorted((_number(first), _number(last)))
        if end - start >= LONGEST:
            raise BadInput(f"{first} to {last} are too many months; expected at most {LONGEST}")
        return cls(start, end - start + 1)

    @property
    def months(self) -> tuple[str, ...]:
        """Name its months, the first at the front: "2026-03"."""
        return tuple(_name(number) for number in range(self.first, self.first + self.length))

    @property
    def before(self) -> Self:
        """Give the one of the same length that ends where this begins."""
        return type(self)(self.first - self.length, self.length)

    @property
    def curve(self) -> Self:
        """Give what a picture of its course shows: itself, or the year up to its end where it is shorter."""
        return self if self.length >= YEAR else type(self)(self.first + self.length - YEAR, YEAR)


def first_of(month: str) -> date:
    """Give the first day of a month that a period named."""
    return date.fromisoformat(f"{month}-01")


def _number(written: str) -> int:
    found = _MONTH.fullmatch(written)
    if not found or not 1 <= int(found[2]) <= YEAR or int(found[1]) < EARLIEST:
        raise BadInput(f'"{written}" is no month; expected one like 2026-03')
    return int(found[1]) * YEAR + int(found[2]) - 1


def _name(number: int) -> str:
    return f"{number // YEAR:04}-{number % YEAR + 1:02}"
