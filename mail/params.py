"""Structured header values: "text/plain; charset=utf-8", with RFC 2231 pieces and the mistakes that occur."""

import re
from urllib.parse import unquote_to_bytes

from mail.decoding import clean_line, decode, decode_line

_PARAM = re.compile(rb";\s*([^\s=;\"]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;]*))", re.DOTALL)
_PIECE = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_ESCAPED = re.compile(rb"\\([\"\\])")
_UNPARTED = re.compile(rb"(\S+?)[\s,]+(?=[\w-]+\s*=)")
PARAMS_CAP = 200


def parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """Give the value before the first semicolon in lower case, and the parameters decoded, names in lower case."""
    value, mark, _ = raw.partition(b";")
    if b"=" in value:  # the semicolon was forgotten
        raw = _UNPARTED.sub(rb"\1; ", raw, count=1)
        value, mark, _ = raw.partition(b";")
    head = clean_line(value.decode("ascii", "ignore")).lower().partition(" ")[0]
    if not mark:
        return head, {}
    return head, _put_together(_found(raw))


def _found(raw: bytes) -> list[tuple[str, bytes]]:
    """List the parameters as they stand, quotes taken off."""
    found = []
    for match in _PARAM.finditer(raw):
        quoted = match[2]
        value = match[3].strip() if quoted is None else _ESCAPED.sub(rb"\1", quoted) if b"\\" in quoted else quoted
        found.append((match[1].decode("ascii", "ignore").lower(), value))
    return found[:PARAMS_CAP]


def _put_together(found: list[tuple[str, bytes]]) -> dict[str, str]:
    """Decode each parameter; those that came in RFC 2231 form win over the plain one of the same name."""
    plain = {name: decode_line(value) for name, value in reversed(found) if "*" not in name}
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for name, value in found:
        shape = _PIECE.fullmatch(name) if "*" in name else None
        if shape:
            pieces.setdefault(shape[1], []).append((int(shape[2] or 0), bool(shape[3]), value))
    return plain | {name: _extended(sorted(parts)) for name, parts in pieces.items()}


def _extended(parts: list[tuple[int, bool, bytes]]) -> str:
    """Join the pieces of one RFC 2231 parameter and decode them in the charset that the first one names."""
    charset = ""
    data = b""
    for place, (_, percent, value) in enumerate(parts):
        piece = value
        if place == 0 and percent and value.count(b"'") > 1:
            named, _, piece = value.split(b"'", 2)
            charset = named.decode("ascii", "ignore")
        data += unquote_to_bytes(piece) if percent else piece
    return clean_line(decode(data, charset)) if charset or not data.isascii() else decode_line(data)
