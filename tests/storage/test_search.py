"""Cases found by words: the same from both databases, only those that the person sees, whatever is typed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.kind import Kind
from cases.search import wanted
from storage import search, search_due, search_marks
from storage.book import Book
from storage.page import Page
from storage.search import At, Scope, Searched, place_of
from tests.builders import AT
from tests.storage.written import write_case

SCOPE = Scope("mentorix", ("appeals", "privacy"), (7,), viewer=7)
TEXTS = {
    1: (
        "MX-26-100001\nSøren Ågård\nsoren@example.dk\nKlage over eksamen",
        "Jeg er utilfreds med min eksamen på kurset.",
    ),
    2: ("MX-26-100002\nAnna Müller\nanna.mueller@example.org\nIndsigt", "I would like to see my data, and the exam."),
    3: (
        "MX-26-100003\nJan de Boer\njan@example.nl\nKlacht",
        "Mijn klacht gaat over het examen in København, en Århus.",
    ),
    4: ("MX-26-100004\nKim Vogn", "The word exam and nothing more: it's O'Brien's, e-mail: a_b@x.dk, 100%."),
}
"""Newest last, as keys grow."""


async def _filled(book: Book) -> None:
    def fill(page: Page) -> None:
        for id_, (head, text) in TEXTS.items():
            case = write_case(page, id=id_, number=head.split("\n", maxsplit=1)[0], thread=id_, queue="privacy")
            place = place_of(case.queue, None, case.kind, live=True, received=case.received_at)
            search.put(page, [Searched("mentorix", id_, id_, head, text, place)])

    await book.run(fill)


async def _found(book: Book, query: str, scope: Scope = SCOPE) -> list[int]:
    hits, more = await book.read(search.find, scope, wanted(query), At(), (50, lambda _: True))
    assert more is None
    return [hit.case for hit in hits]


QUERIES: Sequence[tuple[str, list[int]]] = (
    ("soren", [1]),
    ("Søren", [1]),
    ("SØREN", [1]),
    ("soeren", [1]),
    ("kobenhavn", [3]),
    ("aarhus", [3]),
    ("arhus", [3]),
    ("mueller", [2]),
    ("müller", [2]),
    ("muller", [2]),
    ("eksamen", [1]),
    ("eksa", [1]),
    ("exam", [3, 2, 1, 4]),  # three have an address at example.…: what is in the head comes first
    ("exam data", [2]),
    ("exa data", []),  # only the last word may go on
    ("exam -data", [4]),  # and only there: "exam" is a word by itself here
    ('"my data"', [2]),
    ('"data my"', []),
    ('"my dat"', []),  # a phrase ends where it ends
    ("klage", [1]),
    ("klacht examen", [3]),
    ("MX-26-100002", [2]),
    ("mx 26 100002", [2]),
    ("anna.mueller@example.org", [2]),
    ("o'brien", [4]),
    ("a_b@x.dk", [4]),
    ("100%", [4, 3, 2, 1]),
    ("-exam -klage", [3]),
    ("privacy", []),  # where a case stands is no word of it
    ("live", []),
    ("s:live", []),
    ('"', []),
    ("-", []),
    ("* OR NEAR(", []),
    ("place : exam", []),
    ("exam AND", [4, 2]),
    ("exam' | 'x", [4]),
)


@pytest.mark.parametrize("case", range(len(QUERIES)))
async def test_both_databases_find_the_same(book: Book, case: int) -> None:
    query, found = QUERIES[case]
    await _filled(book)
    assert await _found(book, query) == found


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(max_size=60) | st.text("ab \"-*:()'|&!<>\\%_", max_size=30))
async def test_whatever_is_typed_is_text_and_never_an_error(book: Book, query: str) -> None:
    assert isinstance(await _found(book, query), list)


async def test_only_cases_in_sight_are_found(book: Book) -> None:
    await _filled(book)
    elsewhere = replace(SCOPE, queues=("appeals",))
    assert await _found(book, "eksamen", elsewhere) == []
    assert await _found(book, "eksamen", replace(SCOPE, organisation="mentor")) == []
    assert await _found(book, "eksamen", replace(SCOPE, queues=(), persons=())) == []

    def assign(page: Page) -> None:
        case = write_case(page, id=9, number="MX-26-100009", thread=9, queue="elsewhere", assigned_to=7)
        place = place_of(case.queue, 7, case.kind, live=True, received=case.received_at)
        search.put(page, [Searched("mentorix", 9, 9, case.number, "eksamen igen", place)])

    await book.run(assign)
    assert await _found(book, "eksamen", elsewhere) == [9]


async def test_who_is_excluded_finds_nothing(book: Book) -> None:
    def fill(page: Page) -> None:
        viewer = 912285031638921346
        case = write_case(page, id=5, thread=5, queue="appeals", excluded=frozenset({viewer}))
        place = place_of(case.queue, None, case.kind, live=True, received=case.received_at)
        search.put(page, [Searched("mentorix", 5, 5, case.number, "hemmeligt", place)])

    await book.run(fill)
    assert await _found(book, "hemmeligt") == [5]
    assert await _found(book, "hemmeligt", replace(SCOPE, viewer=912285031638921346)) == []


async def test_filters_narrow_what_is_found(book: Book) -> None:
    await _filled(book)
    year = AT.astimezone(UTC).year
    assert await _found(book, "eksamen", replace(SCOPE, live=False)) == []
    assert await _found(book, "eksamen", replace(SCOPE, kind=Kind.ERASURE)) == []
    assert await _found(book, "eksamen", replace(SCOPE, live=True, since=datetime(year, 1, 1, tzinfo=UTC))) == [1]
    assert await _found(book, "eksamen", replace(SCOPE, before=AT)) == []
    assert await _found(book, "eksamen", replace(SCOPE, since=datetime(year + 1, 1, 1, tzinfo=UTC))) == []


async def test_pages_follow_each_other_without_a_gap_or_a_repeat(book: Book) -> None:
    await _filled(book)
    found: list[int] = []
    at: At | None = At()
    while at:
        hits, at = await book.read(search.find, SCOPE, wanted("exam"), At.parse(str(at)), (1, lambda _: True))
        found += [hit.case for hit in hits]
    assert found == [3, 2, 1, 4]


async def test_what_is_put_again_is_found_by_its_new_words_alone(book: Book) -> None:
    await _filled(book)

    def again(page: Page) -> None:
        search.put(page, [Searched("mentorix", 1, 1, "MX-26-100001", "nye ord", ("q:privacy",))])

    await book.run(again)
    assert await _found(book, "utilfreds") == []
    assert await _found(book, "nye ord") == [1]


async def test_what_is_taken_out_is_gone_at_once_and_leaves_nothing_after_the_merge(book: Book) -> None:
    await _filled(book)
    await book.run(search_marks.take_out, "mentorix", (1,))
    assert await _found(book, "utilfreds") == []
    gone = await book.read(search_due.gone)
    assert gone
    begins = True
    while await book.run(search_due.merge, begins=begins):
        begins = False
    await book.run(search_due.merged, gone)
    assert await book.read(search_due.gone) == ()
    if not book.on_postgres:
        from sqlalchemy import text  # noqa: PLC0415 - SQLite's own files alone are looked into

        def blocks(page: Page) -> bytes:
            return b"".join(row[0] for row in page.all(text("SELECT block FROM search_index_data")))

        assert b"utilfreds" not in await book.read(blocks)
    assert await _found(book, "klacht") == [3]


@given(written=st.text(max_size=20))
def test_a_place_is_read_from_any_address(written: str) -> None:
    assert isinstance(At.parse(written), At)
