"""What a letter says of where it is from, before anybody has asked whether that is true."""

from dataclasses import dataclass

from cases.message import Authentication
from mail import headers
from mail.domains import a_label
from mail.front import told_by_front
from mail.mime import Fields, Splitter
from mail.signatures import Signature, signatures

HEAD_CAP = 1024 * 1024


@dataclass(frozen=True)
class Trust:
    """Whose word counts for an organisation: its front server's, by authserv-id, or our own where we are the border."""

    authserv_id: str | None = None
    border: bool = False


NOBODYS = Trust()
"""Nobody's word counts."""


@dataclass(frozen=True)
class Claims:
    """The domains that a letter names as its authors', each once, and its signatures."""

    authors: tuple[str, ...]
    signatures: tuple[Signature, ...]


def claims_of(raw: bytes) -> Claims:
    """Give what the bytes of a letter claim. Never raises."""
    return Claims(_authors(_fields(raw)), signatures(raw))


def front_says(raw: bytes, authserv_id: str | None) -> Authentication | None:
    """Give what the front server found out about the bytes of a letter; None where it, or nobody, says anything."""
    if not authserv_id:
        return None
    fields = _fields(raw)
    authors = _authors(fields)
    return told_by_front(fields, authserv_id, authors[0] if len(authors) == 1 else "")


def _fields(raw: bytes) -> Fields:
    end = raw.find(b"\r\n\r\n", 1, HEAD_CAP)
    return Splitter().split(raw[: end + 4] if end >= 0 else raw[:HEAD_CAP]).fields


def _authors(fields: Fields) -> tuple[str, ...]:
    domains = (a_label(one.address.rpartition("@")[2]) for one in headers.addresses(fields, "from"))
    return tuple(dict.fromkeys(domain for domain in domains if domain))
