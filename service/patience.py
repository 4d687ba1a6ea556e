"""How long a web server waits for whoever goes on with nothing: half a request, a body in drips, an answer unread.

Each such visitor would hold a connection, its memory and a place in a queue for as long as they like, and a few hundred
of them would shut everybody else out.
"""

import asyncio
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

TOO_SLOW = 408
"""RFC 9110 §15.5.9."""


@dataclass(frozen=True)
class Patience:
    """Seconds after which something is done about a server, a connection or a visitor that is stuck.

    `restart`: a server that died is begun again. `look`: connections are looked at; who stands at the same place twice
    is hung up on. A body has `grace`, and one second more for each `slowest` bytes that came.
    """

    restart: float = 5.0
    look: float = 15.0
    grace: float = 30.0
    slowest: int = 2048


class Patient:
    """An application whose visitors go on sending what they began to send, or are told that it takes too long."""

    def __init__(self, app: ASGIApp, patience: Patience) -> None:
        self._app, self._patience = app, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a visitor; who left in the middle of a request is no fault of anybody's."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = _Visit(receive, send, self._patience)
        try:
            await self._app(scope, visit.receive, visit.send)
        except ClientDisconnect:
            await visit.tell_if_late()
        except Exception:
            if not visit.late:
                raise
            await visit.tell_if_late()
        else:
            await visit.tell_if_late()


class _Visit:
    """One request."""

    def __init__(self, receive: Receive, send: Send, patience: Patience) -> None:
        self._receive, self._send, self._patience = receive, send, patience
        self._began = asyncio.get_running_loop().time()
        self._came, self._whole, self._answered = 0, False, False
        self.late = False

    async def receive(self) -> Message:
        """Give what came next; that somebody left, where nothing comes for too long."""
        if self._whole:
            return await self._receive()
        allowed = self._patience.grace + self._came / self._patience.slowest
        try:
            async with asyncio.timeout_at(self._began + allowed):
                message = await self._receive()
        except TimeoutError:
            self.late = self._whole = True
            return {"type": "http.disconnect"}
        self._came += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Send an answer, unless nobody waits for this one any more."""
        if self.late and not self._answered:
            return
        self._answered = True
        await self._send(message)

    async def tell_if_late(self) -> None:
        """Say that it took too long, and hang up."""
        if self.late and not self._answered:
            headers = [(b"content-length", b"0"), (b"connection", b"close"), (b"cache-control", b"no-store")]
            await self._send({"type": "http.response.start", "status": TOO_SLOW, "headers": headers})
            await self._send({"type": "http.response.body", "body": b""})


class PatientSocket(WebSocketsSansIOProtocol):
    """A WebSocket that hears nothing more while its answers are not read: each ping would be one more to keep."""

    def pause_writing(self) -> None:
        """Hear nothing more."""
        super().pause_writing()
        if not self.read_paused and not self.transport.is_closing():
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on hearing, unless there is something to be worked on first."""
        super().resume_writing()
        if not self.read_paused and not self.transport.is_closing():
            self.transport.resume_reading()


@dataclass
class Look:
    """What connections stood at when they were looked at last."""

    _before: dict[Any, Hashable] = field(default_factory=dict)

    def hang_up(self, connections: Iterable[Any]) -> None:
        """Hang up on whoever stands where they stood before: connections of uvicorn, of HTTP or WebSockets."""
        now = {one: where for one in connections if (where := _stands_at(one)) is not None}
        for one, where in now.items():
            if self._before.get(one) == where:
                one.transport.abort()
        self._before = now


def _stands_at(connection: Any) -> Hashable | None:  # noqa: ANN401 - uvicorn has no type for either kind
    """Say where a connection stands that is not to stay there; None where it may stay as long as it likes."""
    transport = connection.transport
    if unread := transport.get_write_buffer_size():
        return ("unread", unread)
    if transport.is_closing():
        return "closing"
    if isinstance(connection, WebSocketsSansIOProtocol):
        return None
    asked = connection.cycle
    return ("asks nothing", asked) if asked is None or asked.response_complete else None
