"""Erasing reaches every table: those that are here, and those that somebody adds."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Column, Table, TypeDecorator, select

from storage import erasing
from storage.book import Book
from storage.inbox_tables import ARRIVAL, LOOK
from storage.outbox_table import OUTBOX
from storage.page import ORDER, Page
from storage.procedure_tables import REDACTION
from storage.tables import CASE, EVENT, MESSAGE, THREAD
from storage.vault import LARGE
from tests.builders import AT
from tests.remains import traces

WORD = "Zebedæus"

NOT_OF_A_CASE = {
    "learner": "the organisation's own register: its retention is another (forget_records)",
    "learner_register": "when the register was imported",
    "staff": "people of the organisation",
    "session": "people of the organisation",
    "failed_login": "people who try to log in",
    "saved_view": "views of the queue that staff keep: codes and a name of their own",
    "absence": "people of the organisation",
    "calendar_feed": "people of the organisation",
    "codes": "people of the organisation",
    "device": "people of the organisation",
    "invitation": "people of the organisation",
    "notice_choice": "people of the organisation",
    "passkey": "people of the organisation",
    "recovery_code": "people of the organisation",
    "staff_event": "people of the organisation",
    "staff_telegram": "people of the organisation",
    "spent": "tokens that were used, as digests, until they run out",
    "telegram_bot": "how the organisation's bot is",
    "search_due": "ids of conversations that are to be indexed anew, also because they are gone; taken away in moments",
    "search_gone": "ids of index rows that are still to be merged away",
    "api_key": "what the organisation's own systems come in with",
    "webhook": "how the organisation's own system is told",
    "mailbox": "how the organisation's mailboxes are",
    "figure": "counts without names",
    "figure_state": "how far they were counted",
    "proof": "what is left of erased cases; its columns are codes, days and hashes",
}
"""Tables that hold nothing of the person of a case. Whoever adds a table says here why it is one, or lets it go."""

HERE = {
    "organisation": "mentorix",
    "case_id": 1,
    "message_id": 2,
    "thread_id": 3,
    "arrival_id": 4,
    "opened_for": 2,
    "chat_id": 5,
    "outbox_id": 5,
}
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
    assert await book.read(_wordless) == []


_WORDLESS = {"declaration", "case_mention", "case_watch", "chat_attendance"}
"""Tables of a case that have no column for a word."""


def _wordless(page: Page) -> list[object]:
    return [row for table in ORDER if table.name in _WORDLESS for row in page.all(select(table))]


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


async def test_what_was_found_in_a_letter_that_another_case_needs_is_that_cases_from_now_on(book: Book) -> None:
    """Or the words that wait for a judgement would be masked no longer, and those that are to go would stay."""
    await book.run(_write, {table: row | _known(table) for table, row in _everything().items()})
    for id_ in (12, 11):
        case = _second_case(id=id_, number=f"MX-26-2000{id_}")[CASE]
        await book.run(_write, {CASE: case, EVENT: _filled(EVENT, case_id=id_, data={"message": 2})})
    await book.run(erasing.erase_case, "mentorix", 1, f"{WORD}-1")
    assert [(row.case_id, row.message_id) for row in await book.read(_all, REDACTION)] == [(11, 2)]
    await book.run(erasing.erase_case, "mentorix", 11, "MX-26-200011")
    assert [(row.case_id, row.message_id) for row in await book.read(_all, REDACTION)] == [(12, 2)]
    await book.run(erasing.erase_case, "mentorix", 12, "MX-26-200012")
    assert await book.read(_all, REDACTION) == []


async def test_what_waits_to_be_struck_out_waits_although_the_letter_it_was_asked_for_is_erased(book: Book) -> None:
    rows = _everything() | {LOOK: _filled(LOOK, look="strike", claimed_by="n", claimed_until=AT)}
    await book.run(_write, {table: row | _known(table) for table, row in rows.items()})
    await book.run(_write, {MESSAGE: _filled(MESSAGE, id=22, fingerprint="later", verdict="admit", arrival_id=None)})
    await book.run(_write, {CASE: _second_case(opened_for=22)[CASE]})
    ordered = {"judgement": "strike_out", "judged_by": 7, "judged_at": AT, "struck_at": None}
    await book.run(_write, {REDACTION: _filled(REDACTION, id=6, case_id=11, message_id=22, **ordered)})
    await book.run(erasing.erase_case, "mentorix", 1, f"{WORD}-1")
    left = [(row.message_id, row.look, row.claimed_by) for row in await book.read(_all, LOOK)]
    assert left == [(22, "strike", None)]


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
    for thread in threads:
        await book.run(_write, {THREAD: thread})
    await book.run(_write, {table: row | _known(table) for table, row in rows.items() if table is not THREAD})
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


async def _filed(book: Book, texts: Mapping[int, str], **changed: Any) -> None:  # noqa: ANN401 - columns have any type
    """File mail that says some texts."""
    plain = {"verdict": "file", "thread_id": None, "whole": None, "sender_address": "x", "sender_name": "x"}
    for id_, said in texts.items():
        row = {"id": id_, "fingerprint": str(id_), "text": said, "subject": "x"}
        await book.run(_write, {MESSAGE: _filled(MESSAGE, **(plain | row | changed))})


NAMES = [
    "anna@example.org",
    "Anna@Example.ORG is away",
    "<anna@example.org>",
    "mailto:anna@example.org?subject=x",
    "Write to 'anna@example.org'.",
    "to anna@example.org, bo@example.org",
    "- anna@example.org: mailbox full",
    "*anna@example.org*",
    "Anna-konto: anna@example.org-kontoen er lukket",
]
NAMES_ANOTHER = [
    "joanna@example.org",
    "anna@example.org.uk",
    "anna@example.organic",
    "jo.anna@example.org",
    "jo-anna@example.org",
    "jo+anna@example.org",
    "jo_anna@example.org",
    "o'anna@example.org",
    "øanna@example.org",
    "anna@example.org-events.com",
    "anna@example-org",
]


@pytest.mark.parametrize("column", ["text", "whole", "subject", "sender_name"])
async def test_mail_in_the_file_goes_with_the_address_it_names_and_never_with_a_longer_one(
    book: Book, column: str
) -> None:
    for id_, said in enumerate([*NAMES, *NAMES_ANOTHER]):
        await _filed(book, {id_: "x"}, **{column: said})
    found = await book.read(erasing.filed_about, "mentorix", "anna@example.org")
    assert found == set(range(len(NAMES)))


async def test_mail_that_names_a_longer_address_and_the_address_itself_goes(book: Book) -> None:
    await _filed(book, {1: "joanna@example.org and anna@example.org"})
    assert await book.read(erasing.filed_about, "mentorix", "anna@example.org") == {1}


async def test_an_address_of_letters_beyond_ascii_is_found_in_capitals_as_well(book: Book) -> None:
    await _filed(book, {1: "SØREN@EXAMPLE.ORG", 2: "bo@example.org"})
    await _filed(book, {3: "nothing"}, sender_address="Søren@Example.org")
    assert await book.read(erasing.filed_about, "mentorix", "søren@example.org") == {1, 3}


async def test_mail_in_the_file_is_found_by_whom_it_is_from_or_names_and_wildcards_are_letters(book: Book) -> None:
    await _filed(book, {1: "an_a@example.org is away", 2: "anXa@example.org is away", 3: "nothing"})
    await _filed(book, {4: ""}, sender_address="AN_A@example.org")
    assert await book.read(erasing.filed_about, "mentorix", "an_a@example.org") == {1, 4}
    assert await book.read(erasing.filed_about, "mentorix", "a%@example.org") == frozenset()
    day = datetime.combine(date(2027, 1, 1), AT.timetz())
    assert await book.read(erasing.filed_before, "mentorix", day, 2) == {1, 2}
    assert await book.read(erasing.filed_before, "mentorix", AT, 2) == frozenset()
