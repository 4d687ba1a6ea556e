"""Text to what may stand in a letter: 7-bit, in lines of at most 76 characters (RFC 2045, RFC 2047, RFC 5322).

Written by hand, because the standard library takes a millisecond to put a letter together, twenty times as long.
"""

import base64
import binascii
import re
from functools import lru_cache

LINE = 76
WORD = 75
"""The longest an encoded word may be (RFC 2047 section 2)."""

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
_OPENS, _CLOSES = "=?utf-8?q?", "?="
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_DOMAIN = re.compile(r"[!-~]{1,255}")
LOCAL = 64
"""Bytes that the part before the @ may have (RFC 5321 §4.5.3.1.1)."""
_SPECIAL = frozenset('<>()[],;:\\"@')


class NoAddress(ValueError):
    """No letter can go to what was given as an address."""


def header(name: str, text: str) -> str:
    """Give a header of free text, "Subject: …", folded; what is not plain and short becomes encoded words."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable() and "=?" not in text and len(name) + 2 + len(text) <= LINE:
        return f"{name}: {text}"
    return f"{name}: {_encoded(text, len(name) + 2)}"


def mailbox(name: str, address: str) -> str:
    """Give an address with the name shown beside it, for a header of addresses."""
    shown = phrase(name)
    fold = " " if len(shown) + len(address) < LINE - len("Reply-To:  <>") else "\r\n "
    return f"{shown}{fold}<{address}>" if name else address


@lru_cache(maxsize=1024)
def phrase(name: str) -> str:
    """Give a name as it may stand before an address: as it is, in quotes, or in encoded words."""
    name = " ".join(name.split())
    if len(name) > WORD - len("Reply-To: ") or not (name.isascii() and name.isprintable()):
        return _encoded(name, len("Reply-To: "))
    return name if _ATOMS.fullmatch(name) else '"{}"'.format(re.sub(r'(["\\])', r"\\\1", name))


def address_line(address: str) -> str:
    """Give an address as it goes over the wire, its domain in ASCII; raise NoAddress where it is none to write to.

    The part before the @ stays as it is: outside ASCII, only servers that know RFC 6531 take it.
    """
    local, _, domain = address.rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        long = len(local.encode()) > LOCAL
    except UnicodeError:
        raise NoAddress("no letter can go to such an address") from None
    if not local or long or not _DOMAIN.fullmatch(domain) or not _is_plain(local) or _SPECIAL & set(domain):
        raise NoAddress("no letter can go to such an address")
    return f"{local}@{domain}"


def _is_plain(local: str) -> bool:
    return local.isprintable() and not any(character.isspace() for character in local) and not _SPECIAL & set(local)


def quoted_printable(text: str) -> bytes:
    """Give a text as a quoted-printable body with CR LF, one at its end."""
    lines = "\r\n".join([*text.splitlines(), ""])
    return binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True)


def base64_lines(data: bytes) -> bytes:
    """Give bytes as a base64 body with CR LF."""
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _encoded(text: str, used: int) -> str:
    """Give encoded words, a line each; `used` characters of the first line are taken. No character is ever split."""
    words, room = [""], WORD - used - len(_OPENS + _CLOSES)
    for piece in map(_quoted, text):
        if len(words[-1]) + len(piece) > room:
            words.append("")
            room = WORD - len(_OPENS + _CLOSES)
        words[-1] += piece
    return "\r\n ".join(f"{_OPENS}{word}{_CLOSES}" for word in words)


@lru_cache(maxsize=4096)
def _quoted(character: str) -> str:
    if character in _SAFE:
        return character
    return "_" if character == " " else "".join(f"={byte:02X}" for byte in character.encode("utf-8", "replace"))
