"""The case book: what `run` promises to those who write, and what happens when the database is in the way or away."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, InternalError

from cases.errors import BadInput, NotAllowed, TryLater
from cases.message import Channel
from storage import arrivals, casebook, outbox, threads
from storage.book import Book
from storage.inbox_tables import ARRIVAL
from storage.page import Page
from storage.tables import THREAD
from storage.threads import Thread
from tests.postgres import Postgres
from tests.smtp import until
from tests.storage.written import write_arrival, write_case


def kept_count(page: Page) -> int:
    row = page.one(select(func.count()).select_from(ARRIVAL))
    return int(row[0]) if row else 0


def write_and_fail(page: Page) -> None:
    write_arrival(page)
    raise NotAllowed("no")


async def test_many_pages_at_once_are_all_there_for_the_next_process(database: str) -> None:
    async with Book(database) as book:
        ids = await asyncio.gather(*(book.run(write_arrival) for _ in range(200)))
        async with Book(database) as next_process:
            assert await next_process.read(kept_count) == 200
    assert len(set(ids)) == 200


async def test_one_page_that_fails_gets_its_own_error_and_leaves_the_others_written(book: Book) -> None:
    outcomes = await asyncio.gather(
        *(book.run(write_arrival) for _ in range(20)),
        book.run(write_and_fail),
        *(book.run(write_arrival) for _ in range(20)),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [int] * 20 + [NotAllowed] + [int] * 20
    assert await book.read(kept_count) == 40


async def test_an_error_that_nobody_foresaw_reaches_the_one_who_asked(book: Book) -> None:
    def divide(_page: Page) -> float:
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        await book.run(divide)
    assert await book.run(write_arrival)


async def test_what_a_failed_page_wanted_to_wake_stays_asleep(book: Book) -> None:
    with pytest.raises(NotAllowed):
        await book.run(write_and_fail)
    assert not await book.wait(arrivals.topic(Channel.MAIL), 0.05)
    await book.run(write_arrival)
    assert await book.wait(arrivals.topic(Channel.MAIL), 5)


async def test_a_page_that_never_fits_is_told_so_and_not_taken_for_written(book: Book) -> None:
    """A key that is taken for good stands in the way at every try."""
    await book.run(write_case)
    with pytest.raises(IntegrityError):
        await book.run(write_case)
    outcomes = await asyncio.gather(*(book.run(write_case) for _ in range(9)), return_exceptions=True)
    assert {type(one) for one in outcomes} == {IntegrityError}


async def test_a_page_sees_what_it_put_on_itself(book: Book) -> None:
    def write_and_look(page: Page) -> bool:
        write_case(page)
        return casebook.by_number(page, "mentorix", "MX-26-481903") is not None

    assert await book.run(write_and_look)


async def test_who_stops_waiting_does_not_unwrite_the_page(book: Book) -> None:
    waiting = asyncio.create_task(book.run(write_arrival))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    async def is_kept() -> bool:
        return await book.read(kept_count) == 1

    await until(is_kept)


async def test_closing_the_book_finishes_the_pages_that_wait(database: str) -> None:
    async with Book(database) as book:
        waiting = [asyncio.create_task(book.run(write_arrival)) for _ in range(150)]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    async with Book(database) as again:
        assert await again.read(kept_count) == 150


async def test_nothing_is_written_by_reading(book: Book) -> None:
    def write(page: Page) -> None:
        page.execute(insert(THREAD).values(organisation="mentorix", id=1, token="t", address=None))

    with pytest.raises((TryLater, InternalError)):
        await book.read(write)
    assert await book.read(threads.by_token, "mentorix", "t") is None


async def test_writers_that_change_the_same_row_lose_nothing(book: Book) -> None:
    """80 who read a number, add one and write it: the last reads 80 (SQLite's own defaults kept 18)."""
    await book.run(write_case)

    def one_more(page: Page) -> None:
        case = casebook.find(page, "mentorix", 1, to_change=True)
        assert case
        casebook.save(page, replace(case, customer=str(int(case.customer or 0) + 1)))

    await asyncio.gather(*(book.run(one_more) for _ in range(80)))
    case = await book.read(casebook.find, "mentorix", 1)
    assert case
    assert case.customer == "80"


async def test_writers_that_take_the_same_key_at_once_try_again_and_find_it_taken(book: Book) -> None:
    def begin_once(page: Page) -> None:
        if threads.by_token(page, "mentorix", "same") is None:
            threads.begin(page, "mentorix", Thread(1, "same", None))

    await asyncio.gather(*(book.run(begin_once) for _ in range(40)))
    assert await book.read(threads.by_token, "mentorix", "same")


async def _rings(one: Book, other: Book) -> bool:
    await one.run(write_arrival)
    return await other.wait(arrivals.topic(Channel.MAIL), 0.5)


@pytest.mark.postgres
async def test_a_database_that_breaks_off_is_told_as_try_later_and_works_again(postgres: Postgres) -> None:
    url = postgres.create("breaks_off", "with_tables")

    def cut(page: Page) -> None:
        write_arrival(page)
        page.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async with Book(url) as book:
        with pytest.raises(TryLater) as away:
            await book.run(cut)
        assert "\n" not in str(away.value)
        assert await book.run(write_arrival)
        assert await book.read(kept_count) == 1
    postgres.drop("breaks_off")


@pytest.mark.postgres
async def test_a_listener_that_was_cut_off_listens_again(postgres: Postgres) -> None:
    url = postgres.create("listening", "with_tables")
    async with Book(url) as one, Book(url) as other:
        await until(lambda: _rings(one, other), "the first ring")
        assert postgres.hang_up("listening", "LISTEN%") == 2
        await until(lambda: _rings(one, other), "a ring after the cut")
    postgres.drop("listening")


@pytest.mark.postgres
async def test_a_database_that_is_gone_is_told_as_try_later_to_writers_and_readers(postgres: Postgres) -> None:
    url = postgres.create("gone", "with_tables")
    async with Book(url) as book:
        await book.run(write_arrival)
        postgres.drop("gone")
        with pytest.raises(TryLater):
            await book.run(write_arrival)
        with pytest.raises(TryLater):
            await book.read(kept_count)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("mysql://root@localhost/x", "mysql is not supported"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("nonsense", "is not an address"),
        ("postgresql://host:port/x", "is not an address"),
    ],
)
def test_a_database_setting_that_is_none_is_told_with_what_was_expected(written: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as told:
        Book(written)
    assert "expected sqlite:///PATH or postgresql://" in str(told.value)


def test_a_password_in_a_database_setting_that_is_wrong_is_not_repeated() -> None:
    with pytest.raises(BadInput) as told:
        Book("postgresql://anna:hemmelig@host:port/x")
    assert "hemmelig" not in str(told.value)


async def test_letters_that_leave_wake_only_those_who_send_on_that_channel(book: Book) -> None:
    def put(page: Page) -> None:
        write_case(page)
        page.wake(outbox.topic(Channel.CHAT))

    await book.run(put)
    assert not await book.wait(outbox.topic(Channel.MAIL), 0.05)
    assert await book.wait(outbox.topic(Channel.CHAT), 5)
