"""What staff typed into drafts and have not sent yet: each has a text of their own, which nobody else sees."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from storage.draft_table import DRAFT_TYPED
from storage.outbox_table import OUTBOX
from storage.page import Page


@dataclass(frozen=True)
class Typed:
    """What a person typed into a letter so far; `version` is the draft's as they saw it."""

    organisation: str
    case: int
    letter: int
    staff: int
    version: int
    subject: str
    body: str
    note: str
    saved_at: datetime


def keep(page: Page, typed: Typed) -> None:
    """Keep what was typed, in the place of what the same person typed into the same letter before."""
    forget(page, typed.organisation, (typed.case, typed.letter), typed.staff)
    page.add(
        DRAFT_TYPED,
        organisation=typed.organisation,
        case_id=typed.case,
        letter_id=typed.letter,
        staff_id=typed.staff,
        version=typed.version,
        subject=typed.subject,
        body=typed.body,
        note=typed.note,
        saved_at=typed.saved_at,
    )


def newest(page: Page, organisation: str, case: int, staff: int) -> Typed | None:
    """Give what a person typed last into a letter of a case and has not sent, None where there is nothing."""
    mine = (DRAFT_TYPED.c.organisation == organisation) & (DRAFT_TYPED.c.case_id == case)
    typed = select(DRAFT_TYPED).where(mine, DRAFT_TYPED.c.staff_id == staff)
    row = page.one(typed.order_by(DRAFT_TYPED.c.saved_at.desc(), DRAFT_TYPED.c.letter_id.desc()).limit(1))
    if row is None:
        return None
    return Typed(
        organisation=row.organisation,
        case=row.case_id,
        letter=row.letter_id,
        staff=row.staff_id,
        version=row.version,
        subject=row.subject,
        body=row.body,
        note=row.note,
        saved_at=row.saved_at,
    )


def forget(page: Page, organisation: str, where: tuple[int, int], staff: int) -> None:
    """Forget what a person typed into a (case, letter). Where there is nothing, nothing happens."""
    case, letter = where
    mine = (DRAFT_TYPED.c.organisation == organisation) & (DRAFT_TYPED.c.case_id == case)
    page.execute(delete(DRAFT_TYPED).where(mine, DRAFT_TYPED.c.letter_id == letter, DRAFT_TYPED.c.staff_id == staff))


def prepared(page: Page, organisation: str, letters: Collection[int]) -> dict[int, str]:
    """Give the texts that some letters were prepared with, of those that a person has changed."""
    if not letters:
        return {}
    mine = (OUTBOX.c.organisation == organisation) & OUTBOX.c.id.in_(letters) & OUTBOX.c.prepared.is_not(None)
    return {row.id: row.prepared for row in page.all(select(OUTBOX.c.id, OUTBOX.c.prepared).where(mine))}
