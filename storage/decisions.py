"""What was decided of cases: every decision is kept, the newest counts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select, update

from cases.decision import Decision, Remedy, Ruling
from storage.page import KEY, ORG, Page
from storage.procedure_tables import DECISION

_MINE = (DECISION.c.organisation == ORG) & (DECISION.c.case_id == KEY)
_OF_CASE = select(DECISION).where(_MINE).order_by(DECISION.c.id)


def add(page: Page, organisation: str, decision: Decision) -> None:
    """Write a decision down."""
    page.add(
        DECISION,
        organisation=organisation,
        case_id=decision.case,
        id=decision.id,
        ruling=decision.ruling,
        grounds=list(decision.grounds),
        remedies=list(decision.remedies),
        kept=list(decision.kept),
        decided_by=decision.decided_by,
        decided_at=decision.decided_at,
        letter_id=decision.letter,
    )


def of_case(page: Page, organisation: str, case: int) -> tuple[Decision, ...]:
    """Give what was decided of a case, the newest last."""
    return tuple(_decision(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def standing(decisions: Iterable[Decision]) -> Decision | None:
    """Give the decision that the next answer tells: the newest, where no letter has told it yet."""
    newest = max(decisions, key=lambda one: one.id, default=None)
    return newest if newest and newest.letter is None else None


def refuses(page: Page, organisation: str, case: int) -> bool:
    """Say whether the next answer refuses the right as a whole, so that it holds nothing that was asked for."""
    found = standing(of_case(page, organisation, case))
    return found is not None and found.ruling is Ruling.REFUSED


def told(page: Page, organisation: str, decision: Decision, letter: int) -> None:
    """Note which letter tells a decision to the person; from then on it stands."""
    mine = (DECISION.c.organisation == organisation) & (DECISION.c.case_id == decision.case)
    page.execute(update(DECISION).where(mine, DECISION.c.id == decision.id).values(letter_id=letter))


def untold(page: Page, organisation: str, case: int, letter: int) -> None:
    """Note that a letter does not leave that was to tell a decision: the next answer tells it."""
    mine = (DECISION.c.organisation == organisation) & (DECISION.c.case_id == case)
    page.execute(update(DECISION).where(mine, DECISION.c.letter_id == letter).values(letter_id=None))


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        case=row.case_id,
        ruling=Ruling(row.ruling),
        grounds=tuple(row.grounds),
        remedies=tuple(Remedy(one) for one in row.remedies),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        letter=row.letter_id,
        kept=tuple(row.kept),
    )
