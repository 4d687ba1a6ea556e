"""A web server beside everything else: begun again when it dies, stopped with the service."""

import asyncio
import contextlib
import errno
import functools
import socket
from collections.abc import Generator
from dataclasses import replace

import structlog
import uvicorn
from fastapi import FastAPI

from cases.errors import BadInput
from service.patience import Look, Patience, Patient, PatientSocket
from service.settings import Endpoint

log = structlog.get_logger()

FINISH = 10
"""Seconds that requests have to finish when the service stops; whoever never ends one does not keep it up."""

LONGEST_FRAME = 64 * 1024
"""Bytes that a WebSocket takes at once; whoever sends more is closed with 1009 (RFC 6455)."""


class Site:
    """An application at an address; `port` is the one it was given. Raises BadInput where the address is taken.

    `proxies` are the addresses and networks that are believed when they say for whom they ask (X-Forwarded-For).
    """

    def __init__(
        self, name: str, at: Endpoint, app: FastAPI, patience: Patience | None = None, proxies: tuple[str, ...] = ()
    ) -> None:
        self._name, self._patience = name, patience or Patience()
        self._new_server = functools.partial(_server, Patient(app, self._patience), proxies)
        self._listening = _listening(name, at)
        self.port = int(self._listening.getsockname()[1])
        self._at = replace(at, port=self.port)
        self._server = self._new_server()
        self._stops = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to serve."""
        self._tasks = [asyncio.create_task(one, name=self._name) for one in (self._run(), self._look())]

    async def stop(self) -> None:
        """Finish what was asked for, then close."""
        self._stops.set()
        self._server.should_exit = True
        await asyncio.gather(*self._tasks)
        self._listening.close()

    async def _run(self) -> None:
        while not self._stops.is_set():
            try:
                await self._server.serve(sockets=[self._listening])
            except Exception:
                log.exception("a web server failed and is begun again", part=self._name)
                await self._begin_again()

    async def _look(self) -> None:
        """Hang up on connections that are stuck, now and then."""
        look = Look()
        while not await self._stops_within(self._patience.look):
            look.hang_up(tuple(self._server.server_state.connections))

    async def _begin_again(self) -> None:
        for server in self._server.servers:
            server.close()
        self._listening.close()
        while not await self._stops_within(self._patience.restart):
            try:
                self._listening = _listening(self._name, self._at)
            except BadInput as taken:
                log.warning("a web server cannot be begun again yet", part=self._name, reason=str(taken))
            else:
                self._server = self._new_server()
                return

    async def _stops_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stops.wait()
        return self._stops.is_set()


class _Server(uvicorn.Server):
    """A web server that leaves the signals to the service."""

    servers: list[asyncio.Server] = []  # noqa: RUF012 - set anew when it starts; until then it listens nowhere

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave them alone: whoever runs the service decides when all of it stops."""
        yield


def _server(app: Patient, proxies: tuple[str, ...]) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws=PatientSocket,
            ws_max_size=LONGEST_FRAME,
            ws_per_message_deflate=False,  # idle sockets are many, and each would keep its own dictionary
            forwarded_allow_ips=list(proxies),
            timeout_graceful_shutdown=FINISH,
        )
    )


def _listening(name: str, at: Endpoint) -> socket.socket:
    family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
    try:
        return socket.create_server((at.host, at.port), family=family, backlog=512)
    except OSError as refused:
        why = "is taken by another program" if refused.errno == errno.EADDRINUSE else f"cannot be opened: {refused}"
        raise BadInput(f"{name} {at.host}:{at.port} {why}") from None
