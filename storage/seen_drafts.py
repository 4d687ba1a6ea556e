"""Drafts as staff last put their name to them: approved as the first of two, or sent back with a note."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from cases.outgoing import OutboxStatus
from storage.draft_table import DRAFT_SEEN
from storage.outbox_table import OUTBOX
from storage.page import Page


class Look(StrEnum):
    """What a person did with a draft that they saw."""

    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True)
class Seen:
    """A draft as a person saw it last; `version` is the draft's after what they did."""

    organisation: str
    case: int
    letter: int
    staff: int
    look: Look
    version: int
    subject: str
    body: str
    at: datetime


def keep(page: Page, seen: Seen) -> None:
    """Keep how a draft was, in the place of how the same person saw it before."""
    forget(page, seen.organisation, (seen.case, seen.letter), seen.staff)
    page.add(
        DRAFT_SEEN,
        organisation=seen.organisation,
        case_id=seen.case,
        letter_id=seen.letter,
        staff_id=seen.staff,
        act=seen.look,
        version=seen.version,
        subject=seen.subject,
        body=seen.body,
        seen_at=seen.at,
    )


def of_case(page: Page, organisation: str, case: int) -> tuple[Seen, ...]:
    """Give how each person saw the drafts of a case last, oldest first."""
    mine = (DRAFT_SEEN.c.organisation == organisation) & (DRAFT_SEEN.c.case_id == case)
    rows = page.all(select(DRAFT_SEEN).where(mine).order_by(DRAFT_SEEN.c.seen_at, DRAFT_SEEN.c.staff_id))
    return tuple(
        Seen(
            organisation=row.organisation,
            case=row.case_id,
            letter=row.letter_id,
            staff=row.staff_id,
            look=Look(row.act),
            version=row.version,
            subject=row.subject,
            body=row.body,
            at=row.seen_at,
        )
        for row in rows
    )


def half_approved(page: Page, organisation: str, cases: Collection[int]) -> frozenset[int]:
    """Give those of some cases that have a draft which one of two people has approved as it stands."""
    if not cases:
        return frozenset()
    same = (OUTBOX.c.organisation == DRAFT_SEEN.c.organisation) & (OUTBOX.c.id == DRAFT_SEEN.c.letter_id)
    as_it_is = (OUTBOX.c.status == OutboxStatus.DRAFT) & (OUTBOX.c.draft_version == DRAFT_SEEN.c.version)
    mine = (DRAFT_SEEN.c.organisation == organisation) & DRAFT_SEEN.c.case_id.in_(cases)
    found = select(DRAFT_SEEN.c.case_id).join(OUTBOX, same & as_it_is).where(mine, DRAFT_SEEN.c.act == Look.APPROVED)
    return frozenset(row.case_id for row in page.all(found))


def forget(page: Page, organisation: str, where: tuple[int, int], staff: int | None = None) -> None:
    """Forget how a (case, letter) was seen, by one person or by everybody. Where there is nothing, nothing happens."""
    case, letter = where
    mine = (DRAFT_SEEN.c.organisation == organisation) & (DRAFT_SEEN.c.case_id == case)
    gone = delete(DRAFT_SEEN).where(mine, DRAFT_SEEN.c.letter_id == letter)
    page.execute(gone if staff is None else gone.where(DRAFT_SEEN.c.staff_id == staff))
