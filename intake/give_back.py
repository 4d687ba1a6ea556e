"""A conversation by chat goes back to the program: given back by whoever had it, or because they left it alone.

The person is told that the program writes again (AI Act Art. 50(1)), and nobody is left with a silent one.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event
from cases.chat import Attendance, Chat, Side
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Staff
from intake.converse import say
from intake.opening import US
from intake.take_over import chat_to_change, check_may_write, name_of, told
from storage import attendances, casebook, chats, history, sessions
from storage import staff as people
from storage.chats import Line
from storage.page import Page

TAKEN, BACK = "taken_over", "given_back"


def give_back(page: Page, case_id: int, staff: Staff, office: Office, now: datetime) -> None:
    """Let the program go on with a conversation that a person has; raise AlreadyDone where another has it.

    Twice has no effect.
    """
    organisation = office.policy.id
    chat = chat_to_change(page, organisation, case_id)
    has_it = attendances.find(page, organisation, chat.id)
    if has_it.staff is None:
        return
    if has_it.staff != staff.id:
        raise AlreadyDone(f"{name_of(page, organisation, has_it.staff)} has this conversation")
    _back(page, chat, has_it, f"staff {staff.id}", now)


def left_alone(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Let the program go on where whoever took over wrote nothing for long, has logged out, or may not any more.

    Gives how many conversations went back.
    """
    ended = 0
    for organisation, chat_id in attendances.taken(page, offices):
        chat = chats.find(page, organisation, chat_id, to_change=True)
        has_it = attendances.find(page, organisation, chat_id)
        if chat and has_it.staff is not None and _is_over(page, chat, has_it, offices[organisation], now):
            _back(page, chat, has_it, US, now)
            ended += 1
    return ended


def _is_over(page: Page, chat: Chat, has_it: Attendance, office: Office, now: datetime) -> bool:
    quiet = now - _quiet_since(has_it, _said_since(page, chat), now) >= office.chat_quiet
    return quiet or not _may_go_on(page, chat, has_it, office, now)


def _said_since(page: Page, chat: Chat) -> tuple[Line, ...]:
    """Give what the person and staff said since somebody took over last."""
    lines = chats.lines(page, chat.organisation, chat.id)
    taken = max((one.seq for one in lines if one.say and one.say.name == TAKEN), default=0)
    return tuple(one for one in lines if one.seq > taken and one.side is not Side.PROGRAM)


def _quiet_since(has_it: Attendance, said: tuple[Line, ...], now: datetime) -> datetime:
    """Give the last line of staff, or the first one after it, which they owe the person an answer to."""
    since, owed = has_it.since or now, False
    for line in said:
        if line.side is Side.STAFF or not owed:
            since = line.at
        owed = line.side is Side.PERSON
    return since


def _may_go_on(page: Page, chat: Chat, has_it: Attendance, office: Office, now: datetime) -> bool:
    """Say whether whoever has a conversation is logged in, and may still write there."""
    account = people.by_id(page, chat.organisation, has_it.staff or 0)
    if account is None or not sessions.is_in(page, account.staff, now):
        return False
    held = casebook.of_thread(page, chat.organisation, chats.thread_of(page, chat))
    return any(_may_write(page, chat, case, account.staff, office) for case in held)


def _may_write(page: Page, chat: Chat, case: Case, staff: Staff, office: Office) -> bool:
    try:
        check_may_write(page, chat, case, staff, office.policy)
    except NotAllowed:
        return False
    return True


def _back(page: Page, chat: Chat, has_it: Attendance, by: str, now: datetime) -> None:
    """Give a conversation that this page has locked back; who wrote last and had no answer waits for a person."""
    organisation, staff = chat.organisation, has_it.staff or 0
    said = _said_since(page, chat)
    owed = bool(said) and said[-1].side is Side.PERSON
    attendances.keep(page, organisation, chat.id, Attendance(waits_since=said[-1].at if owed else None))
    chats.keep(page, replace(chat, dialogue=replace(chat.dialogue, human=False, asking=None, again=0)))
    name = "given_back_owed" if owed else "given_back"
    say(page, chat, (told(chat, name, name_of(page, organisation, staff)),), now)
    for case in casebook.of_thread(page, organisation, chats.thread_of(page, chat)):
        verbs = [one.verb for one in history.of_case(page, organisation, case.id) if one.verb in {TAKEN, BACK}]
        if verbs and verbs[-1] == TAKEN:
            history.record(page, organisation, case.id, (Event(now, "given_back", by),))
