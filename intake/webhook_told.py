"""An organisation's own system was called: what that does to the call, and to the webhook."""

from dataclasses import replace
from datetime import datetime, timedelta

from storage import webhooks
from storage.page import Page
from storage.webhooks import Call, WebhookState

PAUSES = (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600)
"""Seconds until the next attempt; the last one repeats. A server that restarts is soon back."""

OFF_AFTER = timedelta(days=5)
"""After so long without any success a webhook is off: nothing is sent until somebody tries it and it works."""

KEPT = timedelta(days=10)
"""So long something waits to be told; what has waited longer is of no use any more."""


def told(page: Page, call: Call, now: datetime) -> None:
    """Note that a call was made and taken."""
    webhooks.done(page, call)
    works(page, call.organisation, now)


def works(page: Page, organisation: str, now: datetime) -> None:
    """Note that a webhook works; one that was off is on again."""
    webhooks.keep(page, WebhookState(organisation, told_at=now))
    page.wake(webhooks.TOPIC)


def not_told(page: Page, call: Call, trouble: str, now: datetime) -> bool:
    """Let a call wait for its next attempt; say whether the webhook has failed for so long that it is off now."""
    before = webhooks.state(page, call.organisation)
    webhooks.postpone(page, call, now + pause(call.attempts))
    since = before.failing_since or now
    over = before.off_at is None and now - since >= OFF_AFTER
    off = now if over else before.off_at
    webhooks.keep(page, replace(before, failing_since=since, off_at=off, trouble=trouble))
    return over


def pause(attempts: int) -> timedelta:
    """Give how long a call waits after so many attempts."""
    return timedelta(seconds=PAUSES[min(max(attempts, 1), len(PAUSES)) - 1])
