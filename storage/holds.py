"""Legal holds: the cases that must not be erased, and until when a person looks at each again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, update

from cases.legal_hold import LegalHold, Purpose
from storage.page import KEY, ORG, Page
from storage.procedure_tables import LEGAL_HOLD

_MINE = (LEGAL_HOLD.c.organisation == ORG) & (LEGAL_HOLD.c.case_id == KEY)
_OF_CASE = select(LEGAL_HOLD).where(_MINE).order_by(LEGAL_HOLD.c.id)


def place(page: Page, organisation: str, hold: LegalHold) -> None:
    """Write a hold down."""
    page.add(
        LEGAL_HOLD,
        organisation=organisation,
        case_id=hold.case,
        id=hold.id,
        purpose=hold.purpose,
        scope=hold.scope,
        placed_by=hold.placed_by,
        placed_at=hold.placed_at,
        review_on=hold.review_on,
    )


def of_case(page: Page, organisation: str, case: int) -> tuple[LegalHold, ...]:
    """Give every hold that a case had, the newest last."""
    return tuple(_hold(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def review_again(page: Page, organisation: str, hold: LegalHold, on: date) -> None:
    """Let a hold stand, to be looked at again on a later day."""
    _change(page, organisation, hold, {"review_on": on})


def lift(page: Page, organisation: str, hold: LegalHold, by: int, now: datetime) -> None:
    """End a hold."""
    _change(page, organisation, hold, {"lifted_by": by, "lifted_at": now})


def _change(page: Page, organisation: str, hold: LegalHold, values: Mapping[str, Any]) -> None:
    mine = (LEGAL_HOLD.c.organisation == organisation) & (LEGAL_HOLD.c.case_id == hold.case)
    page.execute(update(LEGAL_HOLD).where(mine, LEGAL_HOLD.c.id == hold.id).values(**values))


def _hold(row: Row[Any]) -> LegalHold:
    return LegalHold(
        id=row.id,
        case=row.case_id,
        purpose=Purpose(row.purpose),
        scope=row.scope,
        placed_by=row.placed_by,
        placed_at=row.placed_at,
        review_on=row.review_on,
        lifted_by=row.lifted_by,
        lifted_at=row.lifted_at,
    )
