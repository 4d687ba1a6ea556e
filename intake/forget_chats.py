"""Conversations by chat that led to no case go as mail does that became none (GDPR Art. 5(1)(e))."""

from datetime import datetime, timedelta

from cases.chat import Chat
from cases.days import end_of
from cases.office import Office
from cases.retention import earlier, mail_term
from intake.retain import AT_ONCE
from storage import chats, messages
from storage.erasing_chats import erase_chat
from storage.page import Page


def old_chats(page: Page, office: Office, now: datetime, limit: int | None = None) -> tuple[Chat, ...]:
    """Give conversations without a case in which nothing was said for as long as a case's file may be kept."""
    first_kept = earlier(office.day(now), mail_term(office.policy))
    until = end_of(first_kept - timedelta(days=1), office.zone)
    return chats.without_case(page, office.policy.id, until, limit)


def forget_chats(page: Page, office: Office, now: datetime) -> int | None:
    """Erase such conversations, a few at a time; give how many messages went. Call again until it is None: none did."""
    old = old_chats(page, office, now, AT_ONCE)
    return sum(erase_chat(page, office.policy.id, chat.thread) for chat in old) if old else None


def old_lines(page: Page, office: Office, now: datetime) -> int:
    """Count the messages of conversations that are to go."""
    return sum(len(messages.of_thread(page, office.policy.id, one.thread)) for one in old_chats(page, office, now))
