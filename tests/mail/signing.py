"""Keys to sign with, and a reader who looks at signatures."""

import subprocess
from base64 import b64encode
from functools import cache

import dkim
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from mail.sign import Signer, read_key

RSA, ED25519, OTHER = "rsa", "ed25519", "another kind"
SELECTOR = "svar2026"


@cache
def _key(kind: str) -> rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey:
    if kind == ED25519:
        return ed25519.Ed25519PrivateKey.generate()
    if kind == OTHER:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, 2048)


@cache
def pem(kind: str) -> str:
    """Give a private key as its file has it."""
    return _key(kind).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def small_key() -> str:
    """Give an RSA key of 512 bits, which anybody can find out in an afternoon."""
    command = ["openssl", "genrsa", "512"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words


def public(kind: str) -> rsa.RSAPublicKey | ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey:
    """Give the other half of a key."""
    return _key(kind).public_key()


def record(kind: str) -> bytes:
    """Give what the DNS shows of a key."""
    shape = (Encoding.Raw, PublicFormat.Raw) if kind == ED25519 else (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=" + kind.encode() + b"; p=" + b64encode(public(kind).public_bytes(*shape))


def a_signer(kind: str, domain: str = "mentorix.dk") -> Signer:
    """Give what signs for a domain."""
    return Signer(domain, SELECTOR, read_key("a key", pem(kind)))


def verified(raw: bytes, kind: str, domain: str = "mentorix.dk") -> bool:
    """Say whether a reader who asks the DNS finds the letter's signature good."""

    def answer(name: bytes, **_: object) -> bytes:
        assert name == f"{SELECTOR}._domainkey.{domain}.".encode()
        return record(kind)

    return bool(dkim.verify(raw, dnsfunc=answer))
