"""Links with which a person sets a password: each works once, and one at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from cases.staff import Staff
from storage.ids import new_id
from storage.page import KEY, ORG, Page
from storage.people import INVITATION
from storage.sessions import digest


@dataclass(frozen=True)
class Invitation:
    """A link that a person was given, or is to be given, and until when it works."""

    organisation: str
    id: int
    staff: int
    expires_at: datetime


_OF_PERSON = select(INVITATION).where(INVITATION.c.organisation == ORG, INVITATION.c.staff_id == KEY)
_BY_DIGEST = select(INVITATION).where(INVITATION.c.digest == KEY)
_ALL = select(INVITATION).where(INVITATION.c.organisation == ORG)


def begin(page: Page, staff: Staff, now: datetime, expires_at: datetime) -> Invitation:
    """Enter a link for a person; those that the person had before work no more."""
    revoke(page, staff)
    invitation = Invitation(staff.organisation, new_id(now), staff.id, expires_at)
    page.add(
        INVITATION,
        organisation=staff.organisation,
        id=invitation.id,
        staff_id=staff.id,
        digest=None,
        created_at=now,
        expires_at=expires_at,
    )
    return invitation


def give(page: Page, organisation: str, id_: int, secret: str) -> None:
    """Let a secret open a link, unless that was revoked meanwhile."""
    mine = (INVITATION.c.organisation == organisation) & (INVITATION.c.id == id_)
    page.execute(update(INVITATION).where(mine).values(digest=digest(secret)))


def find(page: Page, secret: str, now: datetime) -> Invitation | None:
    """Give the link that a secret opens, None where it never was, was used, revoked, or ran out."""
    row = page.one(_BY_DIGEST, key=digest(secret))
    return _invitation(row) if row and row.expires_at > now else None


def of_person(page: Page, staff: Staff) -> Invitation | None:
    """Give the link that a person was given last and has not used, also where it ran out."""
    row = page.one(_OF_PERSON, org=staff.organisation, key=staff.id)
    return _invitation(row) if row else None


def waiting(page: Page, organisation: str) -> dict[int, datetime]:
    """Give until when the links of an organisation's people work, by the person's id."""
    return {row.staff_id: row.expires_at for row in page.all(_ALL, org=organisation)}


def revoke(page: Page, staff: Staff) -> None:
    """Let no link of a person work any more."""
    mine = (INVITATION.c.organisation == staff.organisation) & (INVITATION.c.staff_id == staff.id)
    page.execute(delete(INVITATION).where(mine))


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(row.organisation, row.id, row.staff_id, row.expires_at)
