"""What machines ask, while the database answers and while it does not."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from cases.bot_trouble import BotTrouble
from cases.files import LONG
from cases.mailbox import Trouble
from intake.watch import Watched
from service.health import health_app
from storage import mailbox_watch, telegram_bots
from storage.book import Book
from storage.page import Page
from tests.at_work import MovedClock
from tests.builders import AT
from tests.storage.written import write_arrival, write_case, write_message, write_reply


@pytest.fixture
async def machine(book: Book) -> AsyncIterator[httpx.AsyncClient]:
    """Give a machine that asks."""
    transport = httpx.ASGITransport(health_app(book, lambda: AT))
    async with httpx.AsyncClient(transport=transport, base_url="http://svarfrist.test") as client:
        yield client


def let_it_go_away(book: Book) -> list[str]:
    """Let the database answer no reader any more; give what it is asked."""
    asked: list[str] = []

    def fails(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)
        raise book._reader.dialect.dbapi.OperationalError("the server is gone")  # type: ignore[union-attr]

    event.listen(book._reader, "before_cursor_execute", fails)
    return asked


async def test_it_is_ready_while_the_database_answers(machine: httpx.AsyncClient) -> None:
    assert (await machine.get("/readyz")).json() == {"status": "ready"}


async def test_what_waits_is_counted(machine: httpx.AsyncClient, book: Book) -> None:
    await book.run(write_case)
    await book.run(write_arrival)
    await book.run(write_reply)
    await book.run(write_reply, cause="message 2", released=False)
    counted = (await machine.get("/metrics")).text
    for line in ("arrivals_waiting 1", "letters_waiting 1", "drafts_waiting 1", "letters_failed 0", "cases_live 1"):
        assert f"\nsvarfrist_{line}.0\n" in counted


async def test_without_a_database_it_lives_and_is_not_ready(machine: httpx.AsyncClient, book: Book) -> None:
    let_it_go_away(book)
    assert (await machine.get("/healthz")).status_code == 200
    answer = await machine.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    metrics = await machine.get("/metrics")
    assert (metrics.status_code, metrics.text) == (503, "the database does not answer: the server is gone\n")


async def test_to_say_that_it_is_ready_no_table_is_walked(machine: httpx.AsyncClient, book: Book) -> None:
    asked = let_it_go_away(book)
    await machine.get("/readyz")
    assert [" FROM " in statement for statement in asked] == [False]


INFO = Watched("mentorix", "info")


@pytest.fixture
async def watcher(book: Book) -> AsyncIterator[tuple[httpx.AsyncClient, MovedClock]]:
    """Give a machine that asks about a service with a mailbox, and the service's clock."""
    clock = MovedClock()
    transport = httpx.ASGITransport(health_app(book, clock, [INFO]))
    async with httpx.AsyncClient(transport=transport, base_url="http://svarfrist.test") as client:
        yield client, clock


def write_mailbox(page: Page, /, **values: Any) -> None:  # noqa: ANN401 - columns of the row
    assert mailbox_watch.held(page, INFO.organisation, INFO.name)
    mailbox_watch.note(page, INFO.organisation, INFO.name, **values)


def gauges(text: str) -> dict[str, float]:
    """Give what is said of the mailbox."""
    mine = [line for line in text.splitlines() if 'mailbox="info"' in line]
    assert all('organisation="mentorix"' in line for line in mine)
    return {line.split("{")[0].removeprefix("svarfrist_mailbox_"): float(line.split()[-1]) for line in mine}


async def test_a_silent_mailbox_is_named_and_the_service_stays_ready(
    watcher: tuple[httpx.AsyncClient, MovedClock], book: Book
) -> None:
    machine, clock = watcher
    await book.run(write_mailbox, polled_at=clock.now, trouble=Trouble.KICKED)
    assert (await machine.get("/readyz")).json() == {"status": "ready"}
    polled_at, clock.now = clock.now, clock.now + timedelta(minutes=16)
    answer = await machine.get("/readyz")
    named = {"organisation": "mentorix", "mailbox": "info", "since": polled_at.isoformat(), "trouble": "kicked"}
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded", "mailboxes": [named]})


async def test_a_mailbox_that_nobody_ever_opened_is_silent_in_the_end(
    watcher: tuple[httpx.AsyncClient, MovedClock],
) -> None:
    machine, clock = watcher
    assert (await machine.get("/readyz")).json() == {"status": "ready"}
    clock.now += timedelta(minutes=16)
    (named,) = (await machine.get("/readyz")).json()["mailboxes"]
    assert (named["since"], named["trouble"]) == (None, None)
    assert gauges((await machine.get("/metrics")).text) == {
        "silent": 1,
        "seconds_since_poll": 960,
        "trouble": 0,
        "attempts": 0,
    }


async def test_each_mailbox_has_its_figures(watcher: tuple[httpx.AsyncClient, MovedClock], book: Book) -> None:
    machine, clock = watcher
    before: dict[str, datetime] = {"polled_at": clock.now - timedelta(minutes=2), "reconciled_at": clock.now}
    secret_until = clock.now + timedelta(days=10, hours=12)
    wrong = {"trouble": Trouble.UNMARKED, "attempts": 3, "missing": 2, "unknown": 7}
    await book.run(write_mailbox, secret_until=secret_until, **before, **wrong)
    assert gauges((await machine.get("/metrics")).text) == {
        "silent": 0,
        "seconds_since_poll": 120,
        "trouble": 1,
        "attempts": 3,
        "missing": 2,
        "secret_days_left": 10.5,
    }


async def test_files_that_wait_too_long_for_the_virus_scanner_are_told_and_the_service_stays_ready(
    machine: httpx.AsyncClient, book: Book
) -> None:
    await book.run(write_message, 1, AT - LONG + timedelta(seconds=1))
    assert (await machine.get("/readyz")).json() == {"status": "ready"}
    await book.run(write_message, 2, AT - LONG)
    answer = await machine.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["files_unchecked_since"] == (AT - LONG).isoformat()
    assert "\nsvarfrist_files_waiting 2.0\n" in (await machine.get("/metrics")).text


def write_bot(page: Page, trouble: BotTrouble | None, now: datetime) -> None:
    telegram_bots.know(page, "mentorix")
    telegram_bots.note(page, "mentorix", trouble, now)


async def test_a_bot_that_is_out_of_reach_is_named_and_the_service_stays_ready(book: Book) -> None:
    clock = MovedClock()
    transport = httpx.ASGITransport(health_app(book, clock, bots=["mentorix"]))
    async with httpx.AsyncClient(transport=transport, base_url="http://svarfrist.test") as machine:
        await book.run(write_bot, None, heard_at := clock.now)
        await book.run(write_bot, BotTrouble.REVOKED, clock.now)
        assert (await machine.get("/readyz")).json() == {"status": "ready"}
        clock.now += timedelta(minutes=16)
        answer = await machine.get("/readyz")
        named = {"organisation": "mentorix", "since": heard_at.isoformat(), "trouble": "bot-revoked"}
        assert (answer.status_code, answer.json()) == (200, {"status": "degraded", "bots": [named]})
        counted = (await machine.get("/metrics")).text
    for line in ("silent", "trouble"):
        assert f'svarfrist_bot_{line}{{organisation="mentorix"}} 1.0' in counted
    assert 'svarfrist_bot_seconds_since_heard{organisation="mentorix"} 960.0' in counted
