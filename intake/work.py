"""What a kind of case gives people to do: as soon as it is here, and once it is decided.

The handlers say what; here it is written down, with a date. Nothing that a handler names is done by the program.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import Case, Status
from cases.decision import Decision
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.policy import ClockName, Policy
from cases.task import TaskKind, ToDo
from handlers.all import work_of
from handlers.interface import Judged
from intake.consequence import check_settled, tell_consequence
from intake.course_end import ends_of
from intake.opening import matter_of
from intake.relation import is_referred
from intake.retold import retold
from intake.tasks import give, reopen, take_back
from intake.values import Heard, Outcome
from storage import clocks, messages, tasks
from storage.page import Page

SOON = timedelta(hours=24)
"""What has to be done at once is somebody's by then (AMB-6)."""

ANEW = frozenset({TaskKind.STOP_MARKETING})
"""Tasks that are open again when the person asks again: it was not done well enough."""


def begin_work(page: Page, heard: Heard, outcome: Outcome, office: Office, now: datetime) -> None:
    """Give what a message wants done at once, in the cases that it opened and in those that it goes on with."""
    for opening in outcome.openings:
        begin(page, opening.case, heard, office, now)
    for change in outcome.changes:
        if not change.look:
            begin(page, change.case, heard, office, now)
            _ask_again(page, change.case, heard, office, now)


def begin(page: Page, case: Case, heard: Heard, office: Office, now: datetime) -> None:
    """Give what a case wants done before anybody decides; nothing while it waits for a person's judgement (P-ME-13)."""
    if case.status is Status.HELD:
        return
    wanted = (*_at_once(case, heard, office), *ends_of(page, case, office, now))
    give(page, case, [replace(one, due_at=one.due_at or now + SOON) for one in wanted], now)
    if case.kind is Kind.OBJECTION and office.policy.consequence(matter_of(heard, case).reading.flags):
        tell_consequence(page, case, office, now)


def begin_released(page: Page, case: Case, office: Office, now: datetime) -> None:
    """Give what a case that was held wants done, now that somebody has judged it."""
    every = messages.of_thread(page, case.organisation, case.thread)
    opener = next((told for told in every if told.id == case.opened_for), None)
    if opener:
        begin(page, case, retold(opener, case), office, now)


def check_lawful(page: Page, case: Case, made: Decision, policy: Policy) -> None:
    """Raise NotAllowed where the law or the policy forbids this decision, with the rule."""
    if unknown := set(made.kept) - {kept.what for kept in policy.retention}:
        raise NotAllowed(f"{', '.join(sorted(unknown))}: the policy keeps nothing of that name")
    if why := work_of(case.kind).forbidden(_judged(page, case, made), policy):
        raise NotAllowed(why)
    check_settled(page, case, policy)


def follow_decision(page: Page, case: Case, decided: tuple[Decision, Decision | None], policy: Policy) -> None:
    """Give what a decision wants done, and take back what only the one before it wanted; `decided` are both."""
    made, before = decided
    wanted = work_of(case.kind).after(_judged(page, case, made), policy)
    unwanted = work_of(case.kind).after(_judged(page, case, before), policy) if before else ()
    _take_back(page, case, _but(unwanted, wanted), made.decided_at)
    due_at = _due(page, case, made.decided_at)
    give(page, case, [replace(one, due_at=due_at) for one in wanted], made.decided_at)


def _at_once(case: Case, heard: Heard, office: Office) -> tuple[ToDo, ...]:
    """Give what the kind wants done; where the customer decides, it says what, and the data are found meanwhile."""
    wanted = work_of(case.kind).at_once(matter_of(heard, case), office.policy)
    if not is_referred(case, office.policy):
        return wanted
    return tuple(one for one in wanted if one.kind is TaskKind.SEARCH_DATA)


def _ask_again(page: Page, case: Case, heard: Heard, office: Office, now: datetime) -> None:
    wanted = {one.kind for one in _at_once(case, heard, office)} & ANEW
    for task in tasks.of_case(page, case.organisation, case.id) if wanted else ():
        if task.kind in wanted and not task.open and case.status is not Status.HELD:
            reopen(page, case, replace(task, due_at=now + SOON), now)


def _judged(page: Page, case: Case, made: Decision) -> Judged:
    known = tasks.of_case(page, case.organisation, case.id)
    return Judged(case, made.ruling, made.grounds, made.kept, known)


def _but(some: Iterable[ToDo], others: Iterable[ToDo]) -> set[tuple[TaskKind, str]]:
    return {(one.kind, one.about) for one in some} - {(one.kind, one.about) for one in others}


def _take_back(page: Page, case: Case, unwanted: set[tuple[TaskKind, str]], now: datetime) -> None:
    """End the open tasks that a changed decision no longer wants; nobody erases what is kept after all."""
    for task in tasks.of_case(page, case.organisation, case.id):
        if task.open and (task.kind, task.about) in unwanted:
            take_back(page, case, task, now)


def _due(page: Page, case: Case, now: datetime) -> datetime:
    """Give when it has to be done: before the person has to have the answer, which tells it as done."""
    running = (one for one in clocks.of_case(page, case.organisation, case.id) if one.running)
    answer = next((one for one in running if one.name is ClockName.ANSWER), None)
    return answer.due_at if answer and answer.due_at > now else now + SOON
