"""An objection that costs the person something: they are told, and confirm it, before anybody acts on it (P-ME-08).

No pressure: one letter, which a person of the staff lets go, and which says that the objection stands. Whoever does not
answer is not held to silence for ever: after a while a person decides all the same (GDPR Art. 12(3), 21).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import OutboxStatus, Outgoing
from cases.policy import Policy
from cases.staff import Staff
from cases.task import TaskKind, ToDo
from intake.assign import case_to_decide
from intake.letter import in_words
from intake.tasks import give
from replies.consequence_notice import Facts, Standing
from replies.render import Rendered, words_on
from replies.statements import statement
from storage import history, outbox
from storage.outbox import Entry
from storage.page import Page

REPLY = "consequence_notice"
SETTLED = "settled"
"""The event that ends the waiting for the person's word."""

PATIENCE = timedelta(days=7)
"""So long after the letter left, a person may go on without an answer."""

SOON = timedelta(hours=24)


class Outcome(StrEnum):
    """What became of the question: what the person said, or that they said nothing, or that it was none."""

    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"
    MISREAD = "misread"


@dataclass(frozen=True)
class Settling:
    """Which case, and what became of the question."""

    organisation: str
    case: int
    outcome: Outcome


def waits(case: Case, events: tuple[Event, ...], policy: Policy) -> bool:
    """Say whether an objection waits for the person to confirm what it costs them."""
    if case.kind is not Kind.OBJECTION or not policy.consequence(case.flags):
        return False
    return not any(event.verb == SETTLED for event in events)


def check_settled(page: Page, case: Case, policy: Policy) -> None:
    """Raise NotAllowed while the person has not confirmed an objection that costs them something."""
    if waits(case, history.of_case(page, case.organisation, case.id), policy):
        raise NotAllowed("first tell the person the consequence, and note what they say to it (P-ME-08)")


def tell_consequence(page: Page, case: Case, office: Office, now: datetime) -> None:
    """Prepare the letter that tells the consequence and asks whether the person wants it all the same; once."""
    if not outbox.has(page, case.organisation, case.id, REPLY, "case"):
        outbox.put(page, _letter(case, office, now), office.domain, now)


def note_standing(page: Page, case_id: int, standing: Standing, by: tuple[Staff, Office], now: datetime) -> None:
    """Note how far the person is with the exam, and let the prepared letter say what that means.

    Raises NotAllowed where no such letter waits, AlreadyDone where it has left.
    """
    staff, office = by
    case = case_to_decide(page, staff.organisation, case_id, staff, office.policy)
    entry = letter_of(page, case)
    if entry is None:
        raise NotAllowed("no letter about a consequence waits in this case")
    if entry.status is not OutboxStatus.DRAFT:
        raise AlreadyDone(f"the letter is already {entry.status}")
    outbox.edit(page, case.organisation, entry.id, body=_words(case, office, standing).body)
    event = Event(now, "standing_noted", f"staff {staff.id}", {"standing": standing})
    history.record(page, case.organisation, case.id, (event,))


def settle(page: Page, settling: Settling, by: tuple[Staff, Office], now: datetime) -> None:
    """Note what the person said to the consequence; the disclosure is stopped where they confirm.

    Raises NotAllowed where nothing was told yet, or the person has had no time to answer; AlreadyDone where it is
    settled.
    """
    staff, office = by
    case = case_to_decide(page, settling.organisation, settling.case, staff, office.policy)
    if not waits(case, history.of_case(page, case.organisation, case.id), office.policy):
        raise AlreadyDone("this is settled already, or nothing was to be confirmed")
    _check_told(letter_of(page, case), settling.outcome, now)
    event = Event(now, SETTLED, f"staff {staff.id}", {"outcome": settling.outcome})
    history.record(page, case.organisation, case.id, (event,))
    kinds = {
        Outcome.CONFIRMED: ToDo(TaskKind.STOP_DISCLOSURE, law="GDPR Art. 21(1)", due_at=now + SOON),
        Outcome.MISREAD: ToDo(TaskKind.STOP_PROCESSING, law="GDPR Art. 18(1)(d)", due_at=now + SOON),
    }
    give(page, case, [kinds[settling.outcome]] if settling.outcome in kinds else [], now)
    _drop_unsent(page, letter_of(page, case))


def letter_of(page: Page, case: Case) -> Entry | None:
    """Give the letter that tells a case's consequence, or None."""
    every = outbox.of_thread(page, case.organisation, case.thread)
    return next((one for one in every if one.outgoing.case == case.id and one.outgoing.reply == REPLY), None)


def _check_told(entry: Entry | None, outcome: Outcome, now: datetime) -> None:
    if outcome is Outcome.MISREAD:
        return
    if entry is None or entry.sent_at is None:
        raise NotAllowed("the person does not know the consequence yet: let the letter go first (P-ME-08)")
    if outcome is Outcome.NO_ANSWER and now < entry.sent_at + PATIENCE:
        raise NotAllowed(f"give the person {PATIENCE.days} days to answer; they have not passed yet (P-ME-08)")


def _drop_unsent(page: Page, entry: Entry | None) -> None:
    if entry and entry.status is OutboxStatus.DRAFT:
        outbox.edit(page, entry.outgoing.organisation, entry.id, status=OutboxStatus.DROPPED)


def _words(case: Case, office: Office, standing: Standing) -> Rendered:
    policy = office.policy
    told = policy.consequence(case.flags)
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        received=office.day(case.received_at),
        consequence=statement(policy, told.statement, case.language) if told else "",
        standing=standing,
    )
    return words_on(case.channel, facts, case.language)


def _letter(case: Case, office: Office, now: datetime) -> Outgoing:
    words = _words(case, office, Standing.UNKNOWN)
    told = office.policy.consequence(case.flags)
    return replace(in_words(case, (REPLY, "case"), words, now), statements=(told.statement,) if told else ())
