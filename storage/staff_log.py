"""What happened to people's accounts: who let whom in, and when, and who kept them out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cases.staff import Staff
from storage.ids import new_id
from storage.page import KEY, ORG, Page
from storage.people import STAFF_EVENT

LATEST = 50
"""So many are shown of one person."""


@dataclass(frozen=True)
class Happened:
    """Something that happened to a person's account; `by` is a colleague's id, None for the command line."""

    at: datetime
    verb: str
    by: int | None
    data: dict[str, Any] = field(default_factory=dict)


_LATEST = (
    select(STAFF_EVENT)
    .where(STAFF_EVENT.c.organisation == ORG, STAFF_EVENT.c.staff_id == KEY)
    .order_by(STAFF_EVENT.c.id.desc())
    .limit(LATEST)
)


def note(page: Page, staff: Staff, event: Happened) -> None:
    """Write down what happened to a person's account."""
    page.add(
        STAFF_EVENT,
        organisation=staff.organisation,
        id=new_id(event.at),
        staff_id=staff.id,
        at=event.at,
        verb=event.verb,
        by=event.by,
        data=event.data,
    )


def of_person(page: Page, staff: Staff) -> tuple[Happened, ...]:
    """Give what happened to a person's account, the latest first."""
    rows = page.all(_LATEST, org=staff.organisation, key=staff.id)
    return tuple(Happened(row.at, row.verb, row.by, row.data) for row in rows)
