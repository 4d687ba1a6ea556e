"""When staff are told: in their working hours, outside the quiet hours that they chose, never too late to act."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cases.calendar import Calendar
from cases.clock import Clock
from cases.organisation import WorkingHours
from storage.notice_choices import Quiet

MOST = 60
"""After so many quiet times without a working hour in between, quiet hours are taken to leave none at all."""


def when_to_tell(
    now: datetime, running: Iterable[Clock], hours: WorkingHours, calendar: Calendar, quiet: Quiet | None = None
) -> datetime:
    """Give when staff are told: in their working hours, and at once where a clock ends before those begin."""
    opens = next_hour(now, hours, calendar, quiet)
    return now if ends_before(opens, running, now) else opens


def ends_before(instant: datetime, running: Iterable[Clock], now: datetime) -> bool:
    """Say whether a clock ends before an instant or with it, and has not ended yet."""
    return any(now < clock.due_at <= instant for clock in running)


def next_hour(now: datetime, hours: WorkingHours, calendar: Calendar, quiet: Quiet | None) -> datetime:
    """Give `now` where somebody is at work and it is not quiet, else the next moment at which that is so."""
    at = next_working_hour(now, hours, calendar)
    for _ in range(MOST):
        ends = quiet_until(at, quiet, calendar)
        if ends is None:
            return at
        at = next_working_hour(ends, hours, calendar)
    return next_working_hour(now, hours, calendar)


def quiet_until(at: datetime, quiet: Quiet | None, calendar: Calendar) -> datetime | None:
    """Give when a quiet time ends in which an instant lies, None where it lies in none.

    One that ends at an earlier hour than it begins goes on into the next day, and belongs to the day on which it began.
    """
    if quiet is None:
        return None
    today = at.astimezone(calendar.zone).date()
    for day in (today, today - timedelta(days=1)):
        last = day if quiet.start < quiet.end else day + timedelta(days=1)
        begins, ends = (
            datetime.combine(*one, calendar.zone).astimezone(UTC) for one in ((day, quiet.start), (last, quiet.end))
        )
        if day.isoweekday() in quiet.days and begins <= at < ends:
            return ends
    return None


def next_working_hour(now: datetime, hours: WorkingHours, calendar: Calendar) -> datetime:
    """Give `now` where somebody is at work, else the next moment when somebody is."""
    local = now.astimezone(calendar.zone)
    day = local.date()
    if _at_work(local, hours, calendar):
        return now
    if local.time() >= hours.end:
        day += timedelta(days=1)
    while day.isoweekday() not in hours.days or day in calendar.holidays:
        day += timedelta(days=1)
    return datetime.combine(day, hours.start, calendar.zone)


def _at_work(local: datetime, hours: WorkingHours, calendar: Calendar) -> bool:
    on_duty = local.isoweekday() in hours.days and local.date() not in calendar.holidays
    return on_duty and hours.start <= local.time() < hours.end
