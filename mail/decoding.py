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
}
"""Charsets that senders name when they mean the wider one."""

NOT_FOR_LETTERS = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem"})
"""Codecs that Python knows and no letter may choose: they run code-like escapes, or take quadratic time."""

MANY_BYTES = ("gb", "hz", "cp9", "big5", "euc", "johab", "iso2022", "utf-7", "utf-16", "utf-32")
"""How the names of charsets begin that spend several bytes on a character: only these are believed before UTF-8."""

_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_HEADER_CONTROLS = _CONTROLS | dict.fromkeys(_BIDI) | {ord("\r"): " "}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNTIDY = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\s\s")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?(.{0,2000}?)\?=", re.DOTALL)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@lru_cache(maxsize=512)
def codec(charset: str) -> str | None:
    """Give Python's name of a declared charset, the wider one where senders mean that; None where there is none."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'").lower()).name.replace("_", "-")
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if name in NOT_FOR_LETTERS else WIDER.get(name, name)


def decode(data: bytes, charset: str | None = None) -> str:
    """Give the text in the bytes: as declared, else as UTF-8, else as windows-1252, never failing (R-EM-61).

    Bytes that are sound UTF-8 are taken as that before any charset of single bytes: the other way round they never are.
    """
    declared = (codec(charset) if charset else None) or "utf-8"
    for name in (declared, "utf-8", "cp1252") if declared.startswith(MANY_BYTES) else ("utf-8", declared, "cp1252"):
        try:
            return _whole(data.decode(name))
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


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
    """Give what base64 holds, also where padding is missing or other characters stand in between."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = _NOT_BASE64.sub(b"", data)
        kept = kept[:-1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
