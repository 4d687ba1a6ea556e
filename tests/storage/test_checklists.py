"""The two lists of every day: what left and what was filed, the newest first, found without walking through it all."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from cases.case import Case
from cases.message import Judgement, Verdict
from cases.outgoing import OutboxStatus
from storage import checklists, messages, outbox
from storage.book import Book
from storage.messages import Kept
from storage.page import Page
from storage.reach import Reach
from storage.tables import CASE
from tests.builders import AT, a_message, a_reading
from tests.storage.written import write_case, write_reply

ADMINISTRATION = Reach("mentorix", ("administration",))


def write_many(page: Page) -> None:
    """Write six cases with two letters each: half in the administration, two assigned to person 7."""
    for number in range(1, 7):
        queue = "administration" if number % 2 else "privacy"
        assigned = 7 if number in {2, 3} else None
        case = write_case(page, id=number, number=f"MX-26-00000{number}", thread=number, queue=queue)
        page.execute(update(CASE).where(CASE.c.id == number).values(assigned_to=assigned))
        for place in range(2):
            write_reply(page, AT + timedelta(minutes=10 * place + number), **of(case, f"message {place}"))


def of(case: Case, cause: str) -> dict[str, Any]:
    return {"case": case.id, "thread": case.thread, "cause": cause}


def write_bare_cases(page: Page, queue: str, assigned_to: int) -> None:
    """Write so many cases without letters that nobody looks them up one by one."""
    like = page.one(select(CASE).where(CASE.c.id == 1))
    assert like
    for place in range(checklists.FEW):
        given = {"id": 1000 + place, "number": f"MX-26-9{place:05}", "queue": queue, "assigned_to": assigned_to}
        page.add(CASE, **{**like._mapping, **given})


def write_message(page: Page, id_: int, verdict: Verdict) -> int:
    judgement = Judgement(verdict, "a_rule", automatic=False, may_answer=False)
    message = a_message(fingerprint=f"f{id_}")
    messages.keep(page, "mentorix", Kept(id_, None, None), message, (judgement, a_reading()))
    return id_


async def numbers_of(book: Book, reach: Reach, limit: int = 50) -> list[str]:
    """Give the case number of every letter of a reach, page by page."""
    found: list[str] = []
    before = None
    while True:
        letters, before = await book.read(checklists.letters, reach, before, limit)
        found += [letter.number[-1] for letter in letters]
        if before is None:
            return found


SEEN = {
    ADMINISTRATION: "531531",
    Reach("mentorix", ("administration",), (7,)): "53215321",
    Reach("mentorix", ("privacy",), (7,)): "64326432",
    Reach("mentorix", (), (7,)): "3232",
    Reach("mentorix", ()): "",
    Reach("metier", ("administration",), (7,)): "",
}


@pytest.mark.parametrize("limit", [50, 2, 1])
async def test_letters_of_a_scope_come_newest_first_page_by_page(book: Book, limit: int) -> None:
    await book.run(write_many)
    assert {reach: "".join(await numbers_of(book, reach, limit)) for reach in SEEN} == SEEN


async def test_whoever_sees_very_many_cases_sees_the_same_letters(book: Book) -> None:
    await book.run(write_many)
    await book.run(write_bare_cases, "administration", 7)
    assert {reach: "".join(await numbers_of(book, reach, 2)) for reach in SEEN} == SEEN


async def test_drafts_and_what_was_dropped_are_on_no_list(book: Book) -> None:
    def write(page: Page) -> None:
        case = write_case(page)
        write_reply(page, released=False)
        dropped = write_reply(page, cause="message 2")
        outbox._set(page, case.organisation, dropped, status=OutboxStatus.DROPPED)

    await book.run(write)
    assert await numbers_of(book, ADMINISTRATION) == []


async def test_only_what_was_filed_is_on_the_list_of_what_was_filed(book: Book) -> None:
    def write(page: Page) -> list[int]:
        return [
            write_message(page, number, verdict)
            for number, verdict in enumerate((Verdict.FILE, Verdict.ADMIT, Verdict.HOLD, Verdict.FILE), 1)
        ]

    first, _, _, last = await book.run(write)
    shown, going_on = await book.read(checklists.filed, "mentorix", None, 1)
    assert ([one.id for one in shown], going_on) == ([last], last)
    shown, going_on = await book.read(checklists.filed, "mentorix", last, 1)
    assert ([one.id for one in shown], going_on) == ([first], None)
    assert await book.read(checklists.filed, "metier", None, 9) == ((), None)
