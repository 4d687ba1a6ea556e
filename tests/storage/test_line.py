"""Where pages wait: whoever is waited for goes first, nobody is left behind, and only equals share a commit."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.book import Book
from storage.line import Job, Lane, Line
from storage.page import Page
from tests.storage.written import write_arrival


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def jobs(loop: asyncio.AbstractEventLoop, *lanes: Lane) -> list[Job]:
    return [Job(lambda _page: None, loop.create_future(), loop, lane) for lane in lanes]


def line_of(waiting: list[Job]) -> Line:
    line = Line()
    for job in waiting:
        line.put(job)
    return line


def test_who_is_waited_for_goes_before_those_who_came_earlier(loop: asyncio.AbstractEventLoop) -> None:
    waiting = jobs(loop, Lane.IN_TURN, Lane.IN_TURN, Lane.WAITED_FOR)
    line = line_of(waiting)
    assert [line.next() for _ in waiting] == [waiting[2], waiting[0], waiting[1]]


def test_pages_of_one_lane_share_a_commit_until_there_are_no_more(loop: asyncio.AbstractEventLoop) -> None:
    waiting = jobs(loop, *[Lane.IN_TURN] * 3)
    line = line_of(waiting)
    first = line.next()
    assert first is waiting[0]
    assert [line.behind(first), line.behind(first), line.behind(first)] == [waiting[1], waiting[2], None]


def test_one_who_is_waited_for_ends_the_commit_of_the_others(loop: asyncio.AbstractEventLoop) -> None:
    waiting = jobs(loop, Lane.IN_TURN, Lane.IN_TURN)
    (urgent,) = jobs(loop, Lane.WAITED_FOR)
    line = line_of(waiting)
    first = line.next()
    line.put(urgent)
    assert first
    assert line.behind(first) is None
    assert line.next() is urgent


def test_who_is_waited_for_shares_no_commit_with_others(loop: asyncio.AbstractEventLoop) -> None:
    line = line_of(jobs(loop, Lane.WAITED_FOR, Lane.IN_TURN))
    first = line.next()
    assert first
    assert line.behind(first) is None


@given(st.lists(st.sampled_from(Lane), max_size=30))
def test_everybody_is_taken_once_and_each_lane_in_its_order(lanes: list[Lane]) -> None:
    loop = asyncio.new_event_loop()
    waiting = jobs(loop, *lanes)
    line = line_of(waiting)
    line.close()
    taken = list(iter(line.next, None))
    loop.close()
    assert len(taken) == len(waiting)
    for lane in Lane:
        assert [job for job in taken if job and job.lane is lane] == [job for job in waiting if job.lane is lane]


def test_a_closed_line_lets_every_taker_go() -> None:
    line = Line()
    found: list[Job | None] = []
    takers = [threading.Thread(target=lambda: found.append(line.next())) for _ in range(3)]
    for taker in takers:
        taker.start()
    line.close()
    for taker in takers:
        taker.join(5)
    assert found == [None] * 3


async def test_in_the_book_a_letter_at_the_door_is_kept_before_a_crowd_is_worked_off(database: str) -> None:
    order: list[str] = []

    def slowly(page: Page, name: str) -> None:
        write_arrival(page)
        order.append(name)

    async with Book(database) as book:
        crowd = [asyncio.create_task(book.run(slowly, "crowd")) for _ in range(300)]
        await asyncio.sleep(0)
        await book.run_first(slowly, "letter")
        assert order.count("crowd") < 150
        await asyncio.gather(*crowd)
    assert order.count("crowd") >= 300
