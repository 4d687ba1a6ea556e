"""A message was understood: find its place, decide what it means, write it all down in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case
from cases.message import Judgement, Message, Verdict
from cases.office import Office
from cases.reading import Reading
from intake.announce import Happening, announce
from intake.attached import put
from intake.black_out import blacked_out
from intake.bounced import bounced
from intake.breach import alarm, hinted
from intake.candidate import tell_candidates
from intake.colleagues import is_remark, passed_on, remark
from intake.consider import consider
from intake.customers import work_for_customers
from intake.exclude import exclude
from intake.find_sensitive import find_sensitive
from intake.identity_copy import ask_to_delete
from intake.looked import look_later
from intake.notices import Notice, notify
from intake.place import begin, find_place
from intake.restricted import restricted
from intake.resume import resume_heard
from intake.values import Change, Heard, Outcome, Place
from intake.work import begin_work
from replies.staff_notice import News
from storage import arrivals, casebook, clocks, messages, staff
from storage.ids import new_id
from storage.messages import Kept
from storage.page import Page


@dataclass(frozen=True)
class Understood:
    """An arrival after it was parsed, judged and read. `tokens` stood in the addresses it was sent to.

    `raw` are its bytes without what may not be kept, None where they may stay as they came.
    """

    arrival: int
    message: Message
    judgement: Judgement
    reading: Reading
    tokens: tuple[str, ...] = ()
    raw: bytes | None = None


@dataclass(frozen=True)
class Received:
    """What became of it: the message's id, the cases that were opened, and whether we had it before.

    `raw` are the bytes that are kept of it, None where they are those that came.
    """

    message: int
    opened: tuple[Case, ...] = ()
    repeat: bool = False
    raw: bytes | None = None


def receive(page: Page, understood: Understood, office: Office, now: datetime) -> Received:
    """Take a message in. Doing it twice has no effect: a message that was seen before is only counted."""
    return _received(page, understood, _take_in, office, now)


def keep_aside(page: Page, understood: Understood, thread: int, office: Office, now: datetime) -> Received:
    """Keep a message in a conversation, as one that is about no case. Twice has no effect."""

    def kept(page: Page, heard: Heard, understood: Understood, office: Office, now: datetime) -> tuple[Case, ...]:
        where = Kept(heard.id, thread, understood.arrival)
        messages.keep(page, office.policy.id, where, heard.message, (heard.judgement, heard.reading))
        look_later(page, heard, None, office, now)
        return ()

    return _received(page, understood, kept, office, now)


Takes = Callable[[Page, Heard, Understood, Office, datetime], tuple[Case, ...]]
"""Writes down what was heard, and what it leads to; gives the cases that it opened."""


def _received(page: Page, understood: Understood, take_in: Takes, office: Office, now: datetime) -> Received:
    organisation, message = office.policy.id, understood.message
    earlier = messages.repeat_of(page, organisation, message.fingerprint)
    if earlier is not None:
        arrivals.done(page, organisation, understood.arrival, earlier)
        raw = b"" if messages.redacted(page, organisation, earlier) else understood.raw
        return Received(earlier, repeat=True, raw=_keep_instead(page, understood, raw, office))
    plain, numbers = blacked_out(understood.message, understood.reading, office.policy)
    message = restricted(plain[0], plain[1])
    heard = Heard(new_id(now), message, understood.judgement, plain[1], heard_at=now, blacked_out=numbers)
    opened = take_in(page, heard, understood, office, now)
    arrivals.done(page, organisation, understood.arrival, heard.id)
    if numbers:
        messages.mark_redacted(page, organisation, heard.id, now)
    return Received(heard.id, opened, raw=_keep_instead(page, understood, understood.raw, office))


def _keep_instead(page: Page, understood: Understood, raw: bytes | None, office: Office) -> bytes | None:
    """Keep other bytes than those that came, where there are some; give them.

    What was struck out of a letter does not come back with the same letter.
    """
    if raw is not None:
        arrivals.replace_raw(page, office.policy.id, understood.arrival, raw)
    return raw


def _take_in(page: Page, heard: Heard, understood: Understood, office: Office, now: datetime) -> tuple[Case, ...]:
    kept = Kept(heard.id, None, understood.arrival)
    if heard.judgement.verdict is Verdict.FILE:
        messages.keep(page, office.policy.id, kept, heard.message, (heard.judgement, heard.reading))
        bounced(page, heard, understood.tokens, office, now)
        look_later(page, heard, None, office, now)
        return ()
    sender = "" if heard.message.perhaps_forged else heard.message.sender.address
    colleague = staff.by_address(page, office.policy.id, sender)
    meant = (passed_on(heard, office) if colleague else None) or heard
    tokens = understood.tokens if meant is heard else ()
    place = begin(page, find_place(page, meant, tokens, office), meant, now, office)
    kept = Kept(heard.id, place.thread, understood.arrival)
    messages.keep(page, office.policy.id, kept, heard.message, (meant.judgement, meant.reading))
    if colleague and meant is heard and is_remark(heard, place):
        outcome = remark(heard, place, colleague)
        _write(page, outcome, office, now)
    else:
        outcome = consider(meant, place, lambda: drawn(page, office, now), office)
        _write(page, outcome, office, now)
        resume_heard(page, outcome.changes, heard.message.received_at, (office, now))
        begin_work(page, meant, outcome, office, now)
    tell_candidates(page, outcome.changes, (meant, place), office, now)
    outcome = _without_the_involved(page, outcome, office, now)
    _tell_staff(page, outcome, f"message {heard.id}", office, now)
    work_for_customers(page, outcome, meant, office, now)
    find_sensitive(page, heard, _concerned(outcome, place), office, now)
    ask_to_delete(page, next(iter(_concerned(outcome, place)), None), heard.reading.documents, office, now)
    look_later(page, meant, place, office, now)
    return tuple(opening.case for opening in outcome.openings)


def _concerned(outcome: Outcome, place: Place) -> tuple[Case, ...]:
    """Give the cases that a message is about: those it opened, those it changed, those of its conversation."""
    opened = (opening.case for opening in outcome.openings)
    return (*opened, *(change.case for change in outcome.changes), *place.cases)


def drawn(page: Page, office: Office, now: datetime) -> tuple[int, str]:
    """Give the id and the public number for a new case."""
    year = now.astimezone(office.zone).year
    return new_id(now), casebook.free_number(page, office.policy.id, office.policy.letters, year)


def _write(page: Page, outcome: Outcome, office: Office, now: datetime) -> None:
    for opening in outcome.openings:
        casebook.open_case(page, opening.case, office.policy.version, opening.clocks, opening.events)
        announce(page, Happening.OPENED, (opening.case, opening.told), office, now)
    for change in outcome.changes:
        write_change(page, change)
    for letter in outcome.letters:
        put(page, letter, office, now)


def write_change(page: Page, change: Change) -> None:
    """Write down what a message changed about a case, with the clocks that it began anew."""
    casebook.save(page, change.case, change.events)
    for clock, next_at in change.clocks:
        clocks.start_again(page, change.case, clock, next_at)
    if change.clocks:
        casebook.refresh_due(page, change.case.organisation, (change.case.id,))


def _without_the_involved(page: Page, outcome: Outcome, office: Office, now: datetime) -> Outcome:
    """Shut those out of an appeal who took part in what it is about, before anybody hears of it (P-MX-14)."""
    fair = (replace(opening, case=exclude(page, opening.case, office, now)) for opening in outcome.openings)
    return replace(outcome, openings=tuple(fair))


def _tell_staff(page: Page, outcome: Outcome, cause: str, office: Office, now: datetime) -> None:
    """Tell staff of what only a person can judge, and the privacy queue of a hint of a breach, at once (R-33-1)."""
    held = (opening.case for opening in outcome.openings if opening.case.held_for)
    kept = (change.case for change in outcome.changes if change.look)
    for case in (*held, *kept):
        notify(page, case, Notice(News.NEW_HOLD, cause), office, now)
    begun = [(one.case, one.clocks) for one in outcome.openings] + [(one.case, one.clocks) for one in outcome.changes]
    for case, found in begun:
        if clock := hinted(one for one, _ in found):
            alarm(page, case, clock, cause, (office, now))
