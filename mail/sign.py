"""Our letters signed with the organisation's own key (RFC 6376), so that their domain is proven wherever they go.

dkimpy puts the signature together. Its own arithmetic takes seven milliseconds for an RSA key of 2048 bits, in which
nothing else is sent; OpenSSL takes a quarter of one, so the last step is cryptography's.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from dkim.canonicalization import CanonicalizationPolicy

from cases.errors import BadInput

SIGNED = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
    "From",
)
"""Named whether a letter has them or not, so that none can be added; From twice, for the same (RFC 6376 §8.15)."""

SMALLEST = 1024
"""Bits of an RSA key that anybody still checks; 2048 is what to use (RFC 8301 §3.2)."""

_EXPECTED = "expected a private key in PEM, RSA or Ed25519, without a pass phrase"
_HEADERS = tuple(name.lower().encode("ascii") for name in SIGNED)
_RELAXED = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")


class Key(Protocol):
    """A private key."""

    @property
    def algorithm(self) -> bytes:
        """Give the name of what it does, as a signature has it (RFC 8301, RFC 8463)."""

    def sign(self, digest: bytes) -> "Signature":
        """Sign a SHA-256 digest."""


@dataclass(frozen=True)
class Signature:
    """What a key gives, as dkimpy looks for it."""

    signature: bytes


@dataclass(frozen=True)
class _Rsa:
    private: RSAPrivateKey
    algorithm: bytes = b"rsa-sha256"

    def sign(self, digest: bytes) -> Signature:
        return Signature(self.private.sign(digest, PKCS1v15(), Prehashed(SHA256())))


@dataclass(frozen=True)
class _Ed25519:
    private: Ed25519PrivateKey
    algorithm: bytes = b"ed25519-sha256"

    def sign(self, digest: bytes) -> Signature:
        return Signature(self.private.sign(digest))


@dataclass(frozen=True)
class Signer:
    """Signs for a domain with the key that its DNS shows under `selector`."""

    domain: str
    selector: str
    key: Key

    def signed(self, letter: bytes, at: datetime) -> bytes:
        """Give the letter with its signature on top: the same bytes whenever it is asked for the same letter.

        `at` is when the letter was let go; the time of the attempt would make every attempt another letter.
        """
        work = dkim.DKIM(letter, signature_algorithm=b"ed25519-sha256")  # so named, it asks an object to sign
        work.hasher = sha256
        header = work.gen_header(self._tags(work.body, at), _HEADERS, _RELAXED, b"DKIM-Signature", self.key)
        return b"DKIM-Signature: " + bytes(header) + letter

    def _tags(self, body: bytes, at: datetime) -> list[tuple[bytes, bytes]]:
        digest = sha256(_RELAXED.canonicalize_body(body)).digest()
        return [
            (b"v", b"1"),
            (b"a", self.key.algorithm),
            (b"c", _RELAXED.to_c_value()),
            (b"d", self.domain.encode("ascii")),
            (b"s", self.selector.encode("ascii")),
            (b"t", str(int(at.timestamp())).encode("ascii")),
            (b"h", b" : ".join(_HEADERS)),
            (b"bh", b64encode(digest)),
            (b"b", b"0" * 60),
        ]


def read_key(setting: str, pem: str) -> Key:
    """Read a private key; raise BadInput that names the setting, and shows nothing of the key."""
    try:
        private = load_pem_private_key(pem.encode("utf-8"), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadInput(f"{setting}: is no key to sign with; {_EXPECTED}") from None
    match private:
        case RSAPrivateKey() if private.key_size >= SMALLEST:
            return _Rsa(private)
        case RSAPrivateKey():
            raise BadInput(f"{setting}: an RSA key of {private.key_size} bits is believed by nobody; expected 2048")
        case Ed25519PrivateKey():
            return _Ed25519(private)
        case _:
            raise BadInput(f"{setting}: is a key of another kind; {_EXPECTED}")
