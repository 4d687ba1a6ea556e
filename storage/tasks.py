"""What people still have to do for cases, and what they did."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from cases.task import Result, Task, TaskKind
from storage.page import KEY, ORG, Page
from storage.procedure_tables import TASK

_MINE = (TASK.c.organisation == ORG) & (TASK.c.case_id == KEY)
_OF_CASE = select(TASK).where(_MINE).order_by(TASK.c.result.is_not(None), TASK.c.due_at, TASK.c.id)


def add(page: Page, organisation: str, tasks: Iterable[Task]) -> None:
    """Write new tasks down; that a case has none of the same kind and about the same is for the caller to know."""
    for task in tasks:
        page.add(TASK, organisation=organisation, **_values(task))


def of_case(page: Page, organisation: str, case: int) -> tuple[Task, ...]:
    """Give a case's tasks: the open ones first, by the date they are due."""
    return tuple(_task(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def find(page: Page, organisation: str, id_: int) -> Task | None:
    """Give one task to change, which nobody else changes meanwhile, or None."""
    mine = (TASK.c.organisation == organisation) & (TASK.c.id == id_)
    row = page.one(select(TASK).where(mine).with_for_update())
    return _task(row) if row else None


def finish(page: Page, organisation: str, task: Task) -> None:
    """Write down how a task ended."""
    mine = (TASK.c.organisation == organisation) & (TASK.c.id == task.id)
    page.execute(
        update(TASK).where(mine).values(result=task.result, done_by=task.done_by, done_at=task.done_at),
    )


def reopen(page: Page, organisation: str, task: Task) -> None:
    """Let a task that had ended be open again, until its new date."""
    mine = (TASK.c.organisation == organisation) & (TASK.c.id == task.id)
    anew = {"due_at": task.due_at, "told_at": None, "result": None, "done_by": None, "done_at": None}
    page.execute(update(TASK).where(mine).values(**anew))


def late(page: Page, organisations: Collection[str], now: datetime, limit: int) -> tuple[tuple[str, Task], ...]:
    """Give (organisation, task) of tasks that are open after their date and that nobody was told of yet."""
    known = (TASK.c.organisation + "").in_(organisations)
    waiting = TASK.c.result.is_(None) & (TASK.c.due_at <= now) & TASK.c.told_at.is_(None)
    rows = page.all(select(TASK).where(waiting, known).order_by(TASK.c.due_at).limit(limit))
    return tuple((row.organisation, _task(row)) for row in rows)


def told(page: Page, organisation: str, id_: int, now: datetime) -> None:
    """Note that staff were told that a task is late."""
    page.execute(update(TASK).where(TASK.c.organisation == organisation, TASK.c.id == id_).values(told_at=now))


def _values(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "case_id": task.case,
        "kind": task.kind,
        "about": task.about,
        "law": task.law,
        "made_at": task.made_at,
        "due_at": task.due_at,
        "told_at": None,
        "result": task.result,
        "done_by": task.done_by,
        "done_at": task.done_at,
    }


def _task(row: Row[Any]) -> Task:
    return Task(
        id=row.id,
        case=row.case_id,
        kind=TaskKind(row.kind),
        about=row.about,
        law=row.law,
        made_at=row.made_at,
        due_at=row.due_at,
        result=Result(row.result) if row.result else None,
        done_by=row.done_by,
        done_at=row.done_at,
    )
