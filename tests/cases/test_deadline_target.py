"""The date to work towards: cautious, never after the deadline, never before receipt (R-CLK-8)."""

from datetime import UTC, datetime

import pytest

from cases.calendar import calendar_id
from cases.deadline import target
from cases.errors import BadInput
from cases.term import Basis, Term
from storage.calendars import read_calendars


def aim(received: str, term: str, basis: str = "eu", country: str = "DK", paused: int = 0) -> str:
    calendar = read_calendars()[calendar_id(country, Basis(basis))]
    return target(datetime.fromisoformat(received), Term.parse(term), Basis(basis), calendar, paused).isoformat()


def test_a_month_aims_three_working_days_before_its_nominal_end_and_does_not_roll() -> None:
    """Nominal Thursday 2 April, a holiday: the deadline is 7 April, the target counts back from the 2nd."""
    assert aim("2026-03-02T11:00:00+01:00", "1 month") == "2026-03-30T23:59:59+02:00"


def test_three_working_days_back_from_a_saturday_begin_on_friday() -> None:
    assert aim("2025-03-05T11:00:00+01:00", "1 month") == "2025-04-02T23:59:59+02:00"


@pytest.mark.parametrize("basis", ["eu", "promise", "nl-statute"])
def test_dutch_days_in_doubt_are_working_days_for_the_target(basis: str) -> None:
    """5 May 2026 and Good Friday, 3 April, are each one of the three days counted back."""
    assert aim("2026-04-06T11:00:00+02:00", "1 month", basis, "NL") == "2026-05-01T23:59:59+02:00"
    assert aim("2026-03-07T11:00:00+01:00", "1 month", basis, "NL") == "2026-04-01T23:59:59+02:00"


def test_a_pause_moves_the_target_as_it_moves_the_nominal_end() -> None:
    assert aim("2026-03-02T11:00:00+01:00", "1 month", paused=7) == "2026-04-01T23:59:59+02:00"


@pytest.mark.parametrize(
    ("term", "day"),
    [
        ("1 working day", "2026-01-06"),
        ("2 working days", "2026-01-06"),
        ("3 working days", "2026-01-07"),
        ("4 working days", "2026-01-07"),
        ("5 working days", "2026-01-08"),
        ("6 working days", "2026-01-08"),
        ("14 working days", "2026-01-20"),
    ],
)
def test_a_term_in_working_days_keeps_three_in_hand_but_at_most_half(term: str, day: str) -> None:
    assert aim("2026-01-05T09:00:00+01:00", term, "promise") == f"{day}T23:59:59+01:00"


def test_a_pause_of_a_term_in_working_days_is_kept() -> None:
    assert aim("2026-01-05T09:00:00+01:00", "5 working days", "promise", paused=4) == "2026-01-12T23:59:59+01:00"


@pytest.mark.parametrize(
    ("term", "basis", "instant"),
    [
        ("24 hours", "promise", "2026-03-29T05:15:00+02:00"),
        ("1 hour", "promise", "2026-03-28T11:00:00+01:00"),
        ("24 hours", "eu", "2026-03-29T05:59:59+02:00"),
    ],
)
def test_hours_keep_a_quarter_in_hand(term: str, basis: str, instant: str) -> None:
    assert aim("2026-03-28T10:15:00+01:00", term, basis) == instant


def test_a_term_shorter_than_what_is_kept_in_hand_aims_at_once() -> None:
    assert aim("2026-03-02T11:00:00+01:00", "1 day") == "2026-03-02T11:00:00+01:00"


def test_a_target_is_given_on_local_clocks_whatever_the_receipt_was_noted_in() -> None:
    assert aim("2026-03-02T10:00:00+00:00", "1 day") == "2026-03-02T11:00:00+01:00"


def test_what_has_no_deadline_has_no_target() -> None:
    with pytest.raises(BadInput, match="negative"):
        target(datetime(2026, 3, 2, tzinfo=UTC), Term.parse("1 month"), Basis.EU, read_calendars()["DK"], -1)


def test_a_letter_of_half_past_midnight_is_of_that_day_though_utc_is_still_in_the_one_before() -> None:
    assert aim("2026-06-01T22:30:00+00:00", "1 month") == aim("2026-06-02T00:30:00+02:00", "1 month")
    assert aim("2026-06-01T22:30:00+00:00", "5 working days", "promise") == "2026-06-05T23:59:59+02:00"
