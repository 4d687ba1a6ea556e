"""Pictures that were sent together come one by one: they are held until all are there, and are one line then."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.telegram_reading import Posted, merged

PAUSE = 0.7
"""Seconds after which no more of an album comes."""

Keep = Callable[[Posted], Awaitable[None]]


class Albums:
    """Passes messages on to `keep`. Whoever brings one waits until it is kept, also as a part of an album."""

    def __init__(self, keep: Keep, pause: float = PAUSE) -> None:
        self._keep, self._pause = keep, pause
        self._parts: dict[tuple[str, str], list[Posted]] = {}
        self._whole: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def take(self, one: Posted) -> None:
        """Keep a message; return once it is kept."""
        if not one.album or one.edited:
            await self._keep(one)
            return
        key = (one.address, one.album)
        if key not in self._whole:
            self._parts[key] = []
            self._whole[key] = asyncio.create_task(self._gather(key))
        self._parts[key].append(one)
        await self._whole[key]

    async def _gather(self, key: tuple[str, str]) -> None:
        parts, seen = self._parts[key], 0
        try:
            while len(parts) > seen:
                seen = len(parts)
                await asyncio.sleep(self._pause)
        finally:
            del self._parts[key], self._whole[key]
        await self._keep(merged(parts))
