"""A letter of ours does not arrive: whoever looks after the installation lets it go again, or gives it up."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Event
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Staff, role_of
from intake.bounced import WITHHELD, given_up
from storage import history, outbox, outbox_care
from storage.outbox_care import Stuck
from storage.page import Page

REASONS = ("wrong_address", "told_otherwise", "no_longer_needed", "not_taken")
"""Why a letter is given up: a code, as nothing can be taken out of a history that was typed into it."""


@dataclass(frozen=True)
class StuckLetter:
    """Which letter, as somebody saw it: whether it had come back, and after how many attempts.

    `reason`: one of REASONS, where it is given up.
    """

    id: int
    failed: bool
    attempt: int
    reason: str = ""


def retry_letter(page: Page, which: StuckLetter, staff: Staff, office: Office, now: datetime) -> None:
    """Let a letter that does not arrive leave at once, unchanged.

    Raises AlreadyDone where it is no longer as it was seen, NotAllowed where a rule withheld it, or where another
    letter of the same sort has taken its place.
    """
    letter = _mine(page, which, staff, office, now)
    if letter.error.startswith(WITHHELD):
        raise NotAllowed("a rule withheld this letter: it must not leave")
    if letter.failed and outbox_care.written_since(page, staff.organisation, letter):
        raise NotAllowed("another letter of the same sort was written in this case since")
    outbox_care.let_go_again(page, staff.organisation, letter, now)
    _record(page, letter, Event(now, "letter_retried", f"staff {staff.id}", _about(letter)), staff)


def give_up_letter(page: Page, which: StuckLetter, staff: Staff, office: Office, now: datetime) -> None:
    """Take a letter that does not arrive back for good, and say why. Its case stays where it is: somebody's work.

    Raises AlreadyDone where it is no longer as it was seen, NotAllowed without one of the reasons.
    """
    if which.reason not in REASONS:
        raise NotAllowed(f'"{which.reason}" is no reason to give a letter up; expected one of {", ".join(REASONS)}')
    letter = _mine(page, which, staff, office, now)
    entry = outbox.find(page, staff.organisation, letter.id)
    if entry and not letter.failed:
        given_up(page, entry, office, now)
    outbox_care.drop(page, staff.organisation, letter)
    why = {**_about(letter), "reason": which.reason}
    _record(page, letter, Event(now, "letter_given_up", f"staff {staff.id}", why), staff)


def _mine(page: Page, which: StuckLetter, staff: Staff, office: Office, now: datetime) -> Stuck:
    if not role_of(staff, office.policy).administers:
        raise NotAllowed(f"the role {staff.role} does not look after letters")
    letter = outbox_care.one(page, staff.organisation, which.id, staff.id)
    if letter is None or (letter.failed, letter.attempt) != (which.failed, which.attempt):
        raise AlreadyDone("the letter is no longer as you saw it")
    if letter.claimed_until and letter.claimed_until > now:
        raise AlreadyDone("the letter is being sent at this moment")
    return letter


def _about(letter: Stuck) -> dict[str, str | int | None]:
    return {"letter": letter.id, "reply": letter.reply}


def _record(page: Page, letter: Stuck, event: Event, staff: Staff) -> None:
    history.record(page, staff.organisation, letter.case, (event,))
