"""Time while the service is tried out: it can be put forward, never back, and "3d" means three times 24 hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import BadInput
from cases.term import Unit
from service.trying.ahead import MOST, AheadClock, end_of, parse_span, wall_clock
from tests.builders import AT

HOUR = timedelta(hours=1)


def standing() -> AheadClock:
    """Give a clock over one that stands still."""
    return AheadClock(lambda: AT)


def test_a_clock_that_nobody_touched_shows_the_time_of_the_one_below() -> None:
    assert standing()() == AT


def test_without_another_clock_it_goes_by_the_wall() -> None:
    before = wall_clock()
    assert before <= AheadClock()() <= wall_clock()
    assert before.tzinfo is UTC


def test_a_clock_is_put_forward_to_an_instant() -> None:
    clock = standing()
    clock.forward_to(AT + 3 * HOUR)
    assert clock() == AT + 3 * HOUR


def test_a_clock_goes_on_running_after_it_was_put_forward() -> None:
    now = AT
    clock = AheadClock(lambda: now)
    clock.forward_to(AT + 5 * HOUR)
    now += HOUR
    assert clock() == AT + 6 * HOUR


@given(steps=st.lists(st.timedeltas(timedelta(days=-400), timedelta(days=400)), max_size=8))
def test_a_clock_never_goes_back(steps: list[timedelta]) -> None:
    clock = standing()
    for step in steps:
        before = clock()
        clock.forward_to(AT + step)
        assert clock() == max(before, AT + step)


@pytest.mark.parametrize(
    ("written", "passes"),
    [
        ("3d", timedelta(days=3)),
        ("36h", timedelta(hours=36)),
        ("1h", HOUR),
        (" 2 d ", timedelta(days=2)),
        ("366d", MOST),
        ("24 hours", timedelta(days=1)),
    ],
)
def test_a_span_in_hours_or_days_is_so_many_hours(written: str, passes: timedelta) -> None:
    assert end_of(parse_span(written, AT), AT) == AT + passes


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("14 working days", datetime(2026, 3, 20, tzinfo=UTC)),
        ("1 month", datetime(2026, 4, 2, tzinfo=UTC)),
        ("2 weeks", datetime(2026, 3, 16, tzinfo=UTC)),
    ],
)
def test_a_term_passes_to_the_end_of_its_last_day(written: str, day: datetime) -> None:
    end = end_of(parse_span(written, AT), AT)
    assert end.date() == day.date()
    assert (end.hour, end.minute, end.second) == (23, 59, 59)


def test_three_days_do_not_gain_or_lose_an_hour_where_the_clocks_change() -> None:
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert end_of(parse_span("3d", friday), friday) - friday == timedelta(hours=72)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "3",
        "3x",
        "d",
        "-3d",
        "0d",
        "0h",
        "3.5d",
        "367d",
        "9999h",
        "2 years",
        "9999 working days",
        "soon",
        "٣d",
        "3d 4h",
    ],
)
def test_what_is_no_span_is_refused_with_what_was_expected(written: str) -> None:
    with pytest.raises(BadInput, match=r'is not understood; expected up to a year, such as "3d"') as refused:
        parse_span(written, AT)
    assert f'"{written}"' in str(refused.value)
    assert "\n" not in str(refused.value)


@given(written=st.text(max_size=12))
def test_no_text_makes_the_reading_of_a_span_fail_otherwise(written: str) -> None:
    try:
        span = parse_span(written, AT)
    except BadInput:
        return
    assert span.unit in Unit
    assert AT < end_of(span, AT) <= AT + MOST
