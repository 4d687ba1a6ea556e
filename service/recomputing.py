"""The command that counts open time limits anew, from the settings to the case book and back."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from service.offices import read_offices
from service.recounting import Moved, recount_all
from service.settings import Settings, load_settings
from storage.book import Book


def recompute(config: Path | None, *, dry_run: bool) -> Sequence[Moved]:
    """Count open time limits anew; raise BadInput, PolicyError or TryLater that says what is wrong."""
    return asyncio.run(_recompute(load_settings(config), dry_run=dry_run))


async def _recompute(settings: Settings, *, dry_run: bool) -> Sequence[Moved]:
    offices = read_offices(settings)
    async with Book(settings.database) as book:
        return await recount_all(book, offices, lambda: datetime.now(UTC), dry_run=dry_run)
