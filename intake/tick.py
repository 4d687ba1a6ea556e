"""Time passes: reminders, missed terms, escalation. A sweep over what is due; running it twice does nothing twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.case import Case, Event
from cases.clock import Clock
from cases.office import Office
from cases.policy import Act
from intake.notices import Notice, notify
from intake.opening import US
from intake.schedule import Planned, next_look, plan
from replies.staff_notice import News
from storage import casebook, clocks
from storage.clocks import Due
from storage.page import Page

AT_ONCE = 100
"""So many clocks share one transaction, so that a long sweep never holds up letters that come in."""


def tick(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Do what became due, for up to AT_ONCE clocks; give how many were looked at. Call again until it is none.

    Every step that was missed while nobody ran is done now, in order, each once.
    """
    due = clocks.due(page, now, AT_ONCE)
    clocks.looked(
        page, [_look(page, one, offices[one.organisation], now) for one in due if one.organisation in offices]
    )
    clocks.looked(page, [(one, one.steps_done, None) for one in due if one.organisation not in offices])
    return len(due)


def _look(page: Page, due: Due, office: Office, now: datetime) -> tuple[Due, frozenset[str], datetime | None]:
    case = casebook.find(page, due.organisation, due.case, to_change=True)
    if case is None:
        return due, due.steps_done, None
    steps = office.policy.rules(case.kind).steps
    planned = plan(due.clock, steps, office.calendar(due.clock.basis))
    for one in planned:
        if one.at <= now and one.name not in due.steps_done:
            case = _do(page, case, (due.clock, one), office, now)
    done = due.steps_done | {one.name for one in planned if one.at <= now}
    return due, done, next_look(planned, done)


def _do(page: Page, case: Case, due: tuple[Clock, Planned], office: Office, now: datetime) -> Case:
    clock, planned = due
    step = planned.step
    told = {"clock": clock.name, "due_at": clock.due_at.isoformat()}
    if step is None:
        casebook.save(page, case, (Event(now, "missed", US, dict(told)),))
        return case
    moved = replace(case, queue=step.queue) if step.act is Act.ESCALATE else case
    verb = "escalated" if step.act is Act.ESCALATE else "reminded"
    casebook.save(page, moved, (Event(now, verb, US, {**told, "from": case.queue, "queue": step.queue}),))
    news = _news(step.act, clock, now)
    notify(
        page, replace(moved, queue=step.queue), Notice(news, f"{clock.name} {planned.name}", clock.due_at), office, now
    )
    return moved


def _news(act: Act, clock: Clock, now: datetime) -> News:
    if act is Act.ESCALATE:
        return News.ESCALATED
    return News.MISSED if clock.late(now) else News.REMINDER
