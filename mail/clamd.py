"""ClamAV's clamd, asked over its socket whether there is a virus in some bytes. They never touch a file of ours."""

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Self

from cases.errors import BadInput, TryLater
from cases.files import CLEAN, UNCHECKED

CHUNK = 256 * 1024
"""Bytes sent at once."""

CONNECTING, SCANNING = 5.0, 180.0
"""Seconds until it must have answered our call, and until it must know: its own limit for a scan is 120."""

_EXPECTED = "expected unix:/path/to/clamd.sock or tcp://host:port"
_UNIX = re.compile(r"unix:/*(/[^\x00-\x1f]+)")
_LONGEST_PATH = 107
_TCP = re.compile(r"tcp://(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})/?")
_FOUND = re.compile(r"(?:stream|fd\[\d+\]|instream\([^)]*\)): (.+) FOUND", re.IGNORECASE | re.DOTALL)
_CLEAN = re.compile(r"(?:stream|fd\[\d+\]|instream\([^)]*\)): OK", re.IGNORECASE)
_TOO_LARGE = "size limit exceeded"
_LONGEST_NAME = 100
_LONGEST_ANSWER = 4096
_NOT_IN_NAMES = re.compile(r"[^\w.:/()+-]+", re.ASCII)


@dataclass(frozen=True)
class Clamd:
    """Where clamd listens: a socket's path, or a host and port; and how many seconds it may take."""

    path: str = ""
    host: str = ""
    port: int = 0
    connecting: float = CONNECTING
    scanning: float = SCANNING

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read the setting; raise BadInput that names it."""
        if (unix := _UNIX.fullmatch(written)) and len(unix[1].encode()) <= _LONGEST_PATH:
            return cls(path=unix[1])
        found = _TCP.fullmatch(written)
        if not found or not 0 < int(found[3]) <= 65535:  # noqa: PLR2004 - the last port there is
            raise BadInput(f'SVARFRIST_SCANNER "{" ".join(written.split())}" is no scanner; {_EXPECTED}')
        return cls(host=found[1] or found[2], port=int(found[3]))

    async def verdict(self, octets: bytes) -> str:
        """Say what is in some bytes: CLEAN, the name of what was found, or UNCHECKED where they are too many for it.

        Raises TryLater where it is away, takes too long, or says that it cannot tell.
        """
        answer = await self._asked(b"zINSTREAM\0", octets)
        if _CLEAN.fullmatch(answer):
            return CLEAN
        if found := _FOUND.fullmatch(answer):
            return _named(found[1])
        if _TOO_LARGE in answer.lower():
            return UNCHECKED
        raise TryLater(f"the virus scanner does not say: {answer[:_LONGEST_NAME] or 'it hung up'}")

    async def answers(self) -> bool:
        """Say whether it is there."""
        with contextlib.suppress(TryLater):
            return await self._asked(b"zPING\0") == "PONG"
        return False

    async def _asked(self, command: bytes, octets: bytes | None = None) -> str:
        """Give the answer to a command, with what is to be looked into behind it; "" where it hung up."""
        try:
            async with asyncio.timeout(self.connecting if octets is None else self.scanning), self._call() as line:
                with contextlib.suppress(OSError):  # it may hang up on what is too much for it; it has answered then
                    await _send(line, command, octets)
                return await _answer(line)
        except TimeoutError:
            raise TryLater("the virus scanner does not answer in time") from None
        except OSError as away:
            raise TryLater(f"the virus scanner does not answer: {away.strerror or type(away).__name__}") from None

    @contextlib.asynccontextmanager
    async def _call(self) -> AsyncIterator[socket.socket]:
        """Connect. A bare socket, since a stream forgets the answer that came before the line was cut."""
        async with asyncio.timeout(self.connecting):
            line = await self._connected()
        with line:
            yield line

    async def _connected(self) -> socket.socket:
        """Give a line to the first of its addresses that takes our call: "localhost" has two."""
        if self.path:
            return await _line(socket.AF_UNIX, self.path)
        loop = asyncio.get_running_loop()
        failure = OSError("no address")
        for family, *_, address in await loop.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
            try:
                return await _line(family, address)
            except OSError as refused:
                failure = refused
        raise failure


def _named(found: str) -> str:
    """Give the name of a find as one that can be stored and shown, and is taken for none of our own words."""
    name = _NOT_IN_NAMES.sub("_", found)[:_LONGEST_NAME]
    return f"{name}_" if name in {CLEAN, UNCHECKED} else name


async def _line(family: int, address: object) -> socket.socket:
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.setblocking(False)
        await asyncio.get_running_loop().sock_connect(line, address)  # type: ignore[arg-type]  # as getaddrinfo gave it
    except BaseException:
        line.close()
        raise
    return line


async def _send(line: socket.socket, command: bytes, octets: bytes | None) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(line, command)
    if octets is not None:
        for start in range(0, len(octets), CHUNK):
            piece = octets[start : start + CHUNK]
            await loop.sock_sendall(line, len(piece).to_bytes(4, "big") + piece)
        await loop.sock_sendall(line, bytes(4))


async def _answer(line: socket.socket) -> str:
    loop = asyncio.get_running_loop()
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        got = await loop.sock_recv(line, _LONGEST_ANSWER)
        if not got:
            break
        answer += got
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
