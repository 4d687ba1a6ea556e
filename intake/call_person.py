"""The person of a chat asks for a person: they wait, at the top of the queue, and staff are told (R-AI-7)."""

from collections.abc import Iterable
from datetime import datetime

from cases.case import Case, Event
from cases.chat import Attendance, Chat
from cases.office import Office
from intake.case_visit import PERSON
from intake.notices import Notice, notify
from replies.staff_notice import News
from storage import attendances, casebook, history
from storage.page import Page


def call_person(page: Page, chat: Chat, cases: Iterable[Case], office: Office, now: datetime) -> None:
    """Note that whoever writes in a conversation, which this page has locked, waits for a person; tell staff."""
    attendances.keep(page, chat.organisation, chat.id, Attendance(waits_since=now))
    live = [case for case in cases if case.status in casebook.LIVE]
    for case in live[-1:]:
        history.record(page, case.organisation, case.id, (Event(now, "person_called", PERSON),))
        notify(page, case, Notice(News.PERSON_CALLED, f"chat {chat.id} {now.isoformat()}"), office, now)
