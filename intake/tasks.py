"""Tasks: what people do for a case outside this program. A task ends once, by whoever did it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import ClockName
from cases.staff import Staff
from cases.task import Result, Task, TaskKind, ToDo
from intake.assign import case_of
from intake.opening import US
from intake.searched import check_searched
from storage import casebook, clocks, history, tasks
from storage.ids import new_id
from storage.page import Page

STOPS = {TaskKind.TELL_PERSON: ClockName.ACKNOWLEDGEMENT}
"""Clocks that end when a person has done a task: who was told by telephone has a receipt (P-MX-03)."""


@dataclass(frozen=True)
class Finishing:
    """Which task of a case ended, and how."""

    organisation: str
    case: int
    task: int
    result: Result


def give(page: Page, case: Case, wanted: Iterable[ToDo], now: datetime, actor: str = US) -> None:
    """Write down what is to be done for a case. The same (kind, about) is given once only.

    What the program had taken back is open again.
    """
    asked = {(one.kind, one.about): one for one in wanted}
    if not asked:
        return
    known = {(one.kind, one.about): one for one in tasks.of_case(page, case.organisation, case.id)}
    for key, one in asked.items():
        had = known.get(key)
        if had and had.result is Result.NOT_NEEDED and had.done_by is None:
            reopen(page, case, replace(had, due_at=one.due_at), now, actor)
    new = [
        Task(new_id(now), case.id, one.kind, one.about, one.law, now, one.due_at)
        for key, one in asked.items()
        if key not in known
    ]
    tasks.add(page, case.organisation, new)
    events = [Event(now, "task_given", actor, {"task": task.kind, "about": task.about}) for task in new]
    if events:
        history.record(page, case.organisation, case.id, events)


def reopen(page: Page, case: Case, task: Task, now: datetime, actor: str = US) -> None:
    """Let a task that had ended be open again."""
    tasks.reopen(page, case.organisation, task)
    event = Event(now, "task_given", actor, {"task": task.kind, "about": task.about})
    history.record(page, case.organisation, case.id, (event,))


def take_back(page: Page, case: Case, task: Task, now: datetime) -> None:
    """End an open task that is not to be done after all: what it rested on was decided otherwise."""
    tasks.finish(page, case.organisation, replace(task, result=Result.NOT_NEEDED, done_at=now))
    told: dict[str, str | int | None] = {"task": task.kind, "about": task.about, "result": Result.NOT_NEEDED}
    history.record(page, case.organisation, case.id, (Event(now, "task_finished", US, told),))


def finish(page: Page, finishing: Finishing, staff: Staff, now: datetime) -> None:
    """Note how a task ended. Raises NotAllowed where the case has no such task, AlreadyDone where it has ended."""
    case = case_of(page, finishing.organisation, finishing.case, staff)
    task = tasks.find(page, case.organisation, finishing.task)
    if task is None or task.case != case.id:
        raise NotAllowed("there is no such task")
    if not task.open:
        raise AlreadyDone(f"this task has ended already: {task.result}")
    if finishing.result is Result.DONE:
        check_searched(page, case, task)
    if task.kind in STOPS and finishing.result is Result.DONE:
        clocks.stop(page, case.organisation, ((case.id, STOPS[task.kind]),), now)
        casebook.refresh_due(page, case.organisation, (case.id,))
    tasks.finish(page, case.organisation, replace(task, result=finishing.result, done_by=staff.id, done_at=now))
    event = Event(
        now, "task_finished", f"staff {staff.id}", {"task": task.kind, "about": task.about, "result": finishing.result}
    )
    history.record(page, case.organisation, case.id, (event,))
