"""The table of the law, row by row: first the one in the docstring, then worked examples from practice."""

import csv
import inspect
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from cases.calendar import STATUTE, calendar_id
from cases.deadline import Deadline, deadline
from cases.errors import BadInput
from cases.term import Basis, Term
from storage.calendars import read_calendars

EXAMPLES = Path(__file__).parent.parent / "data" / "deadline_examples.csv"
DK, NL, NL_ATW = (read_calendars()[name] for name in ("DK", "NL", "NL-ATW"))


def docstring_rows() -> list[list[str]]:
    """Read the rows out of the table in the docstring of `deadline`."""
    _, rows, _ = re.split(r"^=+ .*=\n", inspect.getdoc(deadline) or "", flags=re.MULTILINE)[-3:]
    return [re.split(r" {2,}", line) for line in rows.splitlines()]


def examples() -> list[dict[str, str]]:
    """Read the worked examples."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def due(received: str, term: str, basis: str = "eu", country: str = "DK", paused: int = 0) -> str:
    """Compute as `svarfrist due` does, in texts."""
    return explained(received, term, basis, country, paused).due_at.isoformat()


def explained(received: str, term: str, basis: str = "eu", country: str = "DK", paused: int = 0) -> Deadline:
    """Compute with the reasons."""
    calendar = read_calendars()[calendar_id(country, Basis(basis))]
    return deadline(datetime.fromisoformat(received), Term.parse(term), Basis(basis), calendar, paused)


def test_the_docstring_has_a_table_to_test() -> None:
    assert len(docstring_rows()) >= 27


@pytest.mark.parametrize("row", docstring_rows(), ids=lambda row: row[-1])
def test_the_docstring_says_the_truth(row: list[str]) -> None:
    calendar_name, received, term, basis, paused, last_day, _ = row
    calendar = read_calendars()[calendar_name]
    noon = datetime.combine(date.fromisoformat(received), time(12), tzinfo=calendar.zone)
    end = deadline(noon, Term.parse(term), Basis(basis), calendar, int(paused)).due_at
    assert end == datetime.combine(date.fromisoformat(last_day), time(23, 59, 59), tzinfo=calendar.zone)


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["id"])
def test_every_worked_example_holds(row: dict[str, str]) -> None:
    paused = int(row["paused_days"] or 0)
    assert due(row["received_at"], row["term"], row["basis"], row["country"], paused) == row["due_at"]


# Days, weeks, months and years


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        ("2026-01-28", "2026-03-02"),
        ("2026-01-29", "2026-03-02"),
        ("2026-01-30", "2026-03-02"),
        ("2026-01-31", "2026-03-02"),
        ("2025-01-28", "2025-02-28"),
        ("2025-01-31", "2025-02-28"),
        ("2027-01-28", "2027-03-01"),
        ("2024-01-29", "2024-02-29"),
        ("2024-02-29", "2024-04-02"),
        ("2026-11-30", "2026-12-30"),
        ("2026-12-31", "2027-02-01"),
    ],
)
def test_a_month_is_clipped_first_and_rolled_once(received: str, last_day: str) -> None:
    assert due(f"{received}T11:00:00+01:00", "1 month").startswith(f"{last_day}T23:59:59")


def test_an_extension_to_three_months_runs_from_receipt_not_from_a_first_deadline_that_rolled() -> None:
    first = due("2026-03-05T11:00:00+01:00", "1 month")
    assert first.startswith("2026-04-07")
    assert due("2026-03-05T11:00:00+01:00", "3 months").startswith("2026-06-05")


@pytest.mark.parametrize("day_off", ["2026-05-01", "2026-06-05", "2026-12-24", "2026-12-31", "2026-05-15"])
def test_days_that_firms_close_in_denmark_are_no_holidays(day_off: str) -> None:
    a_week_before = date.fromisoformat(day_off) - timedelta(days=7)
    assert due(f"{a_week_before}T09:00:00Z", "1 week").startswith(day_off)


def test_store_bededag_was_a_holiday_until_2023() -> None:
    assert due("2023-04-05T09:00:00+02:00", "1 month").startswith("2023-05-08")
    assert due("2024-03-26T09:00:00+01:00", "1 month").startswith("2024-04-26")


def test_kings_day_is_the_26th_when_the_27th_is_a_sunday_so_the_monday_is_free_to_work() -> None:
    assert due("2031-03-26T09:00:00+01:00", "1 month", country="NL").startswith("2031-04-28")
    assert due("2025-03-27T09:00:00+01:00", "1 month", country="NL").startswith("2025-04-28")


def test_the_same_letter_ends_on_other_days_in_the_two_countries() -> None:
    received = "2026-03-02T11:00:00+01:00"
    assert due(received, "1 month", country="DK").startswith("2026-04-07")
    assert due(received, "1 month", country="NL").startswith("2026-04-02")


@pytest.mark.parametrize("term", ["2 days", "1 week", "1 month", "1 year"])
def test_a_promise_stays_where_it_falls(term: str) -> None:
    """Each ends on a Saturday or Sunday, or on a holiday."""
    received = {"2 days": "2026-05-01", "1 week": "2026-05-02", "1 month": "2026-02-28", "1 year": "2025-12-25"}[term]
    noon = datetime.fromisoformat(f"{received}T12:00:00+01:00")
    end = deadline(noon, Term.parse(term), Basis.PROMISE, DK).due_at
    assert DK.day_off(end.date()) is not None
    assert deadline(noon, Term.parse(term), Basis.EU, DK).due_at > end


def test_two_days_around_easter_hold_two_working_days_for_eu_law() -> None:
    assert due("2026-04-01T09:00:00+02:00", "2 days").startswith("2026-04-08")


def test_one_working_day_after_the_roll_is_enough_where_another_lies_inside() -> None:
    assert due("2026-04-30T09:00:00+02:00", "2 days").startswith("2026-05-04")


def test_a_dutch_statute_wants_two_working_days_from_three_days_on() -> None:
    assert due("2026-04-02T09:00:00+02:00", "3 days", "nl-statute", "NL").startswith("2026-04-08")
    assert due("2026-04-02T09:00:00+02:00", "2 days", "nl-statute", "NL").startswith("2026-04-07")


@pytest.mark.parametrize(
    ("received", "term", "last_day"),
    [
        ("2026-02-02", "90 days", "2026-05-04"),
        ("2026-02-01", "91 days", "2026-05-03"),
        ("2026-02-07", "12 weeks", "2026-05-04"),
        ("2026-01-31", "13 weeks", "2026-05-02"),
        ("2026-02-02", "3 months", "2026-05-04"),
        ("2026-01-02", "4 months", "2026-05-02"),
        ("2025-05-02", "1 year", "2026-05-02"),
    ],
)
def test_a_dutch_statute_moves_terms_up_to_ninety_days_twelve_weeks_or_three_months(
    received: str, term: str, last_day: str
) -> None:
    assert due(f"{received}T12:00:00+01:00", term, "nl-statute", "NL").startswith(last_day)


# Working days


def test_the_day_of_receipt_is_never_a_working_day_of_the_term_even_a_minute_after_midnight() -> None:
    assert due("2026-03-02T00:00:00+01:00", "1 working day", "promise").startswith("2026-03-03")


def test_working_days_for_a_dutch_statute_leave_out_what_that_statute_equates() -> None:
    received = "2026-04-02T12:00:00+02:00"
    assert due(received, "1 working day", "promise", "NL").startswith("2026-04-03")
    assert due(received, "1 working day", "nl-statute", "NL").startswith("2026-04-07")


def test_a_pause_of_a_working_day_term_ends_on_a_working_day() -> None:
    assert due("2026-01-05T09:00:00+01:00", "14 working days", "promise", paused=1).startswith("2026-01-26")
    assert due("2026-01-05T09:00:00+01:00", "14 working days", "promise", paused=4).startswith("2026-01-27")


# Pauses


def test_a_pause_is_added_to_the_nominal_end_and_rolls_once() -> None:
    """Nominal Thursday 2 April; rolled first it would be Tuesday 7 April and the pause would begin there."""
    assert due("2026-03-02T11:00:00+01:00", "1 month", paused=1).startswith("2026-04-07")
    assert due("2026-03-02T11:00:00+01:00", "1 month", paused=9).startswith("2026-04-13")


def test_a_paused_promise_does_not_roll_either() -> None:
    assert due("2026-03-02T11:00:00+01:00", "4 weeks", "promise", paused=5).startswith("2026-04-04")


def test_a_paused_day_is_twenty_four_hours_of_a_term_in_hours() -> None:
    assert due("2026-03-28T10:00:00+01:00", "24 hours", "promise", paused=2) == "2026-03-31T11:00:00+02:00"


# Hours and clocks


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("2026-03-28T23:59:00+01:00", "2026-03-30T00:59:00+02:00"),
        ("2026-03-29T00:01:00+01:00", "2026-03-30T01:01:00+02:00"),
        ("2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00"),
        ("2026-10-24T23:59:00+02:00", "2026-10-25T22:59:00+01:00"),
        ("2026-10-25T00:01:00+02:00", "2026-10-25T23:01:00+01:00"),
        ("2026-10-25T02:30:00+02:00", "2026-10-26T01:30:00+01:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-26T02:30:00+01:00"),
        ("2026-10-25T00:30:00Z", "2026-10-26T01:30:00+01:00"),
    ],
)
def test_twenty_four_hours_are_twenty_four_hours_when_the_clocks_change(received: str, end: str) -> None:
    assert due(received, "24 hours", "promise") == end


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("2026-05-22T15:20:00+02:00", "2026-05-25T15:59:59+02:00"),
        ("2026-05-22T15:00:00+02:00", "2026-05-25T15:59:59+02:00"),
        ("2026-05-22T15:59:59+02:00", "2026-05-25T15:59:59+02:00"),
        ("2026-05-22T16:00:00+02:00", "2026-05-25T16:59:59+02:00"),
        ("2026-03-27T15:20:00+01:00", "2026-03-30T16:59:59+02:00"),
    ],
)
def test_hours_of_eu_law_begin_after_the_hour_of_the_event_and_end_with_an_hour(received: str, end: str) -> None:
    assert due(received, "72 hours", "eu") == end


def test_hours_of_a_dutch_statute_run_from_the_instant_itself_and_never_roll() -> None:
    assert due("2026-04-03T15:20:00+02:00", "48 hours", "nl-statute", "NL") == "2026-04-05T15:20:00+02:00"


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("2026-02-28T23:59:59+01:00", "2026-03-28T23:59:59+01:00"),
        ("2026-03-01T00:00:00+01:00", "2026-04-01T23:59:59+02:00"),
        ("2026-02-28T23:00:00Z", "2026-04-01T23:59:59+02:00"),
        ("2026-09-25T00:01:00+02:00", "2026-10-25T23:59:59+01:00"),
        ("2026-09-24T23:59:00+02:00", "2026-10-24T23:59:59+02:00"),
        ("2026-02-28T20:00:00-05:00", "2026-04-01T23:59:59+02:00"),
    ],
)
def test_the_local_day_counts_whatever_the_offset_it_was_noted_with(received: str, end: str) -> None:
    assert due(received, "1 month", "promise") == end


def test_a_fraction_of_a_second_never_makes_a_deadline_later() -> None:
    assert due("2026-03-02T11:00:00.999999+01:00", "24 hours", "promise") == "2026-03-03T11:00:00+01:00"


def test_the_instant_decides_and_not_who_looks_at_it() -> None:
    utc = datetime(2026, 6, 30, 21, 30, tzinfo=UTC)
    tokyo = utc.astimezone(timezone(timedelta(hours=9)))
    ends = {
        deadline(seen, Term.parse("1 month"), Basis.EU, DK).due_at for seen in (utc, tokyo, utc.astimezone(DK.zone))
    }
    assert len(ends) == 1


# What cannot be computed


@pytest.mark.parametrize(
    ("received", "term", "basis", "paused", "said"),
    [
        ("2026-03-02T11:00:00", "1 month", "eu", 0, "no offset from UTC"),
        ("2026-03-02T11:00:00+01:00", "1 month", "eu", -1, "-1 paused days"),
        ("2061-01-01T11:00:00+01:00", "1 month", "eu", 0, "knows the years 2000 to 2060, not 2061"),
        ("1999-01-01T11:00:00+01:00", "5 working days", "promise", 0, "knows the years 2000 to 2060, not 1999"),
        ("2026-03-02T11:00:00+01:00", "9999 years", "eu", 0, "outside the years 1 to 9999"),
        ("2026-03-02T11:00:00+01:00", "9999 years", "promise", 0, "outside the years 1 to 9999"),
        ("9999-12-31T23:59:59+01:00", "1 day", "promise", 0, "outside the years 1 to 9999"),
        ("9999-12-31T23:59:59+01:00", "1 hour", "promise", 0, "outside the years 1 to 9999"),
        ("9999-12-31T23:59:59-12:00", "1 hour", "promise", 0, "outside the years 1 to 9999"),
        ("0001-01-01T00:00:00+14:00", "1 month", "promise", 0, "outside the years 1 to 9999"),
        ("2026-03-02T11:00:00+01:00", "1 month", "eu", 10**12, "outside the years 1 to 9999"),
        ("2026-03-02T11:00:00+01:00", "1 hour", "promise", 10**7, "outside the years 1 to 9999"),
    ],
)
def test_what_cannot_be_computed_is_said_in_one_line(
    received: str, term: str, basis: str, paused: int, said: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(said)) as wrong:
        due(received, term, basis, paused=paused)
    assert "\n" not in str(wrong.value)


def test_a_promise_without_holidays_in_it_needs_no_calendar_year() -> None:
    assert due("2026-03-02T11:00:00+01:00", "100 years", "promise").startswith("2126-03-02T23:59:59")


@pytest.mark.parametrize(("calendar", "basis"), [(NL_ATW, "eu"), (NL_ATW, "promise"), (NL, "nl-statute")])
def test_the_calendar_of_another_law_is_refused(calendar: object, basis: str) -> None:
    right = read_calendars()[getattr(calendar, "id", "")]
    with pytest.raises(BadInput, match=f"{STATUTE} is for Dutch statutes and only that"):
        deadline(datetime(2026, 3, 2, tzinfo=UTC), Term.parse("1 month"), Basis(basis), right)
