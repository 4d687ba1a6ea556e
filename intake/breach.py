"""A hint that personal data have leaked: its alarm, the work it is, and what a person makes of it.

The 72 hours run from the receipt of the hint at the latest (GDPR Art. 33(1), R-33-1); a processor tells the controller
(GDPR Art. 33(2), R-33-2). What was found out is documented, whatever it was (GDPR Art. 33(5)).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.breach import JUDGEMENTS, QUEUE, TOLD, Breach, BreachJudgement
from cases.case import Case, Event
from cases.clock import Clock
from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.organisation import Role
from cases.policy import ClockName, Policy
from cases.staff import Staff, role_of, sees
from cases.task import Result, Task, TaskKind, ToDo
from intake.assign import case_of
from intake.notices import Notice, notify
from intake.tasks import give
from replies.staff_notice import News
from storage import breaches, casebook, clocks, history, tasks
from storage.clocks import Due
from storage.ids import new_id
from storage.page import Page

WORK = {Role.CONTROLLER: TaskKind.ASSESS_BREACH, Role.PROCESSOR: TaskKind.TELL_CONTROLLER}
"""What a hint gives people to do."""


@dataclass(frozen=True)
class Judging:
    """What a person makes of a hint: the facts, the effects and what is done, each in a few words.

    `told_at` is when the authority, or the controller, was told. `high_risk`: the persons have to be told as well
    (GDPR Art. 34(1)).
    """

    organisation: str
    case: int
    judgement: BreachJudgement
    facts: str
    effects: str = ""
    remedy: str = ""
    told_at: datetime | None = None
    high_risk: bool = False


def alarm(page: Page, case: Case, clock: Clock, cause: str, by: tuple[Office, datetime]) -> None:
    """Tell the privacy queue of a hint at once, and give it the work; `by` are the office and now."""
    office, now = by
    work = ToDo(WORK[office.policy.role], law=clock.law, due_at=clock.due_at)
    give(page, case, (work,), now)
    notice = Notice(News.NEW_HOLD, f"breach {cause}", clock.due_at, urgent=True)
    notify(page, replace(case, queue=QUEUE), notice, office, now)


def hinted(found: Iterable[Clock]) -> Clock | None:
    """Give the clock that a hint has started, among a case's new ones."""
    return next((clock for clock in found if clock.name is ClockName.BREACH), None)


def judge_breach(page: Page, judging: Judging, staff: Staff, policy: Policy, now: datetime) -> None:
    """Write down what was found out and done; the clock stops at the instant at which it was done.

    Raises NotAllowed where the person may not judge, what the law wants documented is missing, or an instant is
    impossible; AlreadyDone where somebody has judged it. Nothing is changed then.
    """
    case = case_of(page, judging.organisation, judging.case, staff)
    due = _check_person(page, case, staff, policy)
    _check_judgement(judging, policy)
    at = _when(judging, due.clock, now)
    made = Breach(
        id=new_id(now),
        case=case.id,
        judgement=judging.judgement,
        facts=judging.facts.strip(),
        effects=judging.effects.strip(),
        remedy=judging.remedy.strip(),
        high_risk=judging.high_risk,
        told_at=judging.told_at if judging.judgement in TOLD else None,
        judged_by=staff.id,
        judged_at=now,
    )
    breaches.add(page, case.organisation, made)
    clocks.stop(page, case.organisation, ((case.id, ClockName.BREACH),), at)
    casebook.refresh_due(page, case.organisation, (case.id,))
    event = Event(now, "breach_judged", f"staff {staff.id}", {"judgement": judging.judgement})
    history.record(page, case.organisation, case.id, (event,))
    _end_work(page, case, judging, staff, now)


def check_no_breach_waits(page: Page, case: Case) -> None:
    """Raise NotAllowed where a case must not be closed yet: nobody has judged the hint of a breach in it."""
    due = clocks.find(page, case, ClockName.BREACH)
    if due and due.clock.running:
        raise NotAllowed("judge first whether personal data have leaked; its time runs (R-33-1, GDPR Art. 33(1))")


def _check_person(page: Page, case: Case, staff: Staff, policy: Policy) -> Due:
    if not sees(staff, case, policy):
        raise NotAllowed("there is no such case")
    if not role_of(staff, policy).approves:
        raise NotAllowed(f"the role {staff.role} prepares and does not decide")
    due = clocks.find(page, case, ClockName.BREACH)
    if due is None:
        raise NotAllowed("nothing in this case hints that personal data have leaked")
    if not due.clock.running:
        raise AlreadyDone("somebody has judged this already")
    return due


def _check_judgement(judging: Judging, policy: Policy) -> None:
    if judging.judgement not in JUDGEMENTS[policy.role]:
        expected = ", ".join(JUDGEMENTS[policy.role])
        raise NotAllowed(f"a {policy.role} does not judge {judging.judgement}; expected one of {expected}")
    if not judging.facts.strip():
        raise NotAllowed("document what happened, also where it was no breach (GDPR Art. 33(5), R-33-1)")
    happened = judging.judgement is not BreachJudgement.NO_BREACH
    if happened and not (judging.effects.strip() and judging.remedy.strip()):
        raise NotAllowed("document the effects and what is done about them (GDPR Art. 33(5), R-33-1)")
    if judging.judgement in TOLD and judging.told_at is None:
        raise NotAllowed("say when it was reported; the 72 hours end with that (GDPR Art. 33(1), R-33-1)")


def _when(judging: Judging, clock: Clock, now: datetime) -> datetime:
    """Give the instant at which the clock stops; raise NotAllowed for one that cannot be."""
    if judging.judgement not in TOLD or judging.told_at is None:
        return now
    if judging.told_at > now:
        raise NotAllowed("it cannot have been reported later than now (R-33-1)")
    if judging.told_at < clock.started_at.replace(second=0, microsecond=0):
        raise NotAllowed("it cannot have been reported before the hint came (R-33-1)")
    return judging.told_at


def _end_work(page: Page, case: Case, judging: Judging, staff: Staff, now: datetime) -> None:
    """Tick off what the hint gave to do; where the persons are at high risk, somebody tells them (GDPR Art. 34(1))."""
    result = Result.NOT_NEEDED if judging.judgement is BreachJudgement.NO_BREACH else Result.DONE
    waiting = (one for one in tasks.of_case(page, case.organisation, case.id) if one.open and one.kind in WORK.values())
    for one in waiting:
        _finish(page, case, replace(one, result=result, done_by=staff.id, done_at=now))
    if judging.high_risk and judging.judgement is not BreachJudgement.NO_BREACH:
        give(page, case, (ToDo(TaskKind.TELL_PERSONS, law="GDPR Art. 34(1)", due_at=now),), now, f"staff {staff.id}")


def _finish(page: Page, case: Case, task: Task) -> None:
    tasks.finish(page, case.organisation, task)
    told: dict[str, str | int | None] = {"task": task.kind, "about": task.about, "result": task.result}
    event = Event(task.done_at or task.made_at, "task_finished", f"staff {task.done_by}", told)
    history.record(page, case.organisation, case.id, (event,))
