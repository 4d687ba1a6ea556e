"""Whether a person of the organisation is in a conversation by chat, or is waited for there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from cases.case import Case
from cases.chat import Attendance
from storage import casebook, chats
from storage.chat_tables import CHAT, CHAT_ATTENDANCE
from storage.page import KEY, ORG, Page
from storage.tables import CASE, THREAD

_MINE = (CHAT_ATTENDANCE.c.organisation == ORG) & (CHAT_ATTENDANCE.c.chat_id == KEY)
_FOUND = select(CHAT_ATTENDANCE).where(_MINE)
_GONE = delete(CHAT_ATTENDANCE).where(_MINE)
NOBODY = Attendance()


def find(page: Page, organisation: str, chat: int) -> Attendance:
    """Give who is in a conversation. Whoever changes it has locked the conversation."""
    row = page.one(_FOUND, org=organisation, key=chat)
    return _attendance(row) if row else NOBODY


def keep(page: Page, organisation: str, chat: int, attendance: Attendance) -> None:
    """Write down who is in a conversation that this page has locked; those who show it look again."""
    page.execute(_GONE, {"org": organisation, "key": chat})
    if attendance != NOBODY:
        page.add(
            CHAT_ATTENDANCE,
            organisation=organisation,
            chat_id=chat,
            staff_id=attendance.staff,
            since=attendance.since,
            waits_since=attendance.waits_since,
        )
    page.wake(chats.topic(chat))


def taken(page: Page, organisations: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Give the conversations, by organisation and id, that somebody has taken over."""
    mine = CHAT_ATTENDANCE.c.organisation.in_(tuple(organisations)) & CHAT_ATTENDANCE.c.staff_id.is_not(None)
    return tuple((row.organisation, row.chat_id) for row in page.all(select(CHAT_ATTENDANCE).where(mine)))


def waited_for(page: Page, organisation: str, limit: int) -> tuple[tuple[Case, datetime], ...]:
    """Give the live cases in whose chats a person is waited for, with since when, the longest wait first."""
    same_chat = (CHAT.c.organisation == CHAT_ATTENDANCE.c.organisation) & (CHAT.c.id == CHAT_ATTENDANCE.c.chat_id)
    here = (THREAD.c.organisation == CHAT.c.organisation) & (THREAD.c.id == CHAT.c.thread_id)
    held = (CASE.c.organisation == CHAT.c.organisation) & (
        (CASE.c.thread_id == CHAT.c.thread_id) | (CASE.c.thread_id == THREAD.c.joined)
    )
    waits = CHAT_ATTENDANCE.c.waits_since
    mine = (CHAT_ATTENDANCE.c.organisation == organisation) & waits.is_not(None) & CHAT_ATTENDANCE.c.staff_id.is_(None)
    rows = page.all(
        select(CASE.c.id, waits)
        .select_from(CHAT_ATTENDANCE)
        .join(CHAT, same_chat)
        .join(THREAD, here)
        .join(CASE, held)
        .where(mine, CASE.c.live)
        .order_by(waits, CASE.c.id)
        .limit(limit)
    )
    found = ((casebook.find(page, organisation, row.id), row.waits_since) for row in rows)
    return tuple((case, since) for case, since in found if case)


def _attendance(row: Row[Any]) -> Attendance:
    return Attendance(row.staff_id, row.since, row.waits_since)
