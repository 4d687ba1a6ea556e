"""The mail server behind the trial: takes every letter, sends none on, and keeps them to be read."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from typing import Any

from aiosmtpd import smtp

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Caught:
    """A letter that would have left: its envelope, its content, and when it was caught (the loop's seconds)."""

    sender: str
    recipient: str
    letter: EmailMessage
    at: float

    @property
    def subject(self) -> str:
        """Its subject, on one line."""
        return " ".join(str(self.letter["Subject"]).split())

    @property
    def text(self) -> str:
        """What it says."""
        body = self.letter.get_body(("plain",))
        return str(body.get_content()) if body else ""


class Catcher:
    """aiosmtpd's handler. `port` is where it listens; `new` are letters nobody has looked at, oldest first."""

    def __init__(self) -> None:
        self.port = 0
        self.letters: dict[str, Caught] = {}
        self.new: asyncio.Queue[Caught] = asyncio.Queue()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd's
        """Keep a letter under its Message-ID; the same letter again replaces it."""
        letter = message_from_bytes(envelope.content, policy=SMTP)
        at = asyncio.get_running_loop().time()
        caught = Caught(envelope.mail_from, envelope.rcpt_tos[0], letter, at)
        if letter["Message-ID"] not in self.letters:
            self.new.put_nowait(caught)
        self.letters[letter["Message-ID"]] = caught
        return "250 Caught"


@contextlib.asynccontextmanager
async def catching() -> AsyncIterator[Catcher]:
    """Catch letters on a port that is free."""
    catcher, loop = Catcher(), asyncio.get_running_loop()
    server = await loop.create_server(partial(smtp.SMTP, catcher, hostname="catcher", loop=loop), LOOPBACK, 0)
    catcher.port = server.sockets[0].getsockname()[1]
    try:
        yield catcher
    finally:
        server.close()
