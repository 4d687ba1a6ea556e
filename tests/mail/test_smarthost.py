"""The setting SVARFRIST_OUTGOING: read exactly, and never repeating a password."""

import pytest

from cases.errors import BadInput
from mail.smarthost import Smarthost


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("smtp://mail.example.org:587", Smarthost("mail.example.org", 587)),
        ("smtp://127.0.0.1:25?tls=none", Smarthost("127.0.0.1", 25, tls="none")),
        ("smtp://[::1]:25?tls=starttls", Smarthost("::1", 25, tls="starttls")),
        (
            "smtp://klage:hemmelig@mail.example.org:465?tls=tls",
            Smarthost("mail.example.org", 465, "klage", "hemmelig", "tls"),
        ),
        ("smtp://a%40b.dk:p%2Fw%3A@mail.example.org:587", Smarthost("mail.example.org", 587, "a@b.dk", "p/w:")),
        ("smtp://klage@mail.example.org:587", Smarthost("mail.example.org", 587, "klage")),
    ],
)
def test_it_names_a_server_a_port_and_how_to_log_in(written: str, expected: Smarthost) -> None:
    assert Smarthost.parse(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "mail.example.org",
        "mail.example.org:25",
        "smtp://mail.example.org",
        "smtp://:25",
        "smtp://mail.example.org:0",
        "smtp://mail.example.org:99999",
        "smtp://mail.example.org:smtp",
        "smtps://klage:hemmelig@mail.example.org:465",
        "https://mail.example.org:25",
        "smtp://klage:hemmelig@mail.example.org:25?tls=maybe",
        "smtp://[::1:25",
        "",
    ],
)
def test_anything_else_is_told_without_the_password(written: str) -> None:
    with pytest.raises(BadInput, match=r"SVARFRIST_OUTGOING is no mail server; expected smtp://") as told:
        Smarthost.parse(written)
    assert "hemmelig" not in str(told.value)


def test_its_password_is_not_shown_in_logs() -> None:
    assert "hemmelig" not in repr(Smarthost("mail.example.org", 587, "klage", "hemmelig"))
