"""A restriction is to end: the person is told first; only then it is somebody's task to lift it (GDPR Art. 18(3))."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import PRIVACY
from cases.office import Office
from cases.outgoing import OutboxStatus, Outgoing
from cases.staff import Staff, role_of, sees
from cases.task import Result, Task, TaskKind, ToDo
from handlers.common import AUTHORITY
from intake.assign import case_of
from intake.letter import to_requester
from intake.tasks import give
from replies.lifting_notice import Facts, Reason
from replies.statements import statement
from storage import casebook, outbox, tasks
from storage.outbox import Entry
from storage.page import Page

REPLY = "lifting_notice"


@dataclass(frozen=True)
class Lifting:
    """Whose restriction is to end, why, and the first day on which the data are used again."""

    organisation: str
    case: int
    reason: Reason
    lifted: date


def announce_lifting(page: Page, lifting: Lifting, by: tuple[Staff, Office], now: datetime) -> None:
    """Prepare the letter that tells the person before a restriction is lifted.

    Raises NotAllowed where nothing is restricted, the role does not decide, or the day leaves the person no time;
    AlreadyDone where such a letter waits or has left.
    """
    staff, office = by
    case = case_of(page, lifting.organisation, lifting.case, staff)
    if not sees(staff, case, office.policy) or not role_of(staff, office.policy).approves:
        raise NotAllowed(f"the role {staff.role} does not lift restrictions")
    if not restricted(tasks.of_case(page, case.organisation, case.id)):
        raise NotAllowed("nothing is restricted in this case")
    if lifting.lifted <= office.day(now):
        raise NotAllowed("the person is told before a restriction is lifted (GDPR Art. 18(3)): choose a later day")
    if any(_is_alive(one, case) for one in outbox.of_thread(page, case.organisation, case.thread)):
        raise AlreadyDone("the letter that tells the person is there already")
    outbox.put(page, _letter(case, lifting, office, now), office.domain, now)


def lift_when_told(page: Page, entry: Entry, office: Office, now: datetime) -> None:
    """Let a restriction be lifted on the day that a letter has told, if it is such a letter, which has just left."""
    letter = entry.outgoing
    case = casebook.find(page, letter.organisation, letter.case, to_change=True) if letter.reply == REPLY else None
    if case is None:
        return
    lifted = date.fromisoformat(letter.cause.split()[1])
    due_at = datetime.combine(lifted, time(23, 59, 59), office.zone)
    give(page, case, [ToDo(TaskKind.LIFT_RESTRICTION, law="GDPR Art. 18(3)", due_at=due_at)], now)


def restricted(known: tuple[Task, ...]) -> bool:
    """Say whether something of a case is restricted, and nobody lifts it yet."""
    kept = (one for one in known if one.kind is TaskKind.RESTRICT_DATA)
    lifting = any(one.kind is TaskKind.LIFT_RESTRICTION for one in known)
    return not lifting and any(one.result in {None, Result.DONE} for one in kept)


def _is_alive(entry: Entry, case: Case) -> bool:
    gone = {OutboxStatus.DROPPED, OutboxStatus.FAILED}
    return entry.outgoing.case == case.id and entry.outgoing.reply == REPLY and entry.status not in gone


def _letter(case: Case, lifting: Lifting, office: Office, now: datetime) -> Outgoing:
    policy = office.policy
    demanded = (AUTHORITY,) if case.kind in PRIVACY else ()
    facts = Facts(
        number=case.number,
        organisation=policy.name,
        contact=policy.contact,
        name=case.requester.name,
        reason=lifting.reason,
        lifted=lifting.lifted,
        statements=tuple(statement(policy, id_, case.language) for id_ in demanded),
    )
    return replace(to_requester(case, facts, f"lifting {lifting.lifted.isoformat()}", now), statements=demanded)
