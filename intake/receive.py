"""A message was understood: find its place, decide what it means, write it all down in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case
from cases.kind import Flag
from cases.message import Judgement, Message, Verdict
from cases.office import Office
from cases.policy import NEEDED_QUEUES
from cases.reading import Reading
from intake.attached import put
from intake.bounced import bounced
from intake.colleagues import is_remark, passed_on, remark
from intake.consider import consider
from intake.looked import look_later
from intake.notices import Notice, notify
from intake.place import begin, find_place
from intake.values import Change, Heard, Outcome
from replies.staff_notice import News
from storage import arrivals, casebook, clocks, messages, staff
from storage.ids import new_id
from storage.messages import Kept
from storage.page import Page

BREACHES, _ = NEEDED_QUEUES
"""The queue that hears of a hint of a breach, whatever the case's own."""


@dataclass(frozen=True)
class Understood:
    """An arrival after it was parsed, judged and read. `tokens` stood in the addresses it was sent to."""

    arrival: int
    message: Message
    judgement: Judgement
    reading: Reading
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Received:
    """What became of it: the message's id, the cases that were opened, and whether we had it before."""

    message: int
    opened: tuple[Case, ...] = ()
    repeat: bool = False


def receive(page: Page, understood: Understood, office: Office, now: datetime) -> Received:
    """Take a message in. Doing it twice has no effect: a message that was seen before is only counted."""
    organisation, message = office.policy.id, understood.message
    earlier = messages.repeat_of(page, organisation, message.fingerprint)
    if earlier is not None:
        arrivals.done(page, organisation, understood.arrival, earlier)
        return Received(earlier, repeat=True)
    heard = Heard(new_id(now), message, understood.judgement, understood.reading, heard_at=now)
    opened = _take_in(page, heard, understood, office, now)
    arrivals.done(page, organisation, understood.arrival, heard.id)
    return Received(heard.id, opened)


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
    else:
        outcome = consider(meant, place, lambda: drawn(page, office, now), office)
    _write(page, outcome, office, now)
    _tell_staff(page, outcome, f"message {heard.id}", office, now)
    look_later(page, meant, place, office, now)
    return tuple(opening.case for opening in outcome.openings)


def drawn(page: Page, office: Office, now: datetime) -> tuple[int, str]:
    """Give the id and the public number for a new case."""
    year = now.astimezone(office.zone).year
    return new_id(now), casebook.free_number(page, office.policy.id, office.policy.letters, year)


def _write(page: Page, outcome: Outcome, office: Office, now: datetime) -> None:
    for opening in outcome.openings:
        casebook.open_case(page, opening.case, office.policy.version, opening.clocks, opening.events)
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


def _tell_staff(page: Page, outcome: Outcome, cause: str, office: Office, now: datetime) -> None:
    """Tell staff of what only a person can judge, and the privacy queue of a hint of a breach, at once (R-33-1)."""
    held = (opening.case for opening in outcome.openings if opening.case.held_for)
    kept = (change.case for change in outcome.changes if change.look)
    for case in (*held, *kept):
        notify(page, case, Notice(News.NEW_HOLD, cause), office, now)
    for opening in outcome.openings:
        if Flag.BREACH_HINT in opening.case.flags:
            notify(page, replace(opening.case, queue=BREACHES), Notice(News.NEW_HOLD, f"breach {cause}"), office, now)
