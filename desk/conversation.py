"""A conversation by chat as staff see it: who said what, what the person has, who is there, and who goes on with it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.case import Case
from cases.chat import Attendance, Chat, Side
from cases.errors import NotAllowed
from cases.message import Attachment
from cases.staff import sees
from desk.console import Console
from desk.visitor import Visitor
from intake.chat_shown import Spoken, spoken, told
from intake.identity_link import veiled
from intake.shut_out import closed_beside, said_only_in
from intake.take_over import check_may_write, name_of
from intake.uninvolved import as_of_now
from reading.numbers import mask
from storage import attendances, casebook, chats
from storage import staff as people
from storage.page import Page

MOST_WAITING = 50
"""So many who wait are looked for."""


class Hold(StrEnum):
    """How somebody at the desk stands to a conversation."""

    MINE = "mine"
    THEIRS = "theirs"
    FREE = "free"
    CLOSED = "closed"


@dataclass(frozen=True)
class SaidLine:
    """One line. `text` is None while it is being read; `who` a member of staff's name, "" where it is none of theirs.

    `unseen`: it is ours, and the person does not have it yet.
    """

    seq: int
    at: datetime
    side: Side
    text: str | None
    who: str = ""
    files: tuple[Attachment, ...] = ()
    unseen: bool = False


@dataclass(frozen=True)
class Conversation:
    """A conversation and its lines. `who` has it, "" where the program does; `owed` since when a person is waited for.

    `address` is where a line goes by mail that is written now; "" where it waits in the chat. `settled`: all lines up
    to this one stay as they are.
    """

    case: Case
    chat: Chat
    lines: tuple[SaidLine, ...]
    hold: Hold
    who: str
    owed: datetime | None
    there: bool
    address: str
    settled: int

    @property
    def state(self) -> tuple[object, ...]:
        """Give what the head and the foot of it show."""
        return self.hold, self.who, self.owed, self.there, self.address, self.case.requester.name


def conversation(page: Page, case: Case, me: Visitor, desk: Console, after: int = 0) -> Conversation | None:
    """Give the conversation by chat that a case is held in, its lines after a number; None where there is none."""
    found = chats.of_thread(page, case.organisation, case.thread)
    if found is None:
        return None
    now, office = desk.clock(), desk.offices[case.organisation]
    has_it = attendances.find(page, case.organisation, found.id)
    hold = _hold(page, found, case, has_it, me)
    there = found.is_there(now)
    return Conversation(
        case=case,
        chat=found,
        lines=_lines(page, (found, case), me, desk, after),
        hold=hold,
        who=name_of(page, office.policy.id, has_it.staff) if has_it.staff is not None else "",
        owed=has_it.waits_since,
        there=there,
        address="" if there else case.requester.address or "",
        settled=min(found.shown, found.heard),
    )


def waiting(page: Page, me: Visitor) -> tuple[tuple[Case, datetime], ...]:
    """Give the cases that a person sees in whose chats somebody waits for a person, the longest wait first."""
    every = attendances.waited_for(page, me.staff.organisation, MOST_WAITING)
    return tuple((case, since) for case, since in every if sees(me.staff, as_of_now(page, case, me.policy), me.policy))


def new_client() -> str:
    """Name a line that is still to be written, so that the same form makes one line, however often it is sent."""
    return secrets.token_hex(16)


def _hold(page: Page, chat: Chat, case: Case, has_it: Attendance, me: Visitor) -> Hold:
    if has_it.staff is not None:
        return Hold.MINE if has_it.staff == me.staff.id else Hold.THEIRS
    return Hold.FREE if case.status in casebook.LIVE and _may(page, chat, case, me) else Hold.CLOSED


def _may(page: Page, chat: Chat, case: Case, me: Visitor) -> bool:
    try:
        check_may_write(page, chat, case, me.staff, me.policy)
    except NotAllowed:
        return False
    return True


def _lines(page: Page, where: tuple[Chat, Case], me: Visitor, desk: Console, after: int) -> tuple[SaidLine, ...]:
    chat, case = where
    closed = closed_beside(page, case, me.staff.id, me.policy)
    every = spoken(page, chat.organisation, chat.id, after)
    seen = _allowed(page, case, closed, every) if closed else every
    names = people.names(page, chat.organisation) if any(one.by for one in seen) else {}
    filled = told(page, chat.organisation, chat.id) if any(one.say for one in seen) else {}
    office = desk.offices[chat.organisation]

    def text(one: Spoken) -> str | None:
        if one.say:
            return desk.letters.said(one.say, chat.dialogue.language, office, filled)
        return veiled(mask(one.text, case.language)) if one.text is not None and one.case else one.text

    return tuple(
        SaidLine(
            seq=one.seq,
            at=one.at,
            side=one.side,
            text=text(one),
            who=names.get(int(by), "") if (by := (one.by or "").removeprefix("staff ")).isdecimal() else "",
            files=one.files,
            unseen=one.side is not Side.PERSON and one.seq > chat.shown,
        )
        for one in seen
    )


def _allowed(page: Page, case: Case, closed: Iterable[Case], every: Iterable[Spoken]) -> tuple[Spoken, ...]:
    """Leave out what belongs to an appeal that this person is shut out of (P-MX-14)."""
    shut = tuple(closed)
    hidden, ids, numbers = said_only_in(page, case, shut), {one.id for one in shut}, {one.number for one in shut}
    return tuple(
        one for one in every if one.message not in hidden and one.case not in ids and numbers.isdisjoint(_numbers(one))
    )


def _numbers(one: Spoken) -> set[str]:
    about = one.say.about if one.say else {}
    return {about.get("number", ""), *about.get("numbers", "").split()}
