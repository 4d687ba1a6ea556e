"""A person is away for a time, and a colleague has their work meanwhile: their cases, what comes new, and notices."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.errors import AlreadyDone, NotAllowed
from cases.office import Office
from cases.staff import Absence, Staff, may_stand_in, role_of
from intake.staffing import LONGEST_AWAY
from storage import absences, staff_log
from storage import staff as people
from storage.ids import new_id
from storage.page import Page
from storage.staff_log import Happened


@dataclass(frozen=True)
class Leaving:
    """Who is away, from the first to the last day, and who stands in."""

    person: int
    deputy: int | None
    first: date
    last: date


def note_absence(page: Page, leaving: Leaving, by: Staff, office: Office, now: datetime) -> Absence:
    """Note that a person is away; by themselves, or by one who administers the desk.

    Raises NotAllowed where the days are none, or the deputy cannot have the work; AlreadyDone where it is noted.
    """
    person = _theirs(page, leaving.person, by, office)
    _check_days(leaving, office, now)
    deputy = _deputy(page, leaving.deputy, person, office)
    noted = absences.coming(page, by.organisation, office.day(now))
    if any(_same(one, leaving) for one in noted):
        raise AlreadyDone("this absence is noted already")
    absence = Absence(new_id(now), person.id, deputy.id if deputy else None, leaving.first, leaving.last)
    absences.add(page, by.organisation, absence, now)
    told = {"first": str(absence.first), "last": str(absence.last), "deputy": absence.deputy}
    staff_log.note(page, person, Happened(now, "away", by.id, told))
    return absence


def end_absence(page: Page, absence: int, by: Staff, office: Office, now: datetime) -> None:
    """Take an absence back: the person is here again. Doing it twice has no effect."""
    found = next((one for one in absences.coming(page, by.organisation, office.day(now)) if one.id == absence), None)
    if found is None:
        return
    person = _theirs(page, found.person, by, office)
    absences.remove(page, by.organisation, absence)
    staff_log.note(page, person, Happened(now, "back", by.id))


def _theirs(page: Page, person: int, by: Staff, office: Office) -> Staff:
    account = people.by_id(page, by.organisation, person)
    if account is None or (person != by.id and not role_of(by, office.policy).administers):
        raise NotAllowed("this is for the person themselves, or for one who administers the desk")
    return account.staff


def _check_days(leaving: Leaving, office: Office, now: datetime) -> None:
    if leaving.last < leaving.first:
        raise NotAllowed("the last day is before the first")
    if leaving.last < office.day(now):
        raise NotAllowed("these days are past")
    if leaving.last > leaving.first + LONGEST_AWAY:
        raise NotAllowed("an absence lasts a year at the most; note another one then")


def _deputy(page: Page, deputy: int | None, person: Staff, office: Office) -> Staff | None:
    if deputy is None:
        return None
    found = next((one for one in people.working(page, person.organisation) if one.id == deputy), None)
    if found is None or not may_stand_in(found, person, office.policy):
        raise NotAllowed("this colleague cannot stand in: choose somebody else who sees cases")
    return found


def _same(one: Absence, other: Leaving) -> bool:
    return (one.person, one.deputy, one.first, one.last) == (other.person, other.deputy, other.first, other.last)
