"""Where a message belongs: its conversation and the cases in it, looked up in the order that is hardest to fool."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases.address import base_address, domain_of
from cases.case import Case
from cases.clock import Clock
from cases.kind import ORDINARY, Flag, Kind
from cases.message import Message
from cases.office import Office
from intake.permission import cap, destination, typed_address
from intake.values import Heard, Place, Traffic
from intake.whose import find_whose
from storage import casebook, clocks, messages, threads, traffic
from storage.ids import new_id, new_token
from storage.page import Page
from storage.threads import Thread

NEW = 0
"""The thread of a place that has none yet."""

TELLING = 5
"""So many words tell a language well enough for a case to be answered in it from now on: "thanks" does not."""

WORTH_COMPARING = 20
"""So many characters say something of their own: "see the attached" may be said of two matters."""


def find_place(page: Page, heard: Heard, tokens: tuple[str, ...], office: Office) -> Place:
    """Find a message's conversation (R-EM-63): token, then References, then number and the same sender.

    A case number in the hands of another sender joins nothing: the place says `stranger` and shows nothing of it. So
    does one under a name that is perhaps forged: whoever wrote is nobody we know.
    """
    organisation = office.policy.id
    sender = "" if heard.message.perhaps_forged else heard.message.sender.address
    thread = _by_what_only_they_have(page, organisation, heard.message, tokens)
    named = None if thread else _named(page, organisation, heard)
    if named and named.address and named.address.lower() == sender.lower():
        thread = named
    earlier = casebook.of_person(page, organisation, sender) if sender and not thread else ()
    if any(found.kind is Kind.APPEAL for found in heard.reading.kinds):
        earlier = _locked(page, earlier)  # an appeal changes the case it is about
    if not thread:
        thread = _of_reminder(page, organisation, heard, earlier) or _of_repetition(page, organisation, heard, earlier)
    mine = casebook.of_thread(page, organisation, thread.id, to_change=True) if thread else ()
    if thread and not mine:  # it may have been erased while this page waited for its cases
        thread = threads.by_id(page, organisation, thread.id)
    return Place(
        thread=thread.id if thread else NEW,
        cases=mine,
        stranger=bool(named and not thread),
        earlier=earlier,
        told_clocks=told_clocks(page, mine, heard.message.received_at),
        sent=_sent(page, heard, thread.id if thread else NEW, office),
        guessed_language=_guessed_language(page, mine, heard, office),
        whose=find_whose(page, heard, office),
    )


def begin(page: Page, place: Place, heard: Heard, now: datetime, office: Office) -> Place:
    """Open a conversation where the message began one."""
    if place.thread != NEW:
        return place
    thread = Thread(new_id(now), new_token(), heard.message.sender.address or typed_address(heard))
    threads.begin(page, office.policy.id, thread)
    return replace(place, thread=thread.id)


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


def _of_repetition(page: Page, organisation: str, heard: Heard, earlier: tuple[Case, ...]) -> Thread | None:
    """Take what somebody says again within a day, word for word, to where they said it: one answer is enough (R-EM-10).

    A machine says the same to every letter, whatever it writes above it. A complaint or a right that is sent twice is
    two all the same, and one only from the third time on; with other files it is another letter anyway.
    """
    text, at = heard.reading.text, heard.message.received_at
    among = {case.thread for case in earlier}
    if not among or len(text) < WORTH_COMPARING:
        return None
    files = frozenset(file.digest for file in heard.message.attachments)
    said = threads.Said(heard.message.sender.address, text, files, at - timedelta(days=1))
    matters = any(found.kind not in ORDINARY for found in heard.reading.kinds)
    return threads.by_their_words(page, organisation, among, said, times=2 if matters else 1)


def _locked(page: Page, cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Give the cases as they are now, so that nobody else changes them until this page is done."""
    fresh = (casebook.find(page, case.organisation, case.id, to_change=True) for case in cases)
    return tuple(case for case in fresh if case)


def told_clocks(page: Page, cases: tuple[Case, ...], now: datetime) -> dict[int, Clock]:
    """Give, for each case that lacks something, the clock whose date its person was told and that still runs."""
    told: dict[int, Clock] = {}
    for case in cases:
        mine = clocks.of_case(page, case.organisation, case.id) if case.missing else ()
        ticking = (clock for clock in mine if clock.told and clock.running and not clock.waiting)
        first = next((clock for clock in ticking if not clock.late(now)), None)
        if first:
            told[case.id] = first
    return told


def _guessed_language(page: Page, cases: tuple[Case, ...], heard: Heard, office: Office) -> frozenset[int]:
    """Give the cases that began with too little to tell a language, where this message tells another than theirs."""
    reading = heard.reading
    if not reading.language_known or len(reading.text.split()) < TELLING:
        return frozenset()
    others = (case for case in cases if case.language != office.policy.language(reading.language))
    return frozenset(one.id for one in others if not messages.language_known(page, one.organisation, one.opened_for))


def _sent(page: Page, heard: Heard, thread: int, office: Office) -> Traffic:
    address = destination(heard.message) or typed_address(heard)
    return traffic_to(page, address, thread, office, heard.message.received_at) if address else Traffic()


def capped(page: Page, address: str, thread: int, office: Office, at: datetime) -> str | None:
    """Name the rule by which nothing more may be sent to an address, or in a conversation, for now; or None."""
    return cap(Place(thread, sent=traffic_to(page, address, thread, office, at)), office)


def traffic_to(page: Page, address: str, thread: int, office: Office, at: datetime) -> Traffic:
    """Count the letters that left without a person up to an instant, for an address, its domain and a conversation."""
    organisation = office.policy.id
    hour, day = at - timedelta(hours=1), at - timedelta(days=1)
    to = traffic.To(base_address(address), domain_of(address), thread)
    sent = traffic.sent(page, organisation, to, (hour, day), office.domain_cap)
    return Traffic(hour=sent.hour, day=sent.day, domain=sent.domain, conversation=sent.conversation)
