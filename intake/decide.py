"""A person decides a case: the ruling and its grounds, before the answer that tells it may leave.

The program decides nothing (GDPR Art. 22): it knows which rulings there are, which of them need grounds, and what the
answer then has to say (GDPR Art. 12(4), P-MX-18, P-JK-04).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.decision import REFUSALS, RULINGS, Because, Decision, Remedy, Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import Policy
from cases.staff import Staff, role_of, sees
from handlers.all import work_of
from intake.assign import case_of
from intake.certificates import certificates_due
from intake.draft_at_hand import AT_WORK, still_draft
from intake.drafts import ANSWER, answer_words
from intake.unidentified import check_unidentified
from intake.uninvolved import as_of_now, check_assessed, check_uninvolved
from intake.work import check_lawful, follow_decision
from replies import points
from replies.grounds import GROUNDS, grounds_for
from replies.statements import absent, statement
from storage import casebook, decisions, history, outbox
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page

REFUSED = ("authority_complaint", "judicial_remedy")
"""What an answer that refuses a right says beside its grounds (GDPR Art. 12(4))."""


@dataclass(frozen=True)
class Deciding:
    """What a person decides. `seen` is the id of the decision that stood when they looked, None where none did.

    `kept` are the policy's names of what stays although the person wanted it gone; `because`, why it has to go, where
    anybody noted that.
    """

    organisation: str
    case: int
    ruling: Ruling
    grounds: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    seen: int | None = None
    kept: tuple[str, ...] = ()
    because: Because | None = None


def decide(page: Page, deciding: Deciding, staff: Staff, policy: Policy, now: datetime) -> Decision:
    """Write a decision down, and let the drafted answer say what it then must.

    Raises NotAllowed where the person may not decide this case, the kind has no such ruling, or a refusal has no
    ground; AlreadyDone where somebody decided meanwhile, or let the answer go. Nothing is changed then.
    """
    case = case_of(page, deciding.organisation, deciding.case, staff)
    _check_person(page, case, staff, policy)
    _check_ruling(case, deciding, policy)
    check_unidentified(page, case, deciding.grounds)
    known = decisions.standing(decisions.of_case(page, case.organisation, case.id))
    if (known.id if known else None) != deciding.seen:
        raise AlreadyDone("somebody has decided this case since you opened it")
    made = Decision(
        new_id(now),
        case.id,
        deciding.ruling,
        deciding.grounds,
        deciding.remedies,
        decided_by=staff.id,
        decided_at=now,
        kept=deciding.kept,
    )
    check_lawful(page, case, made, policy)
    decisions.add(page, case.organisation, made)
    certificates_due(page, case, now)
    told: dict[str, str | int | None] = {"ruling": made.ruling, "grounds": " ".join(made.grounds)}
    told |= {"because": deciding.because} if deciding.because else {}
    history.record(page, case.organisation, case.id, (Event(now, "decided", f"staff {staff.id}", told),))
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        if entry.outgoing.case == case.id and entry.status in AT_WORK and tells(entry):
            _complete(page, still_draft(page, entry), case, (made, known), policy)
    follow_decision(page, case, (made, known), policy)
    return made


def tells(entry: Entry) -> bool:
    """Say whether a letter tells a decision."""
    return entry.outgoing.reply.startswith(ANSWER)


def demanded(decision: Decision) -> tuple[str, ...]:
    """Give the ids of what an answer must say because of what was decided."""
    return (*decision.grounds, *REFUSED) if decision.ruling in REFUSALS else ()


def _complete(page: Page, entry: Entry, case: Case, decided: tuple[Decision, Decision | None], policy: Policy) -> None:
    """Let the drafted answer say what the decision demands; what a person has written into it stays."""
    outgoing, (made, before) = entry.outgoing, decided
    statements = _now_demanded(outgoing.statements, case, made, policy)
    as_drafted = {answer_words(case, outgoing.statements, policy, outgoing.channel, one).body for one in (None, before)}
    lacking = absent(policy, statements, outgoing.body, outgoing.language)
    body = outgoing.body
    if body in as_drafted:
        body = answer_words(case, statements, policy, outgoing.channel, made).body
    elif lacking:
        body = "\n\n".join((body, *(statement(policy, id_, outgoing.language) for id_ in lacking)))
    outbox.edit(page, outgoing.organisation, entry.id, statements=list(statements), body=body)


def _now_demanded(before: Iterable[str], case: Case, made: Decision, policy: Policy) -> tuple[str, ...]:
    """Give what an answer must say under a decision: what only an earlier one demanded is no longer among it."""
    own = policy.rules(case.kind).statements
    gone = {*GROUNDS, *points.ALL, *(REFUSED[1:] if REFUSED[1] not in own else ())}
    if made.ruling is Ruling.REFUSED:
        gone |= set(work_of(case.kind).warnings(policy))
    stays = (id_ for id_ in before if id_ not in gone)
    return tuple(dict.fromkeys((*stays, *points.points_of(case.kind, made.ruling), *demanded(made))))


def _check_person(page: Page, case: Case, staff: Staff, policy: Policy) -> None:
    if not sees(staff, as_of_now(page, case, policy), policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not decide")
    if case.status not in casebook.LIVE:
        raise NotAllowed(f"a case that is {case.status} is decided already")
    check_uninvolved(page, case, staff, policy)
    check_assessed(page, case, policy)


def _check_ruling(case: Case, deciding: Deciding, policy: Policy) -> None:
    rulings = RULINGS.get(case.kind, ())
    if deciding.ruling not in rulings:
        expected = f"expected one of {', '.join(rulings)}" if rulings else "it is answered, not decided"
        raise NotAllowed(f'"{deciding.ruling}" is no ruling on {case.kind}: {expected}')
    possible = grounds_for(case.kind, policy.country)
    if strange := [ground for ground in deciding.grounds if ground not in possible]:
        raise NotAllowed(f"{', '.join(strange)} is no ground to refuse {case.kind}; expected some of {possible}")
    if deciding.ruling in REFUSALS and not deciding.grounds:
        raise NotAllowed("a refusal needs its ground (GDPR Art. 12(4), P-JK-04); choose at least one")
    if deciding.grounds and deciding.ruling not in REFUSALS:
        raise NotAllowed("grounds are for what is refused; choose a refusal, whole or in part, or no ground")
