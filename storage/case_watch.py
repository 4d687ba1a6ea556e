"""Who has a case's page open: each a row that counts for a short time, and is written anew by the open page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from cases.case import Case
from storage.case_note_table import CASE_WATCH
from storage.page import KEY, ORG, Page

LASTS = timedelta(seconds=45)
"""So long somebody counts as there after their page last said so."""

_OF_CASE = select(CASE_WATCH).where(CASE_WATCH.c.organisation == ORG, CASE_WATCH.c.case_id == KEY)


@dataclass(frozen=True)
class Watch:
    """Somebody who has the page open; `edits`: they type into its draft."""

    staff: int
    edits: bool


def look(page: Page, case: Case, watch: Watch, now: datetime) -> None:
    """Note that somebody has the page open."""
    mine = (CASE_WATCH.c.organisation == case.organisation) & (CASE_WATCH.c.case_id == case.id)
    over = CASE_WATCH.c.seen_at < now - LASTS
    page.execute(delete(CASE_WATCH).where(mine, (CASE_WATCH.c.staff_id == watch.staff) | over))
    page.add(
        CASE_WATCH,
        organisation=case.organisation,
        case_id=case.id,
        staff_id=watch.staff,
        seen_at=now,
        edits=watch.edits,
    )


def others(page: Page, case: Case, staff: int, now: datetime) -> tuple[Watch, ...]:
    """Give who else has the page open, whoever types first."""
    rows = page.all(_OF_CASE, org=case.organisation, key=case.id)
    there = (row for row in rows if row.staff_id != staff and row.seen_at >= now - LASTS)
    return tuple(Watch(row.staff_id, row.edits) for row in sorted(there, key=lambda row: (not row.edits, row.staff_id)))
