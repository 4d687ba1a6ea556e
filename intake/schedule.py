"""When a clock must be looked at, and what its policy's steps then do. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.breach import STEPS
from cases.calendar import Calendar
from cases.clock import Clock, instant
from cases.policy import Step

MISSED = "missed"
"""The step every clock has, whatever the policy says: that it ran out is written down."""
_FIRST_LATE = timedelta(seconds=1)
"""After the last instant inside a term; deadlines are whole seconds."""


@dataclass(frozen=True)
class Planned:
    """A step of a clock with its instant; `step` is None for the moment it is missed."""

    name: str
    at: datetime
    step: Step | None


def plan(clock: Clock, steps: Iterable[Step], calendar: Calendar) -> tuple[Planned, ...]:
    """Give everything that will happen around a clock unless it stops, in order of time."""
    mine = (step for step in (*steps, *STEPS) if step.clock is clock.name)
    planned = [Planned(name_of(step), _when(step, clock, calendar), step) for step in mine]
    planned.append(Planned(MISSED, clock.due_at + _FIRST_LATE, None))
    return tuple(sorted(planned, key=lambda one: (one.at, one.step is not None)))


def next_look(planned: Iterable[Planned], done: frozenset[str]) -> datetime | None:
    """Give the instant of the first step that is not done, or None."""
    return min((one.at for one in planned if one.name not in done), default=None)


def name_of(step: Step) -> str:
    """Name a step so that it is done once: what it does, where, and when."""
    side = "before" if step.before else "after"
    return f"{step.act} {step.queue} {side} {step.offset or 'target' if step.before else step.offset or 'end'}"


def _when(step: Step, clock: Clock, calendar: Calendar) -> datetime:
    if step.offset is None:
        return clock.target_at if step.before else clock.due_at + _FIRST_LATE
    return instant(clock.due_at, step.offset, step.before, calendar)
