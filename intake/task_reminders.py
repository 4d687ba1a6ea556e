"""Tasks whose date has passed: those who work on the case are told, once for each task."""

from collections.abc import Mapping
from datetime import datetime

from cases.office import Office
from intake.notices import Notice, notify
from replies.staff_notice import News
from storage import casebook, tasks
from storage.page import Page

AT_ONCE = 100
"""So many tasks share one transaction."""


def remind_of_tasks(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Tell staff of tasks that are late and that nobody was told of; give how many. Call again until it is none."""
    found = tasks.late(page, tuple(offices), now, AT_ONCE)
    for organisation, task in found:
        case = casebook.find(page, organisation, task.case)
        if case:
            notify(
                page,
                case,
                Notice(News.TASK_LATE, f"task {task.id} {task.due_at:%Y-%m-%d %H:%M}", task.due_at),
                offices[organisation],
                now,
            )
        tasks.told(page, organisation, task.id, now)
    return len(found)
