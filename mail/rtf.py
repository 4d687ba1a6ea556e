"""Rich text to plain words: compressed as Outlook does (MS-OXRTFCP), and the words between its marks, roughly."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mail.decoding import codec

RTF_CAP = 500_000
"""Bytes of unpacked rich text that are read."""

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_RING = 4096
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE
)
_UNSEEN = frozenset(
    {
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"header",
        b"footer",
        b"fldinst",
        b"generator",
    }
    | {b"listtable", b"listoverridetable", b"rsidtbl", b"themedata", b"datastore", b"xmlnstbl", b"latentstyles"}
)
_SIGNS = {
    **dict.fromkeys((b"par", b"line", b"sect", b"page", b"row"), "\n"),
    **dict.fromkeys((b"tab", b"cell"), "\t"),
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}
_ESCAPES = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}


def decompressed(data: bytes) -> bytes:
    """Give the rich text in a compressed one, at most RTF_CAP bytes of it; b"" where it is none."""
    if len(data) < 16:  # noqa: PLR2004 - the length of the header
        return b""
    kind = data[8:12]
    if kind == b"MELA":
        return data[16 : 16 + RTF_CAP]
    if kind != b"LZFu":
        return b""
    size = min(struct.unpack_from("<I", data, 4)[0], RTF_CAP)
    return bytes(_lzfu(data[16:], size))


def _lzfu(data: bytes, size: int) -> bytearray:
    """Undo the compression: eight steps a control byte, each a byte as it is or a piece out of the last 4,096."""
    out = bytearray(_DICTIONARY)
    end = len(out) + size
    place = 0
    while place < len(data) and len(out) < end:
        control = data[place]
        place += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[place : place + 1]
                place += 1
                continue
            pair = int.from_bytes(data[place : place + 2], "big")
            place += 2
            start = len(out) - ((len(out) - (pair >> 4)) % _RING or _RING)
            if pair >> 4 == len(out) % _RING or start < 0:  # the sign of the end, or nonsense
                return out[len(_DICTIONARY) : end]
            for step in range((pair & 15) + 2):
                out.append(out[start + step])
    return out[len(_DICTIONARY) : end]


def rtf_to_text(data: bytes) -> str:
    """Give the words of rich text, without fonts, styles, pictures and fields."""
    text = "".join(_pieces(data[:RTF_CAP])).strip("\n")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # halves of a pair become one sign


@dataclass
class _State:
    """Where the reader is: how deep, since which depth nothing is seen, how many letters stand for one of Unicode."""

    depth: int = 0
    blind: int = 0
    instead: int = 1
    skip: int = 0
    charset: str = "cp1252"
    begins: bool = False


def _pieces(data: bytes) -> Iterator[str]:
    state = _State()
    for token in _TOKEN.finditer(data):
        word, number, byte, escape, brace, text = token.groups()
        if brace:
            _brace(state, brace)
        elif word:
            yield _word(state, word.lower(), int(number or -1))
        elif escape == b"*" and state.begins:
            state.blind = state.blind or state.depth
        elif escape:
            yield "" if state.blind else _ESCAPES.get(escape, "")
        else:
            yield _letters(state, bytes.fromhex(byte.decode()) if byte else text or b"")
        state.begins = brace == b"{"


def _brace(state: _State, brace: bytes) -> None:
    state.skip = 0
    if brace == b"{":
        state.depth += 1
        return
    if state.blind == state.depth:
        state.blind = 0
    state.depth -= 1


def _word(state: _State, word: bytes, number: int) -> str:
    """Heed one control word; give the sign it stands for, "" for none."""
    if word in _UNSEEN:
        state.blind = state.blind or state.depth
    elif word == b"ansicpg":
        state.charset = codec(f"cp{number}") or state.charset
    elif word == b"uc":
        state.instead = max(0, min(number, 8))
    elif word == b"u" and not state.blind:
        state.skip = state.instead
        return chr(number % 0x10000)
    return "" if state.blind else _SIGNS.get(word, "")


def _letters(state: _State, data: bytes) -> str:
    """Give letters as they stand, those left out that older readers would show instead of one of Unicode."""
    skipped = min(state.skip, len(data))
    state.skip -= skipped
    return "" if state.blind else data[skipped:].decode(state.charset, "replace")
