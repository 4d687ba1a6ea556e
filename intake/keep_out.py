"""A case concerns somebody who works here: that person is kept out of it, and it goes to others (P-MX-06, P-MB-08)."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.policy import Policy
from cases.staff import Staff
from intake.assign import case_to_decide
from intake.notices import Notice, notify, take_back
from replies.staff_notice import News
from storage import casebook
from storage import staff as people
from storage.page import Page


@dataclass(frozen=True)
class KeepingOut:
    """Whom of the staff a case concerns."""

    organisation: str
    case: int
    person: int


def keep_out(page: Page, keeping: KeepingOut, staff: Staff, office: Office, now: datetime) -> None:
    """Let a person see nothing of a case any more: not its page, its letters, its drafts, nor notices about it.

    Is it theirs, it is nobody's from now on; do they work on its queue, it moves to one that they do not work on. What
    somebody consulted them about counts no longer. Raises NotAllowed where the role may not decide, the case is over
    or there is no such person; AlreadyDone where the person is kept out already.
    """
    case = case_to_decide(page, keeping.organisation, keeping.case, staff, office.policy)
    person = next((one for one in people.working(page, case.organisation) if one.id == keeping.person), None)
    if person is None:
        raise NotAllowed("there is no such person; choose somebody of the staff")
    if person.id in case.excluded:
        raise AlreadyDone("this person is kept out of the case already")
    was_theirs = case.assigned_to == person.id
    without = replace(
        case,
        excluded=case.excluded | {person.id},
        assigned_to=None if was_theirs else case.assigned_to,
        queue=queue_without(person, case, office.policy),
    )
    told: dict[str, str | int | None] = {"person": person.id, "from": case.queue, "queue": without.queue}
    casebook.save(page, without, (Event(now, "kept_out", f"staff {staff.id}", told),))
    take_back(page, without, {person.id})
    if was_theirs or without.queue != case.queue:
        notify(page, without, Notice(News.ESCALATED, f"without {person.id}"), office, now)


def queue_without(person: Staff, case: Case, policy: Policy) -> str:
    """Give the queue of a case that concerns a person: its own, unless the person works on that.

    Then it is the one that the policy names for such cases, or the one that the kind begins in; where the person works
    on each of them, the case stays where it is, and only the others there see it.
    """
    rules = policy.rules(case.kind)
    wishes = (case.queue, rules.impartial, rules.queue)
    theirs = {queue.id for queue in policy.queues if person.role in queue.roles}
    return next((queue for queue in wishes if queue and queue not in theirs), case.queue)
