"""How far letters were fetched is known for certain, and one process at a time fetches them."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select

from cases.mailbox import Trouble
from cases.message import Envelope, Source
from storage import arrivals, mailboxes
from storage.arrivals import Fetched
from storage.book import Book
from storage.claims import release_dead, release_own, where
from storage.inbox_tables import ARRIVAL, MAILBOX
from storage.mailboxes import Cursor, Holder, NotOurs
from storage.page import Page
from tests.builders import AT

ME = Holder("mentorix", "info", "me", timedelta(minutes=4))
OTHER = replace(ME, node="other")
MINUTE = timedelta(minutes=1)


def row(page: Page) -> Row[Any]:
    """Give the mailbox as it is written down."""
    found = page.one(select(MAILBOX))
    assert found is not None
    return found


def write_letters(page: Page, /, uids: range, **said: Any) -> None:  # noqa: ANN401 - as the envelope takes it
    """Keep a fetched letter for each UID."""
    envelopes = (Envelope("anna@example.org", (), source=Source("info", 7, uid), **said) for uid in uids)
    arrivals.keep_fetched(page, "mentorix", [Fetched(envelope, b"x", AT) for envelope in envelopes], AT)


async def begun(book: Book, top: int = 5) -> Cursor:
    """Take the mailbox and begin with the letters up to a UID."""
    assert await book.run(mailboxes.take, ME, AT)
    return await book.run(mailboxes.begin, ME, 7, top, AT)


async def test_a_mailbox_begins_with_what_lies_there_as_history(book: Book) -> None:
    cursor = await begun(book)
    assert cursor == await book.read(mailboxes.find, "mentorix", "info")
    assert (cursor.last_uid, cursor.history_until, cursor.history_uid, cursor.begun_at) == (5, 5, 0, AT)
    assert not cursor.is_complete
    assert cursor.is_marked


async def test_a_mailbox_nobody_has_opened_has_no_cursor(book: Book) -> None:
    assert await book.read(mailboxes.find, "mentorix", "info") is None
    await book.run(mailboxes.know, "mentorix", "info")
    await book.run(mailboxes.know, "mentorix", "info")
    assert await book.read(mailboxes.find, "mentorix", "info") is None


def test_what_lay_there_at_first_is_history_whatever_its_date() -> None:
    cursor = Cursor(7, last_uid=5, history_until=5, begun_at=AT)
    assert cursor.is_history(5, AT + MINUTE)
    assert not cursor.is_history(6, AT - MINUTE)


def test_once_renumbered_only_what_was_received_before_we_began_is_history() -> None:
    cursor = Cursor(8, last_uid=5, history_until=5, begun_at=AT, renumbered=True)
    assert cursor.is_history(5, AT - MINUTE)
    assert not cursor.is_history(5, AT)
    assert not cursor.is_history(6, AT - MINUTE)


def test_new_letters_and_those_that_lay_there_are_counted_apart() -> None:
    cursor = Cursor(7, last_uid=5, history_until=5, begun_at=AT, marked_uid=5)
    later = cursor.after(3).after(9)
    assert (later.history_uid, later.last_uid) == (3, 9)
    assert later.after(5).is_complete
    assert not later.is_marked
    assert later.marked().is_marked


async def test_renumbered_it_begins_anew_and_remembers_since_when_letters_are_for_us(book: Book) -> None:
    await begun(book)
    cursor = await book.run(mailboxes.begin, ME, 8, 20, AT + MINUTE)
    assert cursor == await book.read(mailboxes.find, "mentorix", "info")
    assert (cursor.uid_validity, cursor.history_until, cursor.begun_at, cursor.renumbered) == (8, 20, AT, True)


async def test_one_process_at_a_time_works_on_a_mailbox(book: Book) -> None:
    assert await book.run(mailboxes.take, ME, AT)
    assert not await book.run(mailboxes.take, OTHER, AT + MINUTE)
    assert await book.run(mailboxes.take, ME, AT + MINUTE)


async def test_of_many_that_want_it_at_once_one_gets_it(book: Book) -> None:
    wishes = (book.run(mailboxes.take, replace(ME, node=f"node {number}"), AT) for number in range(8))
    assert sum(await asyncio.gather(*wishes)) == 1


async def test_who_falls_silent_loses_it_and_can_write_no_more(book: Book) -> None:
    cursor = await begun(book)
    assert await book.run(mailboxes.take, OTHER, AT + ME.lease + MINUTE)
    for late in (
        book.run(mailboxes.advance, ME, cursor.after(6), AT),
        book.run(mailboxes.begin, ME, 9, 1, AT),
        book.run(mailboxes.set_back, ME, cursor, 1),
        book.run(mailboxes.succeeded, ME, AT),
    ):
        with pytest.raises(NotOurs):
            await late
    assert await book.read(mailboxes.find, "mentorix", "info") == cursor


async def test_every_sign_of_life_prolongs_the_claim(book: Book) -> None:
    cursor = await begun(book)
    await book.run(mailboxes.advance, ME, cursor, AT + 3 * MINUTE)
    assert not await book.run(mailboxes.take, OTHER, AT + 6 * MINUTE)
    await book.run(mailboxes.succeeded, ME, AT + 6 * MINUTE)
    assert not await book.run(mailboxes.take, OTHER, AT + 9 * MINUTE)


async def test_a_mailbox_is_let_go_by_who_has_it_alone(book: Book) -> None:
    await begun(book)
    await book.run(mailboxes.let_go, OTHER)
    assert not await book.run(mailboxes.take, OTHER, AT)
    await book.run(mailboxes.let_go, ME)
    assert await book.run(mailboxes.take, OTHER, AT)


async def test_what_a_process_held_that_is_dead_or_stops_is_free_at_once(book: Book) -> None:
    dead = replace(ME, node=f"{where()}:999999999:dead")
    assert await book.run(mailboxes.take, dead, AT)
    await book.run(release_dead, f"{where()}:1:alive")
    assert await book.run(mailboxes.take, OTHER, AT)
    await book.run(release_own, "other")
    assert await book.run(mailboxes.take, ME, AT)


async def test_a_cursor_of_other_uids_moves_nothing(book: Book) -> None:
    cursor = await begun(book)
    with pytest.raises(NotOurs):
        await book.run(mailboxes.advance, ME, replace(cursor, uid_validity=6, last_uid=99), AT)
    assert await book.read(mailboxes.find, "mentorix", "info") == cursor


async def test_trouble_is_counted_since_it_began_and_ends_with_success(book: Book) -> None:
    await begun(book)
    await book.run(mailboxes.failed, ME, Trouble.UNREACHABLE, AT + MINUTE)
    await book.run(mailboxes.failed, ME, Trouble.WRONG_PASSWORD, AT + 2 * MINUTE)
    found = await book.read(row)
    assert (found.trouble, found.trouble_since, found.attempts) == ("wrong-password", AT + MINUTE, 2)
    assert found.polled_at is None
    await book.run(mailboxes.succeeded, ME, AT + 3 * MINUTE)
    found = await book.read(row)
    assert (found.trouble, found.trouble_since, found.attempts) == (None, None, 0)
    assert found.polled_at == AT + 3 * MINUTE


async def test_trouble_that_hinders_no_fetching_is_told_beside_success(book: Book) -> None:
    await begun(book)
    for minute in (1, 2):
        await book.run(mailboxes.succeeded, ME, AT + minute * MINUTE, Trouble.UNMARKED)
    found = await book.read(row)
    assert (found.trouble, found.trouble_since, found.polled_at) == ("unmarked", AT + MINUTE, AT + 2 * MINUTE)


async def test_new_letters_that_are_wholly_ours_wait_to_be_marked_and_history_never_does(book: Book) -> None:
    cursor = replace(await begun(book), history_uid=4, last_uid=9)
    await book.run(write_letters, range(1, 4), history=True)
    await book.run(write_letters, range(4, 5))
    await book.run(write_letters, range(6, 9))
    await book.run(write_letters, range(9, 10), cut=True)
    assert await book.read(mailboxes.unmarked, ME, cursor) == (4, 6, 7, 8)
    assert await book.read(mailboxes.unmarked, ME, replace(cursor, marked_uid=7, history_marked_uid=4)) == (8,)
    assert await book.read(mailboxes.unmarked, ME, cursor.marked()) == ()
    assert await book.read(mailboxes.unmarked, replace(ME, mailbox="privacy"), cursor) == ()


async def test_set_back_it_goes_on_from_there_and_takes_new_letters_with_old_uids(book: Book) -> None:
    cursor = await begun(book)
    await book.run(write_letters, range(6, 10))
    await book.run(mailboxes.advance, ME, cursor.after(9).marked(), AT)
    back = await book.run(mailboxes.set_back, ME, cursor.after(9).marked(), 7)
    assert back == await book.read(mailboxes.find, "mentorix", "info")
    assert (back.last_uid, back.marked_uid, back.history_until, back.uid_validity) == (7, 7, 5, 7)
    await book.run(write_letters, range(7, 10))
    kept = await book.read(lambda page: [found.uid for found in page.all(select(ARRIVAL.c.uid).order_by(ARRIVAL.c.id))])
    assert kept == [6, 7, None, None, 8, 9]


async def test_set_back_into_what_lay_there_at_first_it_is_no_longer_than_that(book: Book) -> None:
    cursor = await begun(book)
    back = await book.run(mailboxes.set_back, ME, replace(cursor, history_uid=4), 2)
    assert (back.last_uid, back.history_until, back.history_uid) == (2, 2, 2)
    assert back.is_complete
