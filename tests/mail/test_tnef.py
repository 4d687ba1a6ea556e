"""Outlook's winmail.dat: what is in it comes out, whatever is broken in it."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.errors import Unreadable
from mail.tnef import FILES_CAP, unpacked
from tests.mail.packing import (
    BINARY,
    HELLO_AS_RTF,
    LONG,
    OBJECT,
    STRING8,
    UNICODE,
    a_tnef,
    a_tnef_file,
    attribute,
    properties,
)

KLAGE = a_tnef_file(b"KLAGE~1.PDF", b"%PDF-1.4", (0x3707, UNICODE, "Klage på kurset.pdf\0".encode("utf-16-le")))


def test_files_come_out_under_their_long_names_in_their_order() -> None:
    found = unpacked(a_tnef(KLAGE, a_tnef_file(b"foto.jpg", b"\xff\xd8\xff")))
    assert [(one.name, one.data) for one in found] == [
        ("Klage på kurset.pdf", b"%PDF-1.4"),
        ("foto.jpg", b"\xff\xd8\xff"),
    ]


def test_a_name_is_decoded_in_the_codepage_of_the_letter() -> None:
    cyrillic = attribute(1, 0x9007, struct.pack("<II", 1251, 0))
    assert (
        unpacked(a_tnef(a_tnef_file("жалоба.pdf".encode("cp1251"), b"x"), message=[cyrillic]))[0].name == "жалоба.pdf"
    )
    assert unpacked(a_tnef(a_tnef_file("kvittering på.pdf".encode("cp1252"), b"x")))[0].name == "kvittering på.pdf"


def test_type_and_content_id_stand_with_a_picture_of_the_text() -> None:
    picture = a_tnef_file(b"logo.png", b"\x89PNG", (0x370E, STRING8, b"image/png\0"), (0x3712, STRING8, b"logo@x\0"))
    (found,) = unpacked(a_tnef(picture))
    assert (found.media_type, found.content_id) == ("image/png", "logo@x")


def test_bytes_that_stand_among_the_properties_are_found() -> None:
    (found,) = unpacked(a_tnef(a_tnef_file(b"a.bin", b"", (0x3701, BINARY, b"hidden"))))
    assert found.data == b"hidden"


def test_a_letter_inside_of_it_is_a_winmail_of_its_own() -> None:
    inner = a_tnef(KLAGE)
    message = bytes.fromhex("0703020000000000c000000000000046") + inner
    (found,) = unpacked(a_tnef(a_tnef_file(b"Videresendt", b"", (0x3701, OBJECT, message))))
    assert (found.media_type, found.data) == ("application/ms-tnef", inner)


@pytest.mark.parametrize(
    ("message", "words", "media_type"),
    [
        (attribute(1, 0x800C, "Jeg klager på".encode("cp1252") + b"\0"), "Jeg klager på", "text/plain"),
        (attribute(1, 0x9003, properties((0x1000, UNICODE, "på\0".encode("utf-16-le")))), "på", "text/plain"),
        (
            attribute(
                1, 0x9003, properties((0x1013, BINARY, "<p>på".encode()), (0x3FDE, LONG, struct.pack("<I", 65001)))
            ),
            "<p>på",
            "text/html",
        ),
        (
            attribute(1, 0x9003, properties((0x3FDE, LONG, struct.pack("<I", 1252)), (0x1013, BINARY, b"<p>p\xe5"))),
            "<p>på",
            "text/html",
        ),
        (
            attribute(1, 0x9003, properties((0x1009, BINARY, HELLO_AS_RTF))),
            "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
            "application/rtf",
        ),
        (
            attribute(1, 0x800C, b"plain\0") + attribute(1, 0x9003, properties((0x1013, BINARY, b"<p>html"))),
            "<p>html",
            "text/html",
        ),
    ],
)
def test_the_words_come_first_in_the_form_that_tells_most(message: bytes, words: str, media_type: str) -> None:
    first = unpacked(a_tnef(message=[message]))[0]
    assert (first.data.decode(), first.name, first.media_type) == (words, "", media_type)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x78\x9f\x3e\x22",
        b"no tnef at all",
        a_tnef(),
        a_tnef(message=[attribute(1, 0x9003, b"")]),
        a_tnef(message=[attribute(1, 0x9003, properties((0x1009, BINARY, b"LZFu")))]),
    ],
)
def test_what_holds_nothing_is_unreadable(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        unpacked(broken) or pytest.fail("words without a word")


def test_what_was_cut_off_gives_what_is_left() -> None:
    whole = a_tnef(a_tnef_file(b"first.txt", b"1" * 50), a_tnef_file(b"second.txt", b"2" * 50))
    found = unpacked(whole[:-30])
    assert [one.name for one in found] == ["first.txt", "second.txt"]
    assert found[0].data == b"1" * 50
    assert 0 < len(found[1].data) < 50


def test_one_broken_property_does_not_cost_the_others() -> None:
    odd = properties((0x3707, STRING8, b"long.txt\0")) + struct.pack("<HH", 0x0FFF, 0x1234)
    value = struct.pack("<I", 2) + odd[4:]
    file = attribute(2, 0x9002, b"") + attribute(2, 0x800F, b"x") + attribute(2, 0x9005, value)
    assert [(one.name, one.data) for one in unpacked(a_tnef(file))] == [("long.txt", b"x")]


def test_named_and_repeated_properties_are_stepped_over() -> None:
    guid = b"\0" * 16
    by_name = struct.pack("<HH", STRING8, 0x8001) + guid + struct.pack("<II", 1, 6) + b"n\0a\0\0\0" + b"\0\0"
    by_name += struct.pack("<II", 1, 1) + b"x\0\0\0"
    by_number = struct.pack("<HH", LONG, 0x8002) + guid + struct.pack("<II", 0, 5) + b"\1\0\0\0"
    shorts = struct.pack("<HHI", 0x1002, 0x1234, 3) + b"\1\0\2\0\3\0\0\0"
    longs = struct.pack("<HHI", 0x1003, 0x1234, 2) + b"\1\0\0\0\2\0\0\0"
    name = properties((0x3707, STRING8, b"found.txt\0"))[4:]
    value = struct.pack("<I", 5) + by_name + by_number + shorts + longs + name
    file = attribute(2, 0x9002, b"") + attribute(2, 0x800F, b"x") + attribute(2, 0x9005, value)
    assert unpacked(a_tnef(file))[0].name == "found.txt"


@pytest.mark.parametrize("count", [b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f"])
def test_counts_that_promise_too_much_are_not_believed(count: bytes) -> None:
    many = attribute(2, 0x9005, count) + attribute(2, 0x9005, b"\1\0\0\0\x1e\0\1\x30" + count)
    assert unpacked(a_tnef(KLAGE, many))[0].name == "Klage på kurset.pdf"


def test_files_without_a_name_get_one_and_files_without_number_are_cut() -> None:
    assert unpacked(a_tnef(a_tnef_file(b"", b"x")))[0].name == "winmail-1"
    assert len(unpacked(a_tnef(*([a_tnef_file(b"x", b"x")] * (FILES_CAP + 9))))) == FILES_CAP


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_changed_never_break_it(data: st.DataObject) -> None:
    words = attribute(1, 0x9003, properties((0x1009, BINARY, HELLO_AS_RTF), (0x3FDE, LONG, b"\0\0\0\0")))
    raw = bytearray(a_tnef(KLAGE, a_tnef_file(b"b", b"", (0x3701, BINARY, b"y")), message=[words]))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=12)):
        raw[place] = data.draw(st.integers(0, 255))
    try:
        found = unpacked(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    except Unreadable:
        return
    for one in found:
        (one.name + one.media_type + one.content_id).encode()
