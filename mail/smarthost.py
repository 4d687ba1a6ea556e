"""The mail server that takes our letters, as the setting SVARFRIST_OUTGOING names it."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from cases.errors import BadInput

TLS = ("starttls", "tls", "none")
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
    def parse(cls, written: str) -> Self:
        """Read the setting; raise BadInput that says what was expected, without repeating a password."""
        try:
            parts = urlsplit(written)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        tls = parse_qs(parts.query).get("tls", [None])[-1]
        if parts.scheme != "smtp" or not parts.hostname or not port or tls not in {*TLS, None}:
            raise BadInput(f"SVARFRIST_OUTGOING is no mail server; {_EXPECTED}")
        user = unquote(parts.username) if parts.username else None
        return cls(parts.hostname, port, user, unquote(parts.password) if parts.password else None, tls)
