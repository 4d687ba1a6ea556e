"""A person is asked back, who they are or what they mean, and the time limit waits for the answer.

Somebody asks, for a reason that is noted, and answers for the letter. The clock stands still from the instant at which
that letter has left (GDPR Art. 12(6), EDPB 01/2022 s. 5.3).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.case import Case, Event
from cases.deadline import deadline
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.pause import Pause, check_may_wait, check_prompt, paused, resumed
from cases.policy import ClockName
from cases.questions import Knowledge, Question
from cases.staff import Staff
from cases.term import Basis, Term
from intake.approve import Approval, approve
from intake.assign import case_to_decide
from intake.moved import move_clock
from intake.opening import US
from intake.plain_letters import letter_to_person
from intake.relation import is_referred
from replies import clarification_question, identity_question
from replies.render import Facts
from storage import casebook, clocks, history, outbox, pauses
from storage.clocks import Due
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page

ASKING = {Question.IDENTITY: "identity_question", Question.CLARIFICATION: "clarification_question"}
"""The letter that asks each question."""

SHORTEST = 10
"""A reason in fewer letters says nothing of this person."""


@dataclass(frozen=True)
class Asking:
    """What a person of a case is asked, and why.

    `why` is noted and never sent: the doubt about this person (R-12-6a), or how much there is. `asks` is what would
    show who they are, `words` what is added to the letter. Without `waits` the time limit runs on.
    """

    organisation: str
    case: int
    question: Question
    why: str
    asks: tuple[Knowledge, ...] = ()
    words: str = ""
    waits: bool = True


def pause(page: Page, asking: Asking, staff: Staff, office: Office, now: datetime) -> None:
    """Write to the person in the name of who asks; once the letter has left, the clock stands still.

    Raises NotAllowed where a rule forbids to ask, or that the clock waits, and says what to do instead; AlreadyDone
    where the person has been asked and has not answered. Nothing is changed then.
    """
    case = case_to_decide(page, asking.organisation, asking.case, staff, office.policy)
    _check_question(case, asking, office)
    due = answer_clock(page, case)
    _check_not_asked(page, case, now)
    if asking.waits:
        check_may_wait(due.clock, (asking.question, case.kind), office.policy.questions)
        check_prompt(due.clock, office.policy.questions, office.calendar(Basis.PROMISE), now)
    letter = letter_to_person(page, case, _facts(case, asking, staff, office, now), f"asked {now.isoformat()}", now)
    id_ = outbox.put(page, letter, office.domain, now)
    approve(page, Approval(case.organisation, id_, 1, letter.subject, letter.body), staff, office.policy, now)
    if asking.waits:
        made = Pause(new_id(now), case.id, due.clock.name, asking.question, asking.why.strip(), staff.id, id_)
        pauses.add(page, case.organisation, made)
    told: dict[str, str | int | None] = {"question": asking.question, "letter": id_}
    history.record(page, case.organisation, case.id, (Event(now, "asked_back", f"staff {staff.id}", told),))


def answer_clock(page: Page, case: Case) -> Due:
    """Give the clock of a case's answer to move; raise NotAllowed where none runs."""
    due = clocks.find(page, case, ClockName.ANSWER)
    if due is None or not due.clock.running:
        raise NotAllowed("no time limit for an answer runs in this case")
    return due


def _check_question(case: Case, asking: Asking, office: Office) -> None:
    if is_referred(case, office.policy):
        raise NotAllowed("the customer decides and asks: the month is the controller's (GDPR Art. 28(3)(e), CON-4)")
    if case.held_for:
        raise NotAllowed("the case still waits for somebody's judgement; release it first")
    if len(asking.why.strip()) < SHORTEST:
        raise NotAllowed(
            "note why this person has to be asked: the doubt who it is, or how much there is (R-12-6a, GDPR Art. 12(6))"
        )
    if asking.question is Question.IDENTITY and not asking.asks:
        raise NotAllowed("choose what would show who it is, the least that will do (R-ID-1)")


def _check_not_asked(page: Page, case: Case, now: datetime) -> None:
    asked = pauses.of_case(page, case.organisation, case.id)
    if any(one.open for one in asked):
        raise AlreadyDone("the person has been asked already and has not answered; note the answer first (R-CLK-5)")
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        mine = entry.outgoing.case == case.id and entry.outgoing.reply in ASKING.values()
        if mine and now - entry.created_at < timedelta(minutes=1):
            raise AlreadyDone("the person has been asked a moment ago")


def _facts(case: Case, asking: Asking, staff: Staff, office: Office, now: datetime) -> Facts:
    policy = office.policy
    same = {
        "number": case.number,
        "organisation": policy.name,
        "contact": policy.contact,
        "name": case.requester.name,
        "received": office.day(case.received_at),
        "words": asking.words.strip(),
        "signer": staff.name,
    }
    if asking.question is Question.CLARIFICATION:
        until = office.day(ends(now, policy.questions.remind_after, office)) if asking.waits else None
        return clarification_question.Facts(**same, until=until)  # type: ignore[arg-type]  # checked by the house's tests
    return identity_question.Facts(**same, kind=case.kind, asks=asking.asks, waits=asking.waits)  # type: ignore[arg-type]  # as above


def ends(asked_at: datetime, term: Term, office: Office) -> datetime:
    """Give the last instant of a time in which an answer is waited for."""
    return deadline(asked_at, term, Basis.PROMISE, office.calendar(Basis.PROMISE)).due_at


def begin(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Let the clock stand still, now that the question has left.

    It does not where the person wrote meanwhile, or the letter left so late that it was not asked at once (R-CLK-5).
    """
    found = _pause_of(page, entry)
    if found is None:
        return
    case, made, due = found
    if why := _too_late(made, due, office, now):
        pauses.take_back(page, case.organisation, made)
        _note(page, case, Event(now, "not_paused", US, {"clock": made.clock, "why": why}))
        return
    wait = office.policy.questions.remind_after
    look = ends(entry.created_at, wait, office) + timedelta(seconds=1)
    pauses.change(page, case.organisation, replace(made, asked_at=now), look)
    if due:
        move_clock(page, case, due, paused(due.clock, now), (office, now))
    _note(page, case, Event(now, "paused", US, {"clock": made.clock, "question": made.question}))


def _too_late(made: Pause, due: Due | None, office: Office, now: datetime) -> str | None:
    """Say why a clock does not stand still although the question has left, or None."""
    if not made.open or due is None or not due.clock.running:
        return "meanwhile"
    try:
        check_prompt(due.clock, office.policy.questions, office.calendar(Basis.PROMISE), now)
    except NotAllowed:
        return "left_late"
    return None


def take_back(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Let the clock run as if nobody had asked: the question never reached the person (R-EM-68).

    It stands still all the same for another question, which has arrived.
    """
    found = _pause_of(page, entry)
    if found is None:
        return
    case, made, due = found
    pauses.take_back(page, case.organisation, made)
    if made.asked_at and due and made.asked_at >= due.clock.started_at:
        run_on(page, case, due, (office, now))
    _note(page, case, Event(now, "not_paused", US, {"clock": made.clock, "why": "undeliverable"}))


def run_on(page: Page, case: Case, due: Due, by: tuple[Office, datetime]) -> datetime:
    """Let a clock run on with the days of all the pauses that count; give its new end. `by` are the office and now.

    For a question that nobody has answered yet it goes on standing still.
    """
    asked = pauses.of_case(page, case.organisation, case.id)
    clock = resumed(due.clock, asked, by[0].calendar(due.clock.basis))
    waits = (one.asked_at for one in asked if one.open and one.asked_at and one.clock is clock.name)
    move_clock(page, case, due, replace(clock, paused_at=min(waits, default=None)), by)
    return clock.due_at


def _pause_of(page: Page, entry: Entry) -> tuple[Case, Pause, Due | None] | None:
    """Give the case, the question that a letter asks, and its clock; None where it is not waited for."""
    organisation = entry.outgoing.organisation
    case = casebook.find(page, organisation, entry.outgoing.case, to_change=True)
    if case is None:
        return None
    made = next((one for one in pauses.of_case(page, organisation, case.id) if one.letter == entry.id), None)
    return (case, made, clocks.find(page, case, made.clock)) if made else None


def _note(page: Page, case: Case, event: Event) -> None:
    history.record(page, case.organisation, case.id, (event,))
