"""Letters to the person of a case that no message of theirs calls forth: in their conversation, as drafts."""

from datetime import datetime

from cases.case import Case
from cases.outgoing import Outgoing
from intake.letter import Under, to_requester
from replies.render import Facts
from storage import outbox
from storage.page import Page


def letter_to_person(page: Page, case: Case, facts: Facts, cause: str, now: datetime) -> Outgoing:
    """Draft a letter that says some facts, on the channel and under the last letter of the conversation."""
    return to_requester(case, facts, cause, now, under_last(page, case))


def under_last(page: Page, case: Case) -> Under:
    """Give where the last letter of a case stands that answered something."""
    return Under.last_of(case, (one.outgoing for one in outbox.of_thread(page, case.organisation, case.thread)))
