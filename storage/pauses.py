"""Questions to persons for which a clock stands still: asked, answered, and when to look at them again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from cases.pause import Pause
from cases.policy import ClockName
from cases.questions import Question
from storage.page import KEY, ORG, Page
from storage.procedure_tables import PAUSE
from storage.tables import CASE

_OF_CASE = select(PAUSE).where(PAUSE.c.organisation == ORG, PAUSE.c.case_id == KEY).order_by(PAUSE.c.id)


def add(page: Page, organisation: str, pause: Pause) -> None:
    """Write down that a person is to be asked something."""
    page.add(
        PAUSE,
        organisation=organisation,
        case_id=pause.case,
        id=pause.id,
        clock=pause.clock,
        reason=pause.question,
        why=pause.why,
        asked_by=pause.asked_by,
        asked_at=pause.asked_at,
        answered_at=pause.answered_at,
        reminded_at=pause.reminded_at,
        next_at=None,
        letter_id=pause.letter,
    )


def of_case(page: Page, organisation: str, case: int) -> tuple[Pause, ...]:
    """Give what the person of a case was asked, oldest first."""
    return tuple(_pause(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def change(page: Page, organisation: str, pause: Pause, next_at: datetime | None) -> None:
    """Write down what became of a question, and when to look at it again."""
    values = {
        "asked_at": pause.asked_at,
        "answered_at": pause.answered_at,
        "reminded_at": pause.reminded_at,
        "next_at": next_at,
    }
    mine = (PAUSE.c.organisation == organisation) & (PAUSE.c.case_id == pause.case) & (PAUSE.c.id == pause.id)
    page.execute(update(PAUSE).where(mine).values(**values))


def take_back(page: Page, organisation: str, pause: Pause) -> None:
    """Forget a question that never reached the person; that it was asked stays in the case's history."""
    mine = (PAUSE.c.organisation == organisation) & (PAUSE.c.case_id == pause.case) & (PAUSE.c.id == pause.id)
    page.execute(delete(PAUSE).where(mine))


def due(page: Page, organisations: Collection[str], now: datetime, limit: int) -> tuple[tuple[str, Pause], ...]:
    """Give (organisation, question) of those that must be looked at by now, with their cases locked.

    Another process takes others, and neither waits for the other, as in clocks.due.
    """
    known = (PAUSE.c.organisation + "").in_(organisations)  # as in clocks.due
    mine = (CASE.c.organisation == PAUSE.c.organisation) & (CASE.c.id == PAUSE.c.case_id)
    waiting = select(PAUSE).join(CASE, mine).where(PAUSE.c.next_at <= now, PAUSE.c.next_at.is_not(None), known)
    first = waiting.order_by(PAUSE.c.next_at).limit(limit)
    rows = page.all(first.with_for_update(of=[CASE, PAUSE], skip_locked=True))
    return tuple((row.organisation, _pause(row)) for row in rows)


def _pause(row: Row[Any]) -> Pause:
    return Pause(
        id=row.id,
        case=row.case_id,
        clock=ClockName(row.clock),
        question=Question(row.reason),
        why=row.why,
        asked_by=row.asked_by,
        letter=row.letter_id,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        reminded_at=row.reminded_at,
    )
