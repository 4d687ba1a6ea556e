"""A door to knock at, and a peer that says what it is told over a real socket."""

import asyncio
import re
import smtplib
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from mail.door import Arrive, Delivery, DoorConfig, OpenDoor, open_door

ORGANISATIONS = {
    "info@mentorix.dk": "mentorix",
    "privacy@poweredbymmentor.nl": "mentor",
    "info@poweredbymmentor.nl": "mentor",
}
HOST = "127.0.0.1"


@dataclass
class Kept:
    """Where the letters go that came in."""

    deliveries: list[Delivery] = field(default_factory=list)

    async def __call__(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)

    @property
    def raw(self) -> list[bytes]:
        return [delivery.raw for delivery in self.deliveries]


@dataclass
class Peer:
    """A client without manners: bytes out, answers in."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def connect(cls, door: OpenDoor) -> Self:
        return cls(*await asyncio.open_connection(HOST, door.port))

    async def answer(self) -> str:
        lines = []
        while True:
            line = (await asyncio.wait_for(self.reader.readline(), 5)).decode().rstrip("\r\n")
            lines.append(line)
            if not re.match(r"\d{3}-", line):
                return "\n".join(lines)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def say(self, line: str) -> str:
        await self.send(f"{line}\r\n".encode())
        return await self.answer()

    async def begin(self, sender: str = "<anna@example.org>", *recipients: str) -> None:
        """Go as far as the 354."""
        await self.answer()
        await self.say("EHLO example.org")
        assert (await self.say(f"MAIL FROM:{sender}")).startswith("250")
        for recipient in recipients or ("<info@mentorix.dk>",):
            assert (await self.say(f"RCPT TO:{recipient}")).startswith("250")
        assert (await self.say("DATA")).startswith("354")

    async def letter(self, data: bytes) -> str:
        """Send what follows the 354 and give the answer."""
        await self.send(data)
        return await self.answer()

    async def hang_up(self) -> None:
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except ConnectionError:
            return


@asynccontextmanager
async def a_door(arrive: Arrive, **settings: Any) -> AsyncIterator[OpenDoor]:  # noqa: ANN401 - any setting
    door = await open_door(DoorConfig(host=HOST, port=0, hostname="mx.test", **settings), arrive, ORGANISATIONS)
    try:
        yield door
    finally:
        await door.close()


async def by_smtplib(door: OpenDoor, use: Callable[[smtplib.SMTP], Any]) -> Any:  # noqa: ANN401 - whatever `use` gives
    """Talk to the door with the standard library's client, in a thread."""

    def talk() -> Any:  # noqa: ANN401 - as above
        with smtplib.SMTP(HOST, door.port, timeout=10) as client:
            return use(client)

    return await asyncio.to_thread(talk)


def trusting() -> ssl.SSLContext:
    """Give a client's context that takes any certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
