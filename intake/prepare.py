"""Somebody who may not approve writes the answer to an appeal as far as they can; it stays a draft (P-MX-15)."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Event
from cases.errors import NotAllowed
from cases.office import Office
from cases.staff import Staff, sees
from intake.approve import draft_of
from intake.assign import case_of
from intake.decide import tells
from intake.uninvolved import as_of_now, check_uninvolved
from storage import history, outbox
from storage.page import Page


@dataclass(frozen=True)
class Preparing:
    """The drafted answer as the person saw it (`version`), and its text as it is to be from now on."""

    organisation: str
    case: int
    letter: int
    version: int
    body: str


def prepare(page: Page, preparing: Preparing, staff: Staff, office: Office, now: datetime) -> None:
    """Keep a text as the draft of the answer. It does not leave by that, and what it must say is looked at later.

    Raises NotAllowed where the person must not handle the case, it is no answer to it or empty; AlreadyDone where
    somebody else has changed it meanwhile. Nothing is changed then.
    """
    case = case_of(page, preparing.organisation, preparing.case, staff)
    if not sees(staff, as_of_now(page, case, office.policy), office.policy):
        raise NotAllowed("there is no such case")
    check_uninvolved(page, case, staff, office.policy)
    entry = draft_of(page, preparing.organisation, preparing.letter, preparing.version)
    if entry.outgoing.case != case.id or not tells(entry):
        raise NotAllowed("there is no such letter")
    if not preparing.body.strip():
        raise NotAllowed("the text is empty; what stood there is kept")
    body = preparing.body.replace("\r\n", "\n").strip()
    outbox.edit(page, case.organisation, entry.id, body=body)
    event = Event(now, "prepared", f"staff {staff.id}", {"letter": entry.id, "reply": entry.outgoing.reply})
    history.record(page, case.organisation, case.id, (event,))
