"""Shares with their intervals: small numbers promise little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rates import Rate


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (98, 100, 0.9300, 0.9945),
        (392, 400, 0.9610, 0.9898),
    ],
)
def test_the_interval_is_wilson_s(count: int, of: int, low: float, high: float) -> None:
    """Worked out by hand."""
    assert Rate(count, of).interval == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_there_is_no_share() -> None:
    assert Rate(0, 0).as_json() == {"count": 0, "of": 0, "share": None, "low": None, "high": None}


def test_as_json_it_has_its_numbers_beside_it() -> None:
    assert Rate(5, 10).as_json() == {"count": 5, "of": 10, "share": 0.5, "low": 0.23659, "high": 0.76341}


@given(st.integers(min_value=1, max_value=5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_in_its_interval_and_more_letters_make_it_narrower(rate: tuple[int, int]) -> None:
    count, of = rate
    low, high = Rate(count, of).interval or (2.0, -1.0)
    assert 0 <= low <= count / of + 1e-9
    assert count / of - 1e-9 <= high <= 1
    lower, higher = Rate(10 * count, 10 * of).interval or (2.0, -1.0)
    assert higher - lower < high - low
