"""The mail server that takes our letters, as the settings name it, and who signs them."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from cases.errors import BadInput
from mail.sign import Signer

TLS = ("starttls", "tls", "none")
IMPLICIT = 465
"""The port on which TLS is there from the first byte (RFC 8314 §3.3)."""

_EXPECTED = "expected smtp://[user:password@]host:port[?tls=starttls|tls|none]"


@dataclass(frozen=True)
class Smarthost:
    """Where letters are handed over. `tls` is one of TLS; without it, STARTTLS is used where it is offered.

    The password is never shown.
    """

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: str | None = None

    @classmethod
    def parse(cls, written: str, password: str | None = None) -> Self:
        """Read the setting, and a password that stands elsewhere; raise BadInput that repeats neither.

        Who logs in does so over TLS, unless the setting says otherwise or the server is on this machine: a server that
        offers none, or somebody between, would get the password.
        """
        try:
            parts = urlsplit(written)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        tls = parse_qs(parts.query).get("tls", [None])[-1]
        if parts.scheme != "smtp" or not parts.hostname or not port or tls not in {*TLS, None}:
            raise BadInput(f"SVARFRIST_OUTGOING is no mail server; {_EXPECTED}")
        user = unquote(parts.username) if parts.username else None
        own = unquote(parts.password) if parts.password else None
        if password is not None and (own is not None or user is None):
            raise BadInput("SVARFRIST_OUTGOING_PASSWORD needs a user and no password in SVARFRIST_OUTGOING")
        return cls(parts.hostname, port, user, own or password, tls or _usual_tls(parts.hostname, port, user))


def _usual_tls(host: str, port: int, user: str | None) -> str | None:
    if port == IMPLICIT:
        return "tls"
    return "starttls" if user and not _is_here(host) else None


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def trusted(ca: Path | None) -> ssl.SSLContext:
    """Give what certificates are checked against: an authority of one's own alone, or those of this machine.

    Raises BadInput that names the file.
    """
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as unread:  # ssl.SSLError is one
        why = unread.strerror if not isinstance(unread, ssl.SSLError) else "holds no certificate in PEM"
        raise BadInput(f"SVARFRIST_OUTGOING_CA {ca}: {why}") from None


@dataclass(frozen=True)
class WayOut:
    """How letters leave: the server that takes them, whom we believe to be it, and who signs, by organisation.

    `key` is what links to cases' own pages are made with, empty where there are none.
    """

    smarthost: Smarthost
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    signers: Mapping[str, Signer] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)
