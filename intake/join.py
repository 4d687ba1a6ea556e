"""What opened a case of its own belongs to one that we have: a person puts the two together."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event, Move
from cases.errors import NotAllowed
from cases.message import Judgement, Verdict
from cases.office import Office
from cases.staff import Staff
from intake.assign import case_of
from intake.close import end
from intake.follow_up import go_on
from intake.receive import write_change
from intake.resume import Answered, resume
from intake.retold import retold
from intake.values import Place
from storage import casebook, messages, threads
from storage.messages import Told
from storage.page import Page

VOUCHED = Judgement(Verdict.ADMIT, "joined", automatic=False, may_answer=False)
"""Whoever joins two cases vouches for the sender of the letters."""


@dataclass(frozen=True)
class Joining:
    """Which case ends, and the number of the one that its letters belong to."""

    organisation: str
    case: int
    into: str


def join(page: Page, joining: Joining, staff: Staff, office: Office, now: datetime) -> None:
    """Move a case's letters into another case's conversation, which hears them; the case itself is closed.

    Whoever answers our letters about the closed case reaches the other from then on. The person who joins them vouches
    for the sender. Raises NotAllowed where there is no such case, the two are one conversation already, or the letter
    opened several cases: those belong together.
    """
    case = case_of(page, joining.organisation, joining.case, staff)
    found = casebook.by_number(page, joining.organisation, joining.into)
    if found is None or not _goes_on(page, found) or found.thread == case.thread:
        raise NotAllowed(f"{joining.into} is no other case, or has itself been joined to one")
    into = case_of(page, joining.organisation, found.id, staff)
    if len(casebook.of_thread(page, joining.organisation, case.thread, to_change=True)) > 1:
        raise NotAllowed("the letter opened several cases; they stay together")
    told = messages.of_thread(page, joining.organisation, case.thread)
    threads.join(page, joining.organisation, case.thread, into.thread)
    _end(page, case, into, staff, now)
    for one in told:
        into = _hear(page, into, one, office)
        resume(page, into, Answered(one.at), (office, now))
    casebook.save(page, into, (Event(now, "joined", f"staff {staff.id}", {"from": case.number}),))


def _goes_on(page: Page, case: Case) -> bool:
    thread = threads.by_id(page, case.organisation, case.thread)
    return thread is not None and thread.id == case.thread


def _end(page: Page, case: Case, into: Case, staff: Staff, now: datetime) -> None:
    end(page, case.move(Move.CLOSE), Event(now, "joined", f"staff {staff.id}", {"into": into.number}), now)


def _hear(page: Page, into: Case, told: Told, office: Office) -> Case:
    """Let the case hear a letter as if it had come there, from the person that the case is about."""
    (change,) = go_on(retold(told, into, judgement=VOUCHED), Place(into.thread, (into,)), office)
    write_change(page, change)
    return change.case
