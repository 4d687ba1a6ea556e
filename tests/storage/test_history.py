"""The history: complete, in order, and changed by nobody without being seen."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from cases.case import Event
from storage import history
from storage.book import Book
from storage.page import Page
from storage.tables import CASE, EVENT
from tests.builders import AT
from tests.storage.written import write_case

OPENED = Event(AT, "opened", "svarfrist", {"kind": "complaint"})


def chain(page: Page) -> tuple[str, int, list[tuple[int, str]]]:
    """Give the head and length on the case row, and (number, hash) of every event."""
    row = page.one(select(CASE.c.chain_head, CASE.c.events).where(CASE.c.id == 1))
    assert row
    rows = page.all(select(EVENT.c.seq, EVENT.c.hash).order_by(EVENT.c.seq))
    return row.chain_head, row.events, [(event.seq, event.hash) for event in rows]


async def test_events_come_back_in_order_as_they_were_told(book: Book) -> None:
    await book.run(write_case)
    told = [
        Event(AT + timedelta(hours=1), "assigned", "staff 7", {"to": 7}),
        Event(AT, "missed", "svarfrist", {"clock": "answer", "due_at": AT.isoformat(), "none": None}),
    ]
    await book.run(history.record, "mentorix", 1, told[:1])
    await book.run(history.record, "mentorix", 1, told[1:])
    assert await book.read(history.of_case, "mentorix", 1) == (OPENED, *told)


async def test_each_event_is_tied_to_all_before_it(book: Book) -> None:
    await book.run(write_case)
    second = Event(AT, "assigned", "staff 7", {"to": 7})
    await book.run(history.record, "mentorix", 1, (second,))
    head, count, events = await book.read(chain)
    first_hash = history.link("", ("mentorix", 1), 1, OPENED)
    second_hash = history.link(first_hash, ("mentorix", 1), 2, second)
    assert events == [(1, first_hash), (2, second_hash)]
    assert (head, count) == (second_hash, 2)


async def test_the_chain_can_be_walked_again_from_what_the_database_gives_back(book: Book) -> None:
    await book.run(write_case)
    odd = datetime(2026, 10, 25, 2, 30, 0, 123457, tzinfo=timezone(timedelta(hours=2)))
    await book.run(
        history.record, "mentorix", 1, (Event(odd, "sent", "svarfrist", {"letter": 2**62, "approved_by": None}),)
    )
    head, _count, _events = await book.read(chain)
    walked = ""
    for seq, event in enumerate(await book.read(history.of_case, "mentorix", 1), 1):
        walked = history.link(walked, ("mentorix", 1), seq, event)
    assert walked == head


async def test_events_told_at_the_same_time_all_find_their_place(book: Book) -> None:
    await book.run(write_case)
    each = [(Event(AT, "heard", "svarfrist", {"message": number}),) for number in range(60)]
    await asyncio.gather(*(book.run(history.record, "mentorix", 1, events) for events in each))
    head, count, events = await book.read(chain)
    assert (count, [seq for seq, _ in events]) == (61, list(range(1, 62)))
    assert head == events[-1][1]


async def test_there_is_no_history_of_a_case_that_is_not_there(book: Book) -> None:
    await book.run(history.record, "mentorix", 404, (OPENED,))
    assert await book.read(history.of_case, "mentorix", 404) == ()


@pytest.mark.parametrize(
    "changed",
    [
        replace(OPENED, at=AT + timedelta(microseconds=1)),
        replace(OPENED, verb="closed"),
        replace(OPENED, actor="staff 1"),
        replace(OPENED, data={"kind": "access"}),
        replace(OPENED, data={}),
    ],
    ids=["when", "what", "who", "with what", "without"],
)
def test_whatever_is_changed_about_an_event_changes_its_hash(changed: Event) -> None:
    assert history.link("", ("mentorix", 1), 1, changed) != history.link("", ("mentorix", 1), 1, OPENED)


def test_an_event_cannot_be_moved_to_another_place_case_or_organisation() -> None:
    places = [("", ("mentorix", 1), 1), ("", ("mentorix", 1), 2), ("", ("mentorix", 2), 1), ("", ("mentor", 1), 1)]
    hashes = {history.link(*place, OPENED) for place in (*places, ("0" * 64, ("mentorix", 1), 1))}
    assert len(hashes) == 5


@given(st.datetimes(timezones=st.timezones()), st.integers(-720, 720))
def test_the_hash_of_an_instant_does_not_depend_on_the_zone_it_is_told_in(at: datetime, minutes: int) -> None:
    try:
        elsewhere = at.astimezone(timezone(timedelta(minutes=minutes)))
        at.astimezone(UTC)
    except OverflowError:
        return
    assert history.link("", ("m", 1), 1, replace(OPENED, at=at)) == history.link(
        "", ("m", 1), 1, replace(OPENED, at=elsewhere)
    )
