"""Fetched letters and how far we are are one: both are kept, or neither; and none is kept twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cases.message import Channel, Envelope, Source
from intake.fetched import fetched
from storage import arrivals, mailboxes
from storage.arrivals import Fetched
from storage.book import Book
from storage.inbox_tables import ARRIVAL
from storage.mailboxes import Cursor, Holder, NotOurs
from storage.page import Page
from tests.builders import AT

ME = Holder("mentorix", "info", "me")
LONG_AGO = AT - timedelta(days=400)


def a_letter(uid: int, raw: bytes = b"Subject: x\r\n\r\n", **said: Any) -> Fetched:  # noqa: ANN401 - as the envelope
    """Give a letter as it was fetched."""
    return Fetched(
        Envelope("anna@example.org", ("info@mentorix.dk",), source=Source("info", 7, uid), **said), raw, LONG_AGO
    )


def kept(page: Page) -> list[int]:
    """Give the UIDs of all letters that were kept."""
    return [row.uid for row in page.all(select(ARRIVAL.c.uid).order_by(ARRIVAL.c.uid))]


async def begun(book: Book) -> Cursor:
    """Begin with a mailbox in which five letters lie."""
    await book.run(mailboxes.take, ME, AT)
    return await book.run(mailboxes.begin, ME, 7, 5, AT)


async def test_letters_are_kept_as_they_came_and_the_cursor_is_behind_them(book: Book) -> None:
    cursor = (await begun(book)).after(7)
    raw = bytes(range(256))
    await book.run(fetched, ME, [a_letter(6, raw), a_letter(7, history=True, cut=True)], cursor, AT)
    assert await book.read(mailboxes.find, "mentorix", "info") == cursor
    first, second = await book.run(arrivals.claim, Channel.MAIL, ("worker", AT), 10)
    assert (first.raw, first.received_at, first.envelope) == (raw, LONG_AGO, a_letter(6).envelope)
    assert (second.envelope.history, second.envelope.cut) == (True, True)


async def test_fetched_twice_they_are_kept_once(book: Book) -> None:
    """A process that died after the commit, or a second one that fetched at the same time, does no harm."""
    cursor = (await begun(book)).after(7)
    await book.run(fetched, ME, [a_letter(6)], cursor, AT)
    await book.run(fetched, ME, [a_letter(6), a_letter(7)], cursor, AT)
    assert await book.read(kept) == [6, 7]


async def test_the_same_uid_elsewhere_is_another_letter(book: Book) -> None:
    cursor = (await begun(book)).after(6)
    await book.run(fetched, ME, [a_letter(6)], cursor, AT)
    other = replace(ME, mailbox="privacy")
    await book.run(mailboxes.take, other, AT)
    there = (await book.run(mailboxes.begin, other, 7, 0, AT)).after(6)
    letter = a_letter(6)
    moved = replace(letter, envelope=replace(letter.envelope, source=Source("privacy", 7, 6)))
    await book.run(fetched, other, [moved], there, AT)
    assert await book.read(kept) == [6, 6]


async def test_a_mailbox_that_is_in_other_hands_gets_nothing_from_us(book: Book) -> None:
    cursor = await begun(book)
    await book.run(mailboxes.let_go, ME)
    await book.run(mailboxes.take, replace(ME, node="other"), AT)
    with pytest.raises(NotOurs):
        await book.run(fetched, ME, [a_letter(6)], cursor.after(6), AT)
    assert await book.read(kept) == []
    assert await book.read(mailboxes.find, "mentorix", "info") == cursor


async def test_thousands_that_the_server_received_in_one_second_have_keys_of_their_own(book: Book) -> None:
    cursor = await begun(book)
    for start in range(6, 6 + 4500, 900):
        letters = [a_letter(uid, b"x") for uid in range(start, start + 900)]
        await book.run(fetched, ME, letters, cursor.after(start + 899), AT + timedelta(milliseconds=start))
    assert len(await book.read(kept)) == 4500


async def test_where_nothing_came_the_cursor_moves_all_the_same(book: Book) -> None:
    """Letters that people took away between the search and the fetch are not searched for again."""
    cursor = (await begun(book)).after(9)
    await book.run(fetched, ME, [], cursor, AT)
    assert await book.read(mailboxes.find, "mentorix", "info") == cursor
