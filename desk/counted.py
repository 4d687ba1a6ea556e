"""An organisation's numbers, brought up to date beside the pages: who looks at them waits for no million of cases.

To count takes at most one part in twenty of the time, so what changed is mostly counted whenever somebody looks. A page
says when its numbers were counted.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter

from fastapi import Request

from desk.console import Console
from intake.figures import Figures, by, total
from intake.kept_figures import bring_up, kept
from storage.sums import Sum

PATIENCE = 1.0
"""Seconds for which a page waits where nothing was counted yet."""

SHORT = 0.1
"""Seconds for which a page waits for newer numbers than those it has."""

SHARE = 20
"""What took a second to count is good for so many."""


@dataclass(frozen=True)
class Counted:
    """Numbers as they were at an instant. `until` is when they are old; what was added up of them is kept."""

    figures: Figures
    at: datetime
    until: float
    _sums: dict[tuple[frozenset[str], int | None, str], dict[str, Sum]] = field(default_factory=dict)

    def total(self, months: frozenset[str], viewer: int) -> Sum:
        """Add up what came in some months, as one person may know it."""
        return self._kept(months, viewer, "")[""]

    def by(self, months: frozenset[str], viewer: int, what: str) -> dict[str, Sum]:
        """Add it up by kind, language, channel, queue, ruling or month."""
        return self._kept(months, viewer, what)

    def _kept(self, months: frozenset[str], viewer: int, what: str) -> dict[str, Sum]:
        apart = viewer if any(viewer in excluded for excluded, _, _ in self.figures.apart) else None
        key = (months, apart, what)
        if key not in self._sums:
            add = {"": total(self.figures, months, apart)} if not what else by(self.figures, months, apart, what)
            self._sums[key] = add
        return self._sums[key]


class Ledger:
    """What was counted of each organisation."""

    def __init__(self) -> None:
        self._known: dict[str, Counted] = {}
        self._counting: dict[str, asyncio.Task[Counted]] = {}

    async def of(self, desk: Console, organisation: str) -> Counted | None:
        """Give an organisation's numbers; None while they are counted for the first time, and it takes long."""
        known = self._known.get(organisation)
        if known and known.until > perf_counter():
            return known
        task = self._counting.get(organisation)
        if task is None:
            task = self._counting[organisation] = asyncio.create_task(self._count(desk, organisation))
        done, _ = await asyncio.wait({task}, timeout=SHORT if known else PATIENCE)
        return task.result() if done else known

    async def _count(self, desk: Console, organisation: str) -> Counted:
        began, now = perf_counter(), desk.clock()
        try:
            while await desk.book.run(bring_up, desk.offices[organisation]):
                pass
            found = await desk.book.read(kept, desk.offices[organisation], now)
            ended = perf_counter()
            self._known[organisation] = Counted(found, now, ended + (ended - began) * SHARE)
            return self._known[organisation]
        finally:
            del self._counting[organisation]


def ledger(request: Request) -> Ledger:
    """Give the numbers that a desk keeps."""
    found: Ledger = request.app.state.ledger
    return found
