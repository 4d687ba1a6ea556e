"""Whether a processor's time leaves its customer enough of the month to answer in (CON-4). Pure."""

from dataclasses import replace

from cases.calendar import Calendar
from cases.clock import Clock, instant
from cases.deadline import deadline
from cases.term import Basis, Term, Unit

LEFT_TO_ANSWER = Term(5, Unit.WORKING_DAYS)
"""So much of the controller's month the processor leaves: what comes later comes too late to be worked with."""

SHORTER = Term(10, Unit.DAYS)
"""The time that is aimed at instead, where the promised one ends too late."""


def ends_late(processor: Clock, controller: Clock, calendar: Calendar) -> bool:
    """Say whether the processor's clock ends later than five working days before the controller's.

    `calendar` is the one that the controller's month is counted by (Reg. 1182/71 Art. 2(1)).
    """
    return processor.due_at > instant(controller.due_at, LEFT_TO_ANSWER, before=True, calendar=calendar)


def squeezed(processor: Clock, controller: Clock | None, calendars: tuple[Calendar, Calendar]) -> Clock:
    """Give the processor's clock with a target of ten days where its own end comes too late; the promise stays.

    `calendars` are those of the law and of the promise.
    """
    of_law, of_promise = calendars
    if controller is None or not ends_late(processor, controller, of_law):
        return processor
    sooner = deadline(processor.started_at, SHORTER, Basis.PROMISE, of_promise).due_at
    return replace(processor, target_at=min(processor.target_at, sooner))
