"""A member of staff writes a line in a conversation that they took over: a letter like any that a person approves.

It stops no clock, since it decides nothing; the answer that a person approves does.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case
from cases.chat import Attendance, Chat
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Staff
from intake.approve import let_out
from intake.assign import case_of
from intake.chat_letters import lay_down
from intake.letter import in_words
from intake.staff_line import LINE, as_line
from intake.take_over import chat_to_change, check_may_write, name_of
from reading.numbers import mask
from storage import attendances, outbox
from storage.page import Page

LONGEST = 4_000
"""Characters of one line."""


@dataclass(frozen=True)
class StaffLine:
    """What was typed, and what the page calls it, so that the same line comes once only."""

    case: int
    client: str
    text: str


def write_line(page: Page, line: StaffLine, staff: Staff, office: Office, now: datetime) -> None:
    """Say something to the person of a case, in the chat where they are there, else by mail, else when they come back.

    National numbers are masked before anything is kept. Raises NotAllowed where there is nothing to say, or too much,
    or the person may not, AlreadyDone where somebody else goes on with the conversation by now. Twice has no effect.
    """
    organisation = office.policy.id
    chat = chat_to_change(page, organisation, line.case)
    cause = f"chat {chat.id} {line.client}"
    if outbox.has(page, organisation, line.case, LINE, cause):
        return
    case = case_of(page, organisation, line.case, staff)
    check_may_write(page, chat, case, staff, office.policy)
    _check_has_it(page, chat, staff)
    letter = in_words(case, (LINE, cause), as_line(case, _typed(line, case), office), now)
    id_ = outbox.put(page, replace(letter, channel=chat.channel), office.domain, now)
    if entry := outbox.find(page, organisation, id_, to_change=True):
        let_out(page, entry, staff, now)
    if chat.is_there(now):
        lay_down(page, chat, now)


def _typed(line: StaffLine, case: Case) -> str:
    text = line.text.strip()
    if not text:
        raise NotAllowed("write something first")
    if len(text) > LONGEST:
        raise NotAllowed(f"this line has {len(text)} characters; {LONGEST} are the most")
    return mask(text, case.language)


def _check_has_it(page: Page, chat: Chat, staff: Staff) -> None:
    has_it: Attendance = attendances.find(page, chat.organisation, chat.id)
    if has_it.staff is None:
        raise AlreadyDone("the program goes on with this conversation by now; take it over first")
    if has_it.staff != staff.id:
        raise AlreadyDone(f"{name_of(page, chat.organisation, has_it.staff)} has taken this conversation over")
