"""What somebody types into a draft is kept for them while they write, so that no reload and no night loses it."""

from dataclasses import replace

from cases.errors import NotAllowed
from cases.outgoing import OutboxStatus
from storage import outbox, typed
from storage.page import Page
from storage.typed import Typed


def keep_typed(page: Page, what: Typed) -> None:
    """Keep what was typed into a draft; raise NotAllowed where it is none any more. No event: nothing has happened yet.

    What is as the draft is need not be kept.
    """
    entry = outbox.find(page, what.organisation, what.letter)
    if entry is None or entry.outgoing.case != what.case or entry.status is not OutboxStatus.DRAFT:
        raise NotAllowed("this letter is no draft any more")
    letter = entry.outgoing
    if not what.note.strip() and (what.subject, what.body.strip()) == (letter.subject, letter.body.strip()):
        typed.forget(page, what.organisation, (what.case, what.letter), what.staff)
    else:
        typed.keep(page, replace(what, subject=what.subject[:300]))
