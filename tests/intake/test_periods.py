"""What a report is about: whole months, and what came before them."""

from datetime import date

import pytest

from cases.errors import BadInput
from intake.periods import LONGEST, SPANS, Period, first_of

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("span", "back", "first", "last"),
    [
        ("month", 0, "2026-03", "2026-03"),
        ("month", 1, "2026-02", "2026-02"),
        ("quarter", 0, "2026-01", "2026-03"),
        ("quarter", 1, "2025-10", "2025-12"),
        ("year", 0, "2026-01", "2026-12"),
        ("year", 1, "2025-01", "2025-12"),
    ],
)
def test_the_usual_periods_begin_where_the_calendar_has_them(span: str, back: int, first: str, last: str) -> None:
    period = Period.around(TODAY, span, back)
    assert (period.months[0], period.months[-1], period.length) == (first, last, SPANS[span])


def test_the_period_before_has_the_same_length_and_ends_where_this_begins() -> None:
    assert Period.between("2026-01", "2026-03").before.months == ("2025-10", "2025-11", "2025-12")


def test_whichever_month_is_named_first_the_earlier_one_begins() -> None:
    assert Period.between("2026-03", "2025-12") == Period.between("2025-12", "2026-03")


def test_the_course_of_a_short_period_is_that_of_the_year_up_to_its_end() -> None:
    assert Period.between("2026-02", "2026-02").curve.months[0] == "2025-03"
    assert Period.between("2024-01", "2026-02").curve.months[0] == "2024-01"


@pytest.mark.parametrize("written", ["", "2026", "2026-00", "2026-13", "26-01", "2026-1", "0001-01", "2026-01-01", "x"])
def test_what_is_no_month_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match="is no month"):
        Period.between(written, "2026-01")


def test_more_than_ten_years_are_too_many() -> None:
    assert Period.between("2016-01", "2025-12").length == LONGEST
    with pytest.raises(BadInput, match="too many months"):
        Period.between("2016-01", "2026-01")


def test_a_month_begins_on_its_first_day() -> None:
    assert first_of("2026-02") == date(2026, 2, 1)
