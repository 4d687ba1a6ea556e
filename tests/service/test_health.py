"""What machines ask, while the database answers and while it does not."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import event

from service.health import health_app
from storage.book import Book
from tests.builders import AT
from tests.storage.written import write_arrival, write_case, write_reply


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
