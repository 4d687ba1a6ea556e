"""Log-ins: who is in, until when; and failed tries, so that guessing is slow.

The browser holds a secret of 256 random bits; here is only its SHA-256, which opens nothing, and every session can be
ended.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from cases.staff import Staff
from storage.ids import new_id
from storage.page import Page
from storage.people import FAILED_LOGIN, SESSION, STAFF
from storage.staff import staff_of, still_open

LONGEST = timedelta(hours=12)
"""After so long a person logs in again, whatever they do."""

IDLE = timedelta(hours=2)
"""After so long without a page a person logs in again."""

WINDOW = timedelta(minutes=15)
"""Failed tries count for so long."""

TRIES_PER_ADDRESS = 5
TRIES_PER_PEER = 20
"""More than one person may sit behind one network address, and each may mistype."""

_TOUCH = timedelta(minutes=1)


@dataclass(frozen=True)
class Session:
    """A log-in that is open. `csrf` stands in every form of its pages."""

    staff: Staff
    csrf: str
    seen_at: datetime
    expires_at: datetime


def new_secret() -> str:
    """Give 256 random bits for a cookie or a form."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Give what is kept of a secret: SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(page: Page, staff: Staff, secret: str, now: datetime) -> Session:
    """Open a session for whoever holds the secret, and clear away those that ran out."""
    page.execute(delete(SESSION).where(SESSION.c.expires_at <= now))
    session = Session(staff, new_secret(), now, now + LONGEST)
    page.add(
        SESSION,
        digest=digest(secret),
        organisation=staff.organisation,
        staff_id=staff.id,
        csrf=session.csrf,
        created_at=now,
        seen_at=now,
        expires_at=session.expires_at,
    )
    return session


def find(page: Page, secret: str, now: datetime) -> Session | None:
    """Give the session of a secret, or None: unknown, ended, run out, idle for too long, or the person is disabled."""
    same_person = (STAFF.c.organisation == SESSION.c.organisation) & (STAFF.c.id == SESSION.c.staff_id)
    row = page.one(
        select(STAFF, SESSION.c.csrf, SESSION.c.seen_at, SESSION.c.expires_at)
        .join(SESSION, same_person)
        .where(
            SESSION.c.digest == digest(secret),
            SESSION.c.expires_at > now,
            SESSION.c.seen_at > now - IDLE,
            ~STAFF.c.disabled,
            still_open(now),
        )
    )
    return Session(staff_of(row), row.csrf, row.seen_at, row.expires_at) if row else None


def stale(session: Session, now: datetime) -> bool:
    """Say whether it is time to note that the session is in use; once a minute is enough."""
    return now - session.seen_at >= _TOUCH


def touch(page: Page, secret: str, now: datetime) -> None:
    """Note that a session is in use."""
    page.execute(update(SESSION).where(SESSION.c.digest == digest(secret)).values(seen_at=now))


def end(page: Page, secret: str) -> None:
    """End one session."""
    page.execute(delete(SESSION).where(SESSION.c.digest == digest(secret)))


def try_again_at(page: Page, email: str, peer: str, now: datetime) -> datetime | None:
    """Count one more try as failed until it is proven right; give None, or until when a person has to wait.

    Counting first means that many guesses at the same moment are many. A try that has to wait is not counted.
    """
    limits = ((_who("address", email), TRIES_PER_ADDRESS), (_who("peer", peer), TRIES_PER_PEER))
    waits = [wait for who, limit in limits if (wait := _wait(page, who, limit, now))]
    if waits:
        return max(waits)
    for who, _limit in limits:
        page.add(FAILED_LOGIN, id=new_id(now), who=who, at=now)
    return None


def forgive(page: Page, email: str, peer: str, tried_at: datetime) -> None:
    """Take back the address's tries after a right password, and the peer's one; clear away what no longer counts.

    Other tries of the same peer go on counting: whoever has one password may be guessing at another.
    """
    this_try = (FAILED_LOGIN.c.who == _who("peer", peer)) & (FAILED_LOGIN.c.at == tried_at)
    over = (FAILED_LOGIN.c.who == _who("address", email)) | (FAILED_LOGIN.c.at <= tried_at - WINDOW)
    page.execute(delete(FAILED_LOGIN).where(this_try | over))


def _wait(page: Page, who: str, limit: int, now: datetime) -> datetime | None:
    counted = select(func.count().label("tries"), func.min(FAILED_LOGIN.c.at).label("first")).where(
        FAILED_LOGIN.c.who == who, FAILED_LOGIN.c.at > now - WINDOW
    )
    row = page.one(counted)
    return row.first + WINDOW if row and row.tries >= limit else None


def _who(kind: str, value: str) -> str:
    # What is typed into the address field may be a password: only its digest is kept.
    return f"{kind} {digest(value.strip().lower())}"
