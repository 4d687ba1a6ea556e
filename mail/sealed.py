"""Signed letters are opened, encrypted ones recognised: S/MIME (RFC 8551) and OpenPGP (RFC 3156, RFC 9580).

A signature is not verified here: that a letter is signed does not say by whom.
"""

import re

from cases.errors import Unreadable
from mail.ber import SEQUENCE, TAGGED, after, inside, object_id, octets
from mail.decoding import unbase64

SIGNED = bytes.fromhex("2a864886f70d010702")
"""signedData (RFC 5652 section 5.1)."""

ENCRYPTED = frozenset(
    {
        bytes.fromhex("2a864886f70d010703"),  # envelopedData
        bytes.fromhex("2a864886f70d010704"),  # signedAndEnvelopedData, of PKCS #7
        bytes.fromhex("2a864886f70d010706"),  # encryptedData
        bytes.fromhex("2a864886f70d0109100117"),  # authEnvelopedData (RFC 5083)
    }
)

_BEGINS_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_CLEARSIGNED = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]{1,40}:[^\n]*\n)*[ \t]*\n?", re.MULTILINE
)
_SIGNATURE = re.compile(
    r"^-----BEGIN PGP SIGNATURE-----[ \t]*\n(?:(?!-----)[^\n]*\n)*-----END PGP SIGNATURE-----", re.MULTILINE
)
_ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----[ \t]*$", re.MULTILINE)
_DASHED = re.compile(r"^- (?=-|From )", re.MULTILINE)
_PEM = re.compile(rb"\s*-----BEGIN (?:PKCS7|CMS)-----[^\n]*\n([A-Za-z0-9+/=\s]*)")


class Encrypted(Unreadable):
    """Only somebody with a key can read it."""


def signed_content(data: bytes) -> bytes:
    """Give the letter inside an S/MIME signature; raise Encrypted or, where there is none in it, Unreadable."""
    armoured = _PEM.match(data)
    try:
        return _content(unbase64(armoured[1]) if armoured else data)
    except (ValueError, IndexError) as fault:
        raise Unreadable("this is no S/MIME") from fault


def _content(data: bytes) -> bytes:
    """Go the way to the content that a signature holds (RFC 5652 section 5.1 and 5.2)."""
    place = inside(data, 0, SEQUENCE)
    kind = object_id(data, place)
    if kind in ENCRYPTED:
        raise Encrypted("it is encrypted")
    if kind != SIGNED:
        raise Unreadable("there is no letter in it")
    place = inside(data, inside(data, after(data, place), TAGGED), SEQUENCE)
    place = inside(data, after(data, after(data, place)), SEQUENCE)
    content = octets(data, inside(data, after(data, place), TAGGED))
    if not content:
        raise Unreadable("there is nothing but a signature in it")
    return content


def without_armour(text: str) -> str:
    """Give a clearsigned text as its author wrote it (RFC 9580 section 7); any other as it is."""
    if _BEGINS_SIGNED not in text:
        return text
    return _DASHED.sub("", _SIGNATURE.sub("", _CLEARSIGNED.sub("", text)))


def is_encrypted(text: str) -> bool:
    """Say whether an encrypted block stands in a text, not merely quoted."""
    return "-----BEGIN PGP MESSAGE-----" in text and _ENCRYPTED.search(text) is not None
