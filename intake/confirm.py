"""Somebody made sure who the requester is: that it was done, in which way, and nothing more (R-ID-1, R-ID-2)."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import NotAllowed
from cases.office import Office
from cases.questions import Question
from cases.staff import Staff
from intake.assign import case_of
from intake.identity import BY_HAND, OTHER
from intake.resume import Answered, resume
from reading.numbers import mask
from storage import casebook, pauses
from storage.page import Page

NOTE_CAP = 300


@dataclass(frozen=True)
class Confirmation:
    """Which case, in which of BY_HAND, and what the staff note about it."""

    organisation: str
    case: int
    way: str
    note: str = ""


def confirm_identity(page: Page, confirmation: Confirmation, staff: Staff, office: Office, now: datetime) -> None:
    """Note that the requester is who they say, for all cases of the conversation that are theirs.

    Raises NotAllowed where there is no such way, it is confirmed already, or another channel is not named.
    """
    note = mask(" ".join(confirmation.note.split())[:NOTE_CAP], office.policy.languages[0])
    if confirmation.way not in BY_HAND:
        raise NotAllowed(f'"{confirmation.way}" is no way to confirm who it is; expected one of {", ".join(BY_HAND)}')
    if confirmation.way == OTHER and not note:
        raise NotAllowed("say in the note which channel it was")
    case = case_of(page, confirmation.organisation, confirmation.case, staff)
    if case.identity:
        raise NotAllowed("it is confirmed already who this is")
    settle(page, case, f"{confirmation.way} {note}".strip(), f"staff {staff.id}", (office, now))


def settle(page: Page, case: Case, identity: str, actor: str, by: tuple[Office, datetime]) -> None:
    """Write down how it was made sure who the requester of a conversation is; clocks that waited for that run on.

    `identity` is one of the ways, and a note. `by` are the office and now.
    """
    office, now = by
    event = Event(now, "identity_confirmed", actor, {"way": identity.partition(" ")[0]})
    for one in casebook.of_thread(page, case.organisation, case.thread, to_change=True):
        if (one.requester.address or "").casefold() == (case.requester.address or "").casefold():
            casebook.save(page, replace(one, identity=identity), (event,))
            asked = pauses.of_case(page, one.organisation, one.id)
            if any(question.open and question.question is Question.IDENTITY for question in asked):
                resume(page, one, Answered(now, actor, "confirmed"), (office, now))
