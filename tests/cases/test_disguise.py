"""Senders that show themselves as somebody else, which no DMARC sees (R-EM-84)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.disguise import Disguise, disguise
from cases.message import Address
from tests.builders import a_policy

POLICY = a_policy()


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("Anna Holm", "anna@example.org", None),
        ("", "anna@example.org", None),
        ("anna@example.org", "anna@example.org", None),
        ("Anna (Anna@Example.org)", "anna@example.org", None),
        ("bank@example.com", "x@evil.test", Disguise.OTHER_ADDRESS),
        ("Anna Holm <anna@example.org>", "x@evil.test", Disguise.OTHER_ADDRESS),
        ("Anna @ work", "anna@example.org", None),
        ("Mentorix", "x@evil.test", Disguise.OUR_NAME),
        ("  MENTORIX — ApS ", "x@evil.test", Disguise.OUR_NAME),
        ("info@mentorix.dk", "x@evil.test", Disguise.OUR_NAME),
        ("Support mentorix.dk", "x@evil.test", Disguise.OUR_NAME),
        ("Anna, deltager hos Mentorix", "anna@example.org", None),
        ("Mentorix", "info@mentorix.dk", None),
        ("bank@example.com", "info@mentorix.dk", None),
        ("Mentorix", "news@mail.mentorix.dk", None),
        ("Anna", "anna@rnentorix.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@ment0rix.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentor-ix.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentorixx.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentroix.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentorix.de", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentоrix.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@xn--mentrix-djg.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentarix.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentorix.dkk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@rnentorixx.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@ment-or-ixx.dk", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentorix.dk.example.com", Disguise.LIKE_OUR_DOMAIN),
        ("Anna", "anna@mentorix.dkab", None),
        ("Anna", "anna@menxyrix.dk", None),
        ("Anna", "anna@mentor.dk", None),
        ("Anna", "anna@xn--broken\N{GREEK SMALL LETTER ALPHA}.dk", None),
        ("Mentorix", "", None),
    ],
)
def test_who_passes_for_somebody_else_is_seen(name: str, address: str, expected: Disguise | None) -> None:
    assert disguise(Address(name, address), POLICY) is expected


def test_two_letters_v_are_a_w_to_the_eye() -> None:
    ours = a_policy(addresses=("info@webwise.dk",))
    assert disguise(Address("Anna", "anna@vvebvvisse.dk"), ours) is Disguise.LIKE_OUR_DOMAIN
    assert disguise(Address("Anna", "anna@vebvisse.dk"), ours) is None


@given(st.text(max_size=40), st.text(alphabet="amentorix.dk-0@ø", max_size=30))
def test_whatever_a_sender_calls_itself_it_is_looked_at(name: str, address: str) -> None:
    assert disguise(Address(name, address), POLICY) in {None, *Disguise}
