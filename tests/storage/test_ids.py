"""Keys: they grow with time, also within a millisecond, and never meet."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storage.ids import new_id, new_number, new_token
from tests.builders import AT


def test_keys_of_one_instant_grow_and_are_all_different() -> None:
    """Also where there are more of them than the running number has room for."""
    keys = [new_id(AT) for _ in range(10_000)]
    assert all(one < other for one, other in pairwise(keys))


def test_keys_never_meet_where_several_draw_for_instants_that_lie_close_together() -> None:
    """Letters are taken in beside each other, each with the instant at which its own turn came."""
    instants = [AT + timedelta(milliseconds=number % 7) for number in range(5_000)]
    assert len({new_id(instant) for instant in instants}) == len(instants)


@given(st.integers(1, 10**9))
def test_a_key_of_a_later_millisecond_is_larger(milliseconds: int) -> None:
    assert new_id(AT + timedelta(milliseconds=milliseconds + 10)) > new_id(AT)


def test_a_key_fits_any_database() -> None:
    assert 0 < new_id(AT + timedelta(days=365 * 40)) < 2**63


def test_tokens_differ_and_survive_any_mail_system() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 16 and token.isalnum() and token.islower() for token in tokens)


def test_a_number_has_the_letters_the_year_and_six_digits() -> None:
    letters, year, digits = new_number("MX", 2026).split("-")
    assert (letters, year, len(digits), digits.isdecimal()) == ("MX", "26", 6, True)
