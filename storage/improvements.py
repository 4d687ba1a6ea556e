"""The log of improvements: what complaints taught, who does something about it, and when it was done (P-MX-08)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select, update

from storage.page import Page
from storage.people import STAFF
from storage.procedure_tables import IMPROVEMENT


@dataclass(frozen=True)
class Improvement:
    """One entry. `cause` and `action` are the words of staff and name nobody; `case_number` is where it came from."""

    id: int
    cause: str
    action: str
    made_by: int
    made_at: datetime
    case_number: str | None = None
    owner: int | None = None
    due_on: date | None = None
    closed_by: int | None = None
    closed_at: datetime | None = None


def add(page: Page, organisation: str, one: Improvement) -> bool:
    """Write an entry down; say False, and write nothing, where the very same is still to be done.

    What one person enters at the same moment stands in line.
    """
    me = select(STAFF.c.id).where(STAFF.c.organisation == organisation, STAFF.c.id == one.made_by)
    page.one(me.with_for_update(key_share=True))
    if page.one(_open(organisation, one)):
        return False
    page.add(IMPROVEMENT, organisation=organisation, **vars(one))
    return True


def _open(organisation: str, one: Improvement) -> Select[Any]:
    """Find what is open and says the same."""
    table = IMPROVEMENT.c
    said = (
        (table.cause == one.cause)
        & (table.action == one.action)
        & table.case_number.is_not_distinct_from(one.case_number)
    )
    whose = table.owner.is_not_distinct_from(one.owner) & table.due_on.is_not_distinct_from(one.due_on)
    return select(table.id).where(table.organisation == organisation, table.closed_at.is_(None), said, whose)


def listed(page: Page, organisation: str, limit: int) -> tuple[Improvement, ...]:
    """Give the entries: open ones first, by the day they are due; then those that are done, newest first."""
    table = IMPROVEMENT.c
    order = (table.closed_at.is_not(None), table.due_on.is_(None), table.due_on, table.closed_at.desc(), table.id)
    rows = page.all(select(IMPROVEMENT).where(table.organisation == organisation).order_by(*order).limit(limit))
    return tuple(_improvement(row) for row in rows)


def of_case(page: Page, organisation: str, number: str) -> tuple[Improvement, ...]:
    """Give what a case taught."""
    mine = (IMPROVEMENT.c.organisation == organisation) & (IMPROVEMENT.c.case_number == number)
    return tuple(_improvement(row) for row in page.all(select(IMPROVEMENT).where(mine).order_by(IMPROVEMENT.c.id)))


def find(page: Page, organisation: str, id_: int) -> Improvement | None:
    """Give one entry to change, which nobody else changes meanwhile, or None."""
    mine = (IMPROVEMENT.c.organisation == organisation) & (IMPROVEMENT.c.id == id_)
    row = page.one(select(IMPROVEMENT).where(mine).with_for_update())
    return _improvement(row) if row else None


def close(page: Page, organisation: str, id_: int, by: tuple[int, datetime]) -> None:
    """Note who did it, and when."""
    mine = (IMPROVEMENT.c.organisation == organisation) & (IMPROVEMENT.c.id == id_)
    page.execute(update(IMPROVEMENT).where(mine).values(closed_by=by[0], closed_at=by[1]))


def _improvement(row: Row[Any]) -> Improvement:
    return Improvement(
        id=row.id,
        cause=row.cause,
        action=row.action,
        made_by=row.made_by,
        made_at=row.made_at,
        case_number=row.case_number,
        owner=row.owner,
        due_on=row.due_on,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
    )
