"""Appeals by what they are about: those against one decision, and all that somebody works on."""

from collections.abc import Collection

from sqlalchemy import Integer, bindparam, select, update

from cases.case import Case
from cases.staff import Staff
from storage import casebook
from storage.page import KEY, ORG, Page
from storage.tables import CASE

_AGAINST = select(CASE.c.id).where(CASE.c.organisation == ORG, CASE.c.appeal_of == KEY).order_by(CASE.c.id)
_WITH = (
    select(CASE.c.id)
    .where(CASE.c.organisation == ORG, CASE.c.live, CASE.c.assigned_to == KEY)
    .order_by(CASE.c.id)
    .limit(bindparam("most", 2, type_=Integer))
)


def against(page: Page, organisation: str, case: int) -> tuple[Case, ...]:
    """Give the appeals against what was decided of a case, oldest first."""
    return _cases(page, organisation, [row.id for row in page.all(_AGAINST, org=organisation, key=case)])


def open_ones(page: Page, organisations: Collection[str]) -> tuple[Case, ...]:
    """Give the appeals that somebody works on and whose first case is known."""
    known = (CASE.c.organisation + "").in_(organisations)
    rows = page.all(select(CASE.c.organisation, CASE.c.id).where(CASE.c.appeal_of.is_not(None), CASE.c.live, known))
    found = (casebook.find(page, row.organisation, row.id) for row in rows)
    return tuple(case for case in found if case)


def in_hands_of(page: Page, organisation: str, staff: int) -> tuple[Case, ...]:
    """Give up to two of the live cases that are assigned to a person."""
    return _cases(page, organisation, [row.id for row in page.all(_WITH, org=organisation, key=staff)])


def take_from(page: Page, staff: Staff) -> None:
    """Let a person have no case any more, not even one that is over."""
    mine = (CASE.c.organisation == staff.organisation) & (CASE.c.assigned_to == staff.id)
    page.execute(update(CASE).where(mine).values(assigned_to=None))


def _cases(page: Page, organisation: str, ids: list[int]) -> tuple[Case, ...]:
    found = (casebook.find(page, organisation, id_) for id_ in ids)
    return tuple(case for case in found if case)
