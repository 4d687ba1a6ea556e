"""Letters with genuine signatures, and the keys in the DNS that go with them."""

import base64
from functools import cache

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from mail.signatures import signatures
from tests.dns import Zones

SELECTOR = "s1"
BITS = 1024


@cache
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    """Give a key, the same for every test: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def published(bits: int = BITS) -> str:
    """Give the p= of a key."""
    der = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(rsa_key(bits).public_key().public_bytes(*der)).decode()


def publish(zones: Zones, domain: str, record: str | None = None) -> None:
    """Write a domain's key into the DNS, or whatever record is given."""
    zones.put(f"{SELECTOR}._domainkey.{domain}", "TXT", record or f"v=DKIM1; k=rsa; p={published()}")


def signed(raw: bytes, domain: str, **options: object) -> bytes:
    """Sign a letter for a domain; `options` are dkimpy's."""
    pem = rsa_key(BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    given = {"canonicalize": (b"relaxed", b"relaxed"), **options}
    field: bytes = dkim.sign(raw, SELECTOR.encode(), domain.encode(), pem, **given)
    return field + raw


def signed_by_ed25519(raw: bytes, domain: str) -> tuple[bytes, str]:
    """Sign a letter with Ed25519 (RFC 8463); give it and the p= of the key. By hand: dkimpy needs a package for it."""
    key = ed25519.Ed25519PrivateKey.generate()
    head, _, tail = signed(raw, domain).replace(b"a=rsa-sha256", b"a=ed25519-sha256", 1).rpartition(b" b=")
    rest = tail[tail.index(b"\r\nFrom:") :]
    (unsigned,) = signatures(head + b" b=AAAA" + rest)
    value = base64.b64encode(key.sign(unsigned.digest))
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return head + b" b=" + value + rest, base64.b64encode(public).decode()
