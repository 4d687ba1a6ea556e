"""Which sites may have the chat on their pages."""

import pytest

from bot.origins import origin_of, origins_of
from cases.errors import BadInput

ORIGINS = origins_of(
    "https://svar.example.org/base", {"mentorix": ["https://www.mentorix.dk/", "http://intra:8080"], "mentor": []}
)


@pytest.mark.parametrize(
    ("organisation", "origin", "may"),
    [
        ("mentorix", "https://www.mentorix.dk", True),
        ("mentorix", "HTTPS://WWW.Mentorix.dk:443", True),
        ("mentorix", "http://intra:8080", True),
        ("mentorix", "https://svar.example.org", True),
        ("mentor", "https://svar.example.org", True),
        ("mentor", "https://www.mentorix.dk", False),
        ("mentorix", "http://www.mentorix.dk", False),
        ("mentorix", "https://mentorix.dk", False),
        ("mentorix", "https://www.mentorix.dk.evil.example", False),
        ("mentorix", "https://evil.example/https://www.mentorix.dk", False),
        ("mentorix", "https://www.mentorix.dk@evil.example", False),
        ("mentorix", "null", False),
        ("mentorix", "", False),
        ("mentorix", "file://", False),
        ("mentorix", "https://[::1", False),
        ("mentorix", "https://www.mentorix.dk:99999", False),
        ("nobody", "https://www.mentorix.dk", False),
    ],
)
def test_only_the_sites_that_are_set_and_our_own_may(organisation: str, origin: str, *, may: bool) -> None:
    assert ORIGINS.allows(organisation, origin, "svar.example.org") is may


@pytest.mark.parametrize(
    ("origin", "host", "may"),
    [
        ("http://127.0.0.1:4711", "127.0.0.1:4711", True),
        ("http://localhost:4711", "localhost:4711", True),
        ("http://[::1]:4711", "[::1]:4711", True),
        ("http://127.0.0.1:4711", "127.0.0.1:4712", False),
        ("http://rebound.example:4711", "rebound.example:4711", False),
        ("http://127.0.0.1", "", False),
    ],
)
def test_a_page_that_this_machine_shows_itself_may_and_a_name_given_to_it_may_not(
    origin: str, host: str, *, may: bool
) -> None:
    assert ORIGINS.allows("mentorix", origin, host) is may


@pytest.mark.parametrize(
    "written", ["www.mentorix.dk", "https://", "ftp://x.dk", "https://x.dk/chat", "https://x.dk?a", "https://ø.dk", "*"]
)
def test_what_is_no_site_is_told(written: str) -> None:
    with pytest.raises(BadInput, match="is no site; expected https://"):
        origin_of(written)
