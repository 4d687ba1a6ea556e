"""The letters that go along with a letter of ours: never one in which a virus was found."""

from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import TryLater
from cases.office import Office
from cases.outgoing import OutboxStatus, Outgoing
from intake.opening import US
from storage import arrivals, attachments, history, messages, outbox
from storage.arrivals import Arrival
from storage.outbox import Entry
from storage.page import Page

NOT_LEFT = frozenset({OutboxStatus.DRAFT, OutboxStatus.RELEASED})


def attached(page: Page, entry: Entry) -> tuple[Arrival, ...]:
    """Give the arrival of every message the letter carries, in order.

    Raises TryLater where a virus was found in one while the letter was on its way: the letter is a draft again by now.
    """
    organisation = entry.outgoing.organisation
    if attachments.quarantined(page, organisation, entry.outgoing.attach):
        raise TryLater("a letter that was to go along has a virus in it")
    ids = (messages.arrival_of(page, organisation, message) for message in entry.outgoing.attach)
    found = (arrivals.find(page, organisation, id_) for id_ in ids if id_)
    return tuple(arrival for arrival in found if arrival)


def put(page: Page, letter: Outgoing, office: Office, now: datetime) -> None:
    """Write a letter down, without the messages it was to carry that have a virus in them; its case says so."""
    unfit = attachments.quarantined(page, letter.organisation, letter.attach)
    attach = tuple(message for message in letter.attach if message not in unfit)
    id_ = outbox.put(page, replace(letter, attach=attach), office.domain, now)
    for message in sorted(unfit):
        _note(page, letter, (id_, message), now)


def keep_back(page: Page, case: Case, message: int, now: datetime) -> None:
    """Take a message out of the letters that were to carry it on; a person looks at them before they leave."""
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        if message in entry.outgoing.attach and entry.status in NOT_LEFT:
            outbox.leave_out(page, entry, message)
            _note(page, entry.outgoing, (entry.id, message), now)


def _note(page: Page, letter: Outgoing, left_out: tuple[int, int], now: datetime) -> None:
    id_, message = left_out
    event = Event(now, "original_left_out", US, {"letter": id_, "message": message})
    history.record(page, letter.organisation, letter.case, (event,))
