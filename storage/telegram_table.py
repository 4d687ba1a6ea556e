"""The table of bots at Telegram: which process works on which, and how each is."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Row, maybe_at, table_of


class TelegramBotRow(Row, table=True):
    """An organisation's bot. One process at a time asks for its updates and writes for it: `claimed_by`.

    `heard_at` is when Telegram last did what it was asked; `trouble` what is wrong since `trouble_since`;
    `silent_since`: staff were told that it is out of reach since then.
    """

    __tablename__ = "telegram_bot"

    organisation: str = Field(primary_key=True)
    claimed_by: str | None = None
    claimed_until: datetime | None = maybe_at()
    heard_at: datetime | None = maybe_at()
    trouble: str | None = None
    trouble_since: datetime | None = maybe_at()
    silent_since: datetime | None = maybe_at()


TELEGRAM_BOT = table_of(TelegramBotRow)
