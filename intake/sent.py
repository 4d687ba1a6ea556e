"""A letter of ours was taken by the next hop, or refused: what that does to its case."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import Case, Event, Move, Status
from cases.errors import NotAllowed
from cases.office import Office
from cases.outgoing import Automatic, Outgoing
from cases.policy import ClockName
from intake.announce import Happening, announce
from intake.appeal import conclude
from intake.bounced import undeliverable
from intake.certificates import certificates_due
from intake.clock_letters import letter_left
from intake.drafts import ANSWER
from intake.letter import Under, to_requester
from intake.lifting import lift_when_told
from intake.opening import US
from intake.processor import PROCESSOR_REPLY
from intake.referral import REFERRAL
from intake.relation import customer_of, is_customers
from replies.referral_notice import Facts
from storage import casebook, clocks, outbox
from storage.outbox import Entry
from storage.page import Page

NOTICE = "referral_notice"

PAUSES = (5, 15, 60, 5 * 60, 15 * 60, 30 * 60, 3600, 2 * 3600, 4 * 3600)
"""Seconds until the next attempt; the last one repeats (RFC 5321 §4.5.4.1). A next hop that restarts is soon back."""

GIVE_UP = timedelta(days=5)
"""After so long on its way a letter is somebody's task, not the mail server's (RFC 5321 §4.5.4.1)."""


def sent(page: Page, letter: Entry, office: Office, now: datetime) -> None:
    """Note that a letter was taken by the next hop, and stop the clocks that waited for it. Twice has no effect."""
    if not outbox.mark_sent(page, office.policy.id, letter.id, now):
        return
    stops = letter.outgoing.stops
    clocks.stop(page, office.policy.id, ((stop.case, stop.clock) for stop in stops), now)
    _tell_cases(page, letter, office, now)
    letter_left(page, letter, office, now)


def refused(page: Page, letter: Entry, status: str, office: Office, now: datetime) -> None:
    """Note that the next hop refused a letter for good."""
    undeliverable(page, letter, status, office, now)


def put_off(page: Page, letter: Entry, reason: str, office: Office, now: datetime) -> None:
    """Let a letter wait for its next attempt; after days of attempts it counts as undeliverable.

    How long it waited as a draft, before a person let it go, is not counted.
    """
    if sum(map(_pause, range(letter.attempt)), timedelta()) > GIVE_UP:
        undeliverable(page, letter, "4.4.7", office, now)
        return
    outbox.postpone(page, office.policy.id, letter.id, now + _pause(letter.attempt), reason)


def _pause(attempt: int) -> timedelta:
    return timedelta(seconds=PAUSES[min(attempt, len(PAUSES) - 1)])


def _tell_cases(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    outgoing = entry.outgoing
    event = Event(now, "sent", US, {"letter": entry.id, "reply": outgoing.reply, "approved_by": entry.approved_by})
    move = _move_of(page, outgoing, office)
    if move is None:
        for case_id in sorted({outgoing.case, *(stop.case for stop in outgoing.stops)}):
            casebook.tell(page, office.policy.id, case_id, (event,))
        lift_when_told(page, entry, office, now)
        return
    casebook.refresh_due(page, office.policy.id, sorted({stop.case for stop in outgoing.stops}))
    case = casebook.find(page, office.policy.id, outgoing.case, to_change=True)
    if case:
        moved = _moved(case, move)
        casebook.save(page, moved, (event,))
        if moved.status is Status.ANSWERED:
            outbox.drop(page, office.policy.id, (case.id,))
            certificates_due(page, moved, now)
            conclude(page, moved, office, now)
            announce(page, Happening.ANSWERED, (moved, None), office, now)
        if moved.status is Status.FORWARDED:
            _tell_person(page, moved, entry, office, now)


def _move_of(page: Page, outgoing: Outgoing, office: Office) -> Move | None:
    """Say what becomes of a case whose letter has left: passed on, answered, its customer told; None for no change."""
    if outgoing.reply == REFERRAL:
        return Move.FORWARD
    case = casebook.find(page, office.policy.id, outgoing.case) if outgoing.reply == PROCESSOR_REPLY else None
    answers = outgoing.reply.startswith(ANSWER) or (case is not None and is_customers(case, office.policy))
    return Move.ANSWER if answers else None


def _moved(case: Case, move: Move) -> Case:
    try:
        return replace(case.move(move), held_for=None)
    except NotAllowed:  # the letter is out: that the case was closed meanwhile does not call it back
        return case


def _tell_person(page: Page, case: Case, referral: Entry, office: Office, now: datetime) -> None:
    """Tell the person to whom their request went and when, after it left (P-MB-04)."""
    customer = customer_of(case, office)
    month = next(
        (one for one in clocks.of_case(page, case.organisation, case.id) if one.name is ClockName.ANSWER), None
    )
    if not customer or not month:
        return
    policy = office.policy
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        kind=case.kind,
        customer=customer.name,
        referred=office.day(now),
        due=office.day(month.due_at),
    )
    under = Under(None, referral.outgoing.references)
    notice = replace(
        to_requester(case, facts, f"letter {referral.id}", now, under),
        released=policy.leaves_unseen(NOTICE) and case.requester.address is not None,
        automatic=Automatic.GENERATED,
    )
    outbox.put(page, notice, office.domain, now)
