"""The mailboxes and bots that are watched over, as the settings name them, whichever process works on them."""

from datetime import timedelta

from intake.watch import Watched
from service.settings import MailboxSettings, Settings


def read_watched(settings: Settings) -> tuple[Watched, ...]:
    """Give every mailbox of the settings, with how long it may be silent and when its secret ends."""
    return tuple(
        Watched(id_, name, _patience(own), own.oauth.secret_expires if own.oauth else None)
        for id_, organisation in settings.organisation.items()
        for name, own in organisation.mailboxes.items()
    )


def read_watched_bots(settings: Settings) -> tuple[str, ...]:
    """Give every organisation of the settings that has a bot at Telegram."""
    return tuple(id_ for id_, organisation in settings.organisation.items() if organisation.telegram_token)


def _patience(own: MailboxSettings) -> timedelta:
    """Give how long it may be silent: never so short that one look which failed is an alarm."""
    return max(timedelta(minutes=own.silent_minutes), timedelta(seconds=2 * own.poll))
