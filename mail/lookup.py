"""What the DNS says, asked without holding up anybody, and remembered as long as it says it may be."""

from typing import Any

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver

from cases.errors import BadInput, TryLater

KINDS = ("A", "AAAA", "MX", "PTR", "TXT")
PATIENCE = 4.0
"""Seconds that one question may take, over all servers and tries."""

REMEMBERED = 20_000
"""So many answers are kept at most."""

AWAY = (dns.exception.Timeout, dns.resolver.NoNameservers, OSError)


class Lookup:
    """Asks the machine's name servers, or the one at `server` (host and port)."""

    def __init__(self, server: tuple[str, int] | None = None, patience: float = PATIENCE) -> None:
        """Take a server to ask; raise BadInput where none is named and the machine knows none."""
        try:
            self._resolver = dns.asyncresolver.Resolver(configure=server is None)
        except dns.resolver.NoResolverConfiguration:
            raise BadInput("this machine knows no name server; name one in SVARFRIST_RESOLVER") from None
        if server:
            self._at(*server)
        self._resolver.lifetime = patience
        self._resolver.timeout = patience / 2
        self._resolver.cache = dns.resolver.LRUCache(REMEMBERED)

    def _at(self, host: str, port: int) -> None:
        try:
            self._resolver.nameservers = [host]
        except ValueError:
            raise BadInput(
                f'SVARFRIST_RESOLVER "{host}" is no network address; expected one, as 127.0.0.1:53'
            ) from None
        self._resolver.port = port

    async def texts(self, name: str) -> tuple[bytes, ...]:
        """Give the TXT records of a name, each in one piece."""
        return tuple(b"".join(record.strings) for record in await self._ask(name, "TXT"))

    async def records(self, name: str, kind: str) -> tuple[Any, ...]:
        """Give the records of a name, aliases followed: addresses and names as str, MX as (preference, name)."""
        match kind:
            case "TXT":
                return await self.texts(name)
            case "MX":
                return tuple((record.preference, _plain(record.exchange)) for record in await self._ask(name, kind))
            case "PTR":
                return tuple(_plain(record.target) for record in await self._ask(name, kind))
            case _:
                return tuple(record.address for record in await self._ask(name, kind))

    async def exists(self, name: str) -> bool:
        """Say whether a domain has anything at all that mail could have to do with (RFC 9989 §3.2)."""
        for kind in ("MX", "A", "AAAA"):
            if await self._ask(name, kind):
                return True
        return False

    async def _ask(self, name: str, kind: str) -> tuple[Any, ...]:
        """Ask; () where there is nothing, or where the name is none. Raises TryLater where nobody answers."""
        try:
            return tuple(await self._resolver.resolve(_absolute(name), kind, search=False))
        except AWAY as away:
            raise TryLater(f"the DNS does not answer ({type(away).__name__})") from None
        except (dns.exception.DNSException, ValueError):
            return ()


def _absolute(name: str) -> dns.name.Name:
    return dns.name.from_text(name.rstrip(".") + ".")


def _plain(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True)
