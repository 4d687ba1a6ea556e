"""A draft is not good enough: it stays, with a note for whoever works on it next."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Event
from cases.errors import NotAllowed
from cases.staff import Staff
from intake.approve import draft_of
from storage import casebook, history, outbox, seen_drafts
from storage.page import Page
from storage.seen_drafts import Look, Seen


@dataclass(frozen=True)
class SendBack:
    """A draft as the person saw it (`version`), and what is to be done about it."""

    organisation: str
    letter: int
    version: int
    note: str


def send_back(page: Page, back: SendBack, staff: Staff, now: datetime) -> None:
    """Leave a note on a draft; raise AlreadyDone where it has moved on, NotAllowed where the person must not see it."""
    entry = draft_of(page, back.organisation, back.letter, back.version)
    case = casebook.find(page, staff.organisation, entry.outgoing.case)
    if case is None or staff.id in case.excluded:
        raise NotAllowed("there is no such letter")
    outbox.edit(page, back.organisation, entry.id, note=back.note.strip())
    words, version = (entry.outgoing.subject, entry.outgoing.body), entry.version + 1
    seen = Seen(back.organisation, case.id, entry.id, staff.id, Look.RETURNED, version, *words, now)
    seen_drafts.keep(page, seen)
    event = Event(now, "sent_back", f"staff {staff.id}", {"letter": entry.id, "reply": entry.outgoing.reply})
    history.record(page, back.organisation, entry.outgoing.case, (event,))
