"""The initial, informal assessment of an appeal: it is complete, something is asked, or it is solved (P-MX-13)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cases.assessment import Finding
from cases.case import Case, Event
from cases.decision import Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import OutboxStatus, Outgoing
from cases.staff import Staff, sees
from intake.assign import case_of
from intake.decide import Deciding, decide, tells
from intake.letter import to_requester
from intake.uninvolved import as_of_now, check_uninvolved
from replies import assessment_question
from storage import casebook, decisions, history, outbox
from storage.page import Page

REPLY = "assessment_question"


@dataclass(frozen=True)
class Assessing:
    """How an assessment ended. `words` are what is asked, or how it was solved; `ruling` what that comes to."""

    organisation: str
    case: int
    finding: Finding
    words: str = ""
    ruling: Ruling | None = None


def assess(page: Page, assessing: Assessing, staff: Staff, office: Office, now: datetime) -> None:
    """Write an assessment down. What is asked becomes a letter that a person approves; no clock waits for its answer.

    What was solved informally is decided all the same, and the answer that is drafted tells the person; whoever
    completes it finds how it was solved beside it. Raises NotAllowed where it is no open appeal, the person must not
    handle it, or has not declared to have no interest, or the words or the ruling are missing; AlreadyDone where the
    same was found, or asked, before. Nothing is changed then.
    """
    case = case_of(page, assessing.organisation, assessing.case, staff)
    if not sees(staff, as_of_now(page, case, office.policy), office.policy):
        raise NotAllowed("there is no such case")
    if case.kind is not Kind.APPEAL or case.status not in casebook.LIVE:
        raise NotAllowed("only an appeal that is open is assessed")
    check_uninvolved(page, case, staff, office.policy)
    if assessing.finding is not Finding.COMPLETE and not assessing.words.strip():
        raise NotAllowed("say in a few words what is asked, or how it was solved (P-MX-13)")
    _check_new(page, case, assessing)
    told: dict[str, str | int | None] = {"finding": assessing.finding}
    history.record(page, case.organisation, case.id, (Event(now, "assessed", f"staff {staff.id}", told),))
    if assessing.finding is Finding.QUESTION_ASKED:
        outbox.put(page, _question(case, assessing.words.strip(), office, now), office.domain, now)
    if assessing.finding is Finding.SOLVED_INFORMALLY:
        _solve(page, case, assessing, staff, (office, now))


def _check_new(page: Page, case: Case, assessing: Assessing) -> None:
    """Raise AlreadyDone where two people assess at once, or one person twice."""
    found = [event for event in history.of_case(page, case.organisation, case.id) if event.verb == "assessed"]
    again = bool(found) and found[-1].data["finding"] == assessing.finding
    if assessing.finding is Finding.QUESTION_ASKED:
        again = outbox.has(page, case.organisation, case.id, REPLY, _cause(assessing.words))
    if again:
        raise AlreadyDone("this has been noted already; open the case again to see what was found")


def _cause(words: str) -> str:
    """Name a question, so that the same one is asked once."""
    return f"question {hashlib.sha256(words.strip().encode()).hexdigest()[:16]}"


def _question(case: Case, words: str, office: Office, now: datetime) -> Outgoing:
    policy = office.policy
    facts = assessment_question.Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        question=words,
    )
    return to_requester(case, facts, _cause(words), now)


def _solve(page: Page, case: Case, assessing: Assessing, staff: Staff, at: tuple[Office, datetime]) -> None:
    """Decide what was solved, and leave the words with the drafted answer."""
    office, now = at
    if assessing.ruling is None:
        raise NotAllowed("say whether the original decision is amended or upheld (P-MX-18)")
    known = decisions.standing(decisions.of_case(page, case.organisation, case.id))
    deciding = Deciding(case.organisation, case.id, assessing.ruling, seen=known.id if known else None)
    decide(page, deciding, staff, office.policy, now)
    letters = outbox.of_thread(page, case.organisation, case.thread)
    drafts = [one for one in letters if one.outgoing.case == case.id and one.status is OutboxStatus.DRAFT]
    for entry in filter(tells, drafts):
        outbox.edit(page, case.organisation, entry.id, note=assessing.words.strip())
