"""The worker when something is away, or a letter is large: no letter is blamed, and memory is enough."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import event, select

from cases.message import Channel
from cases.office import Office
from mail.worker import AGAIN, Worker
from storage import arrivals
from storage.arrivals import BRINGS, Arrival
from storage.book import Book
from storage.claims import Node
from storage.inbox_tables import ARRIVAL
from storage.page import Page
from storage.vault import Vault, key_of
from tests.at_work import MovedClock, messages_kept, working
from tests.smtp import a_letter, until
from tests.storage.written import write_arrival

LARGE = ("foto.jpg", "image/jpeg", bytes(range(256)) * (BRINGS // 256))


@dataclass
class Desk:
    """A worker's place: its book, its vault, its clock."""

    book: Book
    vault: Vault
    offices: dict[str, Office]
    clock: MovedClock = field(default_factory=MovedClock)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Work until the block ends."""
        worker = Worker(self.book, self.vault, self.offices, Node("here:1:test", self.clock))
        async with working(worker.run()):
            yield

    async def attempts(self, id_: int) -> int:
        """Say how often an arrival counts as tried."""
        row = await self.book.read(lambda page: page.one(select(ARRIVAL.c.attempts).where(ARRIVAL.c.id == id_)))
        assert row
        return int(row.attempts)

    async def is_let_go(self, id_: int) -> bool:
        """Say whether nobody has an arrival, and it is not to be tried at once."""
        row = await self.book.read(
            lambda page: page.one(select(ARRIVAL).where(ARRIVAL.c.id == id_, ARRIVAL.c.claimed_until.is_not(None)))
        )
        return row is not None and row.claimed_by is None and row.claimed_until >= self.clock.now

    async def until_done(self) -> None:
        """Wait until every arrival has become a message, as time passes."""

        async def is_done() -> bool:
            self.clock.now += AGAIN
            self.book.bell.ring([arrivals.topic(Channel.MAIL)])
            return await self.book.read(arrivals.waiting_count) == 0

        await until(is_done, "the end of the line")


@pytest.fixture
def desk(book: Book, offices: dict[str, Office], tmp_path: Path) -> Desk:
    return Desk(book, Vault(str(tmp_path / "vault")), dict(offices))


@contextmanager
def taking_no_messages(book: Book) -> Iterator[None]:
    """Let the database answer no writer that has a message in this block, as a full disk does."""

    def fails(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO message"):
            raise book._writer.dialect.dbapi.OperationalError("the disk is full")  # type: ignore[union-attr]

    event.listen(book._writer, "before_cursor_execute", fails)
    try:
        yield
    finally:
        event.remove(book._writer, "before_cursor_execute", fails)


async def test_a_database_that_is_away_for_long_makes_no_letter_unreadable(desk: Desk) -> None:
    id_ = await desk.book.run(write_arrival, a_letter())
    async with desk.at_work():
        with taking_no_messages(desk.book):
            for _ in range(6):
                await until(lambda: desk.is_let_go(id_), "given back")
                assert await desk.attempts(id_) == 0
                desk.clock.now += 2 * AGAIN
                desk.book.bell.ring([arrivals.topic(Channel.MAIL)])
        await desk.until_done()
    assert [reason for _, reason, _ in await desk.book.read(messages_kept, "mentorix")] == ["is_from_a_person"]


async def test_a_large_letter_is_claimed_without_its_bytes_and_a_small_one_with_them(book: Book) -> None:
    small, large = [await book.run(write_arrival, raw) for raw in (b"x" * BRINGS, b"x" * (BRINGS + 1))]
    taken = await book.run(arrivals.claim, Channel.MAIL, ("a", MovedClock().now), 9)
    assert {arrival.id: arrival.raw and len(arrival.raw) for arrival in taken} == {small: BRINGS, large: None}


async def test_large_letters_are_worked_on_like_all_others(desk: Desk) -> None:
    raw = a_letter(files=[LARGE])
    assert len(raw) > BRINGS
    ids = [await desk.book.run(write_arrival, letter) for letter in (raw, a_letter(), a_letter(files=[LARGE]))]
    async with desk.at_work():
        await desk.until_done()
    assert len(await desk.book.read(messages_kept, "mentorix")) == 3
    moved = await desk.book.read(arrivals.find, "mentorix", ids[0])
    assert moved
    assert (moved.raw, desk.vault.raw(moved)) == (None, raw)


async def test_a_letter_whose_bytes_the_vault_does_not_give_waits_and_stops_nobody(desk: Desk) -> None:
    lost, other = [await desk.book.run(write_arrival, a_letter(text)) for text in ("Klage. Anna", "Klage. Bo")]
    arrival = await desk.book.read(arrivals.find, "mentorix", lost)
    assert arrival
    await desk.book.run(arrivals.move_to_vault, "mentorix", lost, key_of(arrival))
    async with desk.at_work():
        await until(lambda: is_done(desk, other), "the other")
        await until(lambda: desk.is_let_go(lost), "given back")
        assert await desk.attempts(lost) == 0
        desk.vault.put(key_of(arrival), raw_of(arrival))
        await desk.until_done()


async def is_done(desk: Desk, id_: int) -> bool:
    def look(page: Page) -> bool:
        row = page.one(select(ARRIVAL.c.done).where(ARRIVAL.c.id == id_))
        return bool(row and row.done)

    return await desk.book.read(look)


def raw_of(arrival: Arrival) -> bytes:
    assert arrival.raw is not None
    return arrival.raw
