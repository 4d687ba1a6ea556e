"""A clock is frozen when it starts, and the steps around its deadline find their instants."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clock import Clock, count_again, instant, start_clock
from cases.deadline import deadline, target
from cases.errors import BadInput
from cases.policy import ClockName, ClockRule
from cases.term import Basis, Term, Unit
from storage.calendars import read_calendars
from tests.builders import AT

DK, NL = read_calendars()["DK"], read_calendars()["NL"]
RULE = ClockRule(ClockName.ANSWER, Term.parse("1 month"), Basis.EU, "GDPR Art. 12(3)", told=True)


def at(due: str, offset: str, *, before: bool) -> str:
    return instant(datetime.fromisoformat(due), Term.parse(offset), before, DK).isoformat()


def a_clock() -> Clock:
    return start_clock(RULE, AT, DK)


def test_a_clock_keeps_what_its_rule_said_and_what_was_computed() -> None:
    end = deadline(AT, RULE.term, RULE.basis, DK)
    assert a_clock() == Clock(
        name=ClockName.ANSWER,
        term=RULE.term,
        basis=Basis.EU,
        law="GDPR Art. 12(3)",
        told=True,
        started_at=AT,
        due_at=end.due_at,
        target_at=target(AT, RULE.term, RULE.basis, DK),
        calendar=f"DK {DK.version}",
        because=end.because,
    )


def test_a_calendar_corrected_later_does_not_move_a_clock_that_runs() -> None:
    clock = a_clock()
    corrected = replace(DK, version="2027-01", holidays={})
    assert start_clock(RULE, AT, corrected).due_at < clock.due_at
    assert clock.due_at == deadline(AT, RULE.term, RULE.basis, DK).due_at


def test_a_clock_is_not_late_on_its_last_day_and_is_late_a_second_after() -> None:
    clock = a_clock()
    assert not clock.late(clock.due_at)
    assert not clock.late(datetime(2026, 4, 7, 21, 59, 59, tzinfo=UTC))
    assert clock.late(datetime(2026, 4, 7, 22, 0, 0, tzinfo=UTC))


def test_a_clock_stopped_in_time_is_never_late_and_one_stopped_too_late_stays_late() -> None:
    clock = a_clock()
    much_later = clock.due_at + timedelta(days=99)
    stopped = replace(clock, stopped_at=clock.due_at)
    assert clock.running
    assert not clock.waiting
    assert not stopped.running
    assert not stopped.late(much_later)
    assert replace(clock, stopped_at=much_later).late(much_later)


def test_lateness_counts_real_time_in_the_hour_that_comes_twice() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=DK.zone)
    clock = replace(a_clock(), due_at=first)
    assert clock.late(first.replace(fold=1))
    assert not replace(clock, due_at=first.replace(fold=1)).late(first)


@pytest.mark.parametrize(
    ("offset", "before", "expected"),
    [
        ("3 working days", True, "2026-03-30T23:59:59+02:00"),
        ("1 working day", True, "2026-04-01T23:59:59+02:00"),
        ("1 working day", False, "2026-04-08T23:59:59+02:00"),
        ("4 hours", True, "2026-04-07T19:59:59+02:00"),
        ("4 hours", False, "2026-04-08T03:59:59+02:00"),
        ("10 days", True, "2026-03-28T23:59:59+01:00"),
        ("1 week", False, "2026-04-14T23:59:59+02:00"),
        ("1 month", True, "2026-03-07T23:59:59+01:00"),
        ("1 year", False, "2027-04-07T23:59:59+02:00"),
    ],
)
def test_a_step_has_its_instant_before_or_after_the_deadline(offset: str, before: bool, expected: str) -> None:  # noqa: FBT001 - a row
    assert at("2026-04-07T23:59:59+02:00", offset, before=before) == expected


def test_a_working_day_before_easter_monday_skips_the_whole_of_easter() -> None:
    assert at("2026-04-06T12:00:00+02:00", "1 working day", before=True) == "2026-04-01T12:00:00+02:00"


def test_counting_back_a_month_clips_and_does_not_roll() -> None:
    assert at("2026-03-31T12:00:00+02:00", "1 month", before=True) == "2026-02-28T12:00:00+01:00"


def test_hours_before_a_deadline_pass_through_the_change_of_clocks() -> None:
    assert at("2026-03-29T05:00:00+02:00", "4 hours", before=True) == "2026-03-29T00:00:00+01:00"


def test_a_time_of_day_that_does_not_exist_moves_past_the_gap() -> None:
    assert at("2026-03-30T02:30:00+02:00", "1 day", before=True) == "2026-03-29T03:30:00+02:00"


@pytest.mark.parametrize("offset", ["9999 years", "9999 weeks"])
def test_a_step_beyond_all_years_is_bad_input(offset: str) -> None:
    with pytest.raises(BadInput, match=f"{offset} from 9999-12-31T23:59:59\\+01:00 is outside the years"):
        at("9999-12-31T23:59:59+01:00", offset, before=False)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.sampled_from([UTC, NL.zone])),  # noqa: DTZ001 - bounds
    st.builds(Term, st.integers(1, 20), st.sampled_from(list(Unit))),
)
def test_before_is_before_and_after_is_after(due_at: datetime, offset: Term) -> None:
    real = due_at.astimezone(UTC)
    assert instant(due_at, offset, True, NL).astimezone(UTC) < real < instant(due_at, offset, False, NL).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-05T11:00:00+01:00", "2026-04-07"),
        ("2026-08-31T11:00:00+02:00", "2026-09-30"),
        ("2028-01-31T11:00:00+01:00", "2028-02-29"),
    ],
    ids=["5 April is Easter Sunday", "September has no 31st", "leap year"],
)
def test_r_clk_4_a_month_ends_on_the_same_date_or_on_the_last_of_the_month(received: str, due: str) -> None:
    """R-CLK-4: to and including that day, or the next working day."""
    clock = start_clock(RULE, datetime.fromisoformat(received), DK)
    assert clock.due_at.date().isoformat() == due
    assert not clock.late(clock.due_at)
    assert clock.late(clock.due_at + timedelta(seconds=1))


def test_a_clock_is_counted_again_from_its_start_and_not_from_its_end() -> None:
    clock = a_clock()
    assert count_again(clock, DK) == clock
    late = clock.due_at + timedelta(days=9)
    assert count_again(replace(clock, due_at=late, target_at=late, calendar="DK 2020-01", because=()), DK) == clock


def test_a_clock_counted_again_has_its_pauses_in_both_its_dates() -> None:
    again = count_again(replace(a_clock(), paused_days=7), DK)
    assert again.due_at == deadline(AT, RULE.term, Basis.EU, DK, 7).due_at
    assert again.target_at == target(AT, RULE.term, Basis.EU, DK, 7)
