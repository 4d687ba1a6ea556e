"""A page with the chat open, as a browser holds it: a session over HTTP, then a WebSocket, and what comes and goes."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from uuid import uuid4

from httpx import AsyncClient, HTTPError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from cases.errors import TryLater
from service.bench.visitors import Visitor

PATIENCE = 20.0
"""Seconds that a line may wait for its answer."""


@dataclass
class Said:
    """What became of lines: the seconds until each was ticked and until it was answered, by what the page calls it.

    `sent` has the instant at which each left; `refused` are the codes of those that were not taken.
    """

    sent: dict[str, float] = field(default_factory=dict)
    ticked: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def since(self, instant: float) -> "Said":
        """Give what became of the lines that left from an instant on."""
        sent = {client: at for client, at in self.sent.items() if at >= instant}
        ticked = {client: took for client, took in self.ticked.items() if client in sent}
        answered = {client: took for client, took in self.answered.items() if client in sent}
        return Said(sent, ticked, answered, self.refused)


class Tab:
    """An open page. What it is shown it says it has, as the widget does."""

    def __init__(self, socket: ClientConnection, said: Said) -> None:
        self._socket, self._said = socket, said
        self._waits: dict[str, asyncio.Event] = {}
        self._last = 0
        self._unread: dict[int, str] = {}

    async def say(self, text: str) -> None:
        """Type a line and wait until it is answered, or for as long as patience lasts."""
        client = uuid4().hex
        answered = self._waits[client] = asyncio.Event()
        self._said.sent[client] = perf_counter()
        await self._socket.send(json.dumps({"type": "line", "client": client, "text": text}))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await answered.wait()

    async def listen(self) -> None:
        """Read frame after frame until the socket closes."""
        with contextlib.suppress(WebSocketException):
            async for frame in self._socket:
                await self._hear(json.loads(frame), perf_counter())

    async def _hear(self, frame: Mapping[str, Any], now: float) -> None:
        match frame["type"]:
            case "received":
                client = frame["client"]
                self._said.ticked[client] = now - self._said.sent[client]
            case "lines":
                await self._show(frame["lines"], now)
            case "error":
                self._said.refused.append(frame["code"])
                self._done(frame.get("client", ""))

    async def _show(self, lines: list[Mapping[str, Any]], now: float) -> None:
        for line in lines:
            if line["side"] == "person":
                if line["text"] is not None:
                    self._unread[line["seq"]] = line["client"]
            else:
                self._answered_before(line["seq"], now)
        last = max(line["seq"] for line in lines)
        if last > self._last:
            self._last = last
            await self._socket.send(json.dumps({"type": "shown", "seq": last}))

    def _answered_before(self, seq: int, now: float) -> None:
        """Note that the lines that stand before an answer are answered."""
        for mine in [one for one in self._unread if one < seq]:
            client = self._unread.pop(mine)
            if client in self._waits:
                self._said.answered[client] = now - self._said.sent[client]
            self._done(client)

    def _done(self, client: str) -> None:
        if client in self._waits:
            self._waits.pop(client).set()


@contextlib.asynccontextmanager
async def tab(http: AsyncClient, port: int, visitor: Visitor, said: Said) -> AsyncIterator[Tab]:
    """Open the chat for a visitor until the block ends. Raises TryLater where the service does not let them in."""
    headers = {"Origin": f"http://127.0.0.1:{port}", "X-Forwarded-For": visitor.peer}
    here = f"127.0.0.1:{port}/chat/{visitor.organisation}"
    asks = {"reference": "", "language": visitor.language}
    try:
        answer = await http.post(f"http://{here}/session", json=asks, headers=headers)
        hello = {"type": "hello", "reference": answer.raise_for_status().json()["reference"], "after": 0}
        async with connect(f"ws://{here}/socket", additional_headers=headers, compression=None) as socket:
            await socket.send(json.dumps(hello))
            page = Tab(socket, said)
            listening = asyncio.create_task(page.listen())
            try:
                yield page
            finally:
                listening.cancel()
    except (HTTPError, OSError, WebSocketException) as failure:
        raise TryLater(f"the chat does not let a visitor in: {failure!r}") from failure
