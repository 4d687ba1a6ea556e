"""How a bot is, as its last question to Telegram went: kept in memory, and written down by whoever has the bot."""

from datetime import datetime, timedelta

from telegram import WebhookInfo
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError

from cases.bot_trouble import BotTrouble

FAILING = timedelta(minutes=10)
"""A fault of bringing updates that is older is over: Telegram tries again sooner."""

_WORDS: tuple[tuple[type[TelegramError], BotTrouble], ...] = (
    (InvalidToken, BotTrouble.REVOKED),
    (Conflict, BotTrouble.ELSEWHERE),
    (Forbidden, BotTrouble.REFUSED),
    (BadRequest, BotTrouble.REFUSED),
)


class Pulse:
    """What is known of a bot: nothing until `is_known`, then what is wrong with it, None where nothing is."""

    def __init__(self) -> None:
        self.is_known = False
        self.trouble: BotTrouble | None = None

    def beats(self) -> None:
        """Note that Telegram did what it was asked."""
        self.is_known, self.trouble = True, None

    def falters(self, trouble: BotTrouble) -> None:
        """Note what is wrong."""
        self.is_known, self.trouble = True, trouble


def trouble_of(failure: TelegramError) -> BotTrouble:
    """Give the word for what Telegram said."""
    return next((word for kind, word in _WORDS if isinstance(failure, kind)), BotTrouble.UNREACHABLE)


def is_brought(info: WebhookInfo, now: datetime) -> bool:
    """Say whether updates reach our pages: none waits, or the last fault was long ago."""
    failed_at = info.last_error_date
    return not info.pending_update_count or failed_at is None or now - failed_at > FAILING
