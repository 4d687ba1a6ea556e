"""Notes of staff about a case. They are erased with it; who may see the case may read them, and nobody else."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select

from cases.case import Case
from cases.note import Note
from storage import search_marks
from storage.case_note_table import CASE_MENTION, CASE_NOTE
from storage.page import KEY, ORG, Page

_OF_CASE = select(CASE_NOTE).where(CASE_NOTE.c.organisation == ORG, CASE_NOTE.c.case_id == KEY).order_by(CASE_NOTE.c.id)
_TEXTS = (
    select(CASE_NOTE.c.case_id, CASE_NOTE.c.text)
    .where(CASE_NOTE.c.organisation == ORG, CASE_NOTE.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(CASE_NOTE.c.id)
)
_MENTIONS = select(CASE_MENTION).where(CASE_MENTION.c.organisation == ORG, CASE_MENTION.c.case_id == KEY)


def note(page: Page, case: Case, written: Note, client: str) -> bool:
    """Write a note down with its mentions; say whether it is new: the same form makes one note."""
    mine = (CASE_NOTE.c.organisation == case.organisation) & (CASE_NOTE.c.case_id == case.id)
    if page.one(select(CASE_NOTE.c.id).where(mine, CASE_NOTE.c.client == client)):
        return False
    page.add(
        CASE_NOTE,
        organisation=case.organisation,
        case_id=case.id,
        id=written.id,
        text=written.text,
        written_by=written.by,
        written_at=written.at,
        client=client,
    )
    search_marks.mark(page, case.organisation, case.thread)
    for staff in written.mentions:
        mention(page, case, written.id, staff, written.at)
    return True


def mention(page: Page, case: Case, note_id: int, staff: int, now: datetime) -> None:
    """Note that somebody is to look at a note."""
    page.add(
        CASE_MENTION,
        organisation=case.organisation,
        case_id=case.id,
        note_id=note_id,
        staff_id=staff,
        mentioned_at=now,
    )


def of_case(page: Page, organisation: str, case: int) -> tuple[Note, ...]:
    """Give the notes about a case, oldest first."""
    rows = page.all(_OF_CASE, org=organisation, key=case)
    people = page.all(_MENTIONS, org=organisation, key=case) if rows else ()
    return tuple(
        Note(
            row.id,
            row.text,
            row.written_by,
            row.written_at,
            tuple(one.staff_id for one in people if one.note_id == row.id),
        )
        for row in rows
    )


def texts(page: Page, organisation: str, cases: Collection[int]) -> dict[int, list[str]]:
    """Give what the notes about cases say, oldest first, by case."""
    found: dict[int, list[str]] = {case: [] for case in cases}
    for row in page.all(_TEXTS, org=organisation, cases=list(cases)) if cases else ():
        found[row.case_id].append(row.text)
    return found
