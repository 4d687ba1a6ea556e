"""The tables of how a person of staff is told of things: their calendar, what they chose, what waits for its hour."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, ref, table_of
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
    `silent` are the news that they are not told of. `quiet_from` and `quiet_until` are minutes of the day between which
    nothing comes on `quiet_days` (1 is Monday), None where there is no such time. `drafts_after` is the last draft that
    was looked at for them, 0 before the first look, None where they do not want to hear of drafts. `soon_days` is how
    long before a deadline of their own cases they are told, 0: not at all.
    """

    __tablename__ = "notice_choice"
    __table_args__ = (of_person(),)

    organisation: str = Field(primary_key=True)
    staff_id: int = key()
    daily: bool = True
    zone: str | None = None
    told_on: date | None = None
    silent: list[str] = json()
    quiet_from: int | None = None
    quiet_until: int | None = None
    quiet_days: list[int] = json()
    drafts_after: int | None = ref()
    soon_days: int = 0


class WaitingNoticeRow(Row, table=True):
    """A notice that waits: for its hour, or (`by_telegram`) for Telegram. The letter of the same id holds its words.

    `staff_id` is None where a queue's own address is told, `reader` the address; `queue` is whose people were told.
    What was put together of several notices belongs to no case, and has no news.
    """

    __tablename__ = "waiting_notice"
    __table_args__ = (Index("ix_waiting_notice_tell_at", "tell_at"),)

    organisation: str = Field(primary_key=True)
    id: int = key()
    case_id: int | None = ref()
    staff_id: int | None = ref()
    reader: str
    queue: str = ""
    news: str
    due_at: datetime | None = maybe_at()
    made_at: datetime = at()
    tell_at: datetime = at()
    by_telegram: bool = False


class StaffTelegramRow(Row, table=True):
    """Where a person of staff is told on Telegram: the chat's `address`, once they sent the code there.

    Until then here is the code's hash, and until when it holds.
    """

    __tablename__ = "staff_telegram"
    __table_args__ = (of_person(), UniqueConstraint("organisation", "address"), Index("ix_staff_telegram_code", "code"))

    organisation: str = Field(primary_key=True)
    staff_id: int = key()
    address: str | None = None
    since: datetime | None = maybe_at()
    code: str | None = None
    code_until: datetime | None = maybe_at()


CALENDAR_FEED = table_of(CalendarFeedRow)
NOTICE_CHOICE = table_of(NoticeChoiceRow)
WAITING_NOTICE = table_of(WaitingNoticeRow)
STAFF_TELEGRAM = table_of(StaffTelegramRow)


def chosen(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of any type
    """Give the values of a row of choices, with what nobody chose."""
    plain: dict[str, Any] = {
        "daily": True,
        "zone": None,
        "told_on": None,
        "silent": [],
        "quiet_from": None,
        "quiet_until": None,
    }
    return {**plain, "quiet_days": [], "drafts_after": None, "soon_days": 0, **values}
