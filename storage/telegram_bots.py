"""Who works on a bot at Telegram, one process at a time, so that nothing is written twice; and how each bot is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from cases.bot_trouble import BotTrouble
from storage.claims import free
from storage.page import Page
from storage.telegram_table import TELEGRAM_BOT

LEASE = timedelta(minutes=1)
"""So long a claim holds that nobody renews."""


@dataclass(frozen=True)
class BotState:
    """How an organisation's bot is.

    `heard_at` is when Telegram last did what it was asked, None: never. `trouble` is what is wrong since
    `trouble_since`. `silent_since`: staff were told that the bot is out of reach since then.
    """

    organisation: str
    heard_at: datetime | None = None
    trouble: BotTrouble | None = None
    trouble_since: datetime | None = None
    silent_since: datetime | None = None


def take(page: Page, organisation: str, node: str, now: datetime) -> bool:
    """Claim a bot, or renew the claim; say whether it is ours: nobody else has it, or who had it has fallen silent."""
    know(page, organisation)
    mine = TELEGRAM_BOT.c.organisation == organisation
    ours = or_(free(TELEGRAM_BOT, now), TELEGRAM_BOT.c.claimed_by == node)
    claim = {"claimed_by": node, "claimed_until": now + LEASE}
    return page.execute(update(TELEGRAM_BOT).where(mine, ours).values(**claim)).rowcount == 1


def know(page: Page, organisation: str) -> None:
    """See to it that there is a row for a bot."""
    if page.one(select(TELEGRAM_BOT.c.organisation).where(TELEGRAM_BOT.c.organisation == organisation)) is None:
        page.add(TELEGRAM_BOT, organisation=organisation)


def note(page: Page, organisation: str, trouble: BotTrouble | None, now: datetime) -> None:
    """Write down how a bot is: what is wrong with it, or that Telegram did what it was asked."""
    mine = update(TELEGRAM_BOT).where(TELEGRAM_BOT.c.organisation == organisation)
    since = func.coalesce(TELEGRAM_BOT.c.trouble_since, now)
    wrong = {"trouble": trouble, "trouble_since": since}
    page.execute(mine.values(**wrong if trouble else {"heard_at": now, "trouble": None, "trouble_since": None}))


def told(page: Page, organisation: str, silent_since: datetime | None) -> None:
    """Write down since when staff know that a bot is out of reach, None where they know that it is back."""
    mine = update(TELEGRAM_BOT).where(TELEGRAM_BOT.c.organisation == organisation)
    page.execute(mine.values(silent_since=silent_since))


def held(page: Page, organisation: str) -> BotState | None:
    """Give how a bot is so that nobody else changes it until this page is done; None where somebody just does."""
    know(page, organisation)
    return next(iter(_states(page, organisation, to_change=True)), None)


def states(page: Page, *organisations: str) -> tuple[BotState, ...]:
    """Give how the bots of some organisations are, as far as they were ever at work."""
    return tuple(state for one in organisations for state in _states(page, one))


def _states(page: Page, organisation: str, *, to_change: bool = False) -> tuple[BotState, ...]:
    mine = select(TELEGRAM_BOT).where(TELEGRAM_BOT.c.organisation == organisation)
    return tuple(
        BotState(
            row.organisation,
            row.heard_at,
            BotTrouble(row.trouble) if row.trouble else None,
            row.trouble_since,
            row.silent_since,
        )
        for row in page.all(mine.with_for_update(skip_locked=True) if to_change else mine)
    )
