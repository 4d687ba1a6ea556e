"""Notices to staff that wait: for their hour, to leave together with others, or for Telegram to take them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from cases.case import Case
from cases.message import Channel
from cases.outgoing import OutboxStatus
from storage import outbox
from storage.notice_table import WAITING_NOTICE
from storage.outbox_table import OUTBOX
from storage.page import Page

TOPIC = "staff telegrams"
"""What is rung when something waits to be written to staff on Telegram."""

_COLUMNS = WAITING_NOTICE.c


@dataclass(frozen=True)
class Waiting:
    """A notice that waits until `tell_at`; the letter of the same id holds its words.

    `person` is the id of whoever is told, None where `reader` is a queue's own address; `queue` is the one whose people
    were told. `made_at` is when it happened.
    What was put together of several has no case, and no news.
    """

    organisation: str
    id: int
    case: int | None
    person: int | None
    reader: str
    queue: str
    news: str
    due: datetime | None
    made_at: datetime
    tell_at: datetime


def wait(page: Page, one: Waiting, *, by_telegram: bool = False) -> None:
    """Let a letter that was just released wait: no channel fetches it meanwhile."""
    page.add(
        WAITING_NOTICE,
        organisation=one.organisation,
        id=one.id,
        case_id=one.case,
        staff_id=one.person,
        reader=one.reader,
        queue=one.queue,
        news=one.news,
        due_at=one.due,
        made_at=one.made_at,
        tell_at=one.tell_at,
        by_telegram=by_telegram,
    )
    page.execute(update(OUTBOX).where(_letter(one)).values(status=OutboxStatus.GATHERING))
    if by_telegram:
        page.wake(TOPIC)


def hand_to_telegram(page: Page, one: Waiting, now: datetime) -> None:
    """Let a notice that waited for its hour wait for Telegram."""
    page.execute(update(WAITING_NOTICE).where(_mine(one)).values(by_telegram=True, tell_at=now))
    page.wake(TOPIC)


def readers(page: Page, organisations: Iterable[str], now: datetime, limit: int) -> tuple[tuple[str, str], ...]:
    """Give the organisation and address of those for whom a notice waits whose hour has come."""
    due = _COLUMNS.organisation.in_(tuple(organisations)) & (_COLUMNS.tell_at <= now) & ~_COLUMNS.by_telegram
    found = select(_COLUMNS.organisation, _COLUMNS.reader).where(due).order_by(_COLUMNS.tell_at).limit(limit)
    return tuple(dict.fromkeys((row.organisation, row.reader) for row in page.all(found)))


def next_hour(page: Page) -> datetime | None:
    """Give when the next notice is to leave by mail, None where none waits."""
    row = page.one(select(_COLUMNS.tell_at).where(~_COLUMNS.by_telegram).order_by(_COLUMNS.tell_at).limit(1))
    return row.tell_at if row else None


def of_reader(page: Page, organisation: str, reader: str, until: datetime) -> tuple[Waiting, ...]:
    """Give what waits for a reader up to an instant, oldest first, for nobody else to send meanwhile."""
    mine = (_COLUMNS.organisation == organisation) & (_COLUMNS.reader == reader) & ~_COLUMNS.by_telegram
    rows = page.all(
        select(WAITING_NOTICE).where(mine, _COLUMNS.tell_at <= until).order_by(_COLUMNS.id).with_for_update()
    )
    return tuple(map(_waiting, rows))


def for_telegram(page: Page, organisation: str, limit: int) -> tuple[Waiting, ...]:
    """Give what waits for Telegram, oldest first."""
    mine = (_COLUMNS.organisation == organisation) & _COLUMNS.by_telegram
    return tuple(map(_waiting, page.all(select(WAITING_NOTICE).where(mine).order_by(_COLUMNS.id).limit(limit))))


def not_taken(page: Page, organisations: Iterable[str], before: datetime) -> tuple[Waiting, ...]:
    """Give what has waited for Telegram since before an instant, for nobody else to send meanwhile."""
    mine = _COLUMNS.organisation.in_(tuple(organisations)) & _COLUMNS.by_telegram & (_COLUMNS.tell_at <= before)
    return tuple(map(_waiting, page.all(select(WAITING_NOTICE).where(mine).order_by(_COLUMNS.id).with_for_update())))


def of_person_for_telegram(page: Page, organisation: str, person: int) -> tuple[Waiting, ...]:
    """Give what waits for Telegram to take it to a person, for nobody else to send meanwhile."""
    mine = (_COLUMNS.organisation == organisation) & (_COLUMNS.staff_id == person) & _COLUMNS.by_telegram
    return tuple(map(_waiting, page.all(select(WAITING_NOTICE).where(mine).order_by(_COLUMNS.id).with_for_update())))


def forget(page: Page, one: Waiting) -> bool:
    """Let a notice wait no more; say whether it still did."""
    return page.execute(delete(WAITING_NOTICE).where(_mine(one))).rowcount == 1


def release(page: Page, one: Waiting, now: datetime) -> None:
    """Let a notice leave by mail."""
    gathered = OUTBOX.c.status == OutboxStatus.GATHERING
    page.execute(update(OUTBOX).where(_letter(one), gathered).values(status=OutboxStatus.RELEASED, not_before=now))
    forget(page, one)
    page.wake(outbox.topic(Channel.MAIL))


def drop(page: Page, one: Waiting) -> None:
    """Let a notice not leave: it is done, or is told in another letter."""
    gathered = OUTBOX.c.status == OutboxStatus.GATHERING
    page.execute(update(OUTBOX).where(_letter(one), gathered).values(status=OutboxStatus.DROPPED))
    forget(page, one)


def take_back(page: Page, case: Case, reply: str, recipients: Iterable[str]) -> int:
    """Take back letters of one kind about a case that wait for their hour and that nobody is sending; give how many."""
    mine = (OUTBOX.c.organisation == case.organisation) & (OUTBOX.c.case_id == case.id) & (OUTBOX.c.reply == reply)
    waiting = OUTBOX.c.status.in_((OutboxStatus.RELEASED, OutboxStatus.GATHERING)) & OUTBOX.c.claimed_by.is_(None)
    theirs = OUTBOX.c.recipient.in_(tuple(recipients))
    return page.execute(update(OUTBOX).where(mine, waiting, theirs).values(status=OutboxStatus.DROPPED)).rowcount


def _mine(one: Waiting) -> ColumnElement[bool]:
    return (_COLUMNS.organisation == one.organisation) & (_COLUMNS.id == one.id)


def _letter(one: Waiting) -> ColumnElement[bool]:
    return (OUTBOX.c.organisation == one.organisation) & (OUTBOX.c.id == one.id)


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        row.organisation,
        row.id,
        row.case_id,
        row.staff_id,
        row.reader,
        row.queue,
        row.news,
        row.due_at,
        row.made_at,
        row.tell_at,
    )
