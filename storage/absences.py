"""Who is away, from when to when, and who has their work meanwhile."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from cases.staff import Absence, Away, Staff, away_today, stand_in
from storage import staff as people
from storage.page import ORG, Page
from storage.people import ABSENCE, STAFF

_COMING = (
    select(ABSENCE).where(ABSENCE.c.organisation == ORG, ABSENCE.c.last >= bindparam("day")).order_by(ABSENCE.c.id)
)
_NAMES = select(STAFF.c.id, STAFF.c.name, STAFF.c.role).where(
    STAFF.c.organisation == ORG, STAFF.c.id.in_(bindparam("ids", expanding=True))
)


def add(page: Page, organisation: str, absence: Absence, now: datetime) -> None:
    """Enter an absence."""
    page.add(
        ABSENCE,
        organisation=organisation,
        id=absence.id,
        staff_id=absence.person,
        deputy_id=absence.deputy,
        first=absence.first,
        last=absence.last,
        created_at=now,
    )


def coming(page: Page, organisation: str, day: date) -> tuple[Absence, ...]:
    """Give the absences of an organisation that are not over on a day, in the order in which they were noted."""
    return tuple(_absence(row) for row in page.all(_COMING, org=organisation, day=day))


def remove(page: Page, organisation: str, id_: int) -> None:
    """Take an absence back."""
    page.execute(delete(ABSENCE).where(ABSENCE.c.organisation == organisation, ABSENCE.c.id == id_))


def on_duty(page: Page, staff: Staff, day: date) -> Staff:
    """Give a person with the colleagues whose work they have on a day."""
    away = away_today(coming(page, staff.organisation, day), day)
    theirs = [one for one in away if one != staff.id and stand_in(one, away) == staff.id]
    if not theirs:
        return staff
    rows = page.all(_NAMES, org=staff.organisation, ids=theirs)
    return replace(staff, stands_in=tuple(Away(row.id, row.name, row.role) for row in rows))


def deputies(page: Page, organisation: str, day: date) -> dict[int, Staff]:
    """Give who has the work of each person who is away on a day, where that is somebody else who may log in."""
    away = away_today(coming(page, organisation, day), day)
    if not away:
        return {}
    working = {one.id: one for one in people.working(page, organisation)}
    instead = ((person, stand_in(person, away)) for person in away)
    return {person: on_duty(page, working[one], day) for person, one in instead if one != person and one in working}


def of_people(absences: Iterable[Absence]) -> dict[int, tuple[Absence, ...]]:
    """Give absences by person."""
    found: dict[int, tuple[Absence, ...]] = {}
    for one in absences:
        found[one.person] = (*found.get(one.person, ()), one)
    return found


def _absence(row: Row[Any]) -> Absence:
    return Absence(row.id, row.staff_id, row.deputy_id, row.first, row.last)
