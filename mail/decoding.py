"""Bytes to text, whatever the sender said about them: declared charset, UTF-8, windows-1252, replacement.

Nothing here raises: a letter is never lost for its encoding.
"""

import binascii
import codecs
import re
from functools import lru_cache

WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "shift-jis": "cp932",
    "big5": "big5hkscs",
    "iso2022-jp": "iso2022-jp-ext",
}
"""Charsets that senders name when they mean the wider one."""

NOT_FOR_LETTERS = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem"})
"""Codecs that Python knows and no letter may choose: they run code-like escapes, or take quadratic time."""

NAMED_OTHERWISE = {
    "ansi": "cp1252",
    "cp-850": "cp850",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "ks-c-5601-1987": "cp949",
    "ks-c-5601": "cp949",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf": "utf-8",
    "utf8mb4": "utf-8",
    "win-1250": "cp1250",
    "win-1251": "cp1251",
    "win-1252": "cp1252",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac-roman",
    "x-sjis": "cp932",
    "x-windows-949": "cp949",
    "x-x-big5": "big5hkscs",
}
"""Names that senders use and Python does not know."""

MANY_BYTES = ("gb", "hz", "cp9", "big5", "euc", "johab", "iso2022", "utf-7", "utf-32")
"""How the names of charsets begin that spend several bytes on a character: only these are believed before UTF-8."""

NULS_WITHIN = 2000
"""Text in UTF-16 has a zero byte before so many bytes have passed, be it for a space; a letter that has none is not."""

FEW = 5
"""One character in so many may be broken, and the text is still what it was declared to be."""

SHORT, FEW_GAPS, MANY_RUNS = 20, 20, 1000
"""Base64 of more than SHORT bytes has fewer gaps in it than one in FEW_GAPS, and ends fewer than MANY_RUNS times."""

_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_HEADER_CONTROLS = _CONTROLS | dict.fromkeys(_BIDI) | {ord("\r"): " "}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNTIDY = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\s\s")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?(.{0,2000}?)\?=", re.DOTALL)
_ALWAYS_WHOLE = frozenset({"utf-8", "cp1252"})
_STRAYS = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_IN_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n"
_PURE = re.compile(rb"(?:[ \t]*+[A-Za-z0-9+/=]*+[ \t]*+\r?\n)*+")
_WORDS = re.compile(rb"[^\r\n]{0,200}?(?:[^\r\n] [^\r\n]|__|--)")
_RUN = re.compile(rb"[^=]*=*")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@lru_cache(maxsize=512)
def codec(charset: str) -> str | None:
    """Give Python's name of a declared charset, the wider one where senders mean that; None where there is none."""
    said = charset.strip().strip("\"'").lower().replace("_", "-")
    try:
        name = codecs.lookup(NAMED_OTHERWISE.get(said, said)).name.replace("_", "-")
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if name in NOT_FOR_LETTERS else WIDER.get(name, name)


def decode(data: bytes, charset: str | None = None) -> str:
    """Give the text in the bytes: as declared, else as UTF-8, else as windows-1252, never failing (R-EM-61).

    Bytes that are sound UTF-8 are taken as that before any charset of single bytes: the other way round they never are.
    Where nothing fits wholly, what fits nearly is taken: a character cut in two does not spoil a letter.
    """
    first, second = _orders(data, (codec(charset) if charset else None) or "utf-8")
    text = _strictly(data, first)
    if text is None:
        text = _mixed(data)
    if text is None:
        text = _strictly(data, second)
    return _nearly(data, second if first == "utf-8" else first) if text is None else text


def _strictly(data: bytes, name: str) -> str | None:
    """Give the text in that charset, or None where the bytes are not in it."""
    try:
        return data.decode(name) if name in _ALWAYS_WHOLE else _whole(data.decode(name))
    except (UnicodeError, LookupError, ValueError):
        return None


def _orders(data: bytes, declared: str) -> tuple[str, ...]:
    """List the charsets to be tried, the likeliest first: what the bytes show tells more than a declaration."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and declared != "utf-32":
        return "utf-16", declared
    if declared.startswith("utf-16") and b"\x00" in data[:NULS_WITHIN]:
        return ("utf-16-be" if declared == "utf-16" and not data[0] else declared), "utf-8"
    return (declared, "utf-8") if declared.startswith(MANY_BYTES) else ("utf-8", declared)


def _mixed(data: bytes) -> str | None:
    """Give the text of UTF-8 with strays of windows-1252 in it, or None where there are more strays than UTF-8."""
    text = data.decode("utf-8", "surrogateescape")
    strays = len(_STRAYS.findall(text))
    if len(_NOT_ASCII.findall(text)) <= 2 * strays:
        return None
    return _STRAYS.sub(lambda stray: _as_stray(stray[0]), text)


def _nearly(data: bytes, name: str) -> str:
    """Give the text in a charset that fits in most places, else in windows-1252."""
    text = data.decode(name, "replace")
    fits = name != "utf-8" and text.count("\ufffd") * FEW < len(text)
    return _whole(text) if fits else data.decode("cp1252", "replace")


def _as_stray(letter: str) -> str:
    """Give a byte that is no UTF-8 among others that are, as windows-1252."""
    return letter.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _whole(text: str) -> str:
    """Replace lone surrogates, which UTF-7 can smuggle in and no database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def clean_text(text: str) -> str:
    """Give the text with plain line ends and without control characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def clean_line(text: str) -> str:
    """Give one line without controls and bidi controls, white space as single spaces (R-EM-31)."""
    text = text.strip()
    if not _UNTIDY.search(text):
        return text
    return " ".join(text.translate(_HEADER_CONTROLS).split())


def decode_line(data: bytes) -> str:
    """Give the value of a raw header as a clean line: encoded words joined and decoded (RFC 2047), raw 8-bit too."""
    text = data.decode() if data.isascii() else decode(data)
    return clean_line(decode_words(text) if "=?" in text else text)


def decode_words(text: str) -> str:
    """Decode RFC 2047 words wherever they stand; those that follow each other are joined before they are decoded."""
    pieces: list[str] = []
    run: list[tuple[str, bytes]] = []
    last = 0
    for found in _WORD.finditer(text):
        between = text[last : found.start()]
        if between.strip() or not run:
            pieces += [_joined(run), between]
            run = []
        run.append((found[1].lower(), _word_bytes(found[2], found[3])))
        last = found.end()
    return "".join([*pieces, _joined(run), text[last:]])


def _joined(run: list[tuple[str, bytes]]) -> str:
    """Decode neighbouring words, those of one charset together: mailers cut inside a character."""
    text, data = "", b""
    for place, (charset, piece) in enumerate(run):
        data += piece
        if place + 1 == len(run) or run[place + 1][0] != charset:
            text, data = text + decode(data, charset), b""
    return text


def _word_bytes(encoding: str, payload: str) -> bytes:
    """Give the bytes of one encoded word."""
    data = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data.replace(b"\n", b"").replace(b"\r", b""), header=True)
    return unbase64(data)


def unbase64(data: bytes) -> bytes:
    """Give what base64 holds, also where padding is missing or other characters stand in between.

    What servers wrote behind it in plain text, as mailing lists do, is given as it stands; and so is all of it where
    it is no base64 whatever was declared.
    """
    ends = data.find(b"=")
    if (ends < 0 or not data[ends:].strip(b"=\r\n\t ")) and not data.translate(None, _IN_BASE64):
        return _lenient(data)
    end = _PURE.match(data).end()  # type: ignore[union-attr] # it matches nothing, too
    packed, plain = (data[:end], data[end:]) if end and _WORDS.match(data, end) else (data, b"")
    if not end and len(data) > SHORT and data.count(b" ") > len(data) // FEW_GAPS:
        return data
    runs = _RUN.findall(packed) if packed.count(b"=") < MANY_RUNS else [packed]
    data = b"".join(map(_lenient, runs))
    return data + b"\n" + plain if plain and not data.endswith(b"\n") else data + plain


def _lenient(data: bytes) -> bytes:
    """Give what one run of base64 holds."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = _NOT_BASE64.sub(b"", data)
        kept = kept[:-1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
