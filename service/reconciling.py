"""Once a day each mailbox is compared with what we have of it, by the process that fetches from it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from cases.errors import TryLater
from cases.office import Office
from mail.book_from_thread import BookFromThread
from mail.mailbox import Box
from mail.reconcile import due, reconcile
from service.timetable import add
from storage import mailbox_watch
from storage.book import Book
from storage.claims import Node

log = structlog.get_logger()

T = TypeVar("T")

EVERY = 600
"""Seconds after which it is looked which mailbox is due; one that could not be opened is due again."""


def reconciling(boxes: Sequence[Box], book: Book, offices: Mapping[str, Office], node: Node) -> AsyncIOScheduler:
    """Give the scheduler, not yet started."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    add(scheduler, "reconcile", EVERY, lambda: reconcile_due(boxes, book, offices, node))
    return scheduler


async def reconcile_due(boxes: Sequence[Box], book: Book, offices: Mapping[str, Office], node: Node) -> int:
    """Compare every mailbox whose turn it is, one after the other; give how many. One in trouble holds up no other."""
    states = {(state.organisation, state.name): state for state in await book.read(mailbox_watch.states)}
    done = 0
    for box in boxes:
        state = states.get((box.organisation, box.name))
        if state and due(state, node.clock()):
            done += await _reconcile(box, offices[box.organisation], book, node)
    return done


async def _reconcile(box: Box, office: Office, book: Book, node: Node) -> bool:
    about = {"organisation": box.organisation, "mailbox": box.name}
    from_thread = BookFromThread(book)
    try:
        found = await _in_thread(lambda: reconcile(box, office, from_thread, node.clock))
    except TryLater as failure:
        log.warning("a mailbox cannot be compared", reason=str(failure), **about)
        return False
    if found is None:
        log.info("a mailbox counts anew and is compared later", **about)
        return False
    say = log.warning if found.missing else log.info
    say("a mailbox was compared", missing=len(found.missing), unknown=found.unknown, **about)
    return True


async def _in_thread(work: Callable[[], T]) -> T:
    """Do something in a thread that nobody waits for when the service stops."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(tell: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
            loop.call_soon_threadsafe(lambda: None if future.done() else tell())

    def run() -> None:
        try:
            result = work()
        except Exception as failure:  # noqa: BLE001 - told to the one who waits
            settle(partial(future.set_exception, failure))
        else:
            settle(partial(future.set_result, result))

    threading.Thread(target=run, name="reconcile", daemon=True).start()
    return await future
