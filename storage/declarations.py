"""What people of the staff declared about an interest in a case (P-MX-14)."""

from datetime import datetime

from sqlalchemy import delete, select

from storage.page import KEY, ORG, Page
from storage.procedure_tables import DECLARATION

_OF_CASE = select(DECLARATION).where(DECLARATION.c.organisation == ORG, DECLARATION.c.case_id == KEY)


def put(page: Page, case: tuple[str, int], staff: int, now: datetime, *, interest: bool) -> None:
    """Write down what a person declares; it takes the place of what they declared before. `case`: organisation, id."""
    organisation, id_ = case
    mine = (DECLARATION.c.organisation == organisation) & (DECLARATION.c.case_id == id_)
    page.execute(delete(DECLARATION).where(mine, DECLARATION.c.staff_id == staff))
    page.add(DECLARATION, organisation=organisation, case_id=id_, staff_id=staff, declared_at=now, interest=interest)


def of_case(page: Page, organisation: str, case: int) -> dict[int, bool]:
    """Give, for each person who declared, whether they have an interest in the case."""
    return {row.staff_id: row.interest for row in page.all(_OF_CASE, org=organisation, key=case)}
