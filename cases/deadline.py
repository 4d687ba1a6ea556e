"""Where a term ends, and why: every deadline of the house is computed here and nowhere else."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from itertools import islice

from cases.calendar import STATUTE, Calendar
from cases.counting import Period, Trail, steps
from cases.days import end_of, written
from cases.errors import BadInput
from cases.term import Basis, Term, Unit

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
AHEAD = 3
"""By how many working days the target lies before the end (R-CLK-8)."""


@dataclass(frozen=True)
class Deadline:
    """The last instant inside a term (aware, local zone), how it came about, and the calendar edition used."""

    due_at: datetime
    because: tuple[str, ...]
    calendar: str


def deadline(received: datetime, term: Term, basis: Basis, calendar: Calendar, paused_days: int = 0) -> Deadline:
    """Give the last instant at which an answer is still in time, and each step that led to it.

    Received at noon, local time; the days shown are the last ones, to their last second. Pauses are whole days.

    ========  ==========  ===============  ==========  ======  ==========  =========================================
    calendar  received    term             basis       paused  due         because
    ========  ==========  ===============  ==========  ======  ==========  =========================================
    DK        2024-03-05  1 month          eu          0       2024-04-05  same date in the next month
    DK        2025-08-31  1 month          eu          0       2025-09-30  September has no 31st
    DK        2024-01-31  1 month          eu          0       2024-02-29  leap year
    DK        2026-01-31  1 month          promise     0       2026-02-28  no leap year
    DK        2025-03-05  1 month          eu          0       2025-04-07  5 April is a Saturday
    DK        2025-03-06  1 month          eu          0       2025-04-07  6 April is a Sunday
    DK        2025-03-05  1 month          promise     0       2025-04-05  a promise does not roll
    DK        2026-03-02  1 month          eu          0       2026-04-07  the longest Danish Easter
    DK        2026-03-02  1 month          eu          7       2026-04-09  the pause first, then one roll
    DK        2026-01-31  3 months         eu          0       2026-04-30  counted from receipt, clipped once
    DK        2024-02-29  2 years          promise     0       2026-02-28  29 February becomes the 28th
    DK        2026-02-07  4 weeks          eu          0       2026-03-09  the same weekday is a Saturday
    DK        2026-05-01  1 day            eu          0       2026-05-04  one day needs no second working day
    DK        2026-05-01  2 days           eu          0       2026-05-05  two days hold two working days
    DK        2026-05-01  2 days           promise     0       2026-05-03  a promise may end on a Sunday
    DK        2024-12-20  5 working days   promise     0       2024-12-31  the day itself does not count
    DK        2026-02-14  14 working days  promise     0       2026-03-05  a Saturday's letter: Monday is day 1
    DK        2026-01-05  5 working days   promise     5       2026-01-19  after a pause, on to a working day
    DK        2023-04-24  10 working days  promise     0       2023-05-09  Store bededag 2023
    DK        2024-04-24  10 working days  promise     0       2024-05-08  no Store bededag from 2024 on
    NL        2026-04-05  1 month          eu          0       2026-05-06  5 May is a holiday every year
    NL        2026-03-03  1 month          eu          0       2026-04-03  Good Friday is none for EU law
    NL-ATW    2026-03-03  1 month          nl-statute  0       2026-04-07  Good Friday is one for a Dutch statute
    NL-ATW    2026-04-03  6 weeks          nl-statute  0       2026-05-18  a day equated by royal decree
    NL-ATW    2026-05-01  2 days           nl-statute  0       2026-05-04  below three days one working day will do
    NL-ATW    2026-05-01  3 days           nl-statute  0       2026-05-06  from three days on there are two
    NL-ATW    2026-01-31  4 months         nl-statute  0       2026-05-31  more than three months do not roll
    ========  ==========  ===============  ==========  ======  ==========  =========================================

    Hours run through: weekends, holidays and the change of clocks move nothing, and a paused day is 24 of them. For
    EU law they count from the end of the hour of the event to the end of the last hour; else from the instant itself.

    Raises BadInput for an instant without offset, a negative pause, a calendar of another law, and for a year that
    dates, or the calendar where holidays matter, do not have.
    """
    _check(received, basis, calendar, paused_days)
    try:
        period = Period(received.astimezone(calendar.zone).replace(microsecond=0), term, basis, calendar, paused_days)
        due_at, said = _end_of_hours(period) if term.unit is Unit.HOURS else _end_of_days(period)
    except OverflowError:
        raise BadInput(f"{term} from {received.isoformat()} is outside the years 1 to 9999") from None
    return Deadline(due_at, (_received(received, period.event), *said, _in_time(due_at)), calendar.edition)


def _check(received: datetime, basis: Basis, calendar: Calendar, paused_days: int) -> None:
    if received.utcoffset() is None:
        raise BadInput(f"{received.isoformat()} has no offset from UTC; expected for example 2026-01-31T11:00:00+01:00")
    if paused_days < 0:
        raise BadInput(f"{paused_days} paused days are negative; expected 0 or more")
    if (calendar.id == STATUTE) is not (basis is Basis.NL_STATUTE):
        raise BadInput(
            f"calendar {calendar.id} is not for basis {basis}; {STATUTE} is for Dutch statutes and only that"
        )


def _end_of_days(period: Period) -> tuple[datetime, tuple[str, ...]]:
    trail = reduce(lambda so_far, step: step(period, so_far), steps(period), Trail(period.event.date()))
    return end_of(trail.day, period.calendar.zone), trail.said


def _end_of_hours(period: Period) -> tuple[datetime, tuple[str, ...]]:
    """Count elapsed hours (R-T-23, R-T-24); for EU law from the next full hour to the end of the last (R-T-4, -6)."""
    start, said = period.event.astimezone(UTC), [f"{period.term} of real time, weekends and holidays included"]
    if period.basis is Basis.EU:
        start = start.replace(minute=0, second=0) + HOUR - SECOND
        said = [
            f"The hour in which it came does not count ({period.law.event})",
            f"{said[0]}, to the end of the last hour ({period.law.hours})",
        ]
    if period.paused_days:
        said.append(f"The pause of {period.paused} is added, 24 hours for each day")
    end = start + HOUR * period.term.count + timedelta(days=period.paused_days)
    local = end.astimezone(period.calendar.zone)
    if local.utcoffset() != period.event.utcoffset():
        said.append("The clocks change on the way; what counts is the time that really passes")
    return local, tuple(f"{sentence}." for sentence in said)


def _received(given: datetime, local: datetime) -> str:
    told = "" if given.utcoffset() == local.utcoffset() else f" ({given.isoformat()})"
    return f"Received on {written(local)} at {local:%H:%M:%S} in {local.tzinfo}{told}."


def _in_time(due_at: datetime) -> str:
    return f"In time to and including {written(due_at)} at {due_at:%H:%M:%S} in {due_at.tzinfo}."


def target(received: datetime, term: Term, basis: Basis, calendar: Calendar, paused_days: int = 0) -> datetime:
    """Give the date to work towards, which reminders use: never before receipt, never after the deadline (R-CLK-8).

    Nothing rolls, doubtful holidays count as working days, and three working days are kept in hand: of a term in
    working days at most half; of a term in hours a quarter. Raises BadInput like `deadline`.
    """
    due_at = deadline(received, term, basis, calendar, paused_days).due_at.astimezone(UTC)
    if term.unit is Unit.HOURS:
        early = due_at - HOUR * term.count / 4
    else:
        period = Period(received.astimezone(calendar.zone), term, basis, calendar.cautious, paused_days)
        early = end_of(_target_day(period), calendar.zone).astimezone(UTC)
    return min(max(early, received), due_at).astimezone(calendar.zone)


def _target_day(period: Period) -> date:
    pause = timedelta(days=period.paused_days)
    if period.term.unit is Unit.WORKING_DAYS:
        count = period.term.count - min(AHEAD, period.term.count // 2)
        *_, day = islice(period.calendar.working_days_after(period.event.date()), count)
        return day + pause
    *_, day = islice(period.calendar.working_days_before(period.nominal + pause), AHEAD)
    return day
