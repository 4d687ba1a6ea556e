"""A person's own calendar of deadlines: begun, ended, and what stands in it at the moment when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.errors import NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.staff import Staff, queues_of, role_of, sees, sees_persons, taken_over
from intake.uninvolved import as_of_now, is_independent
from storage import absences, agenda, casebook, feeds, staff_log
from storage.agenda import Dated
from storage.page import Page
from storage.reach import Reach
from storage.staff_log import Happened
from storage.views import Line

REMINDS = (0, 1, 3)
"""So many days before a deadline a calendar reminds; 0: not at all."""


@dataclass(frozen=True)
class Agenda:
    """What a person's calendar shows: the deadlines of the cases that they see by now."""

    person: Staff
    days: int
    cases: tuple[Dated, ...]
    note: bool


def begin_feed(page: Page, person: Staff, secret: str, days: int, now: datetime) -> None:
    """Give a person's calendar an address; the one before works no more. Raises NotAllowed for other reminders."""
    if days not in REMINDS:
        raise NotAllowed(f"a calendar reminds {' or '.join(map(str, REMINDS))} days before")
    feeds.begin(page, person, secret, days, now)
    staff_log.note(page, person, Happened(now, "calendar_begun", person.id))


def end_feed(page: Page, person: Staff, now: datetime) -> None:
    """Let the address of a person's calendar work no more. Where there is none nothing happens."""
    if feeds.end(page, person):
        staff_log.note(page, person, Happened(now, "calendar_ended", person.id))


def look_at_feed(page: Page, secret: str, offices: Mapping[str, Office], now: datetime) -> Agenda | None:
    """Give what the calendar of a secret shows; None where it opens none, or its person sees no cases any more.

    Who is shut out of a case does not find it here either, also where that is so since this minute (P-MX-14).
    """
    found = feeds.find(page, secret, now)
    if found is None or found[0].organisation not in offices:
        return None
    office = offices[found[0].organisation]
    person = absences.on_duty(page, found[0], office.day(now))
    try:
        role_of(person, office.policy)
    except NotAllowed:  # a role that the policy no longer has sees nothing
        return None
    if not sees_persons(person, office.policy):
        return None
    cases = tuple(one for one in agenda.dated(page, reach_of(person, office)) if seen(page, one, person, office))
    return Agenda(person, found[1].days, cases, feeds.to_note(found[1], now))


def reach_of(person: Staff, office: Office) -> Reach:
    """Say which live cases are a person's to look at: those of the role's queues, and their own."""
    return Reach(
        person.organisation,
        queues_of(person, office.policy),
        (person.id, *taken_over(person)),
        viewer=person.id,
    )


def seen(page: Page, one: Dated | Line, person: Staff, office: Office) -> bool:
    """Say whether a person sees a case that is within reach: of an appeal, as its first case stands by now."""
    if one.kind is not Kind.APPEAL:
        return True
    case = casebook.find(page, person.organisation, one.id)
    if case is None or not is_independent(case, office.policy):
        return case is not None
    return sees(person, as_of_now(page, case, office.policy), office.policy)
