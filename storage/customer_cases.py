"""The cases of a processor's customers, and whether an ended relation was closed out."""

from sqlalchemy import func, select

from cases.organisation import Customer
from cases.task import TaskKind
from storage.page import Page
from storage.procedure_tables import TASK
from storage.tables import CASE


def newest(page: Page, organisation: str, customer: Customer) -> int | None:
    """Give the newest case of a customer, by id, or None where it never had one."""
    names = (customer.subdomain.casefold(), customer.name.casefold())
    mine = (CASE.c.organisation == organisation) & func.lower(CASE.c.customer).in_(names)
    row = page.one(select(func.max(CASE.c.id).label("id")).where(mine))
    return row.id if row else None


def is_closed_out(page: Page, organisation: str, about: str) -> bool:
    """Say whether people were given the notes of an ended relation to close, once, on whichever case."""
    mine = (TASK.c.organisation == organisation) & (TASK.c.kind == TaskKind.CLOSE_OUT_NOTES) & (TASK.c.about == about)
    return page.one(select(TASK.c.id).where(mine).limit(1)) is not None
