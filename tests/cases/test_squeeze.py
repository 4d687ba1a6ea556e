"""A processor's four weeks and its customer's month: when the first leave too little of the second (CON-4)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.clock import Clock, start_clock
from cases.policy import ClockName, ClockRule, Start
from cases.squeeze import ends_late, squeezed
from cases.term import Basis, Term
from storage.calendars import read_calendars

CALENDARS = read_calendars()
EU, OWN = CALENDARS["NL"], CALENDARS["NL"]
FOUR_WEEKS = ClockRule(
    ClockName.PROCESSOR_REPLY, Term.parse("4 weeks"), Basis.PROMISE, "P-MB-05", starts=Start.CUSTOMER_REQUEST
)
MONTH = ClockRule(ClockName.ANSWER, Term.parse("1 month"), Basis.EU, "GDPR Art. 12(3)")


def month(at: datetime) -> Clock:
    return start_clock(MONTH, at, EU)


def four_weeks(at: datetime) -> Clock:
    return start_clock(FOUR_WEEKS, at, OWN)


def a_day(number: int, month_: int = 2) -> datetime:
    return datetime(2026, month_, number, 10, tzinfo=UTC)


def test_con_4_a_request_of_1_february_and_a_customer_who_asks_on_the_3rd_raise_the_alarm() -> None:
    asked, own = month(a_day(1)), four_weeks(a_day(3))
    assert asked.due_at.date().isoformat() == "2026-03-02"
    assert own.due_at.date().isoformat() == "2026-03-03"
    assert ends_late(own, asked, EU)


def test_four_weeks_of_the_same_day_end_too_close_to_the_month() -> None:
    assert ends_late(four_weeks(a_day(2, 3)), month(a_day(2, 3)), EU)


@pytest.mark.parametrize(("days", "late"), [(0, True), (2, True), (3, False), (12, False)])
def test_five_working_days_are_what_the_customer_keeps(days: int, *, late: bool) -> None:
    """1 April 2026 is a Wednesday, and its week before has no holiday."""
    controller = replace(month(a_day(2, 3)), due_at=datetime(2026, 4, 1, 21, 59, 59, tzinfo=UTC))
    own = replace(four_weeks(a_day(2, 3)), due_at=datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC) - timedelta(days=days))
    assert ends_late(own, controller, EU) is late


def test_what_ends_too_late_is_aimed_at_within_ten_days_and_promised_as_before() -> None:
    own = squeezed(four_weeks(a_day(3)), month(a_day(1)), (EU, OWN))
    assert own.due_at == four_weeks(a_day(3)).due_at
    assert own.target_at.date().isoformat() == "2026-02-13"


def test_what_leaves_enough_or_has_no_month_beside_it_stays_as_it_is() -> None:
    own = four_weeks(a_day(3))
    later = replace(month(a_day(1)), due_at=a_day(30, 4))
    assert squeezed(own, later, (EU, OWN)) == own
    assert squeezed(own, None, (EU, OWN)) == own


@settings(max_examples=40)
@given(st.integers(0, 700), st.integers(0, 25))
def test_the_target_never_lies_after_the_promise(day: int, after: int) -> None:
    begin = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)
    own = squeezed(four_weeks(begin + timedelta(days=after)), month(begin), (EU, OWN))
    assert own.target_at <= own.due_at
