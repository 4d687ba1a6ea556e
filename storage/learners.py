"""An organisation's register of the people it knows, as it was imported last (R-ID-1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from cases.learner import Course, Learner
from storage.enrolling import HOLDS, values
from storage.learner_tables import LEARNER, REGISTER
from storage.page import KEY, ORG, Page

_BY_ADDRESS = select(LEARNER).where(HOLDS, LEARNER.c.address == KEY).order_by(LEARNER.c.reference)
_BY_REFERENCE = select(LEARNER).where(HOLDS, LEARNER.c.reference == KEY)
_BY_USERNAME = select(LEARNER).where(HOLDS, LEARNER.c.username == KEY)
_BY_NAME = select(LEARNER).where(HOLDS, func.lower(LEARNER.c.name) == func.lower(KEY)).order_by(LEARNER.c.reference)
_ANY = select(LEARNER.c.id).where(HOLDS).limit(1)
_EVERY = select(LEARNER).where(HOLDS)
_HOW_MANY = select(func.count().label("learners")).where(HOLDS)
_HELD = select(REGISTER.c.generation).where(REGISTER.c.organisation == ORG).with_for_update()
_IMPORTED = select(REGISTER.c.imported_at).where(REGISTER.c.organisation == ORG)
_ONE = HOLDS & (LEARNER.c.reference == bindparam("known"))
_CHANGED = update(LEARNER).where(_ONE)
_GONE = delete(LEARNER).where(_ONE)


@dataclass(frozen=True)
class Changes:
    """How a register that is to be imported differs from the one that is there, by reference."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """How many people a register holds, and when it was imported last; None where it never was."""

    learners: int
    imported_at: datetime | None


def by_address(page: Page, organisation: str, address: str) -> tuple[Learner, ...]:
    """Give everybody whose address on file it is, however its capitals are written; an employer's may be many's."""
    return tuple(map(learner_of, page.all(_BY_ADDRESS, org=organisation, key=address.strip().lower())))


def by_reference(page: Page, organisation: str, reference: str) -> Learner | None:
    """Give the one person of a reference, or None."""
    row = page.one(_BY_REFERENCE, org=organisation, key=reference.strip())
    return learner_of(row) if row else None


def find(page: Page, organisation: str, written: str) -> tuple[Learner, ...]:
    """Find people by their reference, user name, address on file or whole name: the first of these that anybody has."""
    wanted = " ".join(written.split())
    for by, key in ((_BY_REFERENCE, wanted), (_BY_USERNAME, wanted), (_BY_ADDRESS, wanted.lower()), (_BY_NAME, wanted)):
        if key and (rows := page.all(by, org=organisation, key=key)):
            return tuple(map(learner_of, rows))
    return ()


def has_any(page: Page, organisation: str) -> bool:
    """Say whether the organisation has imported a register."""
    return page.one(_ANY, org=organisation) is not None


def status(page: Page, organisation: str) -> Held:
    """Say how many people the register holds, and when it was imported last."""
    held, register = page.one(_HOW_MANY, org=organisation), page.one(_IMPORTED, org=organisation)
    return Held(held.learners if held else 0, register.imported_at if register else None)


def changes(page: Page, organisation: str, register: Mapping[str, Learner]) -> Changes:
    """Say how a register, by reference, differs from the one that is there."""
    there = {row.reference: learner_of(row) for row in page.all(_EVERY, org=organisation)}
    known = [reference for reference in register if reference in there]
    return Changes(
        new=tuple(reference for reference in register if reference not in there),
        changed=tuple(reference for reference in known if register[reference] != there[reference]),
        same=tuple(reference for reference in known if register[reference] == there[reference]),
        gone=tuple(reference for reference in there if reference not in register),
    )


def every(page: Page, organisation: str, *, to_change: bool = False) -> tuple[Learner, ...]:
    """Give the whole register; with `to_change`, no import goes on or comes to hold until this page is done."""
    if to_change:
        page.one(_HELD, org=organisation)
    return tuple(map(learner_of, page.all(_EVERY.order_by(LEARNER.c.reference), org=organisation)))


def prune(page: Page, organisation: str, learners: Iterable[Learner]) -> None:
    """Write people down with the courses that are left to them; who has none left goes."""
    people = tuple(learners)
    _rewrite(page, organisation, (one for one in people if one.courses))
    gone = [{"org": organisation, "known": one.reference} for one in people if not one.courses]
    if gone:
        page.execute(_GONE, gone)


def _rewrite(page: Page, organisation: str, learners: Iterable[Learner]) -> None:
    rows: Sequence[dict[str, Any]] = [{"org": organisation, "known": one.reference, **values(one)} for one in learners]
    if rows:
        page.execute(_CHANGED, rows)


def learner_of(row: Row[Any]) -> Learner:
    """Give the person of a row."""
    return Learner(
        reference=row.reference,
        name=row.name,
        address=row.address,
        phone=row.phone,
        username=row.username,
        customer=row.customer,
        courses=tuple(Course(one["name"], _day(one["start"]), _day(one["end"])) for one in row.courses),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
