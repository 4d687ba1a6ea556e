"""How Telegram refuses a message: for now, so many seconds; or for good, because the person does not want it."""

from datetime import timedelta

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

UNKNOWN = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")
"""How Telegram says that nobody is there, where it does not say 403."""


def is_final(failure: TelegramError) -> bool:
    """Say whether Telegram will never take anything for a person: they blocked the bot, or are not there any more."""
    said = str(failure).lower()
    return isinstance(failure, Forbidden) or (isinstance(failure, BadRequest) and any(one in said for one in UNKNOWN))


def seconds_of(flood: RetryAfter) -> float:
    """Give how long Telegram says to wait."""
    after = flood.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
