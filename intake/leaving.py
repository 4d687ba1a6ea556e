"""When an approved letter leaves: after a window in which it may be taken back, which makes no letter late."""

from datetime import datetime, timedelta

from cases.outgoing import OutboxStatus, Outgoing
from storage import clocks
from storage.outbox import Entry
from storage.page import Page

MARGIN = timedelta(minutes=5)
"""So long before a deadline a letter is on its way at the latest: the next hop may want a second attempt."""


def leaves_at(page: Page, letter: Outgoing, undo: timedelta, now: datetime) -> datetime:
    """Give the instant from which a letter may leave that is approved now.

    The window ends before any deadline of its cases; of what is late already no more is lost than the window.
    """
    if not undo:
        return now
    cases = {letter.case, *(stop.case for stop in letter.stops)}
    running = (clock for case in cases for clock in clocks.of_case(page, letter.organisation, case) if clock.running)
    ends = [clock.due_at - MARGIN for clock in running if clock.due_at >= now]
    return max(now, min([now + undo, *ends]))


def may_come_back(letter: Entry, now: datetime) -> bool:
    """Say whether a letter still waits for the end of its window: nobody has begun to send it."""
    released = letter.released_at if letter.status is OutboxStatus.RELEASED and letter.approved_by else None
    return released is not None and released <= now < letter.outgoing.not_before and letter.attempt == 0
