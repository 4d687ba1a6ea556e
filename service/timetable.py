"""What happens by the clock: a handful of ticks, none of which does anything twice."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from cases.errors import IntakeError
from cases.office import Office
from intake.close_out import close_out
from intake.daily_overview import write_overviews
from intake.delayed import delayed
from intake.exclude import exclude_everywhere
from intake.gather import gather
from intake.give_back import left_alone
from intake.kept_figures import bring_up
from intake.task_reminders import remind_of_tasks
from intake.tick import tick
from intake.unanswered import unanswered
from intake.watch import Since, Watched, watch
from intake.watch_bots import watch_bots
from intake.wished_news import tell_wished
from storage.book import Book
from storage.claims import Node
from storage.staff import end_time

log = structlog.get_logger()

EVERY = 30
"""Seconds between two sweeps over the clocks."""


WATCH_EVERY = 60
"""Seconds between two looks at the mailboxes and the bots."""

FIGURES_EVERY = 600
"""Seconds between two counts of what changed, so that whoever asks for a report finds little left to count."""

OVERVIEW_EVERY = 60
"""Seconds between two looks at whether it is morning for anybody."""

WISHED_EVERY = 120
"""Seconds between two looks at what people asked to be told of."""

CLOSING_HOUR = 4
"""At this hour of UTC it is looked whether a customer relation has ended."""


def timetable(
    book: Book,
    offices: Mapping[str, Office],
    node: Node,
    watched: Sequence[Watched] = (),
    bots: Sequence[str] = (),
) -> AsyncIOScheduler:
    """Give the scheduler, not yet started. Its jobs live in memory: what is due stands in the database."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    started_at = node.clock()

    async def look() -> None:
        since = Since(started_at, node.clock())
        told = await book.run(watch, watched, offices, since) + await book.run(watch_bots, bots, offices, since)
        if told:
            log.warning("staff were told about a mailbox or a bot", letters=told)

    add(scheduler, "tick", EVERY, lambda: sweep(book, offices, node))
    at_night(scheduler, "close out", CLOSING_HOUR, lambda: book.run(close_out, offices, node.clock()))
    add(scheduler, "figures", FIGURES_EVERY, lambda: count_up(book, offices))
    add(scheduler, "daily overview", OVERVIEW_EVERY, lambda: book.run(write_overviews, offices, node.clock()))
    add(scheduler, "wished news", WISHED_EVERY, lambda: book.run(tell_wished, offices, node.clock()))
    if watched or bots:
        add(scheduler, "watch", WATCH_EVERY, look)
    return scheduler


def add(scheduler: AsyncIOScheduler, name: str, seconds: int, job: Callable[[], Awaitable[object]]) -> None:
    """Let something be done every so many seconds; where it fails, that is logged, and it is done again next time."""
    guarded = _guarded(name, job)
    scheduler.add_job(guarded, "interval", seconds=seconds, id=name, coalesce=True, misfire_grace_time=None)


def at_night(scheduler: AsyncIOScheduler, name: str, hour: int, job: Callable[[], Awaitable[object]]) -> None:
    """Let something be done once a day, at an hour of UTC; where it fails, that is logged, and done the next night."""
    scheduler.add_job(_guarded(name, job), "cron", hour=hour, id=name, coalesce=True, misfire_grace_time=None)


def _guarded(name: str, job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    async def guarded() -> None:
        try:
            await job()
        except IntakeError as failure:  # the scheduler would only warn of a job that "raised an exception"
            log.error("a job failed and is tried again", job=name, reason=str(failure))  # noqa: TRY400 - one line says it all

    return guarded


async def count_up(book: Book, offices: Mapping[str, Office]) -> None:
    """Count whatever changed, a few cases at a time, letters in between."""
    for office in offices.values():
        while await book.run(bring_up, office):
            pass


async def sweep(book: Book, offices: Mapping[str, Office], node: Node) -> int:
    """Tick until nothing is due, a transaction at a time, letters in between; give how many clocks were looked at.

    Then look at the letters that do not arrive, at the questions that nobody answers, at who has meanwhile become
    involved in what an appeal is about, at whose time at the desk is over, and at conversations by chat that somebody
    took over and left alone. What staff are told of all that leaves at the end, as far as its hour has come.
    """
    looked_at = 0
    while found := await book.run(tick, offices, node.clock()):
        looked_at += found
    while await book.run(delayed, offices, node.clock()):
        pass
    while await book.run(unanswered, offices, node.clock()):
        pass
    while await book.run(remind_of_tasks, offices, node.clock()):
        pass
    await book.run(exclude_everywhere, offices, node.clock())
    await book.run(left_alone, offices, node.clock())
    await book.run(end_time, node.clock())
    while await book.run(gather, offices, node.clock()):
        pass
    return looked_at
