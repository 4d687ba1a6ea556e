"""What was given longer, by whom, and by which letter the person was told."""

from typing import Any

from sqlalchemy import Row, delete, select

from cases.extension import Extension
from cases.policy import ClockName
from storage.page import KEY, ORG, Page
from storage.procedure_tables import EXTENSION

_MINE = (EXTENSION.c.organisation == ORG) & (EXTENSION.c.case_id == KEY)
_OF_CASE = select(EXTENSION).where(_MINE).order_by(EXTENSION.c.id)


def add(page: Page, organisation: str, extension: Extension) -> None:
    """Write down that a clock is given longer."""
    page.add(
        EXTENSION,
        organisation=organisation,
        case_id=extension.case,
        clock=extension.clock,
        id=extension.id,
        made_at=extension.made_at,
        made_by=extension.made_by,
        reasons=list(extension.reasons),
        due_before=extension.due_before,
        due_at=extension.due_at,
        letter_id=extension.letter,
    )


def of_case(page: Page, organisation: str, case: int) -> tuple[Extension, ...]:
    """Give what a case was given longer, the newest last."""
    return tuple(_extension(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def take_back(page: Page, organisation: str, extension: Extension) -> None:
    """Forget an extension that the person was never told of; that it was tried stays in the case's history."""
    mine = (EXTENSION.c.organisation == organisation) & (EXTENSION.c.case_id == extension.case)
    page.execute(delete(EXTENSION).where(mine, EXTENSION.c.id == extension.id))


def _extension(row: Row[Any]) -> Extension:
    return Extension(
        id=row.id,
        case=row.case_id,
        clock=ClockName(row.clock),
        made_at=row.made_at,
        made_by=row.made_by,
        reasons=tuple(row.reasons),
        due_before=row.due_before,
        due_at=row.due_at,
        letter=row.letter_id,
    )
