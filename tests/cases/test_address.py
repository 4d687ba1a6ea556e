"""Two spellings of one mail address are one sender, and a domain is told from what is none."""

import pytest

from cases.address import base_address, domain_of


@pytest.mark.parametrize(
    "written",
    ["anna@example.org", " Anna@Example.ORG ", "anna+kursus@example.org", "ANNA+a+b@example.org"],
)
def test_capitals_blanks_and_a_plus_part_make_no_other_sender(written: str) -> None:
    assert base_address(written) == "anna@example.org"


@pytest.mark.parametrize(
    ("written", "base"),
    [('"a@b"+x@example.org', '"a@b"@example.org'), ("anna@a+b.example", "anna@a+b.example"), ("nobody", "nobody")],
    ids=["the last @ divides", "a plus in the domain stays", "no address at all"],
)
def test_only_what_stands_before_the_last_at_sign_is_shortened(written: str, base: str) -> None:
    assert base_address(written) == base


@pytest.mark.parametrize(
    ("written", "domain"),
    [(" Anna@Example.ORG ", "example.org"), ('"a@b"@example.org', "example.org"), ("nobody", ""), ("", "")],
)
def test_the_domain_stands_behind_the_last_at_sign(written: str, domain: str) -> None:
    assert domain_of(written) == domain
