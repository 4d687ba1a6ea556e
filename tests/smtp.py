"""The mail world around the service: a server that catches what we send, and people who send us letters."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as LINES
from email.policy import default
from itertools import count
from typing import Any, cast

import aiosmtplib
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
PATIENCE = 30.0
"""Seconds a test waits for what must happen; much less is usual."""

KLAGE = (
    "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke, og vi fik ingen besked.\n\n"
    "Venlig hilsen\nAnna Holm"
)
"""A complaint in Danish, complete but for its papers."""

HANG_UP = "hang up"
"""An answer to DATA that is none: the letter was taken in, and the connection ends without a word."""

_numbers = count(1)


@dataclass(frozen=True)
class Caught:
    """A letter as it reached the next hop."""

    sender: str
    recipient: str
    raw: bytes

    @property
    def letter(self) -> EmailMessage:
        """Give it parsed."""
        parsed: Any = BytesParser(policy=default).parsebytes(self.raw)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def __getitem__(self, header: str) -> str:
        """Give a header as a person would read it, "" where there is none."""
        return str(self.letter[header] or "")

    @property
    def text(self) -> str:
        """Give what it says."""
        body = self.letter.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass
class Catcher:
    """The next hop: takes every letter, or answers as it is told (`script`, one answer a letter).

    While `open` is not set, it takes the letter and keeps its answer back. `seen` are all that came as far as the last
    dot; `letters` those it said 250 to.
    """

    port: int = 0
    letters: list[Caught] = field(default_factory=list)
    seen: list[Caught] = field(default_factory=list)
    script: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    greets: str | None = None
    open: asyncio.Event = field(default_factory=asyncio.Event)
    sessions: list[SMTP] = field(default_factory=list)
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds it by its name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Greet, or refuse to."""
        session.host_name = hostname
        return [self.greets] if self.greets else responses

    async def handle_HELO(self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str) -> str:  # noqa: N802 - as above
        """Greet the old way, or refuse to."""
        session.host_name = hostname
        return self.greets or "250 next.hop.test"

    async def handle_RCPT(  # noqa: N802 - as above
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, unless told otherwise."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Catch a letter."""
        caught = Caught(envelope.mail_from or "", ", ".join(envelope.rcpt_tos), envelope.original_content or b"")
        await self._note(self.seen, caught)
        await self.open.wait()
        answer = self.script.pop(0) if self.script else "250 OK"
        if answer == HANG_UP:
            cast("asyncio.Transport", server.transport).abort()
            return "421 gone"
        if answer.startswith("250"):
            await self._note(self.letters, caught)
        return answer

    async def _note(self, where: list[Caught], caught: Caught) -> None:
        async with self._came:
            where.append(caught)
            self._came.notify_all()

    async def wait_for(self, number: int, where: list[Caught] | None = None) -> list[Caught]:
        """Give the letters once so many were taken (or `seen`); fail where they do not come."""
        found = self.letters if where is None else where
        try:
            async with asyncio.timeout(PATIENCE), self._came:
                await self._came.wait_for(lambda: len(found) >= number)
        except TimeoutError:
            raise AssertionError(
                f"{number} letters expected, {len(found)} came: {[one['Subject'] for one in found]}"
            ) from None
        return found

    def hang_up(self) -> None:
        """End every connection."""
        for one in self.sessions:
            if one.transport is not None:
                cast("asyncio.Transport", one.transport).abort()

    def to(self, address: str) -> list[Caught]:
        """Give the letters that one person got."""
        return [caught for caught in self.letters if caught.recipient == address]

    @property
    def url(self) -> str:
        """Give its address as the setting SVARFRIST_OUTGOING wants it."""
        return f"smtp://{HOST}:{self.port}?tls=none"


@asynccontextmanager
async def catching(port: int = 0) -> AsyncIterator[Catcher]:
    """Run a catching server on a free port, or the one named."""
    catcher = Catcher()
    catcher.open.set()

    def session() -> SMTP:
        catcher.sessions.append(SMTP(catcher, enable_SMTPUTF8=True, hostname="next.hop.test"))
        return catcher.sessions[-1]

    server = await asyncio.get_running_loop().create_server(session, HOST, port)
    catcher.port = server.sockets[0].getsockname()[1]
    try:
        yield catcher
    finally:
        server.close()
        catcher.open.set()
        catcher.hang_up()
        await server.wait_closed()
        await until(
            lambda: all(one._handler_coroutine is None or one._handler_coroutine.done() for one in catcher.sessions)
        )


def a_letter(
    text: str = KLAGE,
    *,
    subject: str = "Klage over kursus",
    to: str = "info@mentorix.dk",
    sender: str = "Anna Holm <anna@example.org>",
    files: Sequence[tuple[str, str, bytes]] = (),
    **headers: str,
) -> bytes:
    """Give a letter's bytes. `files` are (name, media type, bytes); headers are named with _ for -, "" omits one."""
    letter = EmailMessage(LINES)
    letter["From"] = sender
    letter["To"] = to
    letter["Subject"] = subject
    plain = {"Date": "Mon, 02 Mar 2026 10:59:00 +0100", "Message-ID": f"<{next(_numbers)}@example.org>"}
    given = plain | {key.replace("_", "-"): value for key, value in headers.items()}
    for name, value in given.items():
        if value:
            letter[name] = value
    letter.set_content(text, cte="quoted-printable")
    for name, media_type, content in files:
        maintype, _, subtype = media_type.partition("/")
        letter.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return bytes(letter)


PAPER = ("kvittering.pdf", "application/pdf", b"%PDF-1.4 one page of a receipt\n" * 40)
"""A document that belongs to a complaint."""


async def deliver(port: int, raw: bytes, *to: str, sender: str = "anna@example.org") -> str:
    """Send a letter to the door; give the answer to its last dot. The door must take it."""
    client = aiosmtplib.SMTP(hostname=HOST, port=port, start_tls=False, timeout=PATIENCE)
    async with client:
        _, answer = await client.sendmail(sender, list(to or ("info@mentorix.dk",)), raw)
    return answer


async def until(holds: Callable[[], object | Awaitable[object]], what: str = "it") -> None:
    """Wait until something holds, looking again and again; fail where it never does."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _value(holds()):  # noqa: ASYNC110 - what is waited for happens elsewhere and tells nobody
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"{what} did not happen within {PATIENCE} seconds") from None


async def _value(found: object | Awaitable[object]) -> object:
    return await found if isinstance(found, Awaitable) else found
