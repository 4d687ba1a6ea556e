"""Time passes: reminders, missed terms, escalation. A sweep over what is due; running it twice does nothing twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import Case, Event
from cases.clock import Clock
from cases.errors import IntakeError
from cases.office import Office
from cases.policy import Act
from intake.announce import Happening, announce
from intake.notices import Notice, notify
from intake.opening import US
from intake.schedule import Planned, next_look, plan
from replies.staff_notice import News
from storage import casebook, clocks, history
from storage.clocks import Due
from storage.page import Page

Look = tuple[Due, frozenset[str], datetime | None]
"""A clock, the steps that are done, and when to look again."""

NOT_SWEPT = "not_swept"
"""What is written down, once, of a clock that could not be looked at."""

AGAIN = timedelta(hours=1)
"""How long a clock waits that could not be looked at."""

AT_ONCE = 100
"""So many clocks share one transaction, so that a long sweep never holds up letters that come in."""


def tick(page: Page, offices: Mapping[str, Office], now: datetime) -> int:
    """Do what became due, for up to AT_ONCE clocks; give how many were looked at. Call again until it is none.

    Every step that was missed while nobody ran is done now, in order, each once.
    """
    due = clocks.due(page, offices, now, AT_ONCE)
    clocks.looked(page, [_look_or_wait(page, one, offices[one.organisation], now) for one in due])
    return len(due)


def _look_or_wait(page: Page, due: Due, office: Office, now: datetime) -> Look:
    """Look at a clock; one whose policy no longer fits it must not hold up the others, and is tried again."""
    try:
        return _look(page, due, office, now)
    except IntakeError:
        if NOT_SWEPT not in due.steps_done:
            event = Event(now, NOT_SWEPT, US, {"clock": due.clock.name})
            history.record(page, due.organisation, due.case, (event,))
        return due, due.steps_done | {NOT_SWEPT}, now + AGAIN


def _look(page: Page, due: Due, office: Office, now: datetime) -> Look:
    case = casebook.find(page, due.organisation, due.case, to_change=True)
    if case is None or due.clock.waiting:
        return due, due.steps_done, None
    steps = office.policy.rules(case.kind).steps
    planned = plan(due.clock, steps, office.calendar(due.clock.basis))
    ready = [one for one in planned if one.at <= now and one.name not in due.steps_done]
    for one in ready:
        _must_have_queue(one, office)
    for one in ready:
        case = _do(page, case, (due.clock, one), office, now)
    done = due.steps_done | {one.name for one in planned if one.at <= now}
    return due, done, next_look(planned, done)


def _must_have_queue(planned: Planned, office: Office) -> None:
    """Raise PolicyError where a step names a queue that is gone, before any of the steps is written down."""
    if planned.step:
        office.policy.queue(planned.step.queue)


def _do(page: Page, case: Case, due: tuple[Clock, Planned], office: Office, now: datetime) -> Case:
    clock, planned = due
    step = planned.step
    told = {"clock": clock.name, "due_at": clock.due_at.isoformat()}
    if step is None:
        casebook.save(page, case, (Event(now, "missed", US, dict(told)),))
        announce(page, Happening.LATE, (case, clock), office, now)
        return case
    moved = replace(case, queue=step.queue) if step.act is Act.ESCALATE else case
    verb = "escalated" if step.act is Act.ESCALATE else "reminded"
    casebook.save(page, moved, (Event(now, verb, US, {**told, "from": case.queue, "queue": step.queue}),))
    news = _news(step.act, clock, now)
    told_to = replace(moved, queue=step.queue)
    cause = f"{clock.name} {planned.name} {clock.due_at:%Y-%m-%d}"  # a clock that begins anew is told of anew
    notify(page, told_to, Notice(news, cause, clock.due_at), office, now)
    return moved


def _news(act: Act, clock: Clock, now: datetime) -> News:
    if act is Act.ESCALATE:
        return News.ESCALATED
    return News.MISSED if clock.late(now) else News.REMINDER
