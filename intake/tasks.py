"""Tasks: what people do for a case outside this program. A task ends once, by whoever did it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.staff import Staff
from cases.task import Result, Task, TaskKind
from intake.assign import case_of
from intake.opening import US
from storage import history, tasks
from storage.ids import new_id
from storage.page import Page


@dataclass(frozen=True)
class ToDo:
    """Something that is to be done for a case, by a date; `about` whom or what, `law` why."""

    kind: TaskKind
    about: str = ""
    law: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Finishing:
    """Which task of a case ended, and how."""

    organisation: str
    case: int
    task: int
    result: Result


def give(page: Page, case: Case, wanted: Iterable[ToDo], now: datetime, actor: str = US) -> None:
    """Write down what is to be done for a case. The same (kind, about) is given once only."""
    made = (Task(new_id(now), case.id, one.kind, one.about, one.law, now, one.due_at) for one in wanted)
    new = tasks.add(page, case.organisation, made)
    events = [Event(now, "task_given", actor, {"task": task.kind, "about": task.about}) for task in new]
    if events:
        history.record(page, case.organisation, case.id, events)


def finish(page: Page, finishing: Finishing, staff: Staff, now: datetime) -> None:
    """Note how a task ended. Raises NotAllowed where the case has no such task, AlreadyDone where it has ended."""
    case = case_of(page, finishing.organisation, finishing.case, staff)
    task = tasks.find(page, case.organisation, finishing.task)
    if task is None or task.case != case.id:
        raise NotAllowed("there is no such task")
    if not task.open:
        raise AlreadyDone(f"this task has ended already: {task.result}")
    tasks.finish(page, case.organisation, replace(task, result=finishing.result, done_by=staff.id, done_at=now))
    event = Event(
        now, "task_finished", f"staff {staff.id}", {"task": task.kind, "about": task.about, "result": finishing.result}
    )
    history.record(page, case.organisation, case.id, (event,))
