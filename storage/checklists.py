"""What left and what was filed, the newest first: two lists that staff go through every day."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, literal, or_, select

from cases.message import Verdict
from cases.outgoing import OutboxStatus
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.reach import Reach, not_excluded
from storage.tables import CASE, MESSAGE

FEW = 1000
"""Cases that are looked up one by one sooner than all letters are walked through."""

_SHOWN = (OutboxStatus.RELEASED, OutboxStatus.SENT, OutboxStatus.FAILED)


@dataclass(frozen=True)
class Letter:
    """A letter of ours that was let go: to whom, in which words, and what became of it."""

    id: int
    number: str
    reply: str
    status: OutboxStatus
    recipient: str | None
    language: str
    subject: str
    body: str
    created_at: datetime
    not_before: datetime
    sent_at: datetime | None
    approved_by: str | None
    last_error: str | None


@dataclass(frozen=True)
class Filed:
    """A message that became no case, with the name of the rule that said so."""

    id: int
    at: datetime
    sender_name: str
    sender_address: str
    subject: str
    text: str
    language: str
    reason: str
    automatic: bool
    repeats: int


def letters(page: Page, reach: Reach, before: int | None, limit: int) -> tuple[tuple[Letter, ...], int | None]:
    """Give letters of cases within reach, and the id to go on from (None at the end)."""
    same_case = (CASE.c.organisation == OUTBOX.c.organisation) & (CASE.c.id == OUTBOX.c.case_id)
    wanted = (
        select(OUTBOX, CASE.c.number)
        .join(CASE, same_case)
        .where(OUTBOX.c.organisation == reach.organisation, OUTBOX.c.status.in_(_SHOWN))
    )
    if reach.viewer:
        wanted = wanted.where(not_excluded(reach.viewer))
    which, key = _of_cases(page, reach)
    rows, going_on = _newest_first(page, wanted.where(which), key, (before, limit))
    return tuple(_letter(row) for row in rows), going_on


def _of_cases(page: Page, reach: Reach) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Say which letters are of cases within reach, and what they are sorted by.

    Whoever sees many cases soon finds a page of letters, walking from the newest; whoever sees few would walk for ever.
    """
    reached: list[ColumnElement[bool]] = [CASE.c.queue.in_(reach.queues)]
    reached += [CASE.c.assigned_to == person for person in reach.persons]
    mine = select(CASE.c.id).where(CASE.c.organisation == reach.organisation).limit(FEW)
    few = [row.id for which in reached for row in page.all(mine.where(which))]
    if len(few) < FEW:
        return OUTBOX.c.case_id.in_(few), OUTBOX.c.id + 0  # not in the order of an index, or SQLite would walk that
    return or_(*reached), OUTBOX.c.id


def filed(page: Page, organisation: str, before: int | None, limit: int) -> tuple[tuple[Filed, ...], int | None]:
    """Give messages that were filed, and the id to go on from (None at the end)."""
    is_filed = MESSAGE.c.verdict == literal(Verdict.FILE.value, literal_execute=True)  # as its index says it
    wanted = select(MESSAGE).where(MESSAGE.c.organisation == organisation, is_filed)
    rows, going_on = _newest_first(page, wanted, MESSAGE.c.id, (before, limit))
    return tuple(_filed(row) for row in rows), going_on


def _newest_first(
    page: Page,
    wanted: Any,  # noqa: ANN401 - a select
    key: ColumnElement[int],
    step: tuple[int | None, int],
) -> tuple[list[Row[Any]], int | None]:
    # Our ids sort by time, so the primary key is the index to walk.
    before, limit = step
    if before is not None:
        wanted = wanted.where(key < before)
    rows = list(page.all(wanted.order_by(key.desc()).limit(limit + 1)))
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=row.id,
        number=row.number,
        reply=row.reply,
        status=OutboxStatus(row.status),
        recipient=row.recipient,
        language=row.language,
        subject=row.subject,
        body=row.body,
        created_at=row.created_at,
        not_before=row.not_before,
        sent_at=row.sent_at,
        approved_by=row.approved_by,
        last_error=row.last_error,
    )


def _filed(row: Row[Any]) -> Filed:
    return Filed(
        id=row.id,
        at=row.received_at,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        subject=row.subject,
        text=row.whole or row.text,
        language=row.language,
        reason=row.reason,
        automatic=row.automatic,
        repeats=row.repeats,
    )
