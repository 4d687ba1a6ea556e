"""Deadlines as calendars read them (RFC 5545): case numbers, kinds and laws, and nobody's name.

A deadline that runs "to and including" a day is that whole day; one that ends within a day is that instant.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from cases.clock import Clock
from cases.office import Office
from desk.texts import Texts
from intake.calendar_feed import Agenda
from storage.agenda import Dated

ASK_AGAIN = timedelta(hours=1)
"""So often a calendar should fetch anew."""

CANCELLED_FOR = timedelta(days=14)
"""So long a deadline that was met or fell away still stands there, as cancelled; then it is no longer there."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_MORNING = timedelta(hours=9)


def calendar_of(agenda: Agenda, office: Office, t: Texts, now: datetime) -> bytes:
    """Write a person's deadlines as a calendar. The same deadlines give the same bytes."""
    calendar = Calendar()
    name = t("notices.calendar_name", organisation=office.policy.name)
    calendar.add("prodid", "-//Svarfrist//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for case in agenda.cases:
        for clock in case.clocks:
            if clock.stopped_at is None or now - clock.stopped_at < CANCELLED_FOR:
                calendar.add_component(_event(case, clock, (agenda.days, office, t)))
    return bytes(calendar.to_ical())


def whole_day(due_at: datetime, zone: ZoneInfo) -> bool:
    """Say whether a deadline is the last second of a day where it counts."""
    local = due_at.astimezone(zone)
    return (local + _SECOND).date() > local.date()


def _event(case: Dated, clock: Clock, how: tuple[int, Office, Texts]) -> Event:
    days, office, t = how
    event = Event()
    event.add("uid", f"{case.id}-{clock.name}@{office.domain}")
    event.add("dtstamp", case.changed_at.astimezone(UTC))
    event.add("last-modified", case.changed_at.astimezone(UTC))
    event.add("sequence", case.changes)
    event.add("status", _status(clock))
    event.add("summary", t("notices.event", number=case.number, kind=_kind(case, t), clock=t(f"clock.{clock.name}")))
    event.add("description", _described(case, clock, office, t))
    event.add("url", f"{office.desk_url}/desk/cases/{case.number}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    _date(event, clock, office.zone)
    if days and clock.running:
        event.add_component(_alarm(event, days, whole=whole_day(clock.due_at, office.zone)))
    return event


def _status(clock: Clock) -> str:
    if not clock.running:
        return "CANCELLED"
    return "TENTATIVE" if clock.waiting else "CONFIRMED"


def _kind(case: Dated, t: Texts) -> str:
    return t(f"kind.{case.kind}")


def _described(case: Dated, clock: Clock, office: Office, t: Texts) -> str:
    said = [t("notices.event_law", law=clock.law)]
    said += [t("notices.event_waits")] if clock.waiting else []
    return "\n".join([*said, f"{office.desk_url}/desk/cases/{case.number}"])


def _date(event: Event, clock: Clock, zone: ZoneInfo) -> None:
    if whole_day(clock.due_at, zone):
        day = clock.due_at.astimezone(zone).date()
        event.add("dtstart", day)
        event.add("dtend", day + _DAY)
    else:
        event.add("dtstart", clock.due_at.astimezone(UTC))


def _alarm(event: Event, days: int, *, whole: bool) -> Alarm:
    """Remind so many days before: of a whole day at nine in the morning, of an instant at its own time."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(event["summary"]))
    alarm.add("trigger", _MORNING - days * _DAY if whole else -days * _DAY)
    return alarm
