"""The tables of how a person of staff is told of things: their own calendar, and what they chose."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, table_of
from storage.people import of_person


class CalendarFeedRow(Row, table=True):
    """The address at which a person's calendar fetches deadlines: of its secret here is only the hash.

    `days` is how long before a deadline the calendar reminds, 0 where it does not.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (of_person(), UniqueConstraint("digest"))

    organisation: str = Field(primary_key=True)
    staff_id: int = key()
    digest: str
    days: int = 0
    created_at: datetime = at()
    fetched_at: datetime | None = maybe_at()


class NoticeChoiceRow(Row, table=True):
    """What a person chose to be told of; whoever has no row chose nothing and is told of everything.

    `zone` is where they work, None where the organisation is. `told_on` is the day of the last daily overview.
    `silent` are the news that they are not told of by letter.
    """

    __tablename__ = "notice_choice"
    __table_args__ = (of_person(),)

    organisation: str = Field(primary_key=True)
    staff_id: int = key()
    daily: bool = True
    zone: str | None = None
    told_on: date | None = None
    silent: list[str] = json()


CALENDAR_FEED = table_of(CalendarFeedRow)
NOTICE_CHOICE = table_of(NoticeChoiceRow)


def chosen(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of any type
    """Give the values of a row of choices, with what nobody chose."""
    return {"daily": True, "zone": None, "told_on": None, "silent": [], **values}
