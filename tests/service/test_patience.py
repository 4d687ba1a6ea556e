"""Whoever goes on with nothing holds no place for ever: with half a request, a body in drips, or an unread answer."""

import asyncio
import base64
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import StreamingResponse

from service.patience import Patience
from service.settings import Endpoint
from service.web import Site
from tests.smtp import HOST, until

SHORT = Patience(look=0.1, grace=0.3, slowest=1000)

HELD = 10.0
"""Seconds that somebody is asked to wait who goes on all the time."""


async def long(request: Request) -> int:
    return len(await request.body())


async def much() -> StreamingResponse:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b"x" * 65536

    return StreamingResponse(pieces())


async def quiet() -> StreamingResponse:
    async def now_and_then() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"."
            await asyncio.sleep(0.1)

    return StreamingResponse(now_and_then())


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    async for said in websocket.iter_text():
        await websocket.send_text(said)


def an_app() -> FastAPI:
    app = FastAPI()
    app.post("/")(long)
    app.get("/much")(much)
    app.get("/quiet")(quiet)
    app.websocket("/socket")(talk)
    return app


@asynccontextmanager
async def connected(
    patience: Patience = SHORT,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter, Site]]:
    site = Site("SVARFRIST_WEB", Endpoint(HOST, 0), an_app(), patience)
    site.start()
    reader, writer = await asyncio.open_connection(HOST, site.port)
    try:
        yield reader, writer, site
    finally:
        writer.transport.abort()
        await until(lambda: not site._server.server_state.connections, "the end of all connections")
        await site.stop()


async def hung_up(reader: asyncio.StreamReader) -> bytes:
    """Read to the end; give what came."""
    async with asyncio.timeout(HELD):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


@pytest.mark.parametrize("sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: aaa"])
async def test_who_never_says_what_they_want_is_hung_up_on(sent: bytes) -> None:
    async with connected() as (reader, writer, _):
        writer.write(sent)
        assert await hung_up(reader) == b""


@pytest.mark.parametrize("came", [b"", b"x" * 10])
async def test_a_body_that_does_not_come_is_waited_for_so_long_and_no_longer(came: bytes) -> None:
    async with connected() as (reader, writer, _):
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + came)
        assert (await hung_up(reader)).startswith(b"HTTP/1.1 408 ")


async def test_a_body_in_drips_is_waited_for_as_long_as_it_comes_fast_enough() -> None:
    async with connected(Patience(look=0.1, grace=0.3, slowest=10)) as (reader, writer, _):
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 50\r\n\r\n")
        for _ in range(10):
            writer.write(b"x" * 5)
            await asyncio.sleep(0.08)  # it is the pace itself that is tried
        assert (await hung_up(reader)).endswith(b"50")


async def test_an_answer_that_takes_its_time_is_not_cut_off() -> None:
    async with connected() as (reader, writer, _):
        writer.write(b"GET /quiet HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await hung_up(reader)).count(b"\r\n.\r\n") == 8


async def test_an_answer_that_nobody_reads_is_not_kept_for_them() -> None:
    async with connected() as (_, writer, site):
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # it is one of a socket
        writer.write(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
        await gone(site)


async def test_a_socket_that_asks_and_never_reads_costs_no_memory() -> None:
    async with connected(Patience()) as (reader, writer, site):
        writer.write(upgrade())
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # it is one of a socket
        pings = b"\x89\xfd\x00\x00\x00\x00" + b"p" * 125
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(1):
                while not writer.is_closing():
                    writer.write(pings * 500)
                    await writer.drain()
        assert max(map(unsent, site._server.server_state.connections)) < 1_000_000


async def test_an_idle_socket_stays_open() -> None:
    async with connected() as (reader, writer, _):
        writer.write(upgrade())
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(5 * SHORT.look)  # it is the waiting itself that is tried
        writer.write(b"\x81\x82" + struct.pack("!I", 0) + b"hi")
        assert await reader.readexactly(4) == b"\x81\x02hi"


def upgrade() -> bytes:
    """Give the request for a WebSocket."""
    key = base64.b64encode(bytes(16))
    asked = b"GET /socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return asked + b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + b"\r\n\r\n"


def unsent(connection: Any) -> int:  # noqa: ANN401 - uvicorn has no type for either kind
    """Count the bytes that wait for somebody to read them."""
    return int(connection.transport.get_write_buffer_size())


async def gone(site: Site) -> None:
    """Wait until nobody is connected any more who was."""
    connections = site._server.server_state.connections
    await until(lambda: bool(connections), "a connection")
    await until(lambda: not connections, "its end")
