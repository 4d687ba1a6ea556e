"""How mailboxes are, and which letters we have of them: each organisation's own, and one who writes at a time."""

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest

from cases.mailbox import Trouble
from cases.message import Channel, Envelope, Source
from storage import arrivals, mailbox_watch
from storage.book import Book
from storage.mailbox_watch import Kept, MailboxState, held, note, states
from storage.page import Page
from tests.builders import AT


def write(page: Page, /, organisation: str = "mentorix", name: str = "info", **values: Any) -> None:  # noqa: ANN401 - columns
    assert held(page, organisation, name)
    if values:
        note(page, organisation, name, **values)


async def test_a_mailbox_that_nobody_opened_is_entered_when_it_is_looked_at_first(book: Book) -> None:
    assert await book.read(states) == ()
    assert await book.run(held, "mentorix", "info") == MailboxState("mentorix", "info")
    assert await book.run(held, "mentorix", "info") == MailboxState("mentorix", "info")
    assert await book.read(states) == (MailboxState("mentorix", "info"),)


async def test_what_was_noted_is_what_is_seen_in_one_organisation_or_in_all(book: Book) -> None:
    await book.run(write, trouble=Trouble.KICKED, trouble_since=AT, polled_at=AT, attempts=3)
    await book.run(write, "metier", silent_since=AT)
    mine = MailboxState("mentorix", "info", None, AT, Trouble.KICKED, AT, 3)
    theirs = MailboxState("metier", "info", silent_since=AT)
    assert await book.read(states) == (mine, theirs)
    assert await book.read(states, "metier") == (theirs,)
    assert await book.read(mailbox_watch.silent, "mentorix") == ()
    assert await book.read(mailbox_watch.silent, "metier") == ("info",)


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_while_one_looks_at_a_mailbox_another_passes_it_by(book: Book) -> None:
    await book.run(write)
    entered, may_leave = threading.Event(), threading.Event()

    def hold(page: Page) -> None:
        assert held(page, "mentorix", "info")
        entered.set()
        assert may_leave.wait(30)

    holding = asyncio.ensure_future(book.run(hold))
    assert await asyncio.to_thread(entered.wait, 30)
    try:
        assert await book.run(held, "mentorix", "info") is None
    finally:
        may_leave.set()
        await holding


def keep(page: Page, /, organisation: str, source: Source | None, minutes: int) -> None:
    envelope = Envelope("anna@example.org", ("info@mentorix.dk",), source=source)
    arrivals.keep(page, (organisation,), Channel.MAIL, envelope, (b"12345", AT + timedelta(minutes=minutes)))


async def test_the_letters_of_a_mailbox_are_its_own_and_those_without_a_place(book: Book) -> None:
    here, there = Source("info", 1, 7), Source("second", 1, 7)
    for organisation, source, minutes in (
        ("mentorix", here, 0),
        ("mentorix", None, 1),
        ("mentorix", there, 2),
        ("metier", here, 3),
        ("mentorix", Source("info", 1, 3), -1),
    ):
        await book.run(keep, organisation, source, minutes)
    found = await book.read(mailbox_watch.kept_since, "mentorix", "info", AT)
    assert set(found) == {
        Kept("info", 1, 7, AT, 5, None),
        Kept(None, None, None, AT + timedelta(minutes=1), 5, None),
    }
