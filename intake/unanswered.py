"""Nobody answered a question: the person is reminded once, then a person of the staff decides (R-CLK-6).

A request that was too broad is handled in full (R-REC-6). Nothing is deleted, and nothing closes by itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import Case, Event
from cases.office import Office
from cases.outgoing import Automatic, Outgoing, Stop
from cases.pause import Pause
from cases.policy import LAW_STATEMENTS, ClockName
from cases.questions import Question
from intake.drafts import ANSWER
from intake.notices import Notice, notify
from intake.opening import US
from intake.pause import ends, run_on
from intake.plain_letters import letter_to_person
from intake.resume import Answered, resume
from replies import not_identified, question_reminder
from replies.staff_notice import News
from replies.statements import statement
from storage import casebook, clocks, history, outbox, pauses
from storage.clocks import Due
from storage.outbox import Entry
from storage.page import Page

REMINDER = "question_reminder"

GROUND = "not_identified"
"""On what a request is refused where nobody could be sure who made it (GDPR Art. 11(2), 12(2))."""

STOPS = (ClockName.ACKNOWLEDGEMENT, ClockName.HANDLING, ClockName.ANSWER)
"""What such a letter ends, as every answer does."""

AT_ONCE = 100
"""So many questions share one transaction."""

A_MOMENT = timedelta(seconds=1)


def unanswered(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Do what became due about questions without an answer; give how many. Call again until it is none."""
    found = pauses.due(page, offices, now, AT_ONCE)
    for organisation, asked in found:
        next_at = _look(page, asked, offices[organisation], now)
        as_is = next((one for one in pauses.of_case(page, organisation, asked.case) if one.id == asked.id), asked)
        pauses.change(page, organisation, as_is, next_at)
    return len(found)


def _look(page: Page, asked: Pause, office: Office, now: datetime) -> datetime | None:
    """Look at one question; give when to look at it again."""
    case = casebook.find(page, office.policy.id, asked.case, to_change=True)
    due = clocks.find(page, case, asked.clock) if case else None
    if case is None or case.status not in casebook.LIVE or due is None or not due.clock.waiting or not asked.asked_at:
        return None
    if asked.question is Question.CLARIFICATION:
        until = ends(asked.asked_at, office.policy.questions.remind_after, office)
        resume(page, case, Answered(min(until, now), how="no_answer"), (office, now))
        _tell(page, case, asked, office, now)
        return None
    until = ends(asked.asked_at, office.policy.questions.give_up_after, office)
    if asked.reminded_at is None:
        _remind(page, case, asked, office, now)
        return until + A_MOMENT
    outbox.put(page, _closing(page, case, asked, office, now), office.domain, now)
    _tell(page, case, asked, office, now)
    return None


def _remind(page: Page, case: Case, asked: Pause, office: Office, now: datetime) -> None:
    """Remind the person, once; where the policy wants to see it first, as a draft."""
    policy = office.policy
    facts = question_reminder.Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        kind=case.kind,
        asked=office.day(asked.asked_at or now),
        until=office.day(ends(asked.asked_at or now, policy.questions.give_up_after, office)),
    )
    letter = letter_to_person(page, case, facts, f"pause {asked.id}", now)
    unseen = policy.leaves_unseen(REMINDER) and letter.recipient is not None
    outbox.put(page, replace(letter, released=unseen, automatic=Automatic.GENERATED), office.domain, now)
    pauses.change(page, case.organisation, replace(asked, reminded_at=now), None)


def _closing(page: Page, case: Case, asked: Pause, office: Office, now: datetime) -> Outgoing:
    """Draft the refusal, with its ground, the authority and the court (GDPR Art. 12(4)): a person decides it."""
    policy, demanded = office.policy, (GROUND, *sorted(LAW_STATEMENTS))
    facts = not_identified.Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        kind=case.kind,
        received=office.day(case.received_at),
        asked=office.day(asked.asked_at or now),
        statements=tuple(statement(policy, id_, case.language) for id_ in demanded),
    )
    letter = letter_to_person(page, case, facts, f"pause {asked.id}", now)
    stops = tuple(Stop(case.id, name) for name in STOPS)
    return replace(letter, reply=f"{ANSWER}{case.kind}", stops=stops, statements=demanded, note="not_answered")


def wait_no_more(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Let the clocks run on that stood still for a question when an answer was sent, where that came back.

    Whoever answered waited no longer; until then the days count as waited for (R-CLK-5, R-EM-68).
    """
    for stop in entry.outgoing.stops:
        case = casebook.find(page, entry.outgoing.organisation, stop.case, to_change=True)
        due = clocks.find(page, case, stop.clock) if case else None
        if case and due and due.clock.waiting:
            _run_on(page, case, due, entry.sent_at or now, (office, now))


def _run_on(page: Page, case: Case, due: Due, until: datetime, by: tuple[Office, datetime]) -> None:
    for one in pauses.of_case(page, case.organisation, case.id):
        if one.open and one.asked_at and one.clock is due.clock.name:
            pauses.change(page, case.organisation, replace(one, answered_at=max(until, one.asked_at)), None)
    ends_at = run_on(page, case, due, by)
    told: dict[str, str | int | None] = {
        "clock": due.clock.name,
        "due_at": ends_at.isoformat(),
        "how": "undeliverable",
    }
    history.record(page, case.organisation, case.id, (Event(by[1], "resumed", US, told),))


def _tell(page: Page, case: Case, asked: Pause, office: Office, now: datetime) -> None:
    notify(page, case, Notice(News.UNANSWERED, f"pause {asked.id}"), office, now)
