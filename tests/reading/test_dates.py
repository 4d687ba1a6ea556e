"""The days a letter names."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.dates import dates

AT = datetime(2026, 3, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Kurset den 3. marts 2025 blev aflyst", "da", date(2025, 3, 3)),
        ("Jeg skrev den 3. marts", "da", date(2026, 3, 3)),
        ("Jeg skrev den 4/2", "da", date(2026, 2, 4)),
        ("op 12 december schreef ik u", "nl", date(2025, 12, 12)),
        ("per 1 mei a.s.", "nl", date(2026, 5, 1)),
        ("op 03-04-2026", "nl", date(2026, 4, 3)),
        ("on 2 February 2026", "en", date(2026, 2, 2)),
        ("on March 14th, 2026", "en", date(2026, 3, 14)),
        ("on 14/03/2026", "en", date(2026, 3, 14)),
        ("due 2026-05-01", "en", date(2026, 5, 1)),
        ("mødet 12.01.26", "da", date(2026, 1, 12)),
    ],
)
def test_a_day_is_told_as_the_writers_language_says_it(text: str, language: str, expected: date) -> None:
    assert dates(text, language, AT) == (expected,)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on 03/04/2026", "en"),
        ("on 30 September", "en"),
        ("Jeg er født den 3. marts 1989", "da"),
        ("geboren op 12-01-1980", "nl"),
        ("den 31. februar 2026", "da"),
        ("prisen er 12.50, version 1.2.3, kl. 10.30", "da"),
        ("2/3 of the course", "en"),
        ("ordre 2025-13-45", "da"),
    ],
)
def test_what_may_be_two_days_or_none_is_left_out(text: str, language: str) -> None:
    assert dates(text, language, AT) == ()


def test_days_stand_in_the_order_of_the_letter_each_once() -> None:
    text = "Den 5. marts skrev jeg, den 2. marts ringede jeg, og den 5. marts igen."
    assert dates(text, "da", AT) == (date(2026, 3, 5), date(2026, 3, 2))


def test_a_line_without_a_time_of_receipt_names_only_full_dates() -> None:
    assert dates("3. marts og 3. marts 2026", "da", datetime.min.replace(tzinfo=UTC)) == (date(2026, 3, 3),)


@given(st.dates(date(2025, 12, 1), date(2026, 7, 1)))
def test_any_day_near_the_receipt_is_told_without_its_year(day: date) -> None:
    assert dates(f"Jeg ringede {day.day}. {MONTHS[day.month - 1]}", "da", AT) == (day,)


MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
