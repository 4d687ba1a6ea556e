"""The case book's cases: opened with everything, found by what people know, changed as a whole."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cases.case import Case, Move, Requester, Status
from cases.kind import Flag, Kind
from cases.policy import ClockName
from storage import casebook, clocks
from storage.book import Book
from storage.engines import database_url, writing_engine
from storage.migrate import migrate
from storage.page import Page
from storage.tables import CASE
from tests.builders import AT, a_case
from tests.storage.written import a_clock, write_case

DAY = timedelta(days=1)


def row_of(page: Page, id_: int) -> tuple[object, bool]:
    row = page.one(select(CASE.c.due_at, CASE.c.live).where(CASE.c.id == id_))
    assert row
    return row.due_at, row.live


async def test_a_case_comes_back_as_it_was_written(book: Book) -> None:
    case = await book.run(
        write_case,
        kind=Kind.APPEAL,
        status=Status.HELD,
        requester=Requester("Anna Holm", "anna@example.org", "+4512345678"),
        met=frozenset({"name", "email"}),
        missing=("documents", "description"),
        flags=frozenset({Flag.ON_BEHALF, Flag.BREACH_HINT}),
        held_for="third_party",
        assigned_to=7,
        appeal_of=3,
        customer="Voorbeeld",
    )
    assert await book.read(casebook.find, "mentorix", 1) == case
    assert await book.read(casebook.by_number, "mentorix", case.number) == case


async def test_a_case_is_its_organisations_alone(book: Book) -> None:
    case = await book.run(write_case)
    assert await book.read(casebook.find, "mentor", 1) is None
    assert await book.read(casebook.by_number, "mentor", case.number) is None
    assert await book.read(casebook.of_thread, "mentor", 1) == ()
    assert await book.read(casebook.of_person, "mentor", "anna@example.org") == ()


async def test_two_organisations_may_have_the_same_number(book: Book) -> None:
    await book.run(write_case)
    await book.run(write_case, organisation="mentor")
    with pytest.raises(IntegrityError):
        await book.run(write_case, id=2)


async def test_a_changed_case_keeps_what_never_changes(book: Book) -> None:
    case = await book.run(write_case, appeal_of=3)
    moved = replace(case.move(Move.ANSWER), queue="management", missing=("name",), assigned_to=9)
    await book.run(casebook.save, moved)
    assert await book.read(casebook.find, "mentorix", 1) == moved


@pytest.mark.parametrize("status", list(Status))
async def test_a_case_is_live_while_it_is_somebodys_work(book: Book, status: Status) -> None:
    await book.run(write_case, status=status)
    assert (await book.read(row_of, 1))[1] is (status in {Status.HELD, Status.OPEN, Status.FORWARDED})


async def test_a_cases_due_date_is_its_next_running_deadline(book: Book) -> None:
    soon, late = a_clock(ClockName.HANDLING, due_at=AT + DAY), a_clock(ClockName.ANSWER, due_at=AT + 9 * DAY)
    await book.run(write_case, (late, None), (soon, None))
    assert await book.read(row_of, 1) == (AT + DAY, True)
    for stopped, due in ((ClockName.HANDLING, AT + 9 * DAY), (ClockName.ANSWER, None)):
        await book.run(clocks.stop, "mentorix", ((1, stopped),), AT)
        await book.run(casebook.refresh_due, "mentorix", (1,))
        assert (await book.read(row_of, 1))[0] == due


async def test_a_case_without_clocks_has_no_due_date(book: Book) -> None:
    await book.run(write_case)
    assert await book.read(row_of, 1) == (None, True)


async def test_a_persons_cases_come_newest_first_and_not_all_of_them(book: Book) -> None:
    for id_ in (1, 2, 3):
        await book.run(write_case, id=id_, number=f"MX-26-00000{id_}", thread=id_)
    await book.run(write_case, id=4, number="MX-26-000004", requester=Requester("Bo", "bo@example.org"))
    mine = await book.read(casebook.of_person, "mentorix", "anna@example.org", 2)
    assert [case.id for case in mine] == [3, 2]


async def test_the_cases_of_a_conversation_come_oldest_first(book: Book) -> None:
    for id_ in (2, 1):
        await book.run(write_case, id=id_, number=f"MX-26-00000{id_}")
    assert [case.id for case in await book.read(casebook.of_thread, "mentorix", 1)] == [1, 2]


async def test_case_numbers_have_the_organisations_letters_and_the_year(book: Book) -> None:
    number = await book.run(casebook.free_number, "mentorix", "MX", 2026)
    assert number.startswith("MX-26-")
    assert number[6:].isdecimal()
    assert len(number) == len("MX-26-481903")


async def test_numbers_are_drawn_so_that_none_tells_how_many_there_are(book: Book) -> None:
    drawn = [await book.run(casebook.free_number, "mentorix", "MX", 2026) for _ in range(50)]
    assert len(set(drawn)) > 45
    assert drawn != sorted(drawn)


def test_what_is_written_of_a_case_is_all_that_can_change() -> None:
    """A field that is added to a case and forgotten here would be lost at the next change."""
    never = {"organisation", "id", "number", "thread", "received_at", "opened_for", "appeal_of", "requester"}
    fields = set(Case.__dataclass_fields__)
    assert fields - never <= casebook._changing(a_case()).keys()


def test_a_persons_cases_are_found_along_their_index(tmp_path: Path) -> None:
    """At a million cases, walking through the organisation's would hold up every letter."""
    url = database_url(f"sqlite:///{tmp_path / 'book.db'}")
    engine = writing_engine(url)
    migrate(engine)
    with engine.connect() as connection:
        words = str(casebook._OF_PERSON.compile(dialect=engine.dialect))
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", ("mentorix", "anna@example.org", 20, 0)).all()
    engine.dispose()
    assert [row[3] for row in plan] == [
        "SEARCH case_file USING INDEX ix_case_file_address (organisation=? AND <expr>=?)"
    ]
