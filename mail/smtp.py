"""SMTP as this house speaks it: aiosmtpd with whole-letter reading, enhanced status codes, and caps.

aiosmtpd refuses a letter for one long line and answers an exception with a permanent error; both would lose letters.
"""

import asyncio
import re
from collections import defaultdict
from typing import Any, Protocol, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

CHUNK = 64 * 1024
END = b"\r\n.\r\n"
COMMAND_LIMIT = 512
COMMANDS = {"MAIL": 100_000, "RCPT": 200_000, "DATA": 100_000, "RSET": 100_000, "NOOP": 1_000, "*": 50}
"""How often a command may be said on one connection; what goes beyond is answered with 421."""

STATUS = {
    "250 OK": "2.0.0",
    "221 Bye": "2.0.0",
    "454": "4.7.0",
    "500": "5.5.2",
    "501": "5.5.4",
    "502": "5.5.1",
    "503": "5.5.1",
    "530": "5.7.0",
    "552": "5.3.4",
    "554": "5.7.0",
    "555": "5.5.4",
}
"""Enhanced status codes (RFC 3463) for the answers that aiosmtpd gives without one."""

_ANGLE = re.compile(r"\s*<([^<>\s\"\\@:]+@[^<>\s\"\\@:,]+)>(.*)", re.DOTALL)
_NULL = re.compile(r"\s*<\s*>(.*)", re.DOTALL)
_ENHANCED = re.compile(r"\d{3} [245]\.\d{1,3}\.\d{1,3} ")
_POSTMASTER = re.compile(r"\s*<(postmaster)>(.*)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(rb"\r{0,9}\n|\r")


class Keeper(Protocol):
    """What a session needs of the door it came in by."""

    size_limit: int

    def enter(self, session: "Smtp", peer: str) -> str | None:
        """Let a session in, or give the answer that turns it away."""

    def leave(self, session: "Smtp") -> None:
        """Forget a session that ended; twice does no harm."""

    async def keep(self, raw: bytes, envelope: Envelope, peer: str, helo: str) -> str:
        """Keep a letter and give the answer; never raises."""

    @property
    def closing(self) -> bool:
        """Whether the door is being closed."""


class Smtp(SMTP):
    """One connection. `busy` while a letter is being received or kept."""

    line_length_limit = CHUNK

    def __init__(self, keeper: Keeper, **options: Any) -> None:  # noqa: ANN401 - aiosmtpd's own options
        """Make the protocol of one connection; `options` are aiosmtpd's."""
        super().__init__(keeper, command_call_limit=COMMANDS, enable_SMTPUTF8=True, **options)
        self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT)
        self.busy = False
        self.peer = ""
        self._keeper = keeper
        self._entered = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a session, or turn it away where there are too many."""
        if self._entered:  # the same session again, after STARTTLS
            super().connection_made(transport)
            return
        name = transport.get_extra_info("peername")
        self.peer = str(name[0]) if isinstance(name, tuple) else ""
        refusal = self._keeper.enter(self, self.peer)
        if refusal:
            cast("asyncio.Transport", transport).write(f"{refusal}\r\n".encode())
            transport.close()
            return
        self._entered = True
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """End the session."""
        if self._entered and self.transport is not None:
            super().connection_lost(error)
        self._keeper.leave(self)

    def eof_received(self) -> bool | None:
        """Take the other side's goodbye."""
        return super().eof_received() if self._entered else False

    def say_goodbye(self) -> None:
        """Tell the other side that the service is closing, and hang up (RFC 5321 section 3.8)."""
        transport = cast("asyncio.Transport | None", self.transport)
        if transport is not None and not transport.is_closing():
            transport.write(f"421 4.3.2 {self.hostname} is closing; please come again\r\n".encode())
            transport.close()

    async def push(self, status: str | bytes) -> None:
        """Send an answer, with its enhanced status code where it has none."""
        text = status if isinstance(status, str) else status.decode("utf-8", "replace")
        self._writer.write(f"{_enhanced(text)}\r\n".encode("utf-8", "replace"))
        await self._writer.drain()

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: ARG002, N802 - aiosmtpd finds commands by their names
        """Refuse: nobody logs in here."""
        await self.push("502 5.5.1 AUTH is not offered")

    async def smtp_VRFY(self, arg: str) -> None:  # noqa: ARG002, N802 - as above
        """Say nothing about who is known here."""
        await self.push("252 2.5.0 Send some mail, it will be tried")

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - as above
        """Receive a letter and keep it; the answer says whether responsibility was taken (RFC 5321 section 6.1)."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        self.busy = True
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self.push(await self._letter(self.envelope))
            self.envelope = self._create_envelope()
        finally:
            self.busy = False
        if self._keeper.closing:
            self.say_goodbye()

    async def _letter(self, envelope: Envelope) -> str:
        """Read one letter to its end and give the answer to it."""
        data = await self._read(self._keeper.size_limit)
        if data is None:
            return f"552 5.2.3 The letter is larger than {self._keeper.size_limit} bytes"
        return await self._keeper.keep(as_written(data), envelope, self.peer, self._helo)

    @property
    def _helo(self) -> str:
        """The name that the other side gave itself, "" where it gave none."""
        return str(getattr(self.session, "host_name", None) or "")

    async def _read(self, limit: int) -> bytes | None:
        """Read up to the lone dot; None where that is more than `limit` bytes, which are read all the same.

        Only CR LF . CR LF ends a letter: by any other mixture one letter could smuggle in another (CVE-2023-51764).
        """
        data = bytearray()
        too_much = False
        while data != END[2:] and not data.endswith(END):
            try:
                data += await self._reader.readuntil(END[2:])
            except asyncio.LimitOverrunError as error:
                data += await self._reader.readexactly(error.consumed)
            self._reset_timeout()
            if too_much or len(data) > limit + len(END):
                too_much = True
                del data[: -len(END)]
        return None if too_much else bytes(data[:-3])

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """Read a path and what follows it; the usual forms without aiosmtpd's slow and thorough parser."""
        found = _ANGLE.fullmatch(arg) or _POSTMASTER.fullmatch(arg)
        if found:
            return found[1], found[2]
        null = _NULL.fullmatch(arg)
        return ("<>", null[1]) if null else self._slow_getaddr(arg)

    def _slow_getaddr(self, arg: str) -> tuple[str | None, str | None]:
        try:
            return super()._getaddr(arg)
        except (IndexError, AttributeError, ValueError, RecursionError):
            return None, None


def _enhanced(status: str) -> str:
    """Put in the enhanced status code that belongs to an answer, unless it has one or takes none."""
    code = STATUS.get(status[:3]) or STATUS.get(status)
    return status if code is None or _ENHANCED.match(status) else f"{status[:4]}{code} {status[4:]}"


def as_written(data: bytes) -> bytes:
    """End every line with CR LF and take off the dots that were put before dots.

    Bare CR and LF are made whole only here, after the true end is known (RFC 5321 section 2.3.8), and before the dots:
    programs that send bare LF put dots after those too.
    """
    if not data.count(b"\r\n") == data.count(b"\r") == data.count(b"\n"):
        data = _BREAK.sub(b"\r\n", data)
    return data.removeprefix(b".").replace(b"\r\n.", b"\r\n")


__all__ = ["Envelope", "Keeper", "Session", "Smtp", "as_written"]
