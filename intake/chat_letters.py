"""Letters of ours in a chat: they stand in it where the person is there, else they go by mail, else they wait.

Whoever writes in a chat has proved nothing; an answer goes by mail only where it might have gone there anyway.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cases.case import Case, Event
from cases.chat import Chat, Side
from cases.message import Channel
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.task import TaskKind, ToDo
from intake.drafts import ANSWER
from intake.identity import Going, enough
from intake.notices import Notice, notify
from intake.opening import US
from intake.place import capped
from intake.staff_line import as_letter
from intake.tasks import give
from replies.staff_notice import News
from storage import casebook, chat_letters, chats, decisions, history, messages, outbox
from storage.chats import Line
from storage.known import known
from storage.outbox import Entry
from storage.page import Page
from storage.readdress import send_by_mail

CHATS = (Channel.CHAT, Channel.TELEGRAM)

LONG = timedelta(hours=4)
"""After so long in a chat that nobody reads, a letter is somebody's task (R-EM-50)."""

AT_ONCE = 100
"""So many letters share one transaction."""


def lay_down(page: Page, chat: Chat, now: datetime) -> tuple[Line, ...]:
    """Let the letters that are released for a conversation stand in it, those that do not yet; give their lines.

    The page has locked the conversation.
    """
    waiting = chat_letters.waiting(page, chat, now)
    lines = [Line(at=now, side=Side.STAFF if one.approved_by else Side.PROGRAM, letter=one.id) for one in waiting]
    return chats.append(page, chat, lines, now)


def deliver(page: Page, letter: Entry, office: Office, now: datetime) -> None:
    """Bring a released letter to the person of a chat: into it, where they are there, else by mail, else to wait in it.

    Twice has no effect.
    """
    organisation = office.policy.id
    found = chats.of_thread(page, organisation, letter.outgoing.thread)
    chat = chats.find(page, organisation, found.id, to_change=True) if found else None
    entry = outbox.find(page, organisation, letter.id, to_change=True)
    if entry is None or not _waits(entry, letter.outgoing.channel):
        return
    there = chat is not None and chat.is_there(now)
    address = None if there else _mail_address(page, entry, office, now)
    if address:
        _by_mail(page, (chat, entry), address, office, now)
    elif chat:
        lay_down(page, chat, now)


def is_here(page: Page, organisation: str, chat_id: int, until: datetime, now: datetime) -> Chat | None:
    """Note that the person is there, until an instant at least; what waited for them stands in the chat.

    None where the conversation is erased.
    """
    chat = chats.find(page, organisation, chat_id, to_change=True)
    if chat is None:
        return None
    chats.present(page, organisation, chat_id, until)
    if now < until:
        lay_down(page, chat, now)
    return chat


def unread(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Let staff take another way for letters that nobody has read in a chat; give how many. Call until it is none."""
    late = [one for channel in CHATS for one in outbox.late(page, channel, now - LONG, AT_ONCE)]
    ours = [one for one in late if one.outgoing.organisation in offices]  # whoever serves the others tells their staff
    new = [one for one in ours if outbox.mark_late(page, one, now)]
    for entry in new:
        office = offices[entry.outgoing.organisation]
        case = casebook.find(page, entry.outgoing.organisation, entry.outgoing.case)
        if case:
            give(page, case, (ToDo(TaskKind.USE_OTHER_CHANNEL, entry.outgoing.reply),), now)
            notify(page, case, Notice(News.NOT_DELIVERED_YET, str(entry.id)), office, now)
    return len(new)


def _waits(entry: Entry, channel: Channel) -> bool:
    return entry.status is OutboxStatus.RELEASED and entry.outgoing.channel is channel


def _mail_address(page: Page, entry: Entry, office: Office, now: datetime) -> str | None:
    """Give the address that a letter may go to by mail, None where there is none, or too much went there already."""
    case = casebook.find(page, office.policy.id, entry.outgoing.case)
    address = case.requester.address or entry.outgoing.recipient if case else None
    if case is None or not address or not _may_go(page, case, entry, address, office):
        return None
    if entry.approved_by is None and capped(page, address, entry.outgoing.thread, office, now):
        return None
    return address


def _may_go(page: Page, case: Case, entry: Entry, address: str, office: Office) -> bool:
    """Say whether an answer may go to an address, by the rules for answers by mail (R-ID-4)."""
    if not entry.outgoing.reply.startswith(ANSWER):
        return True
    told = messages.of_thread(page, case.organisation, case.thread)
    going = Going(address, decisions.refuses(page, case.organisation, case.id))
    return enough(case, told, going, known(page, case, address), office.policy) is None


def _by_mail(page: Page, what: tuple[Chat | None, Entry], address: str, office: Office, now: datetime) -> None:
    chat, entry = what
    line = chats.of_letter(page, chat, entry.id) if chat else None
    if chat and line:
        chats.take_out(page, chat, line)
    send_by_mail(page, entry, address, as_letter(page, entry, office), now)
    event = Event(now, "sent_on_by_mail", US, {"letter": entry.id, "reply": entry.outgoing.reply})
    history.record(page, entry.outgoing.organisation, entry.outgoing.case, (event,))
