"""The dead man's switch for bots at Telegram: one that is out of reach is told, and so is its return, once each.

It looks at the database alone, so that it speaks where the part that works on bots is gone altogether.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from cases.office import Office
from intake.house_notices import HouseNotice, tell_house
from intake.watch import PATIENCE, Since
from replies.house_notice import News
from storage import telegram_bots
from storage.page import Page
from storage.telegram_bots import BotState

SILENT = timedelta(minutes=15)
"""So long a bot may be out of reach, as a mailbox may: what people write waits at Telegram, for a day at the most."""


def watch_bots(page: Page, bots: Iterable[str], offices: Mapping[str, Office], since: Since) -> int:
    """Tell staff of the bots of some organisations that are out of reach or back; give how many letters that made.

    Each silence is told once, however many processes watch. Running it twice does nothing twice.
    """
    return sum(_look(page, offices[one], since) for one in bots if one in offices)


def bot_silent(state: BotState | None, since: Since) -> bool:
    """Say whether Telegram has done nothing for a bot for too long; one never heard of, since the service began."""
    return since.now - (_known_since(state) or since.started_at) > SILENT


def _known_since(state: BotState | None) -> datetime | None:
    return (state.heard_at or state.silent_since) if state else None


def _look(page: Page, office: Office, since: Since) -> int:
    state = telegram_bots.held(page, office.policy.id)
    if state is None:  # another process looks at it
        return 0
    if not bot_silent(state, since):
        return _tell_of_return(page, state, office, since.now)
    if state.silent_since or since.now - since.started_at < PATIENCE:
        return 0
    began = state.heard_at or since.started_at
    telegram_bots.told(page, state.organisation, began)
    news = HouseNotice(News.BOT_SILENT, _cause(began), since=state.heard_at, trouble=state.trouble)
    return tell_house(page, news, office, since.now)


def _tell_of_return(page: Page, state: BotState, office: Office, now: datetime) -> int:
    if state.silent_since is None:
        return 0
    telegram_bots.told(page, state.organisation, None)
    notice = HouseNotice(News.BOT_BACK, _cause(state.silent_since), since=state.silent_since)
    return tell_house(page, notice, office, now)


def _cause(began: datetime) -> str:
    return f"telegram {began.isoformat()}"
