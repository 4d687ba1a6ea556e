"""Tries to log in are counted, each before it is looked at, so that guessing is slow (storage/tries.py)."""

from datetime import datetime

from fastapi import Request

from desk.console import Console
from desk.devices import known_by, peer_of
from storage import devices, tries
from storage.tries import Trying


async def trying(request: Request, desk: Console, email: str, what: str = "") -> Trying:
    """Say who tries; `what` is what they guess at, where that is not the password of an address."""
    known = await desk.book.read(devices.knows, email, known_by(request, desk), desk.clock())
    return Trying(f"{email} {what}".strip(), peer_of(request), known)


async def wait_until(desk: Console, who: Trying, now: datetime) -> datetime | None:
    """Count a try; give None, or until when whoever tries has to wait."""
    return await desk.book.run(tries.try_again_at, who, now)
