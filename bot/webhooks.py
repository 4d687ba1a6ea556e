"""Calls the systems of organisations that want to know what happens to their cases, until they have taken it."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.webhook_caller import Called, Resolve, Webhook, call, resolve
from bot.webhook_signing import ID, SIGNATURE, signature
from cases.errors import TryLater
from intake.announce import name_of
from intake.webhook_told import KEPT, not_told, told
from storage import webhooks
from storage.book import Book
from storage.claims import Node
from storage.webhooks import Call

log = structlog.get_logger()

TOGETHER = 8
"""So many calls are made at once."""

POLL = 5.0
"""Seconds after which calls are looked for though nobody rang."""


CLEARED_EVERY = timedelta(hours=1)
"""How often it is looked for calls that have waited too long."""


class Caller:
    """Makes the calls that wait. A call may come twice, never not at all; in what order, nobody says."""

    def __init__(self, book: Book, hooks: Mapping[str, Webhook], node: Node, look_up: Resolve = resolve) -> None:
        self._book, self._hooks, self._node, self._look_up = book, hooks, node, look_up
        self._cleared_at: datetime | None = None

    async def run(self) -> None:
        """Call until cancelled."""
        while True:
            made = 0
            with contextlib.suppress(TryLater):  # the database is away; the leases run out, and then it goes on
                made = await self.sweep()
                await self._clear_now_and_then()
            if made < TOGETHER:
                await self._book.wait(webhooks.TOPIC, POLL)

    async def sweep(self) -> int:
        """Make the calls whose time has come, TOGETHER at the most; give how many that were."""
        now = self._node.clock()
        taken = await self._book.run(webhooks.claim, self._hooks, now, TOGETHER)
        await asyncio.gather(*map(self._make, taken))
        return len(taken)

    async def _clear_now_and_then(self) -> None:
        if self._cleared_at is None or self._node.clock() - self._cleared_at >= CLEARED_EVERY:
            await self.clear()
            self._cleared_at = self._node.clock()

    async def clear(self) -> None:
        """Let go of what has waited too long to be of use."""
        gone = await self._book.run(webhooks.give_up, self._hooks, self._node.clock() - KEPT)
        if gone:
            log.error("calls of webhooks were given up", calls=gone)

    async def _make(self, waiting: Call) -> None:
        called = await called_with(self._hooks[waiting.organisation], waiting, self._node, self._look_up)
        now = self._node.clock()
        if not called.trouble:
            await self._book.run(told, waiting, now)
            return
        what = {"organisation": waiting.organisation, "trouble": called.trouble, "attempts": waiting.attempts}
        log.warning("a webhook did not take a call", **what)
        if await self._book.run(not_told, waiting, called.trouble, now):
            log.error("a webhook is off: it has failed for days", organisation=waiting.organisation)


async def called_with(hook: Webhook, waiting: Call, node: Node, look_up: Resolve = resolve) -> Called:
    """Make a call, signed now."""
    body = waiting.body.encode()
    headers = {ID: name_of(waiting.id), SIGNATURE: signature(hook.secret, body, node.clock())}
    return await call(hook, body, headers, look_up)
