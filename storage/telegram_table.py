"""The table of bots at Telegram: which process works on which."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Row, maybe_at, table_of


class TelegramBotRow(Row, table=True):
    """An organisation's bot. One process at a time asks for its updates and writes for it: `claimed_by`."""

    __tablename__ = "telegram_bot"

    organisation: str = Field(primary_key=True)
    claimed_by: str | None = None
    claimed_until: datetime | None = maybe_at()


TELEGRAM_BOT = table_of(TelegramBotRow)
