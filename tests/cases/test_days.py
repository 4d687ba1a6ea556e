"""Dates are counted and written without any holidays."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.days import LATER, end_of, listed, months_later, short, written, years_later

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(1, 2, 1), -1, date(1, 1, 1)),
    ],
)
def test_months_keep_the_date_or_take_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_months_end_where_dates_end(day: date, months: int) -> None:
    with pytest.raises(OverflowError):
        months_later(day, months)


@pytest.mark.parametrize("later", LATER.values())
def test_every_unit_ends_where_dates_end_and_says_so_in_the_same_words(later: Callable[[date, int], date]) -> None:
    with pytest.raises(OverflowError, match=r"^date value out of range$"):
        later(date.max, 1)


def test_a_leap_day_comes_back_every_four_years() -> None:
    assert [years_later(date(2024, 2, 29), count).day for count in (1, 2, 3, 4)] == [28, 28, 28, 29]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-500, 500))
def test_a_month_number_is_always_exact(day: date, months: int) -> None:
    later = months_later(day, months)
    assert later.year * 12 + later.month - day.year * 12 - day.month == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_ends_with_the_offset_it_has_in_the_evening(day: date, instant: datetime) -> None:
    assert end_of(day, COPENHAGEN) == instant


def test_days_and_lists_read_like_english() -> None:
    day = date(2026, 4, 7)
    assert (written(day), short(day)) == ("Tuesday 7 April 2026", "7 April 2026")
    assert [listed(["a", "b", "c"][:count]) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
