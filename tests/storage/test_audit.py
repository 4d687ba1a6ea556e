"""Whoever changes what was written down is found out: each event of a case is tied to all before it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from cases.case import Event
from storage import casebook, history, proofs
from storage.audit import Break, Fault, Walked, breaks
from storage.book import Book
from storage.page import Page
from storage.procedure_tables import PROOF
from storage.proofs import ErasureProof
from storage.tables import CASE, EVENT
from tests.builders import AT, a_case

Deed = Callable[[Page], object]

PROOF_ONE = ErasureProof(
    number="MX-20-100000",
    kind="complaint",
    received_on=date(2020, 3, 2),
    over_on=date(2020, 4, 1),
    in_time=True,
    ruling="justified",
    rule="case-files 5 years",
    erased_at=AT,
    erased_by="us",
    events=7,
    chain_head="ab12",
)


def _open(page: Page, count: int = 6) -> None:
    case = a_case()
    events = [Event(AT + timedelta(minutes=place), "heard", "us", {"message": place}) for place in range(count)]
    casebook.open_case(page, case, "1", (), events[:2])
    history.record(page, case.organisation, case.id, events[2:])


def _found(page: Page) -> list[tuple[str, int, Fault]]:
    return [(one.chain, one.place, one.fault) for one in breaks(page, "mentorix", Walked())]


async def _after(book: Book, deed: Deed) -> list[tuple[str, int, Fault]]:
    await book.run(_open)
    await book.run(deed)
    return await book.read(_found)


def _event(seq: int, **values: Any) -> Deed:  # noqa: ANN401 - columns have any type
    return lambda page: page.execute(update(EVENT).where(EVENT.c.seq == seq).values(**values))


def _swap(page: Page) -> None:
    for was, becomes in ((3, 99), (4, 3), (99, 4)):
        page.execute(update(EVENT).where(EVENT.c.seq == was).values(seq=becomes))


def _put_in(page: Page) -> None:
    row = page.one(select(EVENT).where(EVENT.c.seq == 6))
    assert row
    page.execute(insert(EVENT).values(**row._asdict() | {"seq": 7}))


def _take_out(seq: int) -> Deed:
    return lambda page: page.execute(delete(EVENT).where(EVENT.c.seq == seq))


def _of_case(**values: Any) -> Deed:  # noqa: ANN401 - columns have any type
    return lambda page: page.execute(update(CASE).values(**values))


NUMBER = a_case().number


async def test_what_nobody_touched_is_whole(book: Book) -> None:
    await book.run(_open)
    walked = Walked()
    assert await book.read(lambda page: list(breaks(page, "mentorix", walked))) == []
    assert walked == Walked(cases=1, events=6)


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (_event(3, verb="closed"), [(3, Fault.CHANGED)]),
        (_event(3, actor="staff 7"), [(3, Fault.CHANGED)]),
        (_event(3, at=AT), [(3, Fault.CHANGED)]),
        (_event(3, data={"message": 99}), [(3, Fault.CHANGED)]),
        (_take_out(3), [(3, Fault.MISSING), (0, Fault.COUNT)]),
        (_take_out(6), [(6, Fault.MISSING), (0, Fault.HEAD), (0, Fault.COUNT)]),
        (_swap, [(3, Fault.MOVED), (4, Fault.MOVED), (5, Fault.MOVED)]),
        (_put_in, [(7, Fault.ADDED), (0, Fault.COUNT)]),
        (_of_case(chain_head="0" * 64), [(0, Fault.HEAD)]),
        (_of_case(events=5), [(6, Fault.ADDED), (0, Fault.COUNT)]),
    ],
    ids=[
        "another verb",
        "somebody else did it",
        "another time",
        "another message",
        "one taken out of the middle",
        "the last one taken off",
        "two change places",
        "one put in",
        "another head",
        "another count",
    ],
)
async def test_every_change_is_named_with_its_place(book: Book, deed: Deed, found: list[tuple[int, Fault]]) -> None:
    assert await _after(book, deed) == [(NUMBER, place, fault) for place, fault in found]


async def test_a_history_without_its_case_is_found(database: str, book: Book) -> None:
    def lose(page: Page) -> None:
        if page.on_postgres:
            page.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign keys, on this page only
        page.execute(delete(CASE))

    if database.startswith("sqlite"):
        pytest.skip("SQLite keeps its foreign keys as long as a connection lasts")
    assert await _after(book, lose) == [("case 1", place, Fault.NO_CASE) for place in range(1, 7)]


def _prove(page: Page) -> None:
    for number in range(3):
        proofs.add(page, "mentorix", replace(PROOF_ONE, number=f"MX-20-10000{number}"))
        page.flush()


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (lambda page: page.flush(), []),
        (lambda page: page.execute(delete(PROOF).where(PROOF.c.seq == 2)), [("proofs", 2, Fault.MISSING)]),
        (
            lambda page: page.execute(update(PROOF).where(PROOF.c.seq == 2).values(rule="nothing")),
            [("MX-20-100001", 2, Fault.CHANGED)],
        ),
        (
            lambda page: page.execute(update(PROOF).where(PROOF.c.seq == 3).values(in_time=False)),
            [("MX-20-100002", 3, Fault.CHANGED)],
        ),
    ],
    ids=["untouched", "one taken out", "another rule", "late made early"],
)
async def test_proofs_of_erased_cases_are_tied_together(
    book: Book, deed: Deed, found: list[tuple[str, int, Fault]]
) -> None:
    await book.run(_prove)
    await book.run(deed)
    assert await book.read(_found) == found


async def test_a_case_that_was_erased_and_is_there_is_a_fault(book: Book) -> None:
    await book.run(_open)
    await book.run(lambda page: proofs.add(page, "mentorix", replace(PROOF_ONE, number=NUMBER)))
    assert await book.read(_found) == [(NUMBER, 1, Fault.NOT_ERASED)]


async def test_another_organisations_chain_is_not_walked(book: Book) -> None:
    await book.run(_open)
    await book.run(_event(3, verb="closed"))
    assert await book.read(lambda page: list(breaks(page, "metier", Walked()))) == []


async def test_each_break_says_whose_it_is(book: Book) -> None:
    await book.run(_open)
    await book.run(_event(1, verb="closed"))
    assert await book.read(lambda page: list(breaks(page, "mentorix", Walked()))) == [
        Break("mentorix", NUMBER, 1, Fault.CHANGED)
    ]


def _many(page: Page) -> None:
    for id_ in range(1, 451):
        case = replace(a_case(), id=id_, number=f"MX-26-{100000 + id_}")
        events = [Event(AT, "heard", "us", {"message": place}) for place in range(10)]
        casebook.open_case(page, case, "1", (), events)


async def test_many_cases_are_walked_a_few_at_a_time_and_soon(book: Book) -> None:
    await book.run(_many)
    await book.run(
        lambda page: page.execute(update(EVENT).where(EVENT.c.case_id == 201, EVENT.c.seq == 1).values(actor="x"))
    )
    walked, began = Walked(), perf_counter()
    found = await book.read(lambda page: list(breaks(page, "mentorix", walked)))
    assert [(one.chain, one.place) for one in found] == [("MX-26-100201", 1)]
    assert (walked.cases, walked.events) == (450, 4500)
    assert perf_counter() - began < 5
