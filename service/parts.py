"""What the service is made of while it runs, and how its parts are kept running."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from cases.office import Office
from storage.book import Book
from storage.claims import Node
from storage.vault import Vault

log = structlog.get_logger()

RESTART = 5.0
"""Seconds before a part that failed is begun again."""


@dataclass
class Service:
    """A running service: its case book, its organisations, and the ports it was given."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    node: Node
    smtp_port: int = 0
    web_port: int = 0
    desk_port: int = 0


def keep_running(name: str, part: Callable[[], Coroutine[Any, Any, None]], stack: contextlib.AsyncExitStack) -> None:
    """Run a part until the service stops; one that fails is logged and begun again, the others go on meanwhile."""

    async def guarded() -> None:
        while True:
            try:
                await part()
            except Exception:
                log.exception("a part of the service failed and is begun again", part=name)
                await asyncio.sleep(RESTART)

    task = asyncio.create_task(guarded(), name=name)

    async def stop() -> None:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    stack.push_async_callback(stop)


def begin(scheduler: AsyncIOScheduler, stack: contextlib.AsyncExitStack) -> None:
    """Start what works by the clock, and stop it with the service."""
    scheduler.start()
    stack.callback(scheduler.shutdown, wait=False)
