"""A person takes an approved letter back before it has left: it is a draft again, with the words it was to leave with.

No clock has stopped, since a letter stops its clocks only when it leaves.
"""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Event
from cases.errors import AlreadyDone, NotAllowed
from cases.outgoing import OutboxStatus
from cases.policy import Policy
from cases.staff import Staff
from intake.approve import check_approver
from intake.leaving import may_come_back
from storage import casebook, decisions, history, outbox, seen_drafts
from storage.outbox import Entry
from storage.page import Page
from storage.seen_drafts import Look


@dataclass(frozen=True)
class Undoing:
    """An approved letter as the person saw it (`version`)."""

    organisation: str
    letter: int
    version: int


def undo(page: Page, undoing: Undoing, staff: Staff, policy: Policy, now: datetime) -> None:
    """Take a letter back. What was decided with it stays decided, and is told by the next answer.

    Raises NotAllowed where the person could not approve it, AlreadyDone where it is on its way. Twice has no effect.
    """
    organisation = undoing.organisation
    if named := outbox.find(page, organisation, undoing.letter):
        casebook.find(page, organisation, named.outgoing.case, to_change=True)
    entry = outbox.find(page, organisation, undoing.letter, to_change=True)
    if entry is None:
        raise NotAllowed("there is no such letter")
    check_approver(page, entry, staff, policy)
    if entry.status is OutboxStatus.DRAFT and entry.version == undoing.version + 1:
        return
    if entry.status is OutboxStatus.DRAFT:
        _undo_first(page, entry, undoing, staff, now)
        return
    if entry.version != undoing.version or not may_come_back(entry, now):
        raise AlreadyDone("the letter is on its way by now and cannot be taken back")
    nobody = {"approved_by": None, "released_at": None, "note": None}
    outbox.edit(page, organisation, entry.id, status=OutboxStatus.DRAFT, **nobody)
    decisions.untold(page, organisation, entry.outgoing.case, entry.id)
    _record(page, entry, staff, now)


def _undo_first(page: Page, entry: Entry, undoing: Undoing, staff: Staff, now: datetime) -> None:
    """Take the first of two approvals back, which only whoever gave it can."""
    letter = entry.outgoing
    seen = seen_drafts.of_case(page, letter.organisation, letter.case)
    mine = (one for one in seen if one.letter == entry.id and one.staff == staff.id and one.look is Look.APPROVED)
    if entry.version != undoing.version or not any(one.version == entry.version for one in mine):
        raise AlreadyDone("this draft has no approval of yours that could be taken back")
    seen_drafts.forget(page, letter.organisation, (letter.case, entry.id), staff.id)
    outbox.edit(page, letter.organisation, entry.id, note=None)
    _record(page, entry, staff, now)


def _record(page: Page, entry: Entry, staff: Staff, now: datetime) -> None:
    event = Event(now, "approval_undone", f"staff {staff.id}", {"letter": entry.id, "reply": entry.outgoing.reply})
    history.record(page, entry.outgoing.organisation, entry.outgoing.case, (event,))
