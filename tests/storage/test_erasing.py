"""Erasing reaches every table: those that are here, and those that somebody adds."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Column, Table, TypeDecorator, select

from storage import erasing
from storage.book import Book
from storage.inbox_tables import ARRIVAL
from storage.outbox_table import OUTBOX
from storage.page import ORDER, Page
from storage.tables import CASE, EVENT, MESSAGE, THREAD
from storage.vault import LARGE
from tests.builders import AT
from tests.remains import traces

WORD = "Zebedæus"

NOT_OF_A_CASE = {
    "learner": "the organisation's own register: its retention is another (forget_records)",
    "staff": "people of the organisation",
    "session": "people of the organisation",
    "failed_login": "people who try to log in",
    "mailbox": "how the organisation's mailboxes are",
    "statistic": "counts without names",
    "proof": "what is left of erased cases; its columns are codes, days and hashes",
}
"""Tables that hold nothing of the person of a case. Whoever adds a table says here why it is one, or lets it go."""

HERE = {"organisation": "mentorix", "case_id": 1, "message_id": 2, "thread_id": 3, "arrival_id": 4, "opened_for": 2}
OWN = {CASE: 1, MESSAGE: 2, THREAD: 3, ARRIVAL: 4}


def _filled(table: Table, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - columns have any type
    """Give a row of a table that names the person in every column that can."""
    own = {"id": OWN.get(table, 5)}
    plain = {column.name: _value(column) for column in table.c}
    return {**plain, **{name: value for name, value in (own | HERE | changed).items() if name in table.c}}


def _value(column: Column[Any]) -> object:
    values: dict[type, object] = {
        object: [WORD],
        datetime: AT,
        date: AT.date(),
        bool: False,
        int: 7,
        bytes: WORD.encode(),
        str: f"{WORD} {column.table.name}.{column.name}",
    }
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return values[kind.python_type]


def _write(page: Page, rows: Mapping[Table, dict[str, Any]]) -> None:
    for table, row in rows.items():
        page.add(table, **row)


def _everything() -> dict[Table, dict[str, Any]]:
    """Give one case with a row in every table."""
    special: dict[Table, dict[str, Any]] = {
        EVENT: {"data": {"message": 2}},
        THREAD: {"joined": None},
        ARRIVAL: {"channel": "mail", "mailbox": "info", "vault_key": "mentorix/2026/03/4.eml"},
        OUTBOX: {"attach": [2]},
        MESSAGE: {"verdict": "admit"},
        CASE: {"appeal_of": None, "number": f"{WORD}-1"},
    }
    return {table: _filled(table, **special.get(table, {})) for table in ORDER if table.name not in NOT_OF_A_CASE}


async def test_nothing_of_a_person_is_left_in_any_table(book: Book) -> None:
    await book.run(_write, {table: row | _known(table) for table, row in _everything().items()})
    before = await book.read(traces, WORD)
    assert {place.partition(".")[0] for place in before} >= {table.name for table in _everything()} - _WORDLESS
    assert await book.run(erasing.erase_case, "mentorix", 1, f"{WORD}-1") == 1
    left = await book.read(traces, WORD)
    assert left == [], "storage/erasing.py does not reach these; or say in NOT_OF_A_CASE why they need not go"


_WORDLESS = {"declaration"}
"""Tables of a case that have no column for a word."""


def _known(table: Table) -> dict[str, Any]:
    """Give what improvements point at: they are the organisation's own, but for the case that they come from."""
    return (
        {"case_number": f"{WORD}-1", "cause": "a slow room", "action": "another"} if table.name == "improvement" else {}
    )


def test_what_belongs_to_no_case_is_known_by_name() -> None:
    assert {table.name for table in ORDER} >= set(NOT_OF_A_CASE)


@pytest.mark.parametrize(("size", "vault_key"), [(LARGE, None), (LARGE, "mentorix/2026/03/4.eml")])
async def test_bytes_in_the_vault_are_named_until_they_are_gone(book: Book, size: int, vault_key: str | None) -> None:
    rows = _everything()
    await book.run(_write, rows | {ARRIVAL: rows[ARRIVAL] | {"size": size, "vault_key": vault_key, "mailbox": None}})
    await book.run(erasing.erase_case, "mentorix", 1, "MX-26-100000")
    left = await book.read(erasing.vault_left, "mentorix", 10)
    assert left == ((4, "mentorix/2026/03/4.eml"),)
    await book.run(erasing.vault_cleared, "mentorix", [4])
    assert await book.read(erasing.vault_left, "mentorix", 10) == ()
    assert await book.read(_arrivals) == []


async def test_where_a_letter_lies_in_a_mailbox_stays_known_or_it_would_be_fetched_again(book: Book) -> None:
    rows = _everything()
    place = {"mailbox": "info", "uid_validity": 7, "uid": 12}
    await book.run(_write, rows | {ARRIVAL: rows[ARRIVAL] | place | {"size": 10, "vault_key": None}})
    await book.run(erasing.erase_case, "mentorix", 1, "MX-26-100000")
    assert [(row.mailbox, row.uid, row.raw, row.sender, row.recipients) for row in await book.read(_arrivals)] == [
        ("info", 12, None, "", [])
    ]


def _arrivals(page: Page) -> list[Any]:
    return list(page.all(select(ARRIVAL)))


def _second_case(**changed: Any) -> dict[Table, dict[str, Any]]:  # noqa: ANN401 - columns have any type
    """Give another case of the same conversation, opened by the same letter."""
    plain = {"id": 11, "number": "MX-26-200000", "appeal_of": None, **changed}
    event = {"case_id": 11, "data": {"message": 2, "letter": 5}}
    return {CASE: _filled(CASE, **plain), EVENT: _filled(EVENT, **event)}


async def test_a_letter_that_opened_two_cases_stays_with_the_one_that_is_left(book: Book) -> None:
    await book.run(_write, {table: row | _known(table) for table, row in _everything().items()})
    await book.run(_write, _second_case())
    await book.run(erasing.erase_case, "mentorix", 1, f"{WORD}-1")
    assert [row.id for row in await book.read(_all, CASE)] == [11]
    assert [row.id for row in await book.read(_all, MESSAGE)] == [2]
    assert [(row.id, row.case_id) for row in await book.read(_all, OUTBOX)] == [(5, 11)]
    assert {row.case_id for row in await book.read(_all, EVENT)} == {11}
    await book.run(erasing.erase_case, "mentorix", 11, "MX-26-200000")
    assert await book.read(traces, WORD) == []


async def test_what_only_the_erased_case_heard_goes_although_another_case_shares_the_conversation(book: Book) -> None:
    await book.run(_write, {table: row | _known(table) for table, row in _everything().items()})
    await book.run(_write, {MESSAGE: _filled(MESSAGE, id=22, fingerprint="later", verdict="admit", arrival_id=None)})
    await book.run(_write, _second_case(opened_for=22) | {EVENT: _filled(EVENT, case_id=11, data={"message": 22})})
    await book.run(erasing.erase_case, "mentorix", 1, f"{WORD}-1")
    assert [row.id for row in await book.read(_all, MESSAGE)] == [22]
    assert await book.read(_all, OUTBOX) == []
    assert [row.id for row in await book.read(_all, THREAD)] == [3]


async def test_conversations_that_were_joined_are_one(book: Book) -> None:
    """The letters of a case that was joined to another lie in that one's conversation: both need them."""
    rows = _everything()
    threads = (_filled(THREAD, token="t", joined=None), _filled(THREAD, id=33, token="u", joined=3))
    await book.run(_write, {table: row | _known(table) for table, row in rows.items() if table is not THREAD})
    for thread in threads:
        await book.run(_write, {THREAD: thread})
    await book.run(_write, _second_case(thread_id=33))
    await book.run(erasing.erase_case, "mentorix", 1, f"{WORD}-1")
    assert [row.id for row in await book.read(_all, MESSAGE)] == [2]
    assert [row.id for row in await book.read(_all, THREAD)] == [3, 33]
    await book.run(erasing.erase_case, "mentorix", 11, "MX-26-200000")
    assert await book.read(traces, WORD) == []


async def test_erasing_twice_does_nothing_twice(book: Book) -> None:
    await book.run(_write, _everything())
    assert await book.run(erasing.erase_case, "mentorix", 1, f"{WORD}-1") == 1
    assert await book.run(erasing.erase_case, "mentorix", 1, f"{WORD}-1") == 0


def _all(page: Page, table: Table) -> list[Any]:
    return sorted(page.all(select(table)), key=lambda row: getattr(row, "id", 0))


async def test_mail_in_the_file_is_found_by_whom_it_is_from_or_names_and_wildcards_are_letters(book: Book) -> None:
    filed = {"verdict": "file", "thread_id": None}
    texts = {1: "an_a@example.org is away", 2: "anXa@example.org is away", 3: "nothing"}
    for id_, said in texts.items():
        row = _filled(MESSAGE, id=id_, fingerprint=str(id_), text=said, whole=None, sender_address="x", **filed)
        await book.run(_write, {MESSAGE: row})
    await book.run(_write, {MESSAGE: _filled(MESSAGE, id=4, text="", sender_address="AN_A@example.org", **filed)})
    assert await book.read(erasing.filed_about, "mentorix", "an_a@example.org") == {1, 4}
    day = datetime.combine(date(2027, 1, 1), AT.timetz())
    assert await book.read(erasing.filed_before, "mentorix", day, 2) == {1, 2}
    assert await book.read(erasing.filed_before, "mentorix", AT, 2) == frozenset()
