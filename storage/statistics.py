"""Counts of cases that outlive them: by month, kind, language, channel, ruling; never a name (R-ISO-10)."""

from dataclasses import asdict, dataclass

from sqlalchemy import select, update

from storage.page import Page
from storage.procedure_tables import STATISTIC


@dataclass(frozen=True)
class Counted:
    """What is counted together: `month` is that of receipt ("2026-03"), `in_time` "yes", "no" or "" without a limit."""

    month: str
    kind: str
    language: str
    channel: str
    ruling: str
    in_time: str


def count(page: Page, organisation: str, counted: Counted) -> None:
    """Count one case that is about to be erased."""
    mine = STATISTIC.c.organisation == organisation
    for name, value in asdict(counted).items():
        mine &= STATISTIC.c[name] == value
    added = page.execute(update(STATISTIC).where(mine).values(cases=STATISTIC.c.cases + 1))
    if not added.rowcount:
        page.add(STATISTIC, organisation=organisation, cases=1, **asdict(counted))


def of(page: Page, organisation: str) -> tuple[tuple[Counted, int], ...]:
    """Give what was counted of the cases that are erased, with how many each time."""
    rows = page.all(
        select(STATISTIC).where(STATISTIC.c.organisation == organisation).order_by(*STATISTIC.primary_key.columns)
    )
    return tuple(
        (Counted(row.month, row.kind, row.language, row.channel, row.ruling, row.in_time), row.cases) for row in rows
    )
