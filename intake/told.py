"""What people of staff choose to be told of, and what nobody can choose not to be told of."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from cases.calendar import Calendar
from cases.office import Office
from cases.staff import Staff
from replies.staff_notice import News
from storage import notice_choices
from storage.notice_choices import PLAIN, Choice
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
)
"""News that a person may do without: a colleague is told all the same. All other news reach everybody they concern."""

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
    """What a person chooses: the daily overview or none, a zone ("": the organisation's), news to be kept silent."""

    daily: bool
    zone: str
    silent: Collection[str]


def silenceable() -> tuple[str, ...]:
    """Give the news that a person may do without, in the order in which the page shows them."""
    return tuple(SILENCEABLE)


def offered_zones(office: Office, choice: Choice) -> tuple[str, ...]:
    """Give the zones that a person may choose besides the organisation's."""
    more = (choice.zone,) if choice.zone else ()
    return tuple(zone for zone in dict.fromkeys((*ZONES, *more)) if zone != office.policy.zone)


def choose(page: Page, person: Staff, wishes: Wishes, office: Office) -> None:
    """Write down what a person chooses; a zone that is not offered is the organisation's."""
    was = notice_choices.of_person(page, person)
    zone = wishes.zone if wishes.zone in offered_zones(office, was) else None
    silent = frozenset(wishes.silent) & frozenset(SILENCEABLE)
    notice_choices.save(page, person, replace(was, daily=wishes.daily, zone=zone, silent=silent))


def zone_of(choice: Choice, office: Office) -> ZoneInfo:
    """Give the zone that a person works in."""
    return ZoneInfo(choice.zone) if choice.zone else office.zone


def where_they_are(calendar: Calendar, choice: Choice) -> Calendar:
    """Give the organisation's calendar by the clock of a person: its holidays, their hours."""
    return replace(calendar, zone=ZoneInfo(choice.zone)) if choice.zone else calendar


def wanting(people: Iterable[Staff], news: News, choices: Mapping[int, Choice]) -> list[Staff]:
    """Give those who want to be told of something."""
    return [one for one in people if news not in choices.get(one.id, PLAIN).silent]
