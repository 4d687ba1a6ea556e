"""Log-ins: who is in, with which browser, until when.

The browser holds a secret of 256 random bits; here is only its SHA-256, which opens nothing, and every session can be
ended.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update

from cases.staff import Staff
from storage.page import KEY, ORG, Page
from storage.people import SESSION, STAFF
from storage.staff import staff_of, still_open

LONGEST = timedelta(hours=12)
"""After so long a person logs in again, whatever they do, where the settings say nothing else."""

IDLE = timedelta(hours=2)
"""After so long without a page a person logs in again, where the settings say nothing else."""

_TOUCH = timedelta(minutes=1)

_HANDLE = 16
"""So many characters of the digest name a session among a person's own."""


@dataclass(frozen=True)
class Session:
    """A log-in that is open. `csrf` stands in every form of its pages.

    `strong`: more than a password opened it. `proved_at` is when the person last showed who they are.
    """

    staff: Staff
    csrf: str
    seen_at: datetime
    expires_at: datetime
    strong: bool = False
    proved_at: datetime | None = None


@dataclass(frozen=True)
class Entrance:
    """How somebody came in: what the browser calls itself, whether with more than a password, and for how long."""

    device: str = ""
    strong: bool = False
    longest: timedelta = LONGEST


@dataclass(frozen=True)
class Standing:
    """A session as its owner is shown it; `handle` names it, and opens nothing."""

    handle: str
    device: str
    created_at: datetime
    seen_at: datetime
    strong: bool


def new_secret() -> str:
    """Give 256 random bits for a cookie or a form."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Give what is kept of a secret: SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def handle_of(secret: str) -> str:
    """Give what names a session among those of a person."""
    return digest(secret)[:_HANDLE]


def begin(page: Page, staff: Staff, secret: str, now: datetime, entry: Entrance = Entrance()) -> Session:
    """Open a session for whoever holds the secret, and clear away those that ran out."""
    page.execute(delete(SESSION).where(SESSION.c.expires_at <= now))
    session = Session(staff, new_secret(), now, now + entry.longest, entry.strong, now)
    page.add(
        SESSION,
        digest=digest(secret),
        organisation=staff.organisation,
        staff_id=staff.id,
        csrf=session.csrf,
        created_at=now,
        seen_at=now,
        expires_at=session.expires_at,
        device=entry.device,
        strong=entry.strong,
        proved_at=now,
    )
    page.execute(update(STAFF).where(_is(staff)).values(seen_at=now))
    return session


def find(page: Page, secret: str, now: datetime, idle: timedelta = IDLE) -> Session | None:
    """Give the session of a secret, or None: unknown, ended, run out, idle for too long, or the person is disabled."""
    same_person = (STAFF.c.organisation == SESSION.c.organisation) & (STAFF.c.id == SESSION.c.staff_id)
    open_ = (SESSION.c.expires_at > now) & (SESSION.c.seen_at > now - idle) & ~STAFF.c.disabled & still_open(now)
    wanted = select(STAFF, *_OWN).join(SESSION, same_person).where(SESSION.c.digest == digest(secret), open_)
    row = page.one(wanted)
    return (
        Session(staff_of(row), row.csrf, row.session_seen, row.expires_at, row.strong, row.proved_at) if row else None
    )


_OWN = (
    SESSION.c.csrf,
    SESSION.c.seen_at.label("session_seen"),
    SESSION.c.expires_at,
    SESSION.c.strong,
    SESSION.c.proved_at,
)


def stale(session: Session, now: datetime) -> bool:
    """Say whether it is time to note that the session is in use; once a minute is enough."""
    return now - session.seen_at >= _TOUCH


def is_in(page: Page, staff: Staff, now: datetime) -> bool:
    """Say whether a person is logged in anywhere, and may still be."""
    may = select(STAFF.c.id).where(_is(staff), ~STAFF.c.disabled, still_open(now))
    return page.one(may) is not None and bool(of_person(page, staff, now))


def touch(page: Page, secret: str, now: datetime) -> None:
    """Note that a session is in use."""
    page.execute(update(SESSION).where(SESSION.c.digest == digest(secret)).values(seen_at=now))


def prove(page: Page, secret: str, now: datetime, *, strong: bool) -> None:
    """Note that the person of a session has just shown who they are; `strong`: with more than the password."""
    values: dict[str, Any] = {"proved_at": now} | ({"strong": True} if strong else {})
    page.execute(update(SESSION).where(SESSION.c.digest == digest(secret)).values(**values))


def prove_handle(page: Page, staff: Staff, handle: str, now: datetime) -> None:
    """Note that a person has just shown at the organisation's own log-in who they are, for the session of a handle."""
    for row in page.all(_OF_PERSON, org=staff.organisation, key=staff.id):
        if row.digest[:_HANDLE] == handle:
            mine = SESSION.c.digest == row.digest
            page.execute(update(SESSION).where(mine).values(proved_at=now, strong=True))


def end(page: Page, secret: str) -> None:
    """End one session."""
    page.execute(delete(SESSION).where(SESSION.c.digest == digest(secret)))


_OF_PERSON = (
    select(SESSION).where(SESSION.c.organisation == ORG, SESSION.c.staff_id == KEY).order_by(SESSION.c.seen_at.desc())
)


def of_person(page: Page, staff: Staff, now: datetime, idle: timedelta = IDLE) -> tuple[Standing, ...]:
    """Give a person's sessions that are open, the one used last first."""
    rows = page.all(_OF_PERSON, org=staff.organisation, key=staff.id)
    return tuple(_standing(row) for row in rows if row.expires_at > now and row.seen_at > now - idle)


def end_one(page: Page, staff: Staff, handle: str) -> None:
    """End one of a person's sessions, by the handle that it is shown with."""
    for row in page.all(_OF_PERSON, org=staff.organisation, key=staff.id):
        if row.digest[:_HANDLE] == handle:
            page.execute(delete(SESSION).where(SESSION.c.digest == row.digest))


def end_all(page: Page, staff: Staff, but: str = "") -> None:
    """End a person's sessions, all or all but the one of a secret."""
    mine = (SESSION.c.organisation == staff.organisation) & (SESSION.c.staff_id == staff.id)
    page.execute(delete(SESSION).where(mine & (SESSION.c.digest != digest(but)) if but else mine))


def _standing(row: Row[Any]) -> Standing:
    return Standing(row.digest[:_HANDLE], row.device, row.created_at, row.seen_at, row.strong)


def _is(staff: Staff) -> Any:  # noqa: ANN401 - a condition
    return (STAFF.c.organisation == staff.organisation) & (STAFF.c.id == staff.id)
