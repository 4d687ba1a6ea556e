"""Arrivals: kept as they came, worked on by one, and never lost."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError

from cases.message import Channel, Envelope
from storage import arrivals
from storage.arrivals import FAILED, LEASE, TRIES, Arrival
from storage.book import Book
from storage.page import Page
from tests.builders import AT
from tests.storage.written import write_arrival

RAW = bytes(range(256)) + "\r\nKære Æ\r\n".encode("latin-1") + b"\x00"


async def claimed(book: Book, node: str = "a", now: datetime = AT, limit: int = 32) -> tuple[Arrival, ...]:
    return await book.run(arrivals.claim, Channel.MAIL, (node, now), limit)


async def test_the_bytes_come_back_as_they_came(book: Book) -> None:
    id_ = await book.run(write_arrival, RAW)
    kept = await book.read(arrivals.find, "mentorix", id_)
    assert kept
    assert kept.raw == RAW
    assert kept.envelope == Envelope("anna@example.org", ("info@mentorix.dk",), "192.0.2.1")
    assert kept.received_at == AT


async def test_a_letter_to_two_organisations_is_kept_once_for_each(book: Book) -> None:
    def keep(page: Page) -> tuple[int, ...]:
        envelope = Envelope("", ("info@mentorix.dk", "privacy@poweredbymmentor.nl"))
        return arrivals.keep(page, ("mentorix", "mentor"), Channel.MAIL, envelope, (RAW, AT))

    ids = await book.run(keep)
    assert len(set(ids)) == 2
    assert {arrival.organisation for arrival in await claimed(book)} == {"mentorix", "mentor"}


async def test_the_oldest_is_taken_first(book: Book) -> None:
    late, early = [await book.run(write_arrival, b"x", AT + timedelta(minutes=minute)) for minute in (5, 1)]
    assert [arrival.id for arrival in await claimed(book, limit=1)] == [early]
    assert [arrival.id for arrival in await claimed(book, limit=1)] == [late]


async def test_what_one_has_taken_another_does_not_get_until_the_lease_is_over(book: Book) -> None:
    await book.run(write_arrival)
    assert len(await claimed(book)) == 1
    assert await claimed(book, "b", AT + LEASE) == ()
    assert len(await claimed(book, "b", AT + LEASE + timedelta(seconds=1))) == 1


async def test_a_channel_takes_only_its_own(book: Book) -> None:
    await book.run(write_arrival)
    assert await book.run(arrivals.claim, Channel.CHAT, ("a", AT), 32) == ()


async def test_many_who_claim_at_once_share_the_arrivals_without_taking_one_twice(database: str) -> None:
    async with Book(database) as one, Book(database) as other:
        ids = [await one.run(write_arrival) for _ in range(40)]
        taken = await asyncio.gather(
            *(claimed(book, f"node {place}", limit=3) for place in range(20) for book in (one, other))
        )
    assert sorted(arrival.id for batch in taken for arrival in batch) == sorted(ids)


async def test_what_became_a_message_is_never_taken_again(book: Book) -> None:
    id_ = await book.run(write_arrival)
    await book.run(arrivals.done, "mentorix", id_, 7)
    assert await claimed(book, now=AT + timedelta(days=9)) == ()
    assert await book.read(arrivals.waiting_count) == 0


async def test_what_was_handed_back_waits_and_is_then_taken_again(book: Book) -> None:
    await book.run(write_arrival)
    (taken,) = await claimed(book)
    await book.run(arrivals.hand_back, "mentorix", taken.id, AT + timedelta(seconds=20))
    assert await claimed(book, "b", AT + timedelta(seconds=20)) == ()
    assert [arrival.id for arrival in await claimed(book, "b", AT + timedelta(seconds=21))] == [taken.id]


async def tries_until_hopeless(book: Book, ends: Callable[[Page, Arrival, datetime], None]) -> int:
    """Say how often an arrival is tried before it counts as unreadable, when each try `ends` like this."""
    await book.run(write_arrival)
    for tries in range(50):
        now = AT + tries * timedelta(hours=1)
        (taken,) = await claimed(book, now=now)
        if taken.attempts >= TRIES:
            return tries
        await book.run(ends, taken, now)
    raise AssertionError("it is tried for ever")


async def test_a_letter_that_fails_is_tried_three_times(book: Book) -> None:
    def fails(page: Page, taken: Arrival, now: datetime) -> None:
        arrivals.hand_back(page, "mentorix", taken.id, now)

    assert await tries_until_hopeless(book, fails) == 3
    assert 3 * (FAILED + 1) == TRIES


async def test_a_letter_outlives_many_crashes_of_the_service_around_it(book: Book) -> None:
    def the_process_is_killed(_page: Page, _taken: Arrival, _now: datetime) -> None:
        """Leave it claimed."""

    assert await tries_until_hopeless(book, the_process_is_killed) == TRIES


async def test_once_the_vault_has_the_bytes_the_row_lets_go_of_them(book: Book) -> None:
    id_ = await book.run(write_arrival, RAW)
    await book.run(arrivals.move_to_vault, "mentorix", id_, "mentorix/2026/03/1.eml")
    kept = await book.read(arrivals.find, "mentorix", id_)
    assert kept
    assert (kept.raw, kept.vault_key) == (None, "mentorix/2026/03/1.eml")


async def test_another_organisation_finds_nothing(book: Book) -> None:
    id_ = await book.run(write_arrival)
    assert await book.read(arrivals.find, "mentor", id_) is None


async def test_a_time_without_a_zone_is_refused(book: Book) -> None:
    id_ = await book.run(write_arrival)
    with pytest.raises(StatementError, match="a naive time has no place"):
        await book.run(arrivals.hand_back, "mentorix", id_, AT.replace(tzinfo=None))


async def test_times_come_back_as_the_same_instant_in_utc(book: Book) -> None:
    id_ = await book.run(write_arrival, b"x", datetime.fromisoformat("2026-03-29T03:30:00.123456+02:00"))
    kept = await book.read(arrivals.find, "mentorix", id_)
    assert kept
    assert kept.received_at == datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    assert kept.received_at.tzinfo is UTC
