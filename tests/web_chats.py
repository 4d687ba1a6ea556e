"""Somebody with a browser at the web chat, over real HTTP and real WebSockets."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from ssl import create_default_context
from typing import Any
from uuid import uuid4

from httpx import AsyncClient, Response
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.at_work import Running, at_work
from tests.smtp import catching

SITE = "https://www.mentorix.dk"
"""A site that may have the chat of Mentorix."""

WEB = {"web": "127.0.0.1:0", "organisation": {"mentorix": {"chat_origins": [SITE]}}}

PATIENCE = 10.0

_peers = count(1)
_TLS = create_default_context()  # read once: it takes longer than a request


@asynccontextmanager
async def a_chat_service(template: Path, folder: Path) -> AsyncIterator[Running]:
    """Run a service with public pages on a database of its own, made after a template."""
    shutil.copy(template, folder / "book.db")
    async with catching() as catcher, at_work(f"sqlite:///{folder}/book.db", folder, catcher, **WEB) as opened:
        yield opened


def somebodys_address() -> str:
    """Give a network address that nobody else in the tests has."""
    number = next(_peers)
    return f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"


@dataclass
class Tab:
    """An open page: what it was sent, and its lines by their number."""

    socket: ClientConnection
    frames: list[dict[str, Any]] = field(default_factory=list)
    lines: dict[int, dict[str, Any]] = field(default_factory=dict)
    closed: int | None = None

    async def send(self, **frame: object) -> None:
        """Send a frame."""
        await self.socket.send(json.dumps(frame))

    async def type(self, text: str, client: str = "") -> str:
        """Type a line and wait until it is received; give what it is called."""
        client = client or uuid4().hex
        await self.send(type="line", client=client, text=text)
        await self.until(lambda: self.told("received", client=client))
        return client

    def told(self, type_: str, **about: object) -> bool:
        """Say whether there was a frame like this."""
        return any(frame["type"] == type_ and about.items() <= frame.items() for frame in self.frames)

    def texts(self, side: str = "") -> list[str]:
        """Give what stands on the page, in order, of one side or of both."""
        return [one["text"] for _, one in sorted(self.lines.items()) if one["side"].startswith(side)]

    def answered(self, client: str) -> bool:
        """Say whether a line was understood and something was said to it."""
        mine = [seq for seq, one in self.lines.items() if one["client"] == client and one["text"] is not None]
        return bool(mine) and any(one["side"] == "program" and seq > mine[0] for seq, one in self.lines.items())

    async def say(self, text: str) -> str:
        """Type a line and wait until it is answered; give what it is called."""
        client = await self.type(text)
        await self.until(lambda: self.answered(client))
        return client

    async def until(self, holds: Any) -> None:  # noqa: ANN401 - a question without arguments
        """Read frames until something holds."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self.read()

    async def until_closed(self) -> int:
        """Read frames until the other side closes; give the code."""
        async with asyncio.timeout(PATIENCE):
            while self.closed is None:
                try:
                    await self.read()
                except ConnectionClosed as closed:
                    self.closed = closed.rcvd.code if closed.rcvd else 1006
        return self.closed

    async def read(self) -> None:
        """Read one frame."""
        frame = json.loads(await self.socket.recv())
        self.frames.append(frame)
        self.lines |= {one["seq"]: one for one in frame.get("lines", ())}


@dataclass
class Visitor:
    """Somebody who has the chat of an organisation open; `reference` is what their browser keeps."""

    port: int
    organisation: str = "mentorix"
    site: str = ""
    reference: str = ""
    address: str = field(default_factory=somebodys_address)

    @property
    def home(self) -> str:
        """Give our own pages' address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """Give what the browser says of itself."""
        return {"Origin": self.site or self.home, "X-Forwarded-For": self.address, "Accept-Language": "da"}

    async def ask(self, method: str, path: str, **given: Any) -> Response:  # noqa: ANN401 - as httpx takes it
        """Ask for something of the organisation's chat."""
        headers = self.headers | ({"Authorization": f"Bearer {self.reference}"} if self.reference else {})
        headers |= given.pop("headers", {})
        async with AsyncClient(base_url=self.home, timeout=PATIENCE, verify=_TLS) as client:
            return await client.request(method, f"/chat/{self.organisation}/{path}", headers=headers, **given)

    async def post(self, path: str, **said: object) -> Response:
        """Post something as JSON."""
        return await self.ask("POST", path, json=said)

    async def begin(self, language: str = "da") -> dict[str, Any]:
        """Open the chat, as after a reload; give what the page is told."""
        answer = await self.post("session", reference=self.reference, language=language)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        self.reference = told["reference"]
        return told

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Tab]:
        """Give a socket on which nothing is said yet."""
        url = f"ws://127.0.0.1:{self.port}/chat/{self.organisation}/socket"
        async with connect(url, additional_headers=self.headers, max_size=None, max_queue=None) as socket:
            yield Tab(socket)

    @asynccontextmanager
    async def tab(self, after: int = 0) -> AsyncIterator[Tab]:
        """Give a page on which the conversation stands."""
        if not self.reference:
            await self.begin()
        async with self.connected() as tab:
            await tab.send(type="hello", reference=self.reference, after=after)
            yield tab
