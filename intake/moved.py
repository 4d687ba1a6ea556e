"""A clock that ends at another instant from now on: its steps are planned anew, and the case's own date follows."""

from datetime import datetime

from cases.case import Case
from cases.clock import Clock
from cases.office import Office
from intake.schedule import next_look, plan
from storage import casebook, clocks
from storage.clocks import Due
from storage.page import Page


def move_clock(page: Page, case: Case, due: Due, clock: Clock, by: tuple[Office, datetime]) -> None:
    """Write a clock down as it runs, or stands still, from now on; `by` are the office and now.

    A step that was done for the earlier date and lies ahead again is done again when its time comes.
    """
    office, now = by
    planned = plan(clock, office.policy.rules(case.kind).steps, office.calendar(clock.basis))
    done = due.steps_done & {one.name for one in planned if one.at <= now}
    clocks.move(page, due, clock, (done, next_look(planned, done)))
    casebook.refresh_due(page, case.organisation, (case.id,))
