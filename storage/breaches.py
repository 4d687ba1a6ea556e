"""What people made of hints that personal data have leaked: the documentation of GDPR Art. 33(5)."""

from typing import Any

from sqlalchemy import Row, select

from cases.breach import Breach, BreachJudgement
from storage.breach_table import BREACH
from storage.page import KEY, ORG, Page

_OF_CASE = select(BREACH).where(BREACH.c.organisation == ORG, BREACH.c.case_id == KEY).order_by(BREACH.c.id)


def add(page: Page, organisation: str, breach: Breach) -> None:
    """Write down what was found out and done."""
    page.add(
        BREACH,
        organisation=organisation,
        case_id=breach.case,
        id=breach.id,
        judgement=breach.judgement,
        facts=breach.facts,
        effects=breach.effects,
        remedy=breach.remedy,
        high_risk=breach.high_risk,
        told_at=breach.told_at,
        judged_by=breach.judged_by,
        judged_at=breach.judged_at,
    )


def of_case(page: Page, organisation: str, case: int) -> tuple[Breach, ...]:
    """Give what was made of the hints of a case, the newest last."""
    return tuple(_breach(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def _breach(row: Row[Any]) -> Breach:
    return Breach(
        id=row.id,
        case=row.case_id,
        judgement=BreachJudgement(row.judgement),
        facts=row.facts,
        effects=row.effects,
        remedy=row.remedy,
        high_risk=row.high_risk,
        told_at=row.told_at,
        judged_by=row.judged_by,
        judged_at=row.judged_at,
    )
