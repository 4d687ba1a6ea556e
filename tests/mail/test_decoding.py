"""Bytes to text: what was meant, whatever was declared."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.decoding import clean_line, clean_text, codec, decode, decode_line, unbase64


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("blåbær".encode(), "utf-8", "blåbær"),
        ("blåbær".encode("latin-1"), "iso-8859-1", "blåbær"),
        ("blåbær".encode("latin-1"), None, "blåbær"),
        ("blåbær".encode("latin-1"), "utf-8", "blåbær"),
        ("blåbær".encode("latin-1"), "us-ascii", "blåbær"),
        ("blåbær".encode(), "us-ascii", "blåbær"),
        ("blåbær".encode(), "iso-8859-1", "blåbær"),
        ("blåbær".encode(), "no-such-charset", "blåbær"),
        ("“én € ”".encode("cp1252"), "iso-8859-1", "“én € ”"),
        ("привет".encode("koi8-r"), "koi8-r", "привет"),
        ("привет".encode("cp1251"), "windows-1251", "привет"),
        ("件名".encode("iso-2022-jp"), "ISO-2022-JP", "件名"),
        ("中文".encode("gb18030"), "gb2312", "中文"),
        ("æ".encode("utf-16"), "utf-16", "æ"),
        (b"+AOY-", "utf-7", "æ"),
        (b"\x81\x8d\xff", "utf-8", "\ufffd\ufffdÿ"),
        ("Kære alle på ".encode() + "bær".encode("latin-1"), "iso-8859-1", "Kære alle på bær"),
        ("blåbær og grød".encode()[:-2], "utf-8", "blåbær og grÃ"),
        ("æøå klage".encode("utf-16") + b"\n", "utf-16", "æøå klage\ufffd"),
        ("Hej æ".encode("utf-16-be"), "utf-16", "Hej æ"),
        ("Hej æ".encode(), "utf-16", "Hej æ"),
        ("Hej".encode("utf-16"), "iso-8859-1", "Hej"),
        ("Hej".encode("utf-16"), None, "Hej"),
        ("これは日本語です".encode("iso-2022-jp") + b"\xff", "iso-2022-jp", "これは日本語です\ufffd"),
        ("日本語①".encode("cp932"), "x-sjis", "日本語①"),
        ("한국말".encode("cp949"), "ks_c_5601-1987", "한국말"),
        ("中文漢字".encode("big5"), "big5", "中文漢字"),
        ("Ελλην".encode("iso8859-7") + b"\xae", "iso-8859-7", "Ελλην\ufffd"),
        ("ğış".encode("cp1254"), "iso-8859-9", "ğış"),
        (b"Hej", "ansi", "Hej"),
        (b"\\u00e6", "unicode_escape", "\\u00e6"),
        (b"aGVq", "base64", "aGVq"),
        (b"", "utf-8", ""),
    ],
)
def test_text_is_decoded_as_it_was_meant(data: bytes, charset: str | None, text: str) -> None:
    assert decode(data, charset) == text


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_in_any_charset_become_text_that_can_be_stored(data: bytes, charset: str) -> None:
    decode(data, charset).encode()


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "raw_unicode_escape", "x\x00y", "æ", ""])
def test_charsets_that_no_letter_may_choose_are_unknown(charset: str) -> None:
    assert codec(charset) is None


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"=?utf-8?Q?Klage_over_p=C3=A5?=", "Klage over på"),
        (b"=?utf-8?B?S2xhZ2Ugb3ZlciBww6U=?=", "Klage over på"),
        (b"=?UTF-8?q?p=C3?= =?UTF-8?q?=A5?=", "på"),
        (b"=?utf-8?b?cMM=?= =?utf-8?b?pQ==?=", "på"),
        (b"=?utf-8?q?a?= =?iso-8859-1?q?=E6?=", "aæ"),
        (b"Re: =?utf-8?q?a?= b =?utf-8?q?c?=", "Re: a b c"),
        (b"=?utf-8*da?q?=C3=A6?=", "æ"),
        (b"=?utf-8?b?w6Y?=", "æ"),
        (b"=?utf-8?q?un fair spaces?=", "un fair spaces"),
        (b"=?no-such?q?=C3=A6?=", "æ"),
        (b"=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        (b"=?UTF-8?q?p=c3=a5_kurset?=", "på kurset"),
        (b"=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
        (b'"=?utf-8?q?p=C3=A5?=" kurset', '"på" kurset'),
        (b"=?utf-8?b?cMOlIGt1cnNldA?= igen", "på kurset igen"),
        (b"=?iso-2022-jp?B?GyRCJWElayVeJSwycj18GyhC?=", "メルマガ解除"),
        (b"=?utf-8?B??= x", "x"),
        (b"=?NONE?B?VEVTVA=?=", "TEST"),
        (b"=?utf-8?x?what?=", "=?utf-8?x?what?="),
        ("rå æøå".encode(), "rå æøå"),
        ("rå æøå".encode("latin-1"), "rå æøå"),
        (b"a\tb   c ", "a b c"),
        ("a\u202eb\u200fc\ufeff".encode(), "abc"),
        (b"a\x00b\x1bc\x7f", "abc"),
        (b"", ""),
    ],
)
def test_a_header_becomes_one_clean_line(raw: bytes, line: str) -> None:
    assert decode_line(raw) == line


@given(st.text())
def test_a_clean_line_has_no_controls_and_no_double_spaces(text: str) -> None:
    line = clean_line(text)
    assert not any(ord(letter) < 32 for letter in line)
    assert "  " not in line


def test_text_keeps_its_lines_and_tabs_and_loses_its_controls() -> None:
    assert clean_text("a\r\nb\rc\td\x00\x07e\x9f") == "a\nb\nc\tde"


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (b"aGVq", b"hej"),
        (b"aGV q\r\n", b"hej"),
        (b"aGVqZQ", b"heje"),
        (b"aGVqZ", b"hej"),
        (b"a*G-V.q", b"hej"),
        (b"aGU=\naGVq", b"hehej"),
        (b"aGVq\r\n-- \r\nlist", b"hej\n-- \r\nlist"),
        (b"aGVq\r\n\r\nScanned by a filter", b"hej\nScanned by a filter"),
        (b"Jeg vil gerne klage over kurset i januar", b"Jeg vil gerne klage over kurset i januar"),
        (b"", b""),
    ],
)
def test_base64_is_read_with_its_mistakes(data: bytes, plain: bytes) -> None:
    assert unbase64(data) == plain


@pytest.mark.parametrize("piece", [b"=", b"a=", b"\n\n ", b"a ", b" ", b"*", b"a", b"\n" + b"a" * 199, b"=?a?q?"])
def test_a_million_signs_of_anything_are_decoded_within_a_second(piece: bytes) -> None:
    data = piece * (1_000_000 // len(piece)) + b"-"
    begun = time.process_time()
    unbase64(data)
    decode(data, "utf-7")
    decode_line(data[:64_000])
    assert time.process_time() - begun < 1
