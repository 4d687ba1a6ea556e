"""The setting SVARFRIST_OUTGOING: read exactly, and never repeating a password."""

import ssl
from pathlib import Path

import pytest

from cases.errors import BadInput
from mail.smarthost import Smarthost, WayOut, trusted


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
        (
            "smtp://a%40b.dk:p%2Fw%3A@mail.example.org:587",
            Smarthost("mail.example.org", 587, "a@b.dk", "p/w:", "starttls"),
        ),
        ("smtp://klage@mail.example.org:587", Smarthost("mail.example.org", 587, "klage", None, "starttls")),
        ("smtp://klage:hemmelig@127.0.0.1:587", Smarthost("127.0.0.1", 587, "klage", "hemmelig")),
        ("smtp://klage:hemmelig@localhost:587", Smarthost("localhost", 587, "klage", "hemmelig")),
        (
            "smtp://klage:hemmelig@mail.example.org:25?tls=none",
            Smarthost("mail.example.org", 25, "klage", "hemmelig", "none"),
        ),
        ("smtp://mail.example.org:465", Smarthost("mail.example.org", 465, tls="tls")),
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


def test_a_password_may_stand_elsewhere() -> None:
    found = Smarthost.parse("smtp://klage@mail.example.org:587", "hemmelig")
    assert (found.user, found.password, found.tls) == ("klage", "hemmelig", "starttls")


@pytest.mark.parametrize("written", ["smtp://klage:andet@mail.example.org:587", "smtp://mail.example.org:587"])
def test_a_password_that_stands_elsewhere_needs_a_user_and_no_other(written: str) -> None:
    with pytest.raises(BadInput, match="SVARFRIST_OUTGOING_PASSWORD needs a user") as told:
        Smarthost.parse(written, "hemmelig")
    assert "hemmelig" not in str(told.value)
    assert "andet" not in str(told.value)


@pytest.mark.parametrize(
    ("content", "why"), [(None, "No such file"), (b"", "no certificate"), (b"x", "no certificate")]
)
def test_an_authority_that_is_no_certificate_is_told_by_its_file(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=rf"SVARFRIST_OUTGOING_CA .*authority\.pem: .*{why}"):
        trusted(file)


def test_certificates_are_always_looked_at() -> None:
    for context in (trusted(None), WayOut(Smarthost("mail.example.org", 25)).tls):
        assert context.check_hostname
        assert context.verify_mode is ssl.CERT_REQUIRED
