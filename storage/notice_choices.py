"""What people of staff chose to be told of; whoever chose nothing is told of everything."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from cases.staff import Staff
from storage.notice_table import NOTICE_CHOICE, chosen
from storage.page import KEY, ORG, Page

_OF_PERSON = select(NOTICE_CHOICE).where(NOTICE_CHOICE.c.organisation == ORG, NOTICE_CHOICE.c.staff_id == KEY)
_OF_ALL = select(NOTICE_CHOICE).where(NOTICE_CHOICE.c.organisation == ORG)


@dataclass(frozen=True)
class Quiet:
    """Hours of one's own in which nothing comes: from a time of day to another, on some days (1 is Monday)."""

    start: time
    end: time
    days: frozenset[int]


@dataclass(frozen=True)
class Choice:
    """What a person chose: the daily overview, the zone they work in (None: the organisation's), what is kept silent.

    `told_on` is the day of the last overview. `drafts_after` is the last draft that was looked at for them, 0 before
    the first look, None where they do not want to hear of drafts; `soon_days` how many days before a deadline of their
    own cases they want to be told, 0: not at all.
    """

    daily: bool = True
    zone: str | None = None
    silent: frozenset[str] = frozenset()
    told_on: date | None = None
    quiet: Quiet | None = None
    drafts_after: int | None = None
    soon_days: int = 0


PLAIN = Choice()
"""What holds for whoever chose nothing."""


def of_person(page: Page, staff: Staff) -> Choice:
    """Give what a person chose."""
    row = page.one(_OF_PERSON, org=staff.organisation, key=staff.id)
    return _choice(row) if row else PLAIN


def of_all(page: Page, organisation: str) -> dict[int, Choice]:
    """Give what the people of an organisation chose, by id; who chose nothing is not there."""
    return {row.staff_id: _choice(row) for row in page.all(_OF_ALL, org=organisation)}


def save(page: Page, staff: Staff, choice: Choice) -> None:
    """Write down what a person chose, in the place of what they chose before."""
    mine = (NOTICE_CHOICE.c.organisation == staff.organisation) & (NOTICE_CHOICE.c.staff_id == staff.id)
    page.execute(delete(NOTICE_CHOICE).where(mine))
    told = {"daily": choice.daily, "zone": choice.zone, "silent": sorted(choice.silent), "told_on": choice.told_on}
    values = chosen(**told, **_quiet_values(choice.quiet), soon_days=choice.soon_days, drafts_after=choice.drafts_after)
    page.add(NOTICE_CHOICE, organisation=staff.organisation, staff_id=staff.id, **values)


def looked_at_drafts(page: Page, staff: Staff, last: int) -> None:
    """Note the last draft that was looked at for a person who wants to hear of drafts."""
    mine = (NOTICE_CHOICE.c.organisation == staff.organisation) & (NOTICE_CHOICE.c.staff_id == staff.id)
    wants = NOTICE_CHOICE.c.drafts_after.is_not(None)
    page.execute(update(NOTICE_CHOICE).where(mine, wants).values(drafts_after=last))


def take_day(page: Page, staff: Staff, day: date) -> bool:
    """Take a day's overview of a person upon oneself; False where it was taken already, by whatever process."""
    mine = (NOTICE_CHOICE.c.organisation == staff.organisation) & (NOTICE_CHOICE.c.staff_id == staff.id)
    before = NOTICE_CHOICE.c.told_on.is_(None) | (NOTICE_CHOICE.c.told_on < day)
    if page.execute(update(NOTICE_CHOICE).where(mine, before).values(told_on=day)).rowcount:
        return True
    insert = insert_postgres if page.on_postgres else insert_sqlite
    row = insert(NOTICE_CHOICE).values(organisation=staff.organisation, staff_id=staff.id, **chosen(told_on=day))
    return page.one(row.on_conflict_do_nothing().returning(NOTICE_CHOICE.c.staff_id)) is not None


def _choice(row: Row[Any]) -> Choice:
    silent = frozenset(row.silent)
    return Choice(row.daily, row.zone, silent, row.told_on, _quiet(row), row.drafts_after, row.soon_days)


def _quiet(row: Row[Any]) -> Quiet | None:
    if row.quiet_from is None or row.quiet_until is None:
        return None
    start, end = (time(*divmod(minutes, 60)) for minutes in (row.quiet_from, row.quiet_until))
    return Quiet(start, end, frozenset(row.quiet_days))


def _quiet_values(quiet: Quiet | None) -> dict[str, Any]:
    if quiet is None:
        return {}
    start, end = (one.hour * 60 + one.minute for one in (quiet.start, quiet.end))
    return {"quiet_from": start, "quiet_until": end, "quiet_days": sorted(quiet.days)}
