"""One-time links to addresses on file: what is kept of them, and whether they were used.

Whoever got the letter holds a secret of 256 random bits; here is only its SHA-256, until the link runs out (R-ID-2).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from cases.case import Case
from storage.ids import new_id
from storage.page import KEY, ORG, Page
from storage.procedure_tables import IDENTITY_CHECK
from storage.sessions import digest

_FOUND = select(IDENTITY_CHECK).where(IDENTITY_CHECK.c.digest == KEY)
_LOCKED = _FOUND.with_for_update()
_OF_CASE = (
    select(IDENTITY_CHECK)
    .where(IDENTITY_CHECK.c.organisation == ORG, IDENTITY_CHECK.c.case_id == KEY)
    .order_by(IDENTITY_CHECK.c.id)
)


@dataclass(frozen=True)
class Check:
    """A link that was sent to `address` for a case; it is good `until` an instant, and once."""

    id: int
    organisation: str
    case: int
    address: str
    until: datetime
    used_at: datetime | None = None

    def open(self, now: datetime) -> bool:
        """Say whether it can still be used."""
        return self.used_at is None and now < self.until


def begin(page: Page, case: Case, sent: tuple[str, str], now: datetime, until: datetime) -> Check:
    """Write a link down, (address, secret); the organisation's links that ran out are forgotten."""
    address, secret = sent
    over = (IDENTITY_CHECK.c.organisation == case.organisation) & (IDENTITY_CHECK.c.until <= now)
    page.execute(delete(IDENTITY_CHECK).where(over))
    check = Check(new_id(now), case.organisation, case.id, address, until)
    page.add(
        IDENTITY_CHECK,
        organisation=check.organisation,
        case_id=check.case,
        id=check.id,
        digest=digest(secret),
        address=address,
        made_at=now,
        until=until,
        used_at=None,
    )
    return check


def of_case(page: Page, organisation: str, case: int) -> tuple[Check, ...]:
    """Give the links of a case that are not forgotten, oldest first."""
    return tuple(_check(row) for row in page.all(_OF_CASE, org=organisation, key=case))


def find(page: Page, secret: str, *, to_change: bool = False) -> Check | None:
    """Give the link of a secret, or None; with `to_change`, nobody else uses it until this page is done."""
    row = page.one(_LOCKED if to_change else _FOUND, key=digest(secret))
    return _check(row) if row else None


def use(page: Page, check: Check, now: datetime) -> None:
    """Note that a link was used."""
    mine = (IDENTITY_CHECK.c.organisation == check.organisation) & (IDENTITY_CHECK.c.id == check.id)
    page.execute(update(IDENTITY_CHECK).where(mine).values(used_at=now))


def _check(row: Row[Any]) -> Check:
    return Check(row.id, row.organisation, row.case_id, row.address, row.until, row.used_at)
