"""A clock as a picture: when it began and ends, where it stood still, which days do not count. Pure.

One unit across is one day, so that a page draws it at any width. What is drawn stands beside it in words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.calendar import SATURDAY, Calendar
from cases.clock import Clock
from cases.extension import is_the_month
from cases.office import Office
from storage.dossier import Dossier

HEIGHT = 12
"""Units from top to bottom."""

LONGEST = 400
"""A clock of more days is drawn without days off, which nobody could tell apart."""

NEAR = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """An instant in the picture: `x` days from its left, `code` names it in the texts."""

    x: float
    code: str
    at: datetime


@dataclass(frozen=True)
class Rest:
    """A time in which the clock stood still; `until` None where it still does."""

    x: float
    width: float
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Timeline:
    """The picture of one clock, `width` days wide.

    `days_off` is the path of Saturdays, Sundays and holidays, `holidays` are those with a name; `spent` so many days of
    it are over.
    """

    width: float
    spent: float
    days_off: str
    holidays: tuple[tuple[date, str], ...]
    marks: tuple[Mark, ...]
    rests: tuple[Rest, ...]

    def names(self, on: Callable[[date], str]) -> list[str]:
        """Give the holidays with their days, as `on` writes them."""
        return [f"{name} ({on(day)})" for day, name in self.holidays]


def timelines(found: Dossier, office: Office, now: datetime) -> dict[str, Timeline]:
    """Give the timeline of each clock of a case by its name."""
    return {clock.name: timeline(clock, found, office, now) for clock in found.clocks}


def timeline(clock: Clock, found: Dossier, office: Office, now: datetime) -> Timeline:
    """Draw one clock."""
    calendar = _calendar(clock, office.calendars)
    began = clock.started_at
    end = clock.stopped_at or now
    first, last = office.day(began), office.day(max(clock.due_at, end))
    zero = datetime.combine(first, datetime.min.time(), tzinfo=office.zone)

    def x(at: datetime) -> float:
        return round((at - zero) / NEAR, 2)

    off = tuple(_off(first, last, calendar)) if (last - first).days <= LONGEST else ()
    return Timeline(
        width=(last - first).days + 1,
        spent=max(0.0, min(x(end), float((last - first).days + 1))),
        days_off="".join(f"M{(day - first).days} 0h1v{HEIGHT}h-1z" for day, _ in off),
        holidays=tuple((day, name) for day, name in off if name),
        marks=tuple(Mark(x(at), code, at) for code, at in _instants(clock, found, now)),
        rests=tuple(_rests(clock, found, now, x)),
    )


def _calendar(clock: Clock, calendars: Mapping[str, Calendar]) -> Calendar | None:
    """Give the calendar that the clock was counted by."""
    return calendars.get(clock.calendar.rpartition(" ")[0]) or next(iter(calendars.values()), None)


def _off(first: date, last: date, calendar: Calendar | None) -> Iterator[tuple[date, str]]:
    """Give the days that are no working days, a holiday with its name."""
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        name = calendar.holidays.get(day, "") if calendar else ""
        if name or day.weekday() >= SATURDAY:
            yield day, name


def _instants(clock: Clock, found: Dossier, now: datetime) -> Iterator[tuple[str, datetime]]:
    yield "began", clock.started_at
    for event in found.events:
        if event.verb == "extended" and is_the_month(clock):
            yield "extended", event.at
    if clock.running:
        yield "now", now
    else:
        yield "met", clock.stopped_at or now
    yield "due", clock.due_at


def _rests(clock: Clock, found: Dossier, now: datetime, x: Callable[[datetime], float]) -> Iterator[Rest]:
    for pause in found.pauses:
        if pause.clock == clock.name and pause.asked_at:
            until = pause.answered_at or now
            width = max(0.0, round(x(until) - x(pause.asked_at), 2))
            yield Rest(x(pause.asked_at), width, pause.asked_at, pause.answered_at)
