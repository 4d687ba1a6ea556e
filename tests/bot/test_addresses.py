"""E-mail addresses as people type them: which is theirs, and what is wrong with one that cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.addresses import address_in, wrong_address
from tests.builders import a_policy

POLICY = a_policy()


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("anna@example.dk", "anna@example.dk"),
        ("Min e-mail er anna.holm+kursus@example.co.uk.", "anna.holm+kursus@example.co.uk"),
        ("anna @ example.dk", "anna@example.dk"),
        ("ikke anna@a.dk men anna@b.dk", "anna@b.dk"),
        ("<anna@example.dk>", "anna@example.dk"),
        ("mailto:anna@example.dk", "anna@example.dk"),
        ("info@mentorix.dk", None),
        ("anna at example dot dk", "anna@example.dk"),
        ("anna punktum holm snabel a example punktum dk", "anna.holm@example.dk"),
        ("det er anna apenstaartje voorbeeld punt nl", "anna@voorbeeld.nl"),
        ("anna.holm (at) example.co.uk", "anna.holm@example.co.uk"),
        ("I cannot log in at example.dk", None),
        ("anna@example", None),
        ("", None),
    ],
)
def test_the_address_that_somebody_gives_is_found(written: str, address: str | None) -> None:
    assert address_in(written, POLICY, said=True) == address


def test_an_address_that_was_asked_for_may_be_spelled_out_in_part() -> None:
    assert address_in("anna at example.dk", POLICY, said=True, asked=True) == "anna@example.dk"
    assert address_in("anna at example.dk", POLICY, said=True) is None
    assert address_in("anna at example dot dk", POLICY, said=False) is None


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Jeg skrev til bo@example.dk i går, men hørte intet", None),
        ("Jeg vil klage over kurset.\n\nAnna Holm\nanna@example.dk", "anna@example.dk"),
    ],
)
def test_an_address_in_a_story_is_not_taken_for_the_writers_own(written: str, address: str | None) -> None:
    assert address_in(written, POLICY, said=False) == address


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("anna at example punkt dk", ""),
        ("anna (at) example.dk", ""),
        ("anna snabel-a example.dk", ""),
        ("anna at gmail", "no_at"),
        ("anna.example.dk", "no_at"),
        ("annagmail", ""),
        ("anna hotmail", "no_at"),
        ("anna@@example.dk", "two_at"),
        ("anna@holm@example.dk", ""),
        ("anna@gmail", "no_dot"),
        ("anna@", "no_dot"),
        ("anna@example,dk", "comma"),
        ("anna@gmial.com", "domain"),
        ("anna@gmail.con", "domain"),
        ("anna@gmail.com", ""),
        ("info@mentorix.dk", "ours"),
        ("anna@-example.dk", "broken"),
        ("Anna Holm", ""),
        ("ved ikke", ""),
    ],
)
def test_what_is_wrong_with_an_address_is_named(written: str, wrong: str) -> None:
    assert wrong_address(written, address_in(written, POLICY, said=True), POLICY) == wrong


@given(st.text(alphabet="ab@., -\n(at)dk", max_size=60))
def test_whatever_is_written_an_address_is_valid_and_never_ours(written: str) -> None:
    found = address_in(written, POLICY, said=True)
    assert found is None or (found.count("@") == 1 and not found.endswith("@mentorix.dk"))
    assert wrong_address(written, found, POLICY) in {
        "",
        "no_at",
        "two_at",
        "no_dot",
        "comma",
        "domain",
        "ours",
        "broken",
    }
