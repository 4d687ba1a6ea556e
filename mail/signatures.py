"""DKIM signatures (RFC 6376): what a letter is signed with, and whether the signer's key in the DNS agrees.

The work is in two parts. `signatures` looks at the bytes, which takes long for a large letter and runs beside the loop;
`check_signature` asks for the key and compares. dkimpy knows the format. What it is handed is made harmless first: on a
million blanks, or a header of a hundred thousand folds, its patterns would dwell for hours.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import dkim
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from dkim.canonicalization import CanonicalizationPolicy, InvalidCanonicalizationPolicyError
from dkim.crypto import RSASSA_PKCS1_v1_5_verify, parse_public_key
from dkim.util import InvalidTagValueList, parse_tag_value

from cases.errors import TryLater
from mail.domains import a_label
from mail.lookup import Lookup

MOST = 8
"""So many signatures of one letter are looked at: each means another pass over all of it."""

HEAD_CAP = 128 * 1024
FIELD_CAP = 8 * 1024
KEYS = 3

WEAK, STRONGEST, LARGEST_EXPONENT = 1024, 8192, 2**33
"""Bits of an RSA key: fewer prove nothing (RFC 8301 §3.2), more are there to keep us busy."""

_BLANKS = re.compile(rb"[\t ]+")
_LONG_BLANK = re.compile(rb"\s{100}")
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")


@dataclass(frozen=True)
class Signature:
    """One signature. `digest` is what the key has to agree with; `fault` a result that is certain without asking."""

    domain: str
    selector: str = ""
    algorithm: str = "rsa"
    identity: str = ""
    digest: bytes = b""
    value: bytes = b""
    fault: str = ""


class _Faulty(Exception):
    """A signature that cannot hold; the text is the result as RFC 8601 §2.7.1 names it."""


def signatures(raw: bytes) -> tuple[Signature, ...]:
    """Give the signatures in the bytes of a letter (CR LF lines), the upper ones first. Never raises."""
    head = raw[: raw.find(b"\r\n\r\n") + 2] if b"\r\n\r\n" in raw else raw
    if b"dkim-signature" not in head.lower():
        return ()
    if len(head) > HEAD_CAP:
        return (Signature("", fault="permerror"),)
    try:
        letter = _Letter(dkim.DKIM(raw))
        return tuple(letter.signature(place) for place in range(min(MOST, len(letter.fields))))
    except Exception:  # noqa: BLE001 - dkimpy fails in many ways on headers that are none
        return (Signature("", fault="permerror"),)


class _Letter:
    """A letter as dkimpy took it apart."""

    def __init__(self, taken: Any) -> None:  # noqa: ANN401 - dkimpy has no types
        self._taken = taken
        self.fields: list[bytes] = [value for name, value in taken.headers if name.lower() == b"dkim-signature"]

    @cached_property
    def _squeezed(self) -> bytes:
        """Give the body as "relaxed" wants it but for its end (RFC 6376 §3.4.4): linear, whatever is in it."""
        return _BLANKS.sub(b" ", self._taken.body).replace(b" \r\n", b"\r\n")

    def signature(self, place: int) -> Signature:
        """Read one signature, and hash what it covers."""
        domain = ""
        try:
            if len(self.fields[place]) > FIELD_CAP or _LONG_BLANK.search(self.fields[place]):
                raise _Faulty("permerror")  # noqa: TRY301 - one way for all
            tags, covered, fields = self._taken.verify_headerprep(place)
            domain = a_label(tags[b"d"].decode())
            return self._hashed(domain, tags, covered, fields[place])
        except _Faulty as fault:
            return Signature(domain, fault=str(fault))
        except Exception:  # noqa: BLE001 - as above
            return Signature(domain, fault="permerror")

    def _hashed(self, domain: str, tags: dict[bytes, bytes], covered: list[bytes], field: Any) -> Signature:  # noqa: ANN401
        algorithm = tags[b"a"].decode().lower()
        selector = tags[b"s"].decode().lower()
        if b"from" not in covered or not domain or not _NAME.fullmatch(selector):
            raise _Faulty("permerror")
        if not algorithm.endswith("-sha256"):
            raise _Faulty("policy")  # RFC 8301 §3.1: SHA-1 proves nothing
        canon = _canon(tags)
        self._check_body(canon, tags)
        digest = hashlib.sha256()
        headers = canon.canonicalize_headers(self._taken.headers)
        # once more than there is: a second From that somebody put on top breaks the signature (RFC 6376 §8.15)
        dkim.hash_headers(digest, canon, headers, [*covered, b"from"], field, tags)
        identity = a_label(tags.get(b"i", tags[b"d"]).decode().rpartition("@")[2])
        value = base64.b64decode(b"".join(tags[b"b"].split()))
        return Signature(domain, selector, algorithm.removesuffix("-sha256"), identity, digest.digest(), value)

    def _check_body(self, canon: Any, tags: dict[bytes, bytes]) -> None:  # noqa: ANN401 - dkimpy has no types
        """Raise _Faulty where the body is another one, or where anybody could have added to it (RFC 6376 §8.2)."""
        relaxed = canon.body_algorithm.name == b"relaxed"
        body: bytes = canon.canonicalize_body(self._squeezed if relaxed else self._taken.body)
        length = int(tags.get(b"l", b"") or len(body))
        if hashlib.sha256(body[:length]).digest() != base64.b64decode(b"".join(tags[b"bh"].split())):
            raise _Faulty("fail")
        if length < len(body):
            raise _Faulty("policy")


def _canon(tags: dict[bytes, bytes]) -> Any:  # noqa: ANN401 - dkimpy has no types
    try:
        return CanonicalizationPolicy.from_c_value(tags.get(b"c"))
    except InvalidCanonicalizationPolicyError:
        raise _Faulty("permerror") from None


async def check_signature(signature: Signature, lookup: Lookup) -> str:
    """Give the result of a signature as RFC 8601 §2.7.1 names it."""
    if signature.fault:
        return signature.fault
    try:
        keys = await lookup.texts(f"{signature.selector}._domainkey.{signature.domain}")
    except TryLater:
        return "temperror"
    results = [_by_key(signature, key) for key in keys[:KEYS]]
    return "pass" if "pass" in results else next(iter(results), "permerror")


def _by_key(signature: Signature, key: bytes) -> str:
    try:
        tags = parse_tag_value(key)
        return _agreed(signature, tags) if _fits(signature, tags) else "permerror"
    except InvalidTagValueList:
        return "permerror"
    except Exception:  # noqa: BLE001 - what stands in the DNS may be anything
        return "permerror"


def _fits(signature: Signature, tags: dict[bytes, bytes]) -> bool:
    """Say whether a key may be used for a signature (RFC 6376 §3.6.1); one without `p` was withdrawn."""
    services = tags.get(b"s", b"*").replace(b" ", b"").split(b":")
    hashes = tags.get(b"h", b"sha256").replace(b" ", b"").split(b":")
    flags = tags.get(b"t", b"").replace(b" ", b"").split(b":")
    return (
        tags.get(b"v", b"DKIM1") == b"DKIM1"
        and bool(tags.get(b"p"))
        and tags.get(b"k", b"rsa").decode() == signature.algorithm
        and b"sha256" in hashes
        and bool({b"*", b"email"} & set(services))
        and (b"s" not in flags or signature.identity == signature.domain)
    )


class _Digest:
    """A digest that is there already, as dkimpy wants to be handed one."""

    name = "sha256"

    def __init__(self, digest: bytes) -> None:
        self._digest = digest

    def digest(self) -> bytes:
        """Give it."""
        return self._digest


def _agreed(signature: Signature, tags: dict[bytes, bytes]) -> str:
    public = base64.b64decode(b"".join(tags[b"p"].split()))
    if signature.algorithm == "ed25519":
        return _by_ed25519(signature, public)
    key = parse_public_key(public)
    bits = int(key["modulus"]).bit_length()
    if bits > STRONGEST or key["publicExponent"] > LARGEST_EXPONENT:
        return "permerror"
    if bits < WEAK:
        return "policy"
    return "pass" if RSASSA_PKCS1_v1_5_verify(_Digest(signature.digest), signature.value, key) else "fail"


def _by_ed25519(signature: Signature, public: bytes) -> str:
    """Compare by an Ed25519 key (RFC 8463)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature.value, signature.digest)
    except InvalidSignature:
        return "fail"
    except (ValueError, binascii.Error):
        return "permerror"
    return "pass"
