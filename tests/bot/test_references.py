"""What the other end of a web chat shows: sealed, bound to one organisation and one purpose, good for a while."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.references import GOOD_FOR, LASTS, NoReference, Purpose, References
from tests.builders import AT

KEY = bytes(range(32))
REFERENCES = References(KEY)
REFERENCE = REFERENCES.new("mentorix", "da", AT)
SEALED = REFERENCES.sealed(REFERENCE, AT)


def test_what_was_sealed_is_read_back_until_it_runs_out() -> None:
    last = AT + GOOD_FOR - timedelta(seconds=1)
    assert REFERENCES.opened(SEALED, "mentorix", last) == REFERENCE
    with pytest.raises(NoReference, match="expired"):
        REFERENCES.opened(SEALED, "mentorix", AT + GOOD_FOR)


def test_nobody_reads_in_it_what_it_says_and_the_secret_is_stored_nowhere() -> None:
    for word in ("mentorix", REFERENCE.secret, REFERENCE.digest):
        assert word not in SEALED
    assert REFERENCE.secret not in REFERENCE.digest


def test_no_two_conversations_have_the_same_secret() -> None:
    assert len({REFERENCES.new("mentorix", "da", AT).secret for _ in range(50)}) == 50


@given(st.integers(0, len(SEALED) - 1), st.sampled_from("Aaz09-_=é\x00 "))
def test_one_that_was_changed_anywhere_opens_nothing(place: int, other: str) -> None:
    forged = SEALED[:place] + other + SEALED[place + 1 :]
    if forged != SEALED:
        with pytest.raises(NoReference, match="unknown"):
            REFERENCES.opened(forged, "mentorix", AT)


@pytest.mark.parametrize("shown", ["", "x", SEALED[:-8], SEALED * 20, "a.b.c", "\ud800", "æøå"])
def test_what_we_never_made_opens_nothing(shown: str) -> None:
    with pytest.raises(NoReference, match="unknown"):
        REFERENCES.opened(shown, "mentorix", AT)


def test_one_with_another_organisation_or_of_another_key_opens_nothing() -> None:
    with pytest.raises(NoReference, match="unknown"):
        REFERENCES.opened(SEALED, "mentor", AT)
    with pytest.raises(NoReference, match="unknown"):
        References(KEY[::-1]).opened(SEALED, "mentorix", AT)


@pytest.mark.parametrize("made", Purpose)
@pytest.mark.parametrize("used", Purpose)
def test_what_is_made_for_one_purpose_serves_no_other(made: Purpose, used: Purpose) -> None:
    sealed = REFERENCES.sealed(REFERENCE, AT, made)
    if made is used:
        assert REFERENCES.opened(sealed, "mentorix", AT, used).secret == REFERENCE.secret
        with pytest.raises(NoReference, match="expired"):
            REFERENCES.opened(sealed, "mentorix", AT + LASTS[used], used)
    else:
        with pytest.raises(NoReference, match="unknown"):
            REFERENCES.opened(sealed, "mentorix", AT, used)


def test_whoever_comes_back_after_a_day_is_given_a_new_one_with_the_same_secret() -> None:
    assert not REFERENCE.is_old(AT + timedelta(hours=23))
    later = AT + timedelta(days=29)
    assert REFERENCE.is_old(later)
    renewed = REFERENCES.opened(REFERENCES.sealed(REFERENCE, later), "mentorix", AT + GOOD_FOR + timedelta(days=1))
    assert (renewed.secret, renewed.ends_at) == (REFERENCE.secret, later + GOOD_FOR)
