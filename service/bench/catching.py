"""A mail server that catches the answers: as little work a letter as can be, so that it is not what is measured."""

import asyncio
import re
from collections.abc import Callable
from time import perf_counter

HELLO = b"250-catcher.example\r\n250-SIZE 50000000\r\n250 8BITMIME\r\n"
ANSWERS = {b"EHLO": HELLO, b"HELO": b"250 catcher.example\r\n", b"DATA": b"354 Go on\r\n", b"QUIT": b"221 Bye\r\n"}
END = b"\r\n.\r\n"

_ANSWERED = re.compile(rb"^In-Reply-To:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)
_OWN = re.compile(rb"^Message-ID:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)


class Caught:
    """What was caught: for each letter answered, when its first answer came, and the Message-IDs of all of them."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self.ids: dict[str, list[str]] = {}
        self.letters = 0

    def take(self, data: bytes) -> None:
        """Note a letter; one that answers nothing (a notice to staff) is only counted."""
        head = data[: data.find(b"\r\n\r\n")]
        answered, own = _ANSWERED.search(head), _OWN.search(head)
        self.letters += 1
        if answered and own:
            letter = answered[1].decode("ascii", "replace")
            self.at.setdefault(letter, perf_counter())
            self.ids.setdefault(letter, []).append(own[1].decode("ascii", "replace"))


class _Catcher(asyncio.Protocol):
    """One connection."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._data = bytearray()
        self._in_letter = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - for the type checker: TCP writes
        self._transport = transport
        transport.write(b"220 catcher.example\r\n")

    def data_received(self, data: bytes) -> None:
        self._data += data
        while self._step():
            pass

    def _step(self) -> bool:
        """Answer one command or letter; say whether there may be more."""
        end = END if self._in_letter else b"\r\n"
        place = self._data.find(end)
        if place < 0:
            return False
        piece = bytes(self._data[:place])
        del self._data[: place + len(end)]
        self._letter(piece) if self._in_letter else self._command(piece[:4].upper())
        return True

    def _letter(self, data: bytes) -> None:
        self._in_letter = False
        self._take(data)
        self._transport.write(b"250 Caught\r\n")

    def _command(self, verb: bytes) -> None:
        self._in_letter = verb == b"DATA"
        self._transport.write(ANSWERS.get(verb, b"250 OK\r\n"))
        if verb == b"QUIT":
            self._transport.close()


async def catch(caught: Caught) -> asyncio.Server:
    """Listen on a free port of this machine."""
    return await asyncio.get_running_loop().create_server(lambda: _Catcher(caught.take), "127.0.0.1", 0)


def port_of(server: asyncio.Server) -> int:
    """Give the port that a server was given."""
    return int(server.sockets[0].getsockname()[1])
