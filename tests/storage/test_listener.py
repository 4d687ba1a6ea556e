"""The listener: nothing that happens to its connection ends it, and stopping it never fails."""

import asyncio
import socket

import structlog
from sqlalchemy import make_url

from storage.bell import Bell
from storage.listener import Listener
from tests.smtp import HOST, until


async def test_whatever_answers_instead_of_the_database_the_listener_tries_again_and_stops() -> None:
    knocks = 0

    async def answers_nonsense(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal knocks
        knocks += 1
        writer.write(b"220 this is no database\r\n")
        writer.close()

    server = await asyncio.start_server(answers_nonsense, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    listener = Listener(make_url(f"postgresql+psycopg://svarfrist@{HOST}:{port}/x"), Bell())
    with structlog.testing.capture_logs() as said:
        await listener.start()
        await until(lambda: knocks >= 2, "a second try")
        await listener.stop()
    server.close()
    assert {one["event"] for one in said} == {"the listener lost its connection"}


async def test_a_setting_that_no_connection_can_be_made_of_does_not_end_it() -> None:
    listener = Listener(make_url("postgresql+psycopg://svarfrist@localhost/x?no_such_option=1"), Bell())
    with structlog.testing.capture_logs() as said:
        await listener.start()
        await until(lambda: len(said) >= 2, "a second try")
        await listener.stop()
    assert said[0]["reason"] == "ProgrammingError"


async def test_a_listener_stops_though_nobody_ever_answered() -> None:
    with socket.create_server((HOST, 0)) as silent:
        url = f"postgresql+psycopg://svarfrist@{HOST}:{silent.getsockname()[1]}/x"
        listener = Listener(make_url(url), Bell())
        await listener.start()
        await asyncio.sleep(0.05)
        await listener.stop()


async def test_a_listener_that_was_never_started_can_be_stopped() -> None:
    await Listener(make_url("postgresql+psycopg://svarfrist@localhost/x"), Bell()).stop()
