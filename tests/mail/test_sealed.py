"""Signed letters are read, encrypted ones recognised."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import Unreadable
from mail.sealed import Encrypted, is_encrypted, signed_content, without_armour
from tests.mail.packing import DATA, ENVELOPED, SIGNED, a_signed, in_cms, tlv, unended

LETTER = b"Content-Type: text/plain\r\n\r\nJeg klager"
STREAMED = unended(
    0x30,
    tlv(6, bytes.fromhex(SIGNED)),
    unended(
        0xA0,
        unended(
            0x30,
            tlv(2, b"\1"),
            tlv(0x31),
            unended(
                0x30, tlv(6, bytes.fromhex(DATA)), unended(0xA0, unended(0x24, tlv(4, LETTER[:9]), tlv(4, LETTER[9:])))
            ),
        ),
    ),
)
"""As openssl writes it with -stream, and phones do: lengths unknown, the content in pieces."""


@pytest.mark.parametrize(
    "data",
    [
        a_signed(tlv(4, LETTER)),
        STREAMED,
        b"-----BEGIN PKCS7-----\n" + base64.encodebytes(a_signed(tlv(4, LETTER))) + b"-----END PKCS7-----\n",
    ],
    ids=["der", "streamed", "pem"],
)
def test_the_letter_in_a_signature_comes_out_byte_for_byte(data: bytes) -> None:
    assert signed_content(data) == LETTER


@pytest.mark.parametrize("kind", [ENVELOPED, "2a864886f70d010706", "2a864886f70d0109100117"])
def test_an_encrypted_letter_says_so(kind: str) -> None:
    with pytest.raises(Encrypted):
        signed_content(in_cms(kind, tlv(0x30, tlv(2, b"\0"))))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"no der at all",
        a_signed(b""),
        a_signed(tlv(4)),
        in_cms(DATA, tlv(4, LETTER)),
        a_signed(tlv(4, LETTER))[:40],
        b"\x30\x80" * 50_000,
        b"-----BEGIN PKCS7-----\n!!!!\n",
    ],
)
def test_what_holds_no_letter_is_unreadable_and_not_encrypted(data: bytes) -> None:
    with pytest.raises(Unreadable) as why:
        signed_content(data)
    assert not isinstance(why.value, Encrypted)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 255)), max_size=6))
def test_any_octets_changed_never_break_it(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(STREAMED)
    for place, value in changes:
        raw[place % len(raw)] = value
    try:
        signed_content(bytes(raw))
    except Unreadable:
        return


CLEARSIGNED = """\
-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Jeg klager.
- --
Anna
-----BEGIN PGP SIGNATURE-----
Version: GnuPG v2

iQEzBAEBCAAdFiEE
=aBcD
-----END PGP SIGNATURE-----
"""


def test_a_clearsigned_text_loses_its_armour_and_keeps_its_words() -> None:
    assert without_armour(CLEARSIGNED).strip() == "Jeg klager.\n--\nAnna"
    assert without_armour(f"Før.\n\n{CLEARSIGNED}\nEfter.") == "Før.\n\nJeg klager.\n--\nAnna\n\n\nEfter."


def test_a_signature_without_its_end_is_left_as_it_stands() -> None:
    cut = CLEARSIGNED.partition("=aBcD")[0]
    assert "Jeg klager." in without_armour(cut)
    assert "BEGIN PGP SIGNATURE" in without_armour(cut)
    assert without_armour("- en liste\n- -- \n") == "- en liste\n- -- \n"


@pytest.mark.parametrize(
    ("text", "sealed"),
    [
        ("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----", True),
        ("Se her:\n-----BEGIN PGP MESSAGE-----  \nhQEMA", True),
        ("> -----BEGIN PGP MESSAGE-----\n> hQEMA", False),
        ("I sendte -----BEGIN PGP MESSAGE----- til mig", False),
        (CLEARSIGNED, False),
        ("", False),
    ],
)
def test_an_encrypted_block_is_told_from_a_quoted_and_a_signed_one(text: str, sealed: bool) -> None:  # noqa: FBT001 - a column
    assert is_encrypted(text) is sealed
