"""A candidate is told of the right to appeal against PeopleCert's decision, where the receipt did not say so.

The receipt does where the letter showed it. A person may see it first, or a later letter show it; and the receipt of a
case that waited for a person tells its number and nothing more (P-MX-10, P-MX-11).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from cases.case import Case
from cases.kind import Flag, Kind
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus, Outgoing
from cases.policy import Policy
from handlers.complaint import PEOPLECERT
from intake.letter import Under, to_requester
from intake.permission import objection
from intake.place import capped
from intake.values import Change, Heard, Place
from replies.candidate_notice import Facts
from replies.statements import absent, statement
from storage import outbox
from storage.outbox import Entry
from storage.page import Page

REPLY = "candidate_notice"
CAUSE = "decision"
"""What the notice is known by: a case has one."""

LEFT = frozenset({OutboxStatus.RELEASED, OutboxStatus.SENT})


def tell_candidates(
    page: Page, changes: Iterable[Change], heard: tuple[Heard, Place], office: Office, now: datetime
) -> None:
    """Tell those whose case a further letter has shown to be about such a decision; no machine is told."""
    letter, place = heard
    if letter.judgement.may_answer and Flag.PEOPLECERT_DECISION in letter.reading.flags:
        for change in changes:
            tell_candidate(page, change.case, office, now, objection(letter, place, office))


def tell_candidate(page: Page, case: Case, office: Office, now: datetime, why_not: str | None = None) -> None:
    """Write to the person once, unless a letter that has left says it already.

    Where a rule of sending wants a person to look first (`why_not`, or one that counts letters), it waits as a draft.
    What waits for a person's judgement is told nothing yet.
    """
    if not concerns(case, office.policy) or case.held_for:
        return
    letters = outbox.of_thread(page, case.organisation, case.thread)
    if any(_tells(one, case, office.policy) for one in letters):
        return
    note = why_not or capped(page, case.requester.address or "", case.thread, office, now)
    outbox.put(page, _notice(case, letters, note, office, now), office.domain, now)


def concerns(case: Case, policy: Policy) -> bool:
    """Say whether a case is a complaint about such a decision, with an organisation that has promised to tell of it."""
    return case.kind is Kind.COMPLAINT and Flag.PEOPLECERT_DECISION in case.flags and PEOPLECERT in policy.statements


def _tells(entry: Entry, case: Case, policy: Policy) -> bool:
    """Say whether the person has it in a letter by now, or a person of the staff already has the notice to look at."""
    letter = entry.outgoing
    if letter.case == case.id and letter.reply == REPLY:
        return True
    return entry.status in LEFT and not absent(policy, (PEOPLECERT,), letter.body, letter.language)


def _notice(case: Case, letters: Iterable[Entry], note: str | None, office: Office, now: datetime) -> Outgoing:
    policy = office.policy
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        right=statement(policy, PEOPLECERT, case.language),
    )
    under = Under.last_of(case, (one.outgoing for one in letters))
    return replace(
        to_requester(case, facts, CAUSE, now, under),
        released=policy.leaves_unseen(REPLY) and note is None and case.requester.address is not None,
        automatic=Automatic.GENERATED,
        note=note,
    )
