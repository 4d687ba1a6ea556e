"""PostgreSQL's LISTEN: rings this process's bell for what other processes wrote."""

import asyncio

import psycopg
import structlog
from sqlalchemy import URL

from storage.bell import Bell

log = structlog.get_logger()

AGAIN = 1.0
"""Seconds until a connection that broke is opened anew."""


class Listener:
    """One connection that only listens. When it breaks it is opened anew; polling bridges the gap."""

    def __init__(self, url: URL, bell: Bell) -> None:
        self._conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._bell = bell
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._listen(), name="listener")

    async def stop(self) -> None:
        """Stop listening; whatever became of the connection, this never fails."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    await connection.execute("LISTEN svarfrist")
                    async for notice in connection.notifies():
                        self._bell.ring([notice.payload])
            except Exception as failure:  # noqa: BLE001 - without it, every letter would wait for the next poll
                log.warning("the listener lost its connection", reason=type(failure).__name__)
            await asyncio.sleep(AGAIN)
