"""Sessions and failed tries, as the database remembers them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cases.staff import Staff
from storage import sessions, staff
from storage.book import Book
from storage.page import Page
from storage.people import FAILED_LOGIN, SESSION
from storage.sessions import IDLE, LONGEST

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BO = Staff("mentorix", 1, "bo@x.example", "Bo Lund", "management", "nl")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
async def bo(book: Book) -> None:
    """Let Bo work here."""
    await book.run(staff.add, BO, "hash", NOW)


def rows(page: Page) -> str:
    """Give everything that is kept of sessions and tries, as one text."""
    return f"{page.all(select(SESSION))} {page.all(select(FAILED_LOGIN))}"


async def test_a_session_is_found_by_its_secret_and_only_by_that(book: Book) -> None:
    begun = await book.run(sessions.begin, BO, "secret", NOW)
    assert await book.read(sessions.find, "secret", NOW) == begun
    assert begun.staff == BO
    assert await book.read(sessions.find, "another", NOW) is None
    assert await book.read(sessions.find, sessions.digest("secret"), NOW) is None


async def test_the_database_holds_nothing_that_opens_a_session(book: Book) -> None:
    await book.run(sessions.begin, BO, "the-secret-itself", NOW)
    kept = await book.read(rows)
    assert sessions.digest("the-secret-itself") in kept
    assert "the-secret-itself" not in kept


def test_no_two_secrets_are_alike_and_each_is_long() -> None:
    drawn = {sessions.new_secret() for _ in range(100)}
    assert len(drawn) == 100
    assert min(map(len, drawn)) >= 43


@pytest.mark.parametrize(
    ("pauses", "open_"),
    [
        ((IDLE - SECOND,), True),
        ((IDLE,), False),
        ((IDLE / 2,) * 5, True),
        ((IDLE / 2,) * 11, True),
        ((IDLE / 2,) * 12, False),
    ],
    ids=["not idle for long", "idle", "in use", "in use all day", "twelve hours old"],
)
async def test_a_session_ends_idle_or_old(book: Book, pauses: tuple[timedelta, ...], *, open_: bool) -> None:
    await book.run(sessions.begin, BO, "secret", NOW)
    now = NOW
    for pause in pauses[:-1]:
        now += pause
        await book.run(sessions.touch, "secret", now)
    assert (await book.read(sessions.find, "secret", now + pauses[-1]) is not None) is open_


async def test_use_is_noted_once_a_minute(book: Book) -> None:
    session = await book.run(sessions.begin, BO, "secret", NOW)
    assert not sessions.stale(session, NOW + timedelta(seconds=59))
    assert sessions.stale(session, NOW + timedelta(seconds=60))


async def test_an_ended_session_opens_nothing_while_others_stay_open(book: Book) -> None:
    for secret in ("one", "two", "three"):
        await book.run(sessions.begin, BO, secret, NOW)
    await book.run(sessions.end, "one")
    assert [await book.read(sessions.find, one, NOW) is None for one in ("one", "two", "three")] == [True, False, False]


async def test_old_sessions_are_cleared_away_when_somebody_logs_in(book: Book) -> None:
    await book.run(sessions.begin, BO, "old", NOW)
    await book.run(sessions.begin, BO, "new", NOW + LONGEST)
    assert sessions.digest("old") not in await book.read(rows)


async def test_whoever_was_shut_out_or_whose_time_is_over_is_in_nowhere(book: Book) -> None:
    assert not await book.read(sessions.is_in, BO, NOW)
    await book.run(sessions.begin, BO, "secret", NOW)
    assert await book.read(sessions.is_in, BO, NOW)
    assert not await book.read(sessions.is_in, BO, NOW + IDLE)
    guest = replace(BO, id=77, email="guest@mentorix.example")
    await book.run(staff.add, guest, "hash", NOW, NOW + timedelta(minutes=30))
    await book.run(sessions.begin, guest, "of the guest", NOW)
    assert await book.read(sessions.is_in, guest, NOW)
    assert not await book.read(sessions.is_in, guest, NOW + timedelta(minutes=30))
    await book.run(staff.disable, BO.organisation, BO.email)
    assert not await book.read(sessions.is_in, BO, NOW)
