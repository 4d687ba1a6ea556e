"""Which days are working days, and in which edition of the calendar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from cases.errors import BadInput
from cases.term import Basis

SATURDAY = 5
DAY = timedelta(days=1)

STATUTE = "NL-ATW"
"""The calendar of Dutch statutes (Algemene termijnenwet art. 3); never for EU law, never for a promise."""

CALENDARS: Mapping[tuple[str, Basis], str] = {
    ("DK", Basis.EU): "DK",
    ("DK", Basis.PROMISE): "DK",
    ("NL", Basis.EU): "NL",
    ("NL", Basis.PROMISE): "NL",
    ("NL", Basis.NL_STATUTE): STATUTE,
}
"""Which calendar counts: that of the country where the action is to be taken (Reg. 1182/71 Art. 2(1))."""


def calendar_id(country: str, basis: Basis) -> str:
    """Name the calendar for a country ("DK", "NL") and a basis; raise BadInput where there is none."""
    countries = sorted({known for known, _ in CALENDARS})
    if country not in countries:
        raise BadInput(f'country "{country}" is not known here; expected {" or ".join(countries)}')
    if (country, basis) not in CALENDARS:
        raise BadInput(f'basis "{basis}" is for terms in Dutch statutes; it cannot be used with country {country}')
    return CALENDARS[country, basis]


@dataclass(frozen=True)
class Calendar:
    """The public holidays of one country under one law, in one edition.

    `id` is "DK", "NL" or "NL-ATW"; `version` is stored with every clock that used it; `first` and `last` are the
    years it knows, both included; `holidays` gives each day its name. `doubtful` are names of holidays that a cautious
    reader does not count on. `decrees` are the first and last year whose decreed days are in, where there are such.
    """

    id: str
    version: str
    zone: ZoneInfo
    first: int
    last: int
    holidays: Mapping[date, str]
    doubtful: frozenset[str] = frozenset()
    decrees: tuple[int, int] | None = None

    @property
    def edition(self) -> str:
        """Name the calendar with its version: "NL 2026-11"."""
        return f"{self.id} {self.version}"

    def day_off(self, day: date) -> str | None:
        """Say why this is no working day ("Saturday", "Langfredag"), or None where it is one.

        Raises BadInput for a day in a year that the calendar does not know: never guess a holiday.
        """
        if not self.first <= day.year <= self.last:
            raise BadInput(f"calendar {self.edition} knows the years {self.first} to {self.last}, not {day.year}")
        return self.holidays.get(day) or (f"{day:%A}" if day.weekday() >= SATURDAY else None)

    def next_working_day(self, day: date) -> date:
        """Give this day, or the first working day after it."""
        while self.day_off(day):
            day += DAY
        return day

    def working_days_after(self, day: date) -> Iterator[date]:
        """Give the working days after this one, the nearest first (Reg. 1182/71 Art. 2(2))."""
        while True:
            day = self.next_working_day(day + DAY)
            yield day

    def working_days_before(self, day: date) -> Iterator[date]:
        """Give the working days before this one, the nearest first."""
        while True:
            day -= DAY
            if not self.day_off(day):
                yield day

    @cached_property
    def cautious(self) -> "Calendar":
        """Give the calendar without its doubtful holidays (R-CLK-8): what it counts to is never later."""
        sure = {day: name for day, name in self.holidays.items() if name not in self.doubtful}
        return replace(self, holidays=sure)
