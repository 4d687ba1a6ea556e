"""A member of staff takes a conversation by chat over from the program, which is silent from then on (R-AI-7).

The person is told who writes (AI Act Art. 50(1)). One has it at a time: who is second is told who was first.
"""

from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event
from cases.chat import Attendance, Chat, Say
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.policy import Policy
from cases.staff import Staff, role_of, sees
from intake.assign import assign, case_to_decide
from intake.converse import say
from intake.shut_out import closed_to
from intake.uninvolved import as_of_now, check_uninvolved
from storage import attendances, casebook, chats, history
from storage import staff as people
from storage.page import Page


def take_over(page: Page, case_id: int, staff: Staff, office: Office, now: datetime) -> None:
    """Let a person go on with the conversation of a case; a case that nobody has becomes theirs, as by assignment.

    Raises NotAllowed where the role may not answer for letters, or the person is shut out of what the conversation
    holds, AlreadyDone where a colleague has it. Twice has no effect.
    """
    policy = office.policy
    chat = chat_to_change(page, policy.id, case_id)
    attendance = attendances.find(page, policy.id, chat.id)
    case = case_to_decide(page, policy.id, case_id, staff, policy)
    check_may_write(page, chat, case, staff, policy)
    if attendance.staff == staff.id:
        return
    if attendance.staff is not None:
        raise AlreadyDone(f"{name_of(page, policy.id, attendance.staff)} has already taken this conversation over")
    if case.assigned_to is None:
        assign(page, case.id, staff, policy, now)
    attendances.keep(page, policy.id, chat.id, Attendance(staff.id, now))
    chats.keep(page, replace(chat, dialogue=replace(chat.dialogue, human=True, asking=None, again=0)))
    say(page, chat, (told(chat, "taken_over", staff.name),), now)
    history.record(page, policy.id, case.id, (Event(now, "taken_over", f"staff {staff.id}"),))


def chat_to_change(page: Page, organisation: str, case_id: int) -> Chat:
    """Give the conversation by chat that a case is held in, which nobody else changes until this page is done.

    It is taken before the case, as whoever takes a line in does. Raises NotAllowed where there is none.
    """
    case = casebook.find(page, organisation, case_id)
    found = chats.of_thread(page, organisation, case.thread) if case else None
    chat = chats.find(page, organisation, found.id, to_change=True) if found else None
    if chat is None:
        raise NotAllowed("the person of this case does not write by chat")
    return chat


def check_may_write(page: Page, chat: Chat, case: Case, staff: Staff, policy: Policy) -> None:
    """Raise NotAllowed unless a person may see a case, answer for letters, and see all that its conversation holds."""
    if not sees(staff, as_of_now(page, case, policy), policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role {staff.role} may not answer for what is written to people")
    check_uninvolved(page, case, staff, policy)
    held = casebook.of_thread(page, case.organisation, chats.thread_of(page, chat))
    if closed_to(page, held, staff.id, policy):
        raise NotAllowed("somebody else has to go on with this conversation")


def told(chat: Chat, name: str, who: str) -> Say:
    """Say to the person that somebody comes or goes, by the first name, in the language that is spoken there."""
    return Say(name, {"language": chat.dialogue.language, "who": who.partition(" ")[0]})


def name_of(page: Page, organisation: str, staff: int) -> str:
    """Give the name of a member of staff."""
    return people.names(page, organisation).get(staff, "a colleague")
