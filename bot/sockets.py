"""A web chat over a WebSocket (RFC 6455): lines in, each answered once it is durable; all that is said, out."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from bot.conversations import Caller
from bot.frames import BadFrame, line_of, number_of, read_frame, text_of
from bot.reception import FAULTS, Reception, Refused, accepted, peer_of, said
from bot.showing import Showing
from bot.throttle import Throttle
from cases.errors import TryLater

HELLO_WITHIN = 10.0
"""Seconds that whoever connects has to say who they are."""

FRAMES = 300
"""So many frames a minute are read of one socket; nobody types so fast."""

BAD_FRAMES = 3
"""The frame that makes so many bad ones is the last."""

AWAY, UNSUPPORTED, POLICY, TRY_AGAIN = 1001, 1003, 1008, 1013
"""Why a socket is closed (RFC 6455, 7.4.1; TRY_AGAIN as registered since)."""


class Closed(Exception):
    """The socket is closed; with `code` it is we who close it."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(str(code))
        self.code = code


async def serve(websocket: WebSocket, organisation: str, reception: Reception) -> None:
    """Hold a conversation over a socket until either side closes it; who may not have the chat gets 403."""
    try:
        reception.check_origin(websocket, organisation)
    except Refused:
        await websocket.close()  # before it is accepted: 403
        return
    await websocket.accept()
    socket = Socket(websocket, organisation, reception)
    with contextlib.suppress(WebSocketDisconnect, TimeoutError):
        try:
            await socket.hold()
        except Closed as closed:
            if closed.code:
                async with asyncio.timeout(reception.patience):
                    await websocket.close(closed.code)


class Socket:
    """One socket of one page."""

    def __init__(self, websocket: WebSocket, organisation: str, reception: Reception) -> None:
        self._websocket, self._organisation, self._reception = websocket, organisation, reception
        self._conversations, self._clock = reception.conversations, reception.conversations.clock
        self._language = accepted(websocket)
        self._frames, self._bad = Throttle(FRAMES), 0

    async def hold(self) -> None:
        """Hear who it is, then let lines in and out; raises Closed."""
        try:
            with self._reception.limits.open_by(peer_of(self._websocket)):
                async with asyncio.timeout(HELLO_WITHIN):
                    caller, after = await self._introduced()
                with self._reception.limits.open_of(caller.reference.digest):
                    await self._both_ways(caller, after)
        except TimeoutError:
            raise Closed(POLICY) from None
        except FAULTS as failure:
            await self._tell(failure)
            raise Closed(TRY_AGAIN if isinstance(failure, TryLater) else POLICY) from None

    async def _introduced(self) -> tuple[Caller, int]:
        """Hear who it is, and how far they are; raises NoReference where it is nobody we know, or not any more."""
        while True:
            try:
                hello = await self._heard()
                after = number_of({"after": 0, **hello}, "after")
                if hello.get("type") != "hello":
                    raise BadFrame("frame")  # noqa: TRY301 - it is told like every other
                caller = self._reception.caller(self._websocket, self._organisation, text_of(hello, "reference"))
            except BadFrame as bad:
                await self._tell(bad)
                self._count(bad)
            else:
                self._language = caller.reference.language
                return caller, after

    async def _both_ways(self, caller: Caller, after: int) -> None:
        showing = Showing(self._reception, caller, after)
        ways = [asyncio.create_task(self._show(showing)), asyncio.create_task(self._listen(caller, showing))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            ended = await asyncio.gather(*ways, return_exceptions=True)
        for failure in ended:
            if isinstance(failure, Exception):
                raise failure

    async def _show(self, showing: Showing) -> None:
        """Send whatever is new; raises Closed once nothing more comes."""
        async with aclosing(showing.frames()) as frames:
            async for frame in frames:
                if frame:
                    await self._send(frame)
        if showing.is_over:
            await self._send(self._error("over"))
            raise Closed(POLICY)
        raise Closed(AWAY)

    async def _listen(self, caller: Caller, showing: Showing) -> None:
        """Hear frame after frame; raises Closed once the other side does not go on, or shall not."""
        hears: Mapping[Any, Callable[[Mapping[str, Any], Caller, Showing], Awaitable[None]]] = {
            "line": self._line,
            "shown": self._shown,
            "ping": self._ping,
        }
        while True:
            try:
                frame = await self._heard()
                kind = frame.get("type")
                if not isinstance(kind, str) or kind not in hears:
                    raise BadFrame("frame")
                await hears[kind](frame, caller, showing)
            except FAULTS as failure:
                await self._tell(failure)
                self._count(failure)

    async def _line(self, frame: Mapping[str, Any], caller: Caller, showing: Showing) -> None:
        line = line_of(frame)
        try:
            self._reception.limits.line(caller.peer, caller.reference.digest, len(line.text), self._clock())
            chat = showing.chat or await self._conversations.begun(caller)
            await self._conversations.keep(chat, line)
        except FAULTS as failure:
            await self._tell(failure, line.client)
        else:
            await self._send({"type": "received", "client": line.client})

    async def _shown(self, frame: Mapping[str, Any], _: Caller, showing: Showing) -> None:
        """Note what the page has; nobody has what we have not sent."""
        seq = min(number_of(frame, "seq"), showing.seen.last)
        if showing.chat and showing.is_news(seq):
            await self._conversations.has(showing.chat, seq)

    async def _ping(self, *_: object) -> None:
        await self._send({"type": "pong"})

    async def _heard(self) -> dict[str, Any]:
        """Give the next frame; raises BadFrame where it says nothing, Closed where there is none."""
        message = await self._websocket.receive()
        if message["type"] != "websocket.receive":
            raise Closed
        if message.get("text") is None:
            raise Closed(UNSUPPORTED)
        if not self._frames.allows("", self._clock()):
            raise Closed(POLICY)
        return read_frame(message["text"])

    async def _tell(self, failure: Exception, client: str = "") -> None:
        """Say why something cannot be done."""
        refused = Refused.because(failure)
        about = client or getattr(failure, "client", "")
        frame = self._error(refused.code)
        if about:
            frame["client"] = about
        if refused.seconds:
            frame["retry_after"] = refused.seconds
        await self._send(frame)

    def _error(self, code: str) -> dict[str, Any]:
        office = self._conversations.offices[self._organisation]
        return {"type": "error", "code": code, "text": said(code, self._language, office)}

    def _count(self, failure: Exception) -> None:
        self._bad += isinstance(failure, BadFrame) and failure.code == "frame"
        if self._bad >= BAD_FRAMES:
            raise Closed(UNSUPPORTED)

    async def _send(self, frame: Mapping[str, Any]) -> None:
        async with asyncio.timeout(self._reception.patience):
            await self._websocket.send_json(frame)
