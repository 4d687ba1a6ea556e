"""Browsers in which a person logged in before: they are known by a secret that they keep."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from cases.staff import Staff
from storage.page import Page
from storage.people import DEVICE, STAFF
from storage.sessions import digest
from storage.staff import folded

REMEMBERED = timedelta(days=180)
"""A browser that was not used for so long is a new one."""


def knows(page: Page, email: str, secret: str, now: datetime) -> bool:
    """Say whether somebody with this address logged in with this browser before."""
    if not secret:
        return False
    same = (STAFF.c.organisation == DEVICE.c.organisation) & (STAFF.c.id == DEVICE.c.staff_id)
    mine = (DEVICE.c.digest == digest(secret)) & (DEVICE.c.seen_at > now - REMEMBERED)
    return page.one(select(DEVICE.c.digest).join(STAFF, same).where(mine, STAFF.c.email == folded(email))) is not None


def remember(page: Page, staff: Staff, secret: str, now: datetime) -> tuple[bool, bool]:
    """Note that a person logged in with a browser; give whether it was known, and whether any other was."""
    page.execute(delete(DEVICE).where(DEVICE.c.seen_at <= now - REMEMBERED))
    mine = (DEVICE.c.organisation == staff.organisation) & (DEVICE.c.staff_id == staff.id)
    known = {row.digest for row in page.all(select(DEVICE.c.digest).where(mine))}
    if digest(secret) in known:
        page.execute(update(DEVICE).where(mine & (DEVICE.c.digest == digest(secret))).values(seen_at=now))
        return True, True
    page.add(DEVICE, organisation=staff.organisation, staff_id=staff.id, digest=digest(secret), seen_at=now)
    return False, bool(known)


def forget(page: Page, staff: Staff) -> None:
    """Let all browsers of a person be new ones."""
    page.execute(delete(DEVICE).where(DEVICE.c.organisation == staff.organisation, DEVICE.c.staff_id == staff.id))
