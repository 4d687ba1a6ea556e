"""What happens by the clock: a handful of ticks, none of which does anything twice."""

from collections.abc import Mapping

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from cases.errors import IntakeError
from cases.office import Office
from intake.tick import tick
from storage.book import Book
from storage.claims import Node

log = structlog.get_logger()

EVERY = 30
"""Seconds between two sweeps over the clocks."""


def timetable(book: Book, offices: Mapping[str, Office], node: Node) -> AsyncIOScheduler:
    """Give the scheduler, not yet started. Its jobs live in memory: what is due stands in the database."""
    scheduler = AsyncIOScheduler(timezone="UTC")

    async def sweep_now() -> None:
        try:
            await sweep(book, offices, node)
        except IntakeError as failure:  # the scheduler would only warn of a job that "raised an exception"
            log.error("a sweep failed", reason=str(failure))  # noqa: TRY400 - one line says it all

    scheduler.add_job(sweep_now, "interval", seconds=EVERY, id="tick", coalesce=True, misfire_grace_time=None)
    return scheduler


async def sweep(book: Book, offices: Mapping[str, Office], node: Node) -> int:
    """Tick until nothing is due, a transaction at a time, letters in between; give how many clocks were looked at."""
    looked_at = 0
    while found := await book.run(tick, offices, node.clock()):
        looked_at += found
    return looked_at
