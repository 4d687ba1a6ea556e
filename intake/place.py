"""Where a message belongs: its conversation and the cases in it, looked up in the order that is hardest to fool."""

from datetime import datetime, timedelta

from cases.case import Case
from cases.clock import Clock
from cases.kind import Flag, Kind
from cases.message import Message
from cases.office import Office
from intake.permission import destination
from intake.values import Heard, Place
from storage import casebook, clocks, outbox, threads
from storage.ids import new_id, new_token
from storage.page import Page
from storage.threads import Thread

NEW = 0
"""The thread of a place that has none yet."""


def find_place(page: Page, heard: Heard, tokens: tuple[str, ...], office: Office) -> Place:
    """Find a message's conversation (R-EM-63): token, then References, then number and the same sender.

    A case number in the hands of another sender joins nothing: the place says `stranger` and shows nothing of it.
    """
    organisation, sender = office.policy.id, heard.message.sender.address
    thread = _by_what_only_they_have(page, organisation, heard.message, tokens)
    named = None if thread else _named(page, organisation, heard)
    if named and named.address and named.address.lower() == sender.lower():
        thread = named
    earlier = casebook.of_person(page, organisation, sender) if sender and not thread else ()
    if any(found.kind is Kind.APPEAL for found in heard.reading.kinds):
        earlier = _locked(page, earlier)  # an appeal changes the case it is about
    if not thread:
        thread = _of_reminder(page, organisation, heard, earlier)
    mine = casebook.of_thread(page, organisation, thread.id, to_change=True) if thread else ()
    return Place(
        thread=thread.id if thread else NEW,
        cases=mine,
        stranger=bool(named and not thread),
        earlier=earlier,
        told_clocks=_told_clocks(page, mine, heard.message.received_at),
        sent=_sent(page, heard.message, office),
    )


def begin(page: Page, place: Place, heard: Heard, now: datetime, office: Office) -> Place:
    """Open a conversation where the message began one."""
    if place.thread != NEW:
        return place
    thread = Thread(new_id(now), new_token(), heard.message.sender.address or None)
    threads.begin(page, office.policy.id, thread)
    return Place(thread.id, (), place.stranger, place.earlier, {}, place.sent)


def _by_what_only_they_have(page: Page, organisation: str, message: Message, tokens: tuple[str, ...]) -> Thread | None:
    for token in tokens:
        if thread := threads.by_token(page, organisation, token):
            return thread
    return threads.by_our_message(page, organisation, message.references) or threads.by_their_message(
        page, organisation, message.references, message.sender.address
    )


def _named(page: Page, organisation: str, heard: Heard) -> Thread | None:
    number = heard.reading.fields.get("reference")
    return threads.by_number(page, organisation, number) if number else None


def _of_reminder(page: Page, organisation: str, heard: Heard, earlier: tuple[Case, ...]) -> Thread | None:
    """Take "I wrote on 3 March" to the person's own open case of that kind, if there is just one such conversation."""
    if Flag.FOLLOW_UP not in heard.reading.flags:
        return None
    kinds = {found.kind for found in heard.reading.kinds}
    live = {
        case.thread
        for case in earlier
        if case.status in casebook.LIVE and (kinds <= {Kind.OTHER} or case.kind in kinds)
    }
    return threads.by_id(page, organisation, live.pop()) if len(live) == 1 else None


def _locked(page: Page, cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Give the cases as they are now, so that nobody else changes them until this page is done."""
    fresh = (casebook.find(page, case.organisation, case.id, to_change=True) for case in cases)
    return tuple(case for case in fresh if case)


def _told_clocks(page: Page, cases: tuple[Case, ...], now: datetime) -> dict[int, Clock]:
    """Give, for each case that lacks something, the clock whose date its person was told and that still runs."""
    told: dict[int, Clock] = {}
    for case in cases:
        mine = clocks.of_case(page, case.organisation, case.id) if case.missing else ()
        first = next((clock for clock in mine if clock.told and clock.running and not clock.late(now)), None)
        if first:
            told[case.id] = first
    return told


def _sent(page: Page, message: Message, office: Office) -> tuple[int, int]:
    address = destination(message, office)
    if not address:
        return 0, 0
    at = message.received_at
    day = outbox.automatic_since(page, office.policy.id, address, at - timedelta(days=1))
    hour = outbox.automatic_since(page, office.policy.id, address, at - timedelta(hours=1)) if day else 0
    return hour, day
