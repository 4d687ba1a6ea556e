"""Days on the calendar as everybody has it, without holidays, and how explanations write them."""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cases.term import Unit

MONTHS = 12
LAST_SECOND = time(23, 59, 59)


def days_later(day: date, days: int) -> date:
    """Give the day so many days later."""
    return day + timedelta(days=days)


def weeks_later(day: date, weeks: int) -> date:
    """Give the same weekday so many weeks later (R-T-25)."""
    return day + timedelta(weeks=weeks)


def months_later(day: date, months: int) -> date:
    """Give the same date so many months later, or that month's last day where it has no such date (R-T-8)."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_later(day: date, years: int) -> date:
    """Give the same date so many years later; 29 February becomes the 28th where there is none."""
    return months_later(day, years * MONTHS)


LATER: Mapping[Unit, Callable[[date, int], date]] = {
    Unit.DAYS: days_later,
    Unit.WEEKS: weeks_later,
    Unit.MONTHS: months_later,
    Unit.YEARS: years_later,
}
"""How units that know no holidays are counted; a negative count counts back. OverflowError beyond the year 9999."""


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the last second of a day on the clocks of a zone, with the offset of that second (R-T-21)."""
    return datetime.combine(day, LAST_SECOND, tzinfo=zone)


@lru_cache(maxsize=1024)
def written(day: date) -> str:
    """Write "Tuesday 7 April 2026"."""
    return f"{day:%A} {short(day)}"


@lru_cache(maxsize=1024)
def short(day: date) -> str:
    """Write "7 April 2026"."""
    return f"{day.day} {day:%B} {day.year}"


def listed(items: Sequence[str]) -> str:
    """Write "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
