"""What may not be kept any longer is gone: a case by its retention, or because a person says so (GDPR Art. 5(1)(e)).

Never a case that somebody still works on or waits for, never one that is held for a legal claim (GDPR Art. 17(3)(e)).
A minimal proof and anonymous counts are all that is left.
"""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case
from cases.clock import Clock
from cases.days import end_of
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.policy import ClockName, Policy
from cases.retention import Keeps, triggers
from cases.staff import Staff, role_of, sees
from intake.kept_figures import let_go
from intake.opening import US
from intake.retain import Due, kept
from storage import casebook, clocks, decisions, erasing, history, proofs, retained
from storage.page import Page
from storage.proofs import ErasureProof

REASONS = ("erasure_request", "opened_by_mistake")
"""Why a person erases a case before its time, beside the events that the policy names (P-JK-09)."""

WHY = {
    Keeps.LIVE: "somebody works on it",
    Keeps.CLOCK: "a time limit runs",
    Keeps.TASK: "a task is open",
    Keeps.DRAFT: "a draft waits",
    Keeps.LETTER: "a letter is on its way",
    Keeps.HOLD: "it is held for a legal claim (GDPR Art. 17(3)(e))",
    Keeps.APPEAL: "an appeal against it is not over, or is kept longer",
    Keeps.ACCESS: "its person waits for a copy of their data (R-15-5)",
}
"""What keeps a case, said to people."""

_PROMISED = (ClockName.ANSWER, ClockName.REFERRAL)
"""The clocks that say whether a case was dealt with in time: the person's answer, or that it went to who decides."""


@dataclass(frozen=True)
class Forgetting:
    """Which case a person wants erased, by its number, and why: one of `reasons`."""

    organisation: str
    number: str
    reason: str


def reasons(policy: Policy) -> tuple[str, ...]:
    """Name what a case can be erased for before its time, at an organisation."""
    return tuple(dict.fromkeys((*REASONS, *triggers(policy))))


def forget(page: Page, found: Due, office: Office, now: datetime) -> bool:
    """Erase a case whose time is over; say whether it went. What happened since it was found is looked at again."""
    case = casebook.find(page, found.organisation, found.case, to_change=True)
    known = retained.one(page, found.organisation, found.number)
    if case is None or known is None or retained.keeps(page, found.organisation, found.case):
        return False
    until = kept(known, office)
    if end_of(until.last_day, office.zone) >= now:
        return False
    _erase(page, case, (until.rule, US), office, now)
    return True


def forget_now(page: Page, forgetting: Forgetting, staff: Staff, office: Office, now: datetime) -> int:
    """Erase one case because a person says so, with the mail in the file that names its person; give how many messages.

    Raises NotAllowed where the person may not decide that, the reason is none, or something keeps the case; AlreadyDone
    where it is erased. Nothing is changed then.
    """
    if forgetting.reason not in (known := reasons(office.policy)):
        raise NotAllowed(f'"{forgetting.reason}" is no reason to erase; expected one of {", ".join(known)}')
    case = _mine(page, forgetting, staff, office)
    if found := retained.keeps(page, case.organisation, case.id):
        raise NotAllowed(f"{case.number} may not be erased: {'; '.join(WHY[one] for one in found)}")
    filed = _filed_of(page, case)
    gone = _erase(page, case, (forgetting.reason, f"staff {staff.id}"), office, now)
    erasing.erase_messages(page, case.organisation, filed)
    return gone + len(filed)


def _mine(page: Page, forgetting: Forgetting, staff: Staff, office: Office) -> Case:
    organisation, number = forgetting.organisation, forgetting.number
    if not role_of(staff, office.policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not erase")
    if proof := proofs.find(page, organisation, number):
        raise AlreadyDone(f"{number} was erased on {office.day(proof.erased_at)}: {proof.rule}")
    case = casebook.by_number(page, organisation, number) if staff.organisation == organisation else None
    if case is None or not sees(staff, case, office.policy):
        raise NotAllowed(f"there is no case {number}")
    return casebook.find(page, organisation, case.id, to_change=True) or case


def _filed_of(page: Page, case: Case) -> frozenset[int]:
    """Give mail in the file that names the case's person, where no other case of theirs is left."""
    address = case.requester.address
    if not address or len(casebook.of_person(page, case.organisation, address, 2)) > 1:
        return frozenset()
    return erasing.filed_about(page, case.organisation, address)


def _erase(page: Page, case: Case, by: tuple[str, str], office: Office, now: datetime) -> int:
    """Count a case, leave its proof, and let go of all the rest; give how many messages went."""
    proof = _proof(page, case, by, office, now)
    let_go(page, case.id, office)
    proofs.add(page, case.organisation, proof)
    return erasing.erase_case(page, case.organisation, case.id, case.number)


def _proof(page: Page, case: Case, by: tuple[str, str], office: Office, now: datetime) -> ErasureProof:
    rule, actor = by
    known = retained.one(page, case.organisation, case.number)
    decided = decisions.of_case(page, case.organisation, case.id)
    head, count = history.chain_of(page, case.organisation, case.id)
    return ErasureProof(
        number=case.number,
        kind=case.kind,
        received_on=office.day(case.received_at),
        over_on=office.day(known.over_at) if known else None,
        in_time=_in_time(clocks.of_case(page, case.organisation, case.id)),
        ruling=decided[-1].ruling if decided else None,
        rule=rule,
        erased_at=now,
        erased_by=actor,
        events=count,
        chain_head=head,
    )


def _in_time(found: tuple[Clock, ...]) -> bool | None:
    """Say whether every time limit for the answer was kept; None where none ran."""
    limits = [clock for clock in found if clock.name in _PROMISED and clock.stopped_at]
    return not any(clock.late(clock.due_at) for clock in limits) if limits else None
