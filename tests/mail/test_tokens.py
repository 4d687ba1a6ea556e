"""Tokens in addresses: there and back, whatever servers on the way do to the letters' case."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.address import base_address
from mail.tokens import address_with_token, bounce_address, token_of

TOKEN = "abcdefghijklm234"
TOKENS = st.text(string.ascii_lowercase + "234567", min_size=16, max_size=16)


def test_an_answer_goes_to_the_address_with_the_token_in_it() -> None:
    assert address_with_token("info@mentorix.dk", TOKEN) == f"info+t.{TOKEN}@mentorix.dk"
    assert bounce_address("mentorix.dk", TOKEN) == f"bounce+t.{TOKEN}@mentorix.dk"


@given(TOKENS, st.sampled_from([str.lower, str.upper, str.title, str.swapcase]))
def test_a_token_comes_back_as_it_went_in_any_case(token: str, changed: object) -> None:
    assert token_of(changed(address_with_token("info@mentorix.dk", token))) == token  # type: ignore[operator] # a str method


@pytest.mark.parametrize(
    "address",
    [
        "",
        "info@mentorix.dk",
        "info+t.@mentorix.dk",
        "info+t.abc@mentorix.dk",
        f"info+t.{TOKEN}a@mentorix.dk",
        f"info+x.{TOKEN}@mentorix.dk",
        f"info+t.{TOKEN[:-1]}1@mentorix.dk",
        f"info+t.{TOKEN}",
    ],
)
def test_what_is_no_token_is_none(address: str) -> None:
    assert token_of(address) is None


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("info@mentorix.dk", "info@mentorix.dk"),
        (" Info@Mentorix.DK ", "info@mentorix.dk"),
        (f"info+t.{TOKEN}@mentorix.dk", "info@mentorix.dk"),
        ("info+a+b@mentorix.dk", "info@mentorix.dk"),
        ("postmaster", "postmaster"),
        ("", ""),
    ],
)
def test_addresses_are_compared_by_their_base(address: str, base: str) -> None:
    assert base_address(address) == base
