"""The DNS around the service: a name server on loopback that answers from what a test wrote into it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

HOST = "127.0.0.1"
CHUNK = 200


@dataclass
class Zones:
    """What is known by name and kind. A name in `broken` is answered SERVFAIL, one in `silent` not at all.

    `asked` are the questions that came, as "TXT _dmarc.example.org".
    """

    port: int = 0
    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def put(self, name: str, kind: str, *values: str) -> None:
        """Write records as a zone file has them; a TXT as one plain string, which is cut and quoted here."""
        self.records[name, kind] = [_quoted(value) if kind == "TXT" else value for value in values]

    @property
    def server(self) -> tuple[str, int]:
        """Give where it listens."""
        return HOST, self.port

    def answer(self, raw: bytes) -> bytes | None:
        """Answer one question."""
        query = dns.message.from_wire(raw)
        (question,) = query.question
        name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append(f"{kind} {name}")
        if name in self.silent:
            return None
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if name in self.broken:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif found := self.records.get((name, kind)):
            response.answer.append(dns.rrset.from_text_list(question.name, 300, "IN", kind, found))
        elif not any(known == name or known.endswith(f".{name}") for known, _ in self.records):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


def _quoted(value: str) -> str:
    pieces = [value[place : place + CHUNK] for place in range(0, len(value), CHUNK)] or [""]
    return " ".join('"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"' for piece in pieces)


class _Server(asyncio.DatagramProtocol):
    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)  # Python 3.11 forgot to say that it is one

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = self._zones.answer(data)
        if answer is not None and self._transport is not None:
            self._transport.sendto(answer, addr)


@asynccontextmanager
async def name_server() -> AsyncIterator[Zones]:
    """Run a name server on a free port until the block ends."""
    zones = Zones()
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: _Server(zones), (HOST, 0))
    zones.port = transport.get_extra_info("sockname")[1]
    try:
        yield zones
    finally:
        transport.close()
