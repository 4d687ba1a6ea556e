"""Bringing a register of learners up to date, a piece at a time, while letters come in; seen whole or not at all.

What is written belongs to the next generation of the register, which nobody reads before `hold` makes it the one that
holds. Where an import breaks off, the register is as it was; the next one begins anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, or_, select, update

from cases.errors import AlreadyDone
from cases.learner import Learner
from storage.ids import new_id
from storage.learner_tables import LEARNER, REGISTER
from storage.page import KEY, ORG, Page

AT_ONCE = 1000
"""So many people are written or taken out in one transaction: well under a second, in which other writers wait."""

_REGISTER = select(REGISTER).where(REGISTER.c.organisation == ORG).with_for_update()
_CHANGED = update(REGISTER).where(REGISTER.c.organisation == ORG)
_NOW = select(REGISTER.c.generation).where(REGISTER.c.organisation == ORG).scalar_subquery()
_MINE = LEARNER.c.organisation == ORG
_NEXT: BindParameter[Any] = bindparam("next")
_TODAYS = _MINE & (LEARNER.c.reference == KEY) & (LEARNER.c.since < _NEXT) & LEARNER.c.until.is_(None)
_ENDED = update(LEARNER).where(_TODAYS).values(until=_NEXT)
_UNFINISHED = LEARNER.c.since > _NOW
_ENDING = LEARNER.c.until > _NOW
_FORMER = LEARNER.c.until <= _NOW

HOLDS = _MINE & (LEARNER.c.since <= _NOW) & or_(LEARNER.c.until.is_(None), _ENDING)
"""Which rows of an organisation's register hold today."""


@dataclass(frozen=True)
class Import:
    """One import of an organisation's register. Another one that begins takes its place."""

    organisation: str
    id: int


def begin(page: Page, organisation: str, now: datetime) -> Import:
    """Begin an import; one that was under way can go on no longer."""
    one = Import(organisation, new_id(now))
    if page.execute(_CHANGED.values(importer=one.id), {"org": organisation}).rowcount == 0:
        page.add(REGISTER, organisation=organisation, generation=0, importer=one.id, imported_at=None)
    return one


def clear(page: Page, one: Import) -> bool:
    """Take out what an import left that broke off, up to AT_ONCE rows; say whether to call again."""
    _next(page, one)
    revived = update(LEARNER).where(_some(_ENDING)).values(until=None)
    more = page.execute(revived, {"org": one.organisation}).rowcount == AT_ONCE
    return _taken_out(page, one.organisation, _UNFINISHED) or more


def write(page: Page, one: Import, learners: Iterable[Learner], now: datetime) -> None:
    """Write people down as the next generation has them, in the place of who has their reference today."""
    upcoming, people = _next(page, one), tuple(learners)
    end(page, one, [learner.reference for learner in people])
    for learner in people:
        page.add(LEARNER, organisation=one.organisation, id=new_id(now), since=upcoming, until=None, **values(learner))


def end(page: Page, one: Import, references: Sequence[str]) -> None:
    """Note of people that they are not in the next generation as they are today."""
    upcoming = _next(page, one)
    rows = [{"org": one.organisation, "key": reference, "next": upcoming} for reference in references]
    if rows:
        page.execute(_ENDED, rows)


def hold(page: Page, one: Import, now: datetime) -> None:
    """Make the next generation the one that holds: all of it at once."""
    upcoming = _next(page, one)
    page.execute(_CHANGED.values(generation=upcoming, importer=None, imported_at=now), {"org": one.organisation})


def tidy(page: Page, organisation: str) -> bool:
    """Take out former generations, up to AT_ONCE rows; say whether to call again."""
    return _taken_out(page, organisation, _FORMER)


def values(learner: Learner) -> dict[str, Any]:
    """Give the columns in which a person stands."""
    return {
        "reference": learner.reference,
        "name": learner.name,
        "address": learner.address,
        "phone": learner.phone,
        "username": learner.username,
        "customer": learner.customer,
        "courses": [
            {"name": one.name, "start": _written(one.start), "end": _written(one.end)} for one in learner.courses
        ],
    }


def _next(page: Page, one: Import) -> int:
    """Give the generation that an import writes; raise AlreadyDone where another one has begun since."""
    row = page.one(_REGISTER, org=one.organisation)
    if row is None or row.importer != one.id:
        raise AlreadyDone("another import of this register has begun since: it holds, and this one changes nothing")
    return int(row.generation) + 1


def _taken_out(page: Page, organisation: str, which: ColumnElement[bool]) -> bool:
    return page.execute(delete(LEARNER).where(_some(which)), {"org": organisation}).rowcount == AT_ONCE


def _some(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return _MINE & LEARNER.c.id.in_(select(LEARNER.c.id).where(_MINE, which).limit(AT_ONCE))


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
