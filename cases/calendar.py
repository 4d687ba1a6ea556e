"""Which days are working days, and in which edition of the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cases.errors import BadInput

SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The public holidays of one country under one law, in one edition.

    `id` is "DK", "NL" or "NL-ATW"; `version` is stored with every clock that used it; `first` and `last` are the
    years it knows, both included; `holidays` gives each day its name.
    """

    id: str
    version: str
    zone: ZoneInfo
    first: int
    last: int
    holidays: Mapping[date, str]

    def day_off(self, day: date) -> str | None:
        """Say why this is no working day ("Saturday", "Langfredag"), or None where it is one.

        Raises BadInput for a day in a year that the calendar does not know: never guess a holiday.
        """
        if not self.first <= day.year <= self.last:
            raise BadInput(f"calendar {self.id} {self.version} knows {self.first} to {self.last}, not {day.year}")
        return self.holidays.get(day) or (f"{day:%A}" if day.weekday() >= SATURDAY else None)

    def next_working_day(self, day: date) -> date:
        """Give this day, or the first working day after it."""
        while self.day_off(day):
            day += timedelta(days=1)
        return day
