"""Mail in the file that tells of people in the register: what it says, and whom it can be about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select

from cases.learner import Learner
from cases.message import Verdict
from storage.enrolling import HOLDS
from storage.learner_tables import LEARNER
from storage.learners import learner_of
from storage.page import KEY, ORG, Page
from storage.tables import MESSAGE

LONGEST = 20_000
"""So many letters of a message are looked at: who it tells of stands near its beginning."""


@dataclass(frozen=True)
class Filed:
    """Mail that became no case: whom it is from, when it was received, its subject and its text."""

    id: int
    sender: str
    received_at: datetime
    said: str


_FILED = (
    (MESSAGE.c.organisation == ORG)
    & (MESSAGE.c.verdict == Verdict.FILE)
    & MESSAGE.c.thread_id.is_(None)
    & (MESSAGE.c.id > KEY)
)
_COLUMNS = (MESSAGE.c.id, MESSAGE.c.sender_address, MESSAGE.c.received_at, MESSAGE.c.subject, MESSAGE.c.text)
_MAIL = select(*_COLUMNS, MESSAGE.c.whole).where(_FILED).order_by(MESSAGE.c.id).limit(bindparam("most"))
_ADDRESSES: BindParameter[Any] = bindparam("addresses", expanding=True)
_NAMES: BindParameter[Any] = bindparam("names", expanding=True)
_NAMED = select(LEARNER).where(HOLDS, or_(LEARNER.c.address.in_(_ADDRESSES), LEARNER.c.name.in_(_NAMES)))


def filed(page: Page, organisation: str, after: int, limit: int) -> tuple[Filed, ...]:
    """Give mail in the file, from the one after an id on, in the order of the ids."""
    rows = page.all(_MAIL, org=organisation, key=after, most=limit)
    return tuple(
        Filed(row.id, row.sender_address, row.received_at, f"{row.subject}\n{row.whole or row.text}"[:LONGEST])
        for row in rows
    )


def named(page: Page, organisation: str, addresses: Collection[str], names: Collection[str]) -> tuple[Learner, ...]:
    """Give those of the register who have one of these addresses, in lower case, or one of these names as written."""
    rows = page.all(_NAMED, org=organisation, addresses=sorted(addresses), names=sorted(names))
    return tuple(map(learner_of, rows))
