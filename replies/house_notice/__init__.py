"""To staff: something about the house itself needs you, a mailbox or the way out. It belongs to no case."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cases.bot_trouble import BotTrouble
from cases.mailbox import Trouble


class News(StrEnum):
    """What staff are told of."""

    MAILBOX_SILENT = "mailbox_silent"
    MAILBOX_BACK = "mailbox_back"
    MAILBOX_DIFFERS = "mailbox_differs"
    SECRET_EXPIRES = "secret_expires"  # noqa: S105 - a piece of news
    BOT_SILENT = "bot_silent"
    BOT_BACK = "bot_back"
    LETTERS_NOT_LEAVING = "letters_not_leaving"
    LINK_DEAD = "link_dead"


@dataclass(frozen=True)
class Facts:
    """What the notice says; what a piece of news does not need stays empty.

    `mailbox` is its name in the settings. `since` is local: the last success, or when the oldest letter was to leave.
    `until` is the last day of a secret, and `count` the days until then; otherwise how many letters are meant.
    `trouble` is what is wrong with a mailbox or a bot, None where nothing was heard of it at all. `link` leads to the
    desk, `address` is one in letters to people that leads nowhere.
    """

    organisation: str
    news: News
    link: str
    mailbox: str = ""
    since: datetime | None = None
    until: date | None = None
    count: int = 0
    trouble: Trouble | BotTrouble | None = None
    address: str = ""


_SINCE = datetime(2026, 3, 20, 8, 45)  # noqa: DTZ001 - local, as it is told
_LINK = "https://desk.example/desk/mailboxes"

SAMPLES = (
    *(Facts("Mentorix", News.MAILBOX_SILENT, _LINK, "info", _SINCE, trouble=trouble) for trouble in (None, *Trouble)),
    Facts("Mentorix", News.MAILBOX_SILENT, _LINK, "info"),
    Facts("Mentorix", News.MAILBOX_BACK, _LINK, "info", _SINCE),
    Facts("Mentorix", News.MAILBOX_BACK, _LINK, "info"),
    *(Facts("Mentorix", News.MAILBOX_DIFFERS, _LINK, "info", count=count) for count in (1, 3)),
    *(Facts("Mentorix", News.SECRET_EXPIRES, _LINK, "info", until=date(2026, 4, 3), count=days) for days in (14, 1, 0)),
    *(Facts("Mentorix", News.BOT_SILENT, _LINK, since=_SINCE, trouble=trouble) for trouble in (None, *BotTrouble)),
    Facts("Mentorix", News.BOT_SILENT, _LINK),
    Facts("Mentorix", News.BOT_BACK, _LINK, since=_SINCE),
    *(Facts("Mentorix", News.LETTERS_NOT_LEAVING, _LINK, since=_SINCE, count=count) for count in (1, 12)),
    Facts("Mentorix", News.LINK_DEAD, _LINK, address="https://peoplecert.example/terms"),
)
"""One of each variant, for the house's tests and for previews."""
