"""A person decides a case: the ruling and its grounds, before the answer that tells it may leave.

The program decides nothing (GDPR Art. 22): it knows which rulings there are, which of them need grounds, and what the
answer then has to say (GDPR Art. 12(4), P-MX-18, P-JK-04).
"""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Event
from cases.decision import REFUSALS, RULINGS, Decision, Remedy, Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.outgoing import OutboxStatus
from cases.policy import Policy
from cases.staff import Staff, role_of, sees
from intake.assign import case_of
from intake.drafts import ANSWER, answer_words
from replies.grounds import grounds_for
from replies.statements import absent
from storage import casebook, decisions, history, outbox
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page

REFUSED = ("authority_complaint", "judicial_remedy")
"""What an answer that refuses a right says beside its grounds (GDPR Art. 12(4))."""


@dataclass(frozen=True)
class Deciding:
    """What a person decides. `seen` is the id of the decision that stood when they looked, None where none did."""

    organisation: str
    case: int
    ruling: Ruling
    grounds: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    seen: int | None = None


def decide(page: Page, deciding: Deciding, staff: Staff, policy: Policy, now: datetime) -> Decision:
    """Write a decision down, and let the drafted answer say what it then must.

    Raises NotAllowed where the person may not decide this case, the kind has no such ruling, or a refusal has no
    ground; AlreadyDone where somebody decided meanwhile. Nothing is changed then.
    """
    case = case_of(page, deciding.organisation, deciding.case, staff)
    _check_person(case, staff, policy)
    _check_ruling(case, deciding, policy)
    known = decisions.standing(decisions.of_case(page, case.organisation, case.id))
    if (known.id if known else None) != deciding.seen:
        raise AlreadyDone("somebody has decided this case since you opened it")
    made = Decision(
        new_id(now), case.id, deciding.ruling, deciding.grounds, deciding.remedies, decided_by=staff.id, decided_at=now
    )
    decisions.add(page, case.organisation, made)
    told: dict[str, str | int | None] = {"ruling": made.ruling, "grounds": " ".join(made.grounds)}
    history.record(page, case.organisation, case.id, (Event(now, "decided", f"staff {staff.id}", told),))
    for entry in outbox.of_thread(page, case.organisation, case.thread):
        if entry.outgoing.case == case.id and entry.status is OutboxStatus.DRAFT and tells(entry):
            _complete(page, entry, case, made, policy)
    return made


def tells(entry: Entry) -> bool:
    """Say whether a letter tells a decision."""
    return entry.outgoing.reply.startswith(ANSWER)


def demanded(decision: Decision) -> tuple[str, ...]:
    """Give the ids of what an answer must say because of what was decided."""
    return (*decision.grounds, *REFUSED) if decision.ruling in REFUSALS else ()


def _complete(page: Page, entry: Entry, case: Case, decision: Decision, policy: Policy) -> None:
    """Let the drafted answer say what the decision demands, where it does not say it yet."""
    outgoing = entry.outgoing
    statements = tuple(dict.fromkeys((*outgoing.statements, *demanded(decision))))
    lacking = absent(policy, statements, outgoing.body, outgoing.language)
    body = answer_words(case, statements, policy).body if lacking else outgoing.body
    outbox.edit(page, outgoing.organisation, entry.id, statements=list(statements), body=body)


def _check_person(case: Case, staff: Staff, policy: Policy) -> None:
    if not sees(staff, case, policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not decide")
    if case.status not in casebook.LIVE:
        raise NotAllowed(f"a case that is {case.status} is decided already")


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
