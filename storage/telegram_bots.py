"""Who works on a bot at Telegram: one process at a time, so that nothing is written twice."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from storage.claims import free
from storage.page import Page
from storage.telegram_table import TELEGRAM_BOT

LEASE = timedelta(minutes=1)
"""So long a claim holds that nobody renews."""


def take(page: Page, organisation: str, node: str, now: datetime) -> bool:
    """Claim a bot, or renew the claim; say whether it is ours: nobody else has it, or who had it has fallen silent."""
    mine = TELEGRAM_BOT.c.organisation == organisation
    if page.one(select(TELEGRAM_BOT.c.organisation).where(mine)) is None:
        page.add(TELEGRAM_BOT, organisation=organisation, claimed_by=None, claimed_until=None)
    ours = or_(free(TELEGRAM_BOT, now), TELEGRAM_BOT.c.claimed_by == node)
    claim = {"claimed_by": node, "claimed_until": now + LEASE}
    return page.execute(update(TELEGRAM_BOT).where(mine, ours).values(**claim)).rowcount == 1
