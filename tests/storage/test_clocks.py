"""Clocks in the book: frozen as they were computed, looked at in order, each by one process."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from cases.clock import Clock
from cases.outgoing import Stop
from cases.policy import ClockName
from storage import clocks
from storage.book import Book
from storage.clocks import Due
from storage.page import Page
from tests.builders import AT
from tests.postgres import Postgres
from tests.storage.written import a_clock, write_case

HOUR = timedelta(hours=1)
ANSWER = Stop(1, ClockName.ANSWER)


async def clock(book: Book, name: ClockName = ClockName.ANSWER) -> Clock:
    found = await book.read(clocks.of_case, "mentorix", 1)
    return next(one for one in found if one.name is name)


async def due(book: Book, hours: float, limit: int = 100) -> tuple[Due, ...]:
    return await book.run(clocks.due, {"mentorix"}, AT + hours * HOUR, limit)


async def test_a_clock_comes_back_as_it_was_frozen(book: Book) -> None:
    frozen = a_clock(paused_days=3)
    await book.run(write_case, (frozen, AT + HOUR))
    assert await clock(book) == frozen


async def test_the_clocks_of_a_case_come_with_the_one_that_ends_first_in_front(book: Book) -> None:
    late, soon = a_clock(), a_clock(ClockName.HANDLING, due_at=AT + HOUR)
    await book.run(write_case, (late, None), (soon, None))
    assert [one.name for one in await book.read(clocks.of_case, "mentorix", 1)] == ["handling", "answer"]


async def test_what_is_due_comes_in_the_order_of_its_time_and_not_before(book: Book) -> None:
    for id_, hours in ((1, 3), (2, 1), (3, 2)):
        await book.run(write_case, (a_clock(), AT + hours * HOUR), id=id_, number=f"MX-26-00000{id_}")
    await book.run(write_case, (a_clock(), None), id=4, number="MX-26-000004")
    assert [one.case for one in await due(book, 0.9)] == []
    assert [one.case for one in await due(book, 2)] == [2, 3]
    assert [one.case for one in await due(book, 99)] == [2, 3, 1]
    assert [one.case for one in await due(book, 99, limit=2)] == [2, 3]


async def test_the_sweep_knows_when_it_has_to_look_next(book: Book) -> None:
    assert await book.read(clocks.next_look) is None
    await book.run(write_case, (a_clock(), AT + 2 * HOUR), (a_clock(ClockName.HANDLING), AT + HOUR))
    assert await book.read(clocks.next_look) == AT + HOUR


async def test_a_stopped_clock_is_not_looked_at_again_and_keeps_the_first_instant(book: Book) -> None:
    await book.run(write_case, (a_clock(), AT + HOUR))
    await book.run(clocks.stop, "mentorix", ((1, ClockName.ANSWER),), AT + HOUR)
    await book.run(clocks.stop, "mentorix", ((1, ClockName.ANSWER),), AT + 9 * HOUR)
    assert (await clock(book)).stopped_at == AT + HOUR
    assert await due(book, 999) == ()


async def test_stopping_what_does_not_run_has_no_effect(book: Book) -> None:
    await book.run(write_case, (a_clock(), None))
    await book.run(clocks.stop, "mentorix", ((1, ClockName.REFERRAL), (404, ClockName.ANSWER)), AT)
    await book.run(clocks.stop, "mentor", ((1, ClockName.ANSWER),), AT)
    assert (await clock(book)).running


async def test_a_clock_runs_again_when_what_stopped_it_did_not_happen(book: Book) -> None:
    await book.run(write_case, (a_clock(), AT + HOUR))
    await book.run(clocks.stop, "mentorix", ((1, ClockName.ANSWER),), AT + HOUR)
    await book.run(clocks.restart, "mentorix", ANSWER, AT + HOUR, AT + 2 * HOUR)
    assert (await clock(book)).running
    assert [one.case for one in await due(book, 2)] == [1]


async def test_a_clock_that_something_else_had_stopped_before_stays_stopped(book: Book) -> None:
    await book.run(write_case, (a_clock(), AT + HOUR))
    await book.run(clocks.stop, "mentorix", ((1, ClockName.ANSWER),), AT)
    await book.run(clocks.restart, "mentorix", ANSWER, AT + HOUR, AT + 2 * HOUR)
    assert (await clock(book)).stopped_at == AT
    assert await due(book, 999) == ()


async def test_what_was_looked_at_remembers_its_steps_and_its_next_look(book: Book) -> None:
    await book.run(write_case, (a_clock(), AT))
    (one,) = await due(book, 0)
    await book.run(clocks.looked, [(one, frozenset({"remind", "missed"}), AT + 5 * HOUR)])
    assert await due(book, 4) == ()
    assert (await due(book, 5))[0] == replace(one, steps_done=frozenset({"remind", "missed"}))
    await book.run(clocks.looked, [(one, frozenset(), None)])
    assert await due(book, 999) == ()


@pytest.mark.postgres
async def test_two_who_sweep_at_once_never_look_at_the_same_clock(postgres: Postgres) -> None:
    """Each keeps its page open until both have asked: what one holds, the other passes over."""
    postgres.drop("sweeping")
    url = postgres.create("sweeping", "with_tables")
    async with Book(url) as one, Book(url) as other:
        for id_ in (1, 2, 3, 4):
            await one.run(write_case, (a_clock(), AT), id=id_, number=f"MX-26-00000{id_}")
        loop, asked = asyncio.get_running_loop(), asyncio.Barrier(2)

        def look(page: Page) -> list[int]:
            found = [due.case for due in clocks.due(page, {"mentorix"}, AT, 2)]
            asyncio.run_coroutine_threadsafe(asked.wait(), loop).result(20)
            return found

        first, second = await asyncio.gather(one.run(look), other.run(look))
    assert sorted(first + second) == [1, 2, 3, 4]


@pytest.mark.postgres
async def test_clocks_of_one_case_are_looked_at_by_one_who_sweeps(postgres: Postgres) -> None:
    """Were they shared out, each of two could hold a clock of the case that the other waits for, for ever."""
    postgres.drop("sweeping")
    url = postgres.create("sweeping", "with_tables")
    async with Book(url) as one, Book(url) as other:
        await one.run(write_case, (a_clock(), AT), (a_clock(ClockName.HANDLING), AT))
        loop, asked = asyncio.get_running_loop(), asyncio.Barrier(2)

        def look(page: Page) -> int:
            found = len(clocks.due(page, {"mentorix"}, AT, 1))
            asyncio.run_coroutine_threadsafe(asked.wait(), loop).result(20)
            return found

        assert sorted(await asyncio.gather(one.run(look), other.run(look))) == [0, 1]
