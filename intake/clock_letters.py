"""Letters whose leaving moves a clock, and whose coming back puts it where it was: one table for each."""

from collections.abc import Callable, Mapping
from datetime import datetime

from cases.office import Office
from intake import extend, pause, postpone, promise, recount
from intake.unanswered import wait_no_more
from storage.outbox import Entry
from storage.page import Page

Effect = Callable[[Page, Entry, Office, datetime], None]

LEFT: Mapping[str, Effect] = {
    **dict.fromkeys(pause.ASKING.values(), pause.begin),
    extend.REPLY: extend.lengthen,
    postpone.REPLY: postpone.postponed,
    recount.REPLY: recount.tell_later_date,
}

CAME_BACK: Mapping[str, Effect] = {
    **dict.fromkeys(pause.ASKING.values(), pause.take_back),
    extend.REPLY: extend.fall_back,
    postpone.REPLY: postpone.not_postponed,
    recount.REPLY: recount.keep_earlier_date,
    promise.REPLY: promise.break_promise,
}


def letter_left(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Move the clock that waited for a letter to leave, if one did."""
    if effect := LEFT.get(entry.outgoing.reply):
        effect(page, entry, office, now)


def letter_came_back(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Put a clock back that a letter's leaving had moved, if it had; one that it had stopped waits for nobody."""
    wait_no_more(page, entry, office, now)
    if effect := CAME_BACK.get(entry.outgoing.reply):
        effect(page, entry, office, now)
