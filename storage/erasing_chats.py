"""Erasing a conversation by chat that led to no case: its lines, its messages and their bytes."""

from sqlalchemy import delete, select

from storage.chat_tables import CHAT, CHAT_LINE
from storage.erasing import conversation, erase_messages
from storage.inbox_tables import ARRIVAL
from storage.page import Page
from storage.tables import MESSAGE, THREAD


def erase_chat(page: Page, organisation: str, thread: int) -> int:
    """Erase a conversation that no case is held in; give how many messages went. Twice has no effect."""
    threads = conversation(page, organisation, thread)
    mine = (MESSAGE.c.organisation == organisation) & MESSAGE.c.thread_id.in_(threads)
    gone = [row.id for row in page.all(select(MESSAGE.c.id).where(mine))]
    erase_messages(page, organisation, gone)
    _erase_unheard(page, organisation, threads)
    page.execute(delete(THREAD).where(THREAD.c.organisation == organisation, THREAD.c.id.in_(threads)))
    return len(gone)


def _erase_unheard(page: Page, organisation: str, threads: frozenset[int]) -> None:
    """Erase the bytes of lines that were never understood."""
    chats = select(CHAT.c.id).where(CHAT.c.organisation == organisation, CHAT.c.thread_id.in_(threads))
    lines = (CHAT_LINE.c.organisation == organisation) & CHAT_LINE.c.chat_id.in_(chats)
    unheard = select(CHAT_LINE.c.arrival_id).where(lines, CHAT_LINE.c.message_id.is_(None))
    page.execute(delete(ARRIVAL).where(ARRIVAL.c.organisation == organisation, ARRIVAL.c.id.in_(unheard)))
