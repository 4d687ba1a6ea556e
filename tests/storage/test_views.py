"""The queue's read model: the order, the places, and that each page is a short walk along an index."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from cases.case import Status
from cases.clock import Clock
from cases.policy import ClockName
from cases.term import Basis, Term
from storage import casebook, outbox, views
from storage.book import Book
from storage.page import Page
from storage.reach import FEW, LARGEST_KEY, Filters, Only, Place, Reach
from storage.tables import CASE, CLOCK
from tests.builders import a_case
from tests.storage.written import write_case, write_reply

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def sqlite_book(tmp_path: Path) -> AsyncIterator[Book]:
    """Give a book whose machine counts its steps."""
    async with Book(f"sqlite:///{tmp_path / 'book.db'}") as opened:
        yield opened


def a_clock(due_at: datetime, name: ClockName = ClockName.ANSWER) -> Clock:
    return Clock(name, Term.parse("1 month"), Basis.EU, "GDPR Art. 12(3)", True, NOW, due_at, due_at, "DK 2026-11", ())


def write(page: Page, /, id_: int, *clocks: Clock, **changed: Any) -> None:  # noqa: ANN401 - fields of a case
    case = a_case(id=id_, number=f"MX-26-{id_:06}", **changed)
    casebook.open_case(page, case, "1", [(clock, None) for clock in clocks], ())


def ids(page: Page, reach: Reach, limit: int = 2) -> list[int]:
    """Walk to the end, a page at a time."""
    found: list[int] = []
    after: Place | None = None
    while True:
        lines, after = views.walk(page, reach, after, limit)
        found += [line.id for line in lines]
        if after is None:
            return found
        after = Place.parse(str(after))


async def test_the_walk_is_by_deadline_then_by_age_and_ends_with_what_has_no_deadline(book: Book) -> None:
    for id_, hours in ((1, None), (2, 5), (3, -9), (4, 5), (5, None), (6, 1), (7, 5)):
        await book.run(write, id_, *([a_clock(NOW + hours * HOUR)] if hours is not None else []))
    reach = Reach("mentorix", ("administration",))
    for limit in range(1, 9):
        assert await book.read(ids, reach, limit) == [3, 6, 2, 4, 7, 1, 5], limit


async def test_several_queues_and_what_is_mine_make_one_order(book: Book) -> None:
    await book.run(write, 1, a_clock(NOW + 3 * HOUR), queue="privacy")
    await book.run(write, 2, a_clock(NOW + 1 * HOUR), queue="administration")
    await book.run(write, 3, a_clock(NOW + 2 * HOUR), queue="management", assigned_to=9)
    await book.run(write, 4, a_clock(NOW + 2 * HOUR), queue="management")
    await book.run(write, 5, a_clock(NOW + 4 * HOUR), queue="privacy", assigned_to=9)
    both = ("privacy", "administration")
    assert await book.read(ids, Reach("mentorix", both)) == [2, 1, 5]
    assert await book.read(ids, Reach("mentorix", both, persons=(9,))) == [2, 3, 1, 5]
    assert await book.read(ids, Reach("mentorix", (), persons=(9,))) == [3, 5]
    assert await book.read(ids, Reach("mentorix", ())) == []


async def test_other_organisations_and_finished_cases_are_not_in_the_walk(book: Book) -> None:
    await book.run(write, 1, a_clock(NOW), organisation="metier")
    await book.run(write, 2, a_clock(NOW), status=Status.ANSWERED)
    await book.run(write, 3, a_clock(NOW), status=Status.CLOSED)
    await book.run(write, 4, a_clock(NOW), status=Status.FORWARDED)
    assert await book.read(ids, Reach("mentorix", ("administration",))) == [4]


async def test_held_cases_can_be_walked_alone(book: Book) -> None:
    for id_, status in enumerate((Status.OPEN, Status.HELD, Status.OPEN, Status.HELD)):
        await book.run(write, id_, a_clock(NOW + id_ * HOUR), status=status)
    assert await book.read(ids, Reach("mentorix", ("administration",), only=Only.HELD)) == [1, 3]


async def test_a_line_names_the_clock_that_ends_next(book: Book) -> None:
    stopped = replace(a_clock(NOW, ClockName.ACKNOWLEDGEMENT), stopped_at=NOW)
    await book.run(write, 1, stopped, a_clock(NOW + 9 * HOUR), a_clock(NOW + 3 * HOUR, ClockName.HANDLING))
    await book.run(write, 2)
    (first, second), _ = await book.read(views.walk, Reach("mentorix", ("administration",)), None, 9)
    assert first.waits_for is ClockName.HANDLING
    assert (second.waits_for, second.due_at) == (None, None)


async def test_a_draft_came_back_only_if_a_person_sent_it_back(book: Book) -> None:
    """A rule that held a receipt back leaves a note too."""
    for case in (1, 2):
        await book.run(write_case, id=case, thread=case, number=f"MX-26-00000{case}")
    await book.run(write_reply, case=1, thread=1, released=False, note="recipient_not_seen")
    back = await book.run(write_reply, case=2, thread=2, released=False)
    await book.run(outbox.edit, "mentorix", back, note="Please name the course.")
    lines, _ = await book.read(views.walk, Reach("mentorix", ("administration",)), None, 9)
    assert {line.id: line.sent_back for line in lines} == {1: False, 2: True}


async def test_a_tally_counts_what_lives_and_what_is_late(book: Book) -> None:
    for id_, hours in enumerate((-2, -1, 0, 1)):
        await book.run(write, id_, a_clock(NOW + hours * HOUR))
    await book.run(write, 9)
    tallies = await book.read(views.tally, "mentorix", ("administration", "privacy"), NOW, None)
    assert [(one.queue, one.live, one.late) for one in tallies] == [("administration", 5, 2), ("privacy", 0, 0)]


@given(st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1)), st.integers(0, LARGEST_KEY))  # noqa: DTZ001
def test_a_place_survives_the_address_bar(due_at: datetime | None, id_: int) -> None:
    place = Place(due_at and due_at.replace(tzinfo=UTC), id_)
    assert Place.parse(str(place)) == place


@given(st.text())
def test_whatever_else_stands_there_is_no_place(written: str) -> None:
    place = Place.parse(written)
    assert place is None or Place.parse(str(place)) == place


@pytest.mark.parametrize(
    "reach",
    [
        Reach("mentorix", ("administration",)),
        Reach("mentorix", ("administration",), only=Only.HELD),
        Reach("mentorix", ("administration", "privacy"), persons=(9,), only=Only.HELD),
        Reach("mentorix", ("privacy",), persons=(8,), only=Only.HELD),
        Reach("mentorix", (), persons=(9,)),
        Reach("mentorix", ("privacy", "administration", "management"), persons=(9,)),
    ],
    ids=["a queue", "what is held", "held or mine", "nothing held or mine", "what is mine", "everything"],
)
@pytest.mark.parametrize("hours", [0, 1], ids=["all end at once", "each ends an hour later"])
async def test_a_page_is_a_short_walk_among_very_many_cases(sqlite_book: Book, reach: Reach, hours: int) -> None:
    await sqlite_book.run(fill, 8_000, hours)
    places = (None, Place(NOW, 4_000), Place(NOW + 7_900 * HOUR, 0), Place(None, 0))
    for after in places:
        assert await sqlite_book.read(steps, reach, after) < 4_500, after


@pytest.mark.parametrize("count", [3, FEW + 50], ids=["few wait", "very many wait"])
@pytest.mark.parametrize("only", [Only.AWAITING, Only.APPROVAL])
async def test_what_waits_is_found_in_the_order_of_deadlines_whether_few_wait_or_many(
    book: Book, only: Only, count: int
) -> None:
    await book.run(fill, 2 * FEW, 1)
    waiting = [2 * FEW - 1 - one for one in range(count)]
    await book.run(wait, waiting)
    reach = Reach("mentorix", ("administration",), only=only)
    assert await book.read(ids, reach, 400) == sorted(waiting)
    assert await book.read(views.count, reach) == min(count, views.ENOUGH)


async def test_a_filter_that_hardly_anything_fits_looks_on_from_where_it_stopped(book: Book) -> None:
    await book.run(fill, views.SCAN + 60, 1)
    await book.run(change, views.SCAN + 50, kind="appeal")
    reach = Reach("mentorix", ("administration",), filters=Filters(kind="appeal"))
    lines, more = await book.read(views.walk, reach, None, 50)
    assert (lines, more) == ((), Place(NOW + (views.SCAN - 1) * HOUR, views.SCAN - 1))
    lines, more = await book.read(views.walk, reach, more, 50)
    assert ([line.id for line in lines], more) == ([views.SCAN + 50], None)


async def test_a_tally_of_very_many_cases_stops_at_enough(book: Book) -> None:
    await book.run(fill, 2_000, 0)
    (tally,) = await book.read(views.tally, "mentorix", ("administration",), NOW + HOUR, None)
    assert (tally.live, tally.late) == (views.ENOUGH, views.ENOUGH)


def fill(page: Page, count: int, hours: int) -> None:
    """Write cases whose deadlines lie so many hours apart; the last three are held, and assigned to somebody."""
    write(page, 0, a_clock(NOW))
    (row,) = page.all(select(CASE))
    plain = dict(row._mapping)
    for id_ in range(1, count):
        late = id_ >= count - 3
        changed = {"status": "held" if late else "open", "assigned_to": 9 if late else None}
        page.add(CASE, **plain | {"id": id_, "number": f"MX-{id_}", "due_at": NOW + id_ * hours * HOUR} | changed)


def wait(page: Page, cases: Iterable[int]) -> None:
    """Let cases wait for their persons, and for an approval."""
    (row,) = page.all(select(CLOCK))
    clock = dict(row._mapping)
    for case in cases:
        page.add(CLOCK, **clock | {"case_id": case, "name": "processor_reply", "paused_at": NOW})
        write_reply(page, case=case, thread=1, cause=f"{case}", released=False)


def change(page: Page, /, id_: int, **values: Any) -> None:  # noqa: ANN401 - columns of any type
    page.execute(update(CASE).where(CASE.c.id == id_).values(**values))


def steps(page: Page, reach: Reach, after: Place | None) -> int:
    """Count the steps that SQLite's machine takes for one page of a queue, to the hundred."""
    taken = [0]

    def step() -> int:
        taken[0] += 100
        return 0

    driver: Any = page._connection.connection.dbapi_connection
    driver.set_progress_handler(step, 100)
    views.walk(page, reach, after, 50)
    driver.set_progress_handler(None, 0)
    return taken[0]
