"""Letters to staff that wait for their hour."""

from collections.abc import Iterable

from sqlalchemy import update

from cases.case import Case
from cases.outgoing import OutboxStatus
from storage.outbox_table import OUTBOX
from storage.page import Page


def take_back(page: Page, case: Case, reply: str, recipients: Iterable[str]) -> int:
    """Take back letters of one kind about a case that wait for their hour and that nobody is sending; give how many."""
    mine = (OUTBOX.c.organisation == case.organisation) & (OUTBOX.c.case_id == case.id) & (OUTBOX.c.reply == reply)
    waiting = (OUTBOX.c.status == OutboxStatus.RELEASED) & OUTBOX.c.claimed_by.is_(None)
    theirs = OUTBOX.c.recipient.in_(tuple(recipients))
    return page.execute(update(OUTBOX).where(mine, waiting, theirs).values(status=OutboxStatus.DROPPED)).rowcount
