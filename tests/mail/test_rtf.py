"""Rich text: unpacked as Outlook packs it, and its words taken out."""

import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.rtf import RTF_CAP, decompressed, rtf_to_text
from tests.mail.packing import HELLO_AS_RTF

LOOPS = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
"""The example of MS-OXRTFCP section 3.1.2, where a piece reaches into itself."""


def test_the_examples_of_the_specification_are_unpacked() -> None:
    assert decompressed(HELLO_AS_RTF) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert decompressed(LOOPS) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_rich_text_that_only_has_the_header_is_taken_as_it_stands() -> None:
    assert decompressed(struct.pack("<II", 20, 9) + b"MELA\0\0\0\0{\\rtf1 x}") == b"{\\rtf1 x}"


@pytest.mark.parametrize("data", [b"", b"short", b"\0" * 16, struct.pack("<II", 20, 9) + b"ZIP!\0\0\0\0xyz"])
def test_what_is_no_rich_text_gives_nothing(data: bytes) -> None:
    assert decompressed(data) == b""


def test_it_never_grows_beyond_the_cap() -> None:
    flood = struct.pack("<II", 0, 0xFFFFFFFF) + b"LZFu\0\0\0\0" + b"\xff" + b"\x00\x0f" * 8
    begun = time.process_time()
    assert len(decompressed(flood * 5000)) <= RTF_CAP
    assert time.process_time() - begun < 8


@given(st.binary(max_size=300))
def test_any_bytes_are_unpacked_to_something(data: bytes) -> None:
    size = len(decompressed(struct.pack("<II", len(data), 10_000) + b"LZFu\0\0\0\0" + data))
    assert size <= 10_000


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi Jeg klager\par over kurset\par}", "Jeg klager\nover kurset"),
        (rb"{\rtf1\ansi\ansicpg1252 bl\'e5b\'e6r og \'93citat\'94}", "blåbær og “citat”"),
        (rb"{\rtf1\ansi\ansicpg1251 \'e6\'e0\'eb\'ee\'e1\'e0}", "жалоба"),
        (rb"{\rtf1\uc1 p\u229? kurset\u8364 ?}", "på kurset€"),
        (rb"{\rtf1\uc1 \u-10179 ?\u-8704 ?}", "😀"),
        (rb"{\rtf1\uc0 p\u229 !}", "på!"),
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\*\generator Riched20;}Hej}", "Hej"),
        (rb"{\rtf1 {\*\htmltag64 <p>}Hej\tab du{\*\htmltag72 </p>}}", "Hej\tdu"),
        (rb"{\rtf1 {\pict\wmetafile8 0123456789abcdef}tekst}", "tekst"),
        (rb"{\rtf1 a\{b\}c\\d\~e\_f}", "a{b}c\\d\xa0e-f"),
        (rb"{\rtf1 {\b fed} og {\i kursiv}\line ny}", "fed og kursiv\nny"),
        (rb"{\rtf1 \lquote x\rquote  \endash  \bullet}", "‘x’ – •"),
        (b"{\\rtf1 a\r\nb}", "ab"),
        (b"}}}{{{", ""),
        (b"plain words", "plain words"),
        (b"", ""),
    ],
)
def test_the_words_of_rich_text_come_out(rtf: bytes, text: str) -> None:
    assert rtf_to_text(rtf).strip(" ") == text


@given(st.binary(max_size=200))
def test_any_bytes_give_words_that_can_be_stored(data: bytes) -> None:
    rtf_to_text(b"{\\rtf1 " + data).encode()
