"""The timetable: a handful of ticks; one that fails is told and comes again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from structlog.testing import capture_logs

from cases.case import Case
from cases.errors import TryLater
from cases.office import Office
from cases.staff import Staff
from intake.house_letter import HOUSE
from intake.tick import AT_ONCE
from intake.watch import Watched
from service.timetable import add, sweep, timetable
from storage import history, outbox, staff
from storage.book import Book
from storage.claims import Node
from storage.page import Page
from tests.at_work import MovedClock
from tests.builders import AT
from tests.smtp import until
from tests.storage.written import a_clock, write_case

LATE = AT + timedelta(hours=1, seconds=1)
"""When a term is missed that has its last second an hour after the beginning."""


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def node(clock: MovedClock) -> Node:
    return Node("here:1:test", clock)


def write_cases(page: Page, count: int) -> list[Case]:
    due = a_clock(due_at=AT + timedelta(hours=1))
    return [
        write_case(page, (due, due.due_at), id=id_, number=f"MX-26-{id_:06}", queue="course-administration")
        for id_ in range(1, count + 1)
    ]


async def missed(book: Book, case: Case) -> int:
    return [event.verb for event in await book.read(history.of_case, "mentorix", case.id)].count("missed")


async def test_a_sweep_goes_on_until_nothing_is_due(
    book: Book, offices: dict[str, Office], node: Node, clock: MovedClock
) -> None:
    cases = await book.run(write_cases, 2 * AT_ONCE + 5)
    assert await sweep(book, offices, node) == 0
    clock.now = LATE
    assert await sweep(book, offices, node) == len(cases)
    assert await sweep(book, offices, node) == 0
    assert [await missed(book, case) for case in (cases[0], cases[-1])] == [1, 1]


async def test_two_sweeps_at_once_do_nothing_twice(
    book: Book, offices: dict[str, Office], node: Node, clock: MovedClock
) -> None:
    cases = await book.run(write_cases, 40)
    clock.now = LATE
    await asyncio.gather(*(sweep(book, offices, node) for _ in range(4)))
    assert [await missed(book, case) for case in cases] == [1] * 40


async def test_the_scheduler_sweeps_by_itself(
    book: Book, offices: dict[str, Office], node: Node, clock: MovedClock
) -> None:
    (case,) = await book.run(write_cases, 1)
    clock.now = LATE
    scheduler = timetable(book, offices, node)
    scheduler.start()
    try:
        _at_once(scheduler)

        async def is_done() -> bool:
            return await missed(book, case) == 1

        await until(is_done, "the sweep")
    finally:
        scheduler.shutdown(wait=False)


def _at_once(scheduler: AsyncIOScheduler) -> None:
    """Let the next sweep come now."""
    scheduler.modify_job("tick", next_run_time=datetime.now(UTC))


async def test_a_silent_mailbox_is_told_by_the_clock_alone_though_nobody_fetches(
    book: Book, offices: dict[str, Office], node: Node, clock: MovedClock
) -> None:
    person = Staff("mentorix", 1, "bo@mentorix.example", "Bo Lund", "course_administrator")
    await book.run(staff.add, person, "no password", AT)
    scheduler = timetable(book, offices, node, [Watched("mentorix", "info")])
    clock.now = AT + timedelta(minutes=16)
    scheduler.start()
    try:
        scheduler.modify_job("watch", next_run_time=datetime.now(UTC))

        async def is_told() -> bool:
            return len(await book.read(outbox.of_thread, "mentorix", HOUSE)) == 1

        await until(is_told, "the notice")
    finally:
        scheduler.shutdown(wait=False)


async def test_where_nothing_is_fetched_nothing_is_watched(book: Book, offices: dict[str, Office], node: Node) -> None:
    assert timetable(book, offices, node).get_job("watch") is None


async def test_a_job_that_fails_is_told_and_done_again() -> None:
    scheduler, tries = AsyncIOScheduler(timezone="UTC"), []

    async def fails_once() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise TryLater("the database does not answer")

    add(scheduler, "look", 3600, fails_once)
    with capture_logs() as logged:
        scheduler.start()
        try:
            scheduler.modify_job("look", next_run_time=datetime.now(UTC))
            await until(lambda: logged, "the failure")
            scheduler.modify_job("look", next_run_time=datetime.now(UTC))
            await until(lambda: len(tries) > 1, "the second try")
        finally:
            scheduler.shutdown(wait=False)
    assert [(one["job"], one["reason"]) for one in logged] == [("look", "the database does not answer")]


async def test_a_sweep_that_was_late_is_done_once_and_not_once_for_each_time_it_was_missed(
    book: Book, offices: dict[str, Office], node: Node
) -> None:
    job = timetable(book, offices, node).get_job("tick")
    assert job.coalesce is True
    assert job.misfire_grace_time is None
