"""Views of the queue that staff saved for themselves, by name."""

from sqlalchemy import ColumnElement, delete, select

from cases.errors import NotAllowed
from cases.staff import Staff
from storage.page import Page
from storage.saved_view_table import SAVED_VIEW

MOST = 20
"""So many views one person saves; more would not be found again."""


def of(page: Page, staff: Staff) -> tuple[tuple[str, str], ...]:
    """Give a person's views, each with its name and what stands in its address, by name."""
    rows = page.all(select(SAVED_VIEW).where(_mine(staff)).order_by(SAVED_VIEW.c.name))
    return tuple((row.name, row.query) for row in rows)


def save(page: Page, staff: Staff, name: str, query: str) -> None:
    """Save a view under a name, in the place of one that has it; raise NotAllowed where there are too many."""
    remove(page, staff, name)
    if len(of(page, staff)) >= MOST:
        raise NotAllowed(f"{MOST} views are saved already; remove one that you no longer use")
    page.add(SAVED_VIEW, organisation=staff.organisation, staff_id=staff.id, name=name, query=query)


def remove(page: Page, staff: Staff, name: str) -> None:
    """Remove a view. Where there is none of that name nothing happens."""
    page.execute(delete(SAVED_VIEW).where(_mine(staff) & (SAVED_VIEW.c.name == name)))


def _mine(staff: Staff) -> ColumnElement[bool]:
    return (SAVED_VIEW.c.organisation == staff.organisation) & (SAVED_VIEW.c.staff_id == staff.id)
