"""A person moves a case to those who can decide more: the management, the head trainer (P-MX-02)."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_to_decide
from intake.notices import Notice, notify
from replies.staff_notice import News
from storage import casebook, clocks
from storage.page import Page


@dataclass(frozen=True)
class Escalating:
    """Where a case goes; `seen` is the queue it stood in when the form was opened."""

    organisation: str
    case: int
    queue: str
    seen: str


def escalate(page: Page, escalating: Escalating, staff: Staff, office: Office, now: datetime) -> None:
    """Move a case to another queue, and tell those who work on that. Whose it is, and its clocks, stay as they are.

    Raises NotAllowed where the policy does not escalate such cases there, AlreadyDone where it has moved meanwhile.
    """
    case = case_to_decide(page, escalating.organisation, escalating.case, staff, office.policy)
    if case.queue != escalating.seen:
        raise AlreadyDone("the case has moved to another queue since you opened it")
    if escalating.queue not in targets(case, office.policy):
        raise NotAllowed(f'"{escalating.queue}" is no queue that such a case is escalated to')
    moved = replace(case, queue=escalating.queue)
    told: dict[str, str | int | None] = {"from": case.queue, "queue": moved.queue}
    casebook.save(page, moved, (Event(now, "escalated", f"staff {staff.id}", told),))
    running = (clock.due_at for clock in clocks.of_case(page, case.organisation, case.id) if clock.running)
    notify(page, moved, Notice(News.ESCALATED, now.isoformat(), min(running, default=None)), office, now)


def targets(case: Case, policy: Policy) -> tuple[str, ...]:
    """Give the queues that a case can be escalated to: those of its kind's steps, without the one it stands in."""
    rules = policy.rules(case.kind)
    named = dict.fromkeys(step.queue for step in rules.steps)
    return tuple(queue for queue in named if queue not in {case.queue, rules.queue})
