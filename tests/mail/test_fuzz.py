"""Letters that were changed on the way: whatever was done to their bytes, nothing but clean verdicts come of them."""

import binascii
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.office import Office
from mail.understand import Bytes, understand
from tests.builders import AT
from tests.mail.letters import ENVELOPE, LETTERS, written
from tests.mail.packing import (
    ENVELOPED,
    HELLO_AS_RTF,
    a_signed,
    a_tnef,
    a_tnef_file,
    a_zip,
    attribute,
    in_cms,
    properties,
    tlv,
)
from tests.mail.soundness import sound

RTF = attribute(1, 0x9003, properties((0x1009, 0x0102, HELLO_AS_RTF)))
PACKED: dict[str, tuple[str, bytes]] = {
    "winmail": ("application/ms-tnef", a_tnef(a_tnef_file(b"klage.pdf", b"%PDF-1.4"), message=[RTF])),
    "signed": ("application/pkcs7-mime", a_signed(tlv(4, b"Content-Type: text/html\r\n\r\n<p>Jeg klager</p>"))),
    "encrypted": ("application/pkcs7-mime", in_cms(ENVELOPED, tlv(0x30, tlv(2, b"\0")))),
    "archive": ("application/zip", a_zip(kvittering_pdf=b"x", foto_jpg=b"y")),
}


def _packed(kind: str, data: bytes) -> bytes:
    head = f"From: anna@example.org\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: "
    return f"{head}base64\r\n\r\n".encode() + binascii.b2a_base64(data)


def _unpacked(kind: str, data: bytes) -> bytes:
    return f"From: anna@example.org\r\nContent-Type: {kind}\r\n\r\n".encode() + data


HTML = (
    b"From: =?utf-8?q?S=C3=B8ren?= <s@example.dk>\r\nSubject: =?iso-8859-1?q?p=E5?= =?utf-8?b?w6Y=?=\r\n"
    b"Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html; charset=windows-1252\r\n"
    b'Content-Transfer-Encoding: quoted-printable\r\n\r\n<table><tr><td style=3D"display:none">x</td><td>Jeg kl=E6ger'
    b'</td></tr></table><img src=3D"cid:logo@x"><blockquote type=3Dcite>x</blockquote>\r\n--r\r\n'
    b"Content-Type: image/png; name*0*=utf-8''k%C3%A6; name*1=.png\r\nContent-ID: <logo@x>\r\n\r\n\x89PNG\r\n--r--\r\n"
)
FORWARDED = (
    b"From: a@b.c\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: message/rfc822\r\n\r\n"
    b"From: x@y.z\r\nContent-Type: text/plain; format=flowed; delsp=yes\r\n\r\n> a \r\n> b\r\n"
    b"begin 644 x\r\n#0V%T\r\n`\r\nend\r\n--m--\r\n"
)
ARMOURED = written("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHej\n-----BEGIN PGP SIGNATURE-----\n\nx\n")
SEEDS = (
    *(path.read_bytes() for path in sorted(LETTERS.glob("*.eml"))),
    *(_packed(*one) for one in PACKED.values()),
    *(_unpacked(*one) for one in PACKED.values()),
    HTML,
    FORWARDED,
    ARMOURED,
)

TOKENS = (
    *(b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"\x00", b"\xff", b"\xc3", b" ", b"\t", b"--", b"--b\r\n", b"--b--\r\n"),
    *(b"=?utf-8?b?", b"=?x?q?", b"?=", b"=", b"==", b"=0D=0A", b'"', b"\\", b"(", b"<", b">", b"@", b";", b":", b","),
    *(b"Content-Type: ", b"multipart/mixed; boundary=b\r\n", b"message/rfc822\r\n", b"application/ms-tnef\r\n"),
    *(
        b"Content-Transfer-Encoding: base64\r\n",
        b"quoted-printable",
        b"x-uuencode",
        b"charset=utf-16",
        b"charset=utf-7",
    ),
    *(b"; name*0*=utf-8''%zz", b"; filename=../../x", b"begin 644 x\r\n", b"`\r\nend\r\n", b"<div>", b"<!--", b"-->"),
    *(b"\x30\x80", b"\x24\x80", b"\x00\x00", b"\xff\xff\xff\xff", b"\x80", b"PK\x01\x02", b"PK\x05\x06", b"{\\rtf1 "),
    *(b"> ", b"-- \r\n", b"-----BEGIN PGP MESSAGE-----\r\n", b"Auto-Submitted: auto-replied\r\n", b"From: "),
)

Change = tuple[str, int, int, int]
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("flip", "insert", "cut", "double", "swap")),
        st.integers(0, 2**16),
        st.integers(0, 2**16),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=12,
)


def changed(raw: bytes, change: Change) -> bytes:
    """Do one thing to the bytes of a letter."""
    how, one, other, value = change
    start, end = sorted((one % (len(raw) + 1), other % (len(raw) + 1)))
    if how == "flip":
        return raw[:start] + bytes([value]) + raw[start + 1 :]
    if how == "insert":
        return raw[:start] + TOKENS[value % len(TOKENS)] + raw[start:]
    if how == "cut":
        return raw[:start] + raw[min(end, start + value) :]
    if how == "double":
        return raw[:end] + raw[start:end] + raw[end:]
    return raw[start:end] + raw[:start] + raw[end:]


@pytest.mark.parametrize("raw", SEEDS)
def test_the_letters_that_are_changed_are_sound_themselves(offices: dict[str, Office], raw: bytes) -> None:
    assert sound(raw, offices["mentorix"].policy)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SEEDS), CHANGES)
def test_whatever_is_done_to_a_letter_a_clean_verdict_comes_of_it(
    offices: dict[str, Office], seed: bytes, changes: list[Change]
) -> None:
    raw = seed
    for change in changes:
        raw = changed(raw, change)[:100_000]
    policy = offices["mentorix"].policy
    assert sound(raw, policy) == sound(raw, policy), "the same bytes are the same message, every time"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SEEDS), st.integers(0, 2**16), st.integers(0, 400)), min_size=2, max_size=6))
def test_pieces_of_many_letters_make_one_that_is_understood(
    offices: dict[str, Office], pieces: list[tuple[bytes, int, int]]
) -> None:
    raw = b"".join(seed[start % len(seed) :][:length] for seed, start, length in pieces)
    found = understand(Bytes("mentorix", raw, replace(ENVELOPE, peer=""), AT), offices["mentorix"].policy)
    assert found.judgement.reason
    assert found.reading.kinds


TOP = b"From: a@b.c\r\n"
MIXED = TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
PAGE = TOP + b"Content-Type: text/html\r\n\r\n"
HOSTILE = {
    "nested parts": TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 3000,
    "nested letters": TOP + b"Content-Type: message/rfc822\r\n\r\n" * 30_000,
    "encoded words": TOP + b"Subject: " + b"=?utf-8?q?=C3=A6?= " * 14_000 + b"\r\n\r\nHej",
    "encoded words that never end": b"From: " + b"=?a?q?" * 10_000 + b" <a@b.c>\r\n\r\nHej",
    "comments that never end": TOP + b"To: " + b"(" * 60_000 + b"\r\n\r\nHej",
    "a line of a megabyte": TOP + b"\r\n" + b"klage " * 170_000,
    "headers without number": TOP + b"X-A: b\r\n" * 100_000 + b"\r\nHej",
    "addresses without number": TOP + b"To: a@b.dk\r\n" * 30_000 + b"\r\nHej",
    "lines that are no headers": TOP + b"junk\r\n" * 100_000 + b"To: a@b.c\r\n\r\nHej",
    "parts without number": MIXED + b"--b\r\n\r\nx\r\n" * 100_000,
    "boundaries in one line": MIXED + b"--b" * 300_000,
    "quotes": TOP + b"\r\n" + b"> Hej\r\n" * 100_000,
    "signatures": TOP + b"\r\n" + b"-- \r\n" * 150_000,
    "headings of quotes": TOP + b"\r\n" + b"Fra: \r\nSendt: \r\n" * 40_000,
    "empty lines": TOP + b"\r\nautomatisk besked" + b"\n" * 1_000_000 + b"x",
    "deep HTML": PAGE + b"<table><tr><td>" * 30_000 + b"Hej",
    "flat HTML": PAGE + b"<td>x" * 90_000,
    "piled marks": TOP + b"\r\ne" + "\u0301\u0316".encode() * 100_000,
    "a signature in a million pieces": _unpacked("application/pkcs7-mime", b"\x30\x80\x06\x01\x00" * 200_000),
    "properties that are promised": _unpacked(
        "application/ms-tnef", a_tnef(message=[attribute(1, 0x9003, b"\xff\xff\xff\x7f\x03\0\x01\0")] * 1000)
    ),
    "a list of contents that is promised": _unpacked(
        "application/zip", b"PK\x03\x04" + (b"PK\x01\x02" + bytes(42)) * 20_000 + b"PK\x05\x06" * 5
    ),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_take_long_takes_no_second(offices: dict[str, Office], raw: bytes) -> None:
    begun = time.process_time()
    found = understand(Bytes("mentorix", raw, ENVELOPE, AT), offices["mentorix"].policy)
    assert time.process_time() - begun < 5  # a second on a quiet machine; what is not linear takes minutes
    assert found.judgement.reason
