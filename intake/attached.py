"""The letters that go along with a letter of ours."""

from storage import arrivals, messages
from storage.arrivals import Arrival
from storage.outbox import Entry
from storage.page import Page


def attached(page: Page, entry: Entry) -> tuple[Arrival, ...]:
    """Give the arrival of every message the letter carries, in order."""
    organisation = entry.outgoing.organisation
    ids = (messages.arrival_of(page, organisation, message) for message in entry.outgoing.attach)
    found = (arrivals.find(page, organisation, id_) for id_ in ids if id_)
    return tuple(arrival for arrival in found if arrival)
