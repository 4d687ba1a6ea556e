"""A member of staff writes something down about a case for colleagues."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Event
from cases.errors import NotAllowed
from cases.note import Note
from cases.office import Office
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_of
from intake.hiding import hiding
from intake.mention import mentions
from intake.notices import Notice, notify
from reading.numbers import mask
from replies.staff_notice import News
from storage import case_notes, history, messages
from storage.ids import new_id
from storage.page import Page

LONGEST = 4_000
"""So many letters a note has at most."""


@dataclass(frozen=True)
class Noting:
    """What is to be noted about a case. `client` names the form it was typed in."""

    case: int
    client: str
    text: str


def write_note(page: Page, noting: Noting, staff: Staff, office: Office, now: datetime) -> None:
    """Write a note, with national numbers masked, and tell those it mentions. The same form makes one note.

    Raises NotAllowed where the text is empty or too long, or names a colleague who may not see the case.
    """
    text = noting.text.strip()
    if not text:
        raise NotAllowed("the note is empty")
    if len(text) > LONGEST:
        raise NotAllowed(f"a note has {LONGEST} letters at most; this one has {len(text)}")
    policy = office.policy
    case = case_of(page, policy.id, noting.case, staff)
    named = mentions(page, case, text, staff, policy)
    covered = _covered(page, case.organisation, case.thread, text, policy)
    note = Note(new_id(now), covered, staff.id, now, tuple(one.id for one in named))
    if case_notes.note(page, case, note, noting.client):
        history.record(page, case.organisation, case.id, (Event(now, "noted", f"staff {staff.id}", {"note": note.id}),))
        for one in named:
            notify(page, case, Notice(News.MENTIONED, f"note {note.id}", to=one), office, now)


def _covered(page: Page, organisation: str, thread: int, text: str, policy: Policy) -> str:
    """Give the text without what the conversation shows to be a number, or what looks like one in any language."""
    text = hiding(*messages.of_thread(page, organisation, thread))(text)
    for language in policy.languages:
        text = mask(text, language)
    return text
