"""Parts that hold other parts without being multipart: a winmail.dat, a signed letter, text with uuencoded files."""

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from cases.errors import Unreadable
from mail.decoding import decode_line
from mail.rtf import rtf_to_text
from mail.sealed import Encrypted, signed_content
from mail.tnef import SIGNATURE, Packed, unpacked

_TNEF_AS_BASE64 = binascii.b2a_base64(SIGNATURE[:3], newline=False)
_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]{1,200}\r?\n[!-`][ -`]*\r?\n", re.MULTILINE)
_UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[!-`][ -`]*\r?\n)*?)(?:[ `]\r?\n)?end[ \t]*\r?$", re.MULTILINE
)
_UU_FILES_CAP = 50
_OCTETS = frozenset({"application/octet-stream", "application/x-unknown", "application/binary"})


@dataclass(frozen=True)
class Opened:
    """What was in a part: words and files, or a whole `letter`, or nothing that could be taken out.

    `sealed`: it is encrypted. `fault` names what is broken, "" for nothing.
    """

    packed: tuple[Packed, ...] = ()
    letter: bytes = b""
    sealed: bool = False
    fault: str = ""


Opener = Callable[[bytes], Opened]


def may_hold(media_type: str, body: bytes) -> bool:
    """Say whether a part of this type is worth a look: it may hold others."""
    return b"begin " in body if media_type == "text/plain" else media_type.startswith("application/")


def opener_of(media_type: str, name: str, body: bytes) -> Opener | None:
    """Give what opens a part of this type and name, None for a part that holds no others. `body` is still packed."""
    if media_type == "text/plain":
        return _out_of_text if not name and _BEGIN.search(body) else None
    if "tnef" in media_type or body[:9].lstrip().startswith(_TNEF_AS_BASE64):
        return _out_of_tnef
    if "pkcs7-mime" in media_type or (media_type in _OCTETS and name.lower().endswith((".p7m", ".p7z"))):
        return _out_of_signature
    return None


def _out_of_tnef(data: bytes) -> Opened:
    """Take words and files out of a winmail.dat; one that is broken stays a file."""
    try:
        found = unpacked(data)
    except Unreadable:
        return Opened(fault="tnef_broken")
    return Opened(tuple(_plain(one) if one.media_type == "application/rtf" and not one.name else one for one in found))


def _plain(packed: Packed) -> Packed:
    return replace(packed, data=rtf_to_text(packed.data).encode(), media_type="text/plain")


def _out_of_signature(data: bytes) -> Opened:
    """Take the letter out of its signature; what only holds keys or certificates stays a file."""
    try:
        return Opened(letter=signed_content(data))
    except Encrypted:
        return Opened(sealed=True)
    except Unreadable:
        return Opened(fault="smime_broken" if data else "")


def _out_of_text(data: bytes) -> Opened:
    """Take uuencoded files out of the text they stand in, as mail was written before there was MIME."""
    pieces = _UUENCODED.split(data, _UU_FILES_CAP)
    words = Packed(b"".join(pieces[::3]), media_type="text/plain")
    files = zip(pieces[1::3], pieces[2::3], strict=True)
    return Opened((words, *(Packed(uudecoded(lines), decode_line(name) or "file") for name, lines in files)))


def uudecoded(body: bytes) -> bytes:
    """Give what a uuencoded body holds, skipping lines that are none."""
    out = []
    for line in body.splitlines():
        if line.startswith(b"begin ") or not line.strip():
            continue
        if line.strip() == b"end":
            break
        out.append(_uuline(line))
    return b"".join(out)


def _uuline(line: bytes) -> bytes:
    """Decode one uuencoded line; encoders that pad too much are forgiven."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""
