"""The addresses at which people's calendars fetch deadlines: one each, and each can be ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from cases.staff import Staff
from storage.notice_table import CALENDAR_FEED
from storage.page import KEY, ORG, Page
from storage.people import STAFF
from storage.sessions import digest
from storage.staff import staff_of, still_open

_NOTED_EVERY = timedelta(minutes=10)
_OF_PERSON = select(CALENDAR_FEED).where(CALENDAR_FEED.c.organisation == ORG, CALENDAR_FEED.c.staff_id == KEY)


@dataclass(frozen=True)
class Feed:
    """A person's calendar: since when it has an address, how long before it reminds, when it was fetched last."""

    days: int
    created_at: datetime
    fetched_at: datetime | None


def begin(page: Page, staff: Staff, secret: str, days: int, now: datetime) -> None:
    """Let a secret open a person's calendar; the one before opens nothing any more."""
    end(page, staff)
    page.add(
        CALENDAR_FEED,
        organisation=staff.organisation,
        staff_id=staff.id,
        digest=digest(secret),
        days=days,
        created_at=now,
        fetched_at=None,
    )


def end(page: Page, staff: Staff) -> bool:
    """Let nothing open a person's calendar; False where nothing did."""
    mine = (CALENDAR_FEED.c.organisation == staff.organisation) & (CALENDAR_FEED.c.staff_id == staff.id)
    return page.execute(delete(CALENDAR_FEED).where(mine)).rowcount > 0


def of_person(page: Page, staff: Staff) -> Feed | None:
    """Give a person's calendar, None where it has no address."""
    row = page.one(_OF_PERSON, org=staff.organisation, key=staff.id)
    return Feed(row.days, row.created_at, row.fetched_at) if row else None


def find(page: Page, secret: str, now: datetime) -> tuple[Staff, Feed] | None:
    """Give whose calendar a secret opens; None where it opens none, or the person may no longer log in."""
    same = (STAFF.c.organisation == CALENDAR_FEED.c.organisation) & (STAFF.c.id == CALENDAR_FEED.c.staff_id)
    own = (CALENDAR_FEED.c.days, CALENDAR_FEED.c.created_at.label("begun_at"), CALENDAR_FEED.c.fetched_at)
    wanted = select(STAFF, *own).join(CALENDAR_FEED, same)
    row = page.one(wanted.where(CALENDAR_FEED.c.digest == digest(secret), ~STAFF.c.disabled, still_open(now)))
    return (staff_of(row), Feed(row.days, row.begun_at, row.fetched_at)) if row else None


def to_note(feed: Feed, now: datetime) -> bool:
    """Say whether it is time to note again that a calendar is fetched."""
    return feed.fetched_at is None or now - feed.fetched_at >= _NOTED_EVERY


def fetched(page: Page, staff: Staff, now: datetime) -> None:
    """Note that a calendar was fetched, so that its owner sees whether anybody does."""
    mine = (CALENDAR_FEED.c.organisation == staff.organisation) & (CALENDAR_FEED.c.staff_id == staff.id)
    page.execute(update(CALENDAR_FEED).where(mine).values(fetched_at=now))
