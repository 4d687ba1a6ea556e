"""What people of staff choose to be told of, and what nobody can choose not to be told of."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.calendar import Calendar
from cases.errors import NotAllowed
from cases.office import Office
from cases.staff import Staff
from cases.term import Basis
from intake.notice_hours import quiet_until
from replies.staff_notice import News
from storage import notice_choices
from storage.notice_choices import PLAIN, Choice, Quiet
from storage.page import Page

SILENCEABLE = (
    News.YOURS,
    News.NEW_HOLD,
    News.CORRECTED,
    News.REMINDER,
    News.TASK_LATE,
    News.UNANSWERED,
    News.WITHDRAWAL,
    News.PERSON_CALLED,
    News.CUSTOMER_UNKNOWN,
    News.CUSTOMER_ENDED,
    News.MENTIONED,
)
"""News that a person may do without: a colleague is told all the same. All other news reach everybody they concern."""

SOON = (0, 1, 3, 7)
"""So many days before a deadline of their own cases a person may be told; 0: not at all."""

_MONDAY = datetime(2026, 3, 2, tzinfo=UTC)

ZONES = (
    "Europe/Copenhagen",
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Warsaw",
    "Europe/Helsinki",
    "Europe/Athens",
    "Atlantic/Faroe",
    "Atlantic/Reykjavik",
    "America/Nuuk",
    "America/Curacao",
    "America/Paramaribo",
    "America/New_York",
    "UTC",
)
"""Time zones that people may work in."""


@dataclass(frozen=True)
class Wishes:
    """What a person chooses: the daily overview or none, a zone ("": the organisation's), news to be kept silent.

    `quiet` are hours in which nothing comes that can wait. `drafts`: they want to hear of drafts that wait for their
    approval; `soon` is how many days before a deadline of their own cases they want to be told.
    """

    daily: bool
    zone: str
    silent: Collection[str]
    quiet: Quiet | None = None
    drafts: bool = False
    soon: int = 0


def silenceable() -> tuple[str, ...]:
    """Give the news that a person may do without, in the order in which the page shows them."""
    return tuple(SILENCEABLE)


def offered_zones(office: Office, choice: Choice) -> tuple[str, ...]:
    """Give the zones that a person may choose besides the organisation's."""
    more = (choice.zone,) if choice.zone else ()
    return tuple(zone for zone in dict.fromkeys((*ZONES, *more)) if zone != office.policy.zone)


def choose(page: Page, person: Staff, wishes: Wishes, office: Office) -> None:
    """Write down what a person chooses; a zone that is not offered is the organisation's.

    Raises NotAllowed where the quiet hours would leave no working hour, or nobody is told so many days before.
    """
    was = notice_choices.of_person(page, person)
    zone = wishes.zone if wishes.zone in offered_zones(office, was) else None
    if wishes.soon not in SOON:
        raise NotAllowed(f"you are told {', '.join(map(str, SOON[1:]))} days before a deadline, or not at all")
    if wishes.quiet and not _leaves_time(wishes.quiet, office):
        raise NotAllowed("these quiet hours leave no working hour in which you could be told")
    silent = frozenset(wishes.silent) & frozenset(SILENCEABLE)
    drafts = (was.drafts_after or 0) if wishes.drafts else None
    plain = replace(was, daily=wishes.daily, zone=zone, silent=silent, quiet=wishes.quiet)
    notice_choices.save(page, person, replace(plain, drafts_after=drafts, soon_days=wishes.soon))


def _leaves_time(quiet: Quiet, office: Office) -> bool:
    """Say whether a week has a working hour, or a quarter of one, that is not quiet."""
    house = replace(office.calendar(Basis.PROMISE), zone=ZoneInfo("UTC"))
    week = (_MONDAY + timedelta(minutes=15 * quarter) for quarter in range(7 * 24 * 4))
    hours = office.policy.hours
    at_work = (at for at in week if at.isoweekday() in hours.days and hours.start <= at.time() < hours.end)
    return any(quiet_until(at, quiet, house) is None for at in at_work)


def zone_of(choice: Choice, office: Office) -> ZoneInfo:
    """Give the zone that a person works in."""
    return ZoneInfo(choice.zone) if choice.zone else office.zone


def where_they_are(calendar: Calendar, choice: Choice) -> Calendar:
    """Give the organisation's calendar by the clock of a person: its holidays, their hours."""
    return replace(calendar, zone=ZoneInfo(choice.zone)) if choice.zone else calendar


def wanting(people: Iterable[Staff], news: News, choices: Mapping[int, Choice]) -> list[Staff]:
    """Give those who want to be told of something."""
    return [one for one in people if news not in choices.get(one.id, PLAIN).silent]
