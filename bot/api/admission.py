"""Who may come in: by a key, for what it is made for, and not too often."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from fastapi import Request

from bot.api.problems import Refused
from bot.reception import peer_of
from bot.throttle import WINDOW, Throttle
from cases.api_key import ApiKey, Scope
from cases.office import Office
from storage import api_keys
from storage.book import Book

RATES = {Scope.OPEN: 60, Scope.READ: 300}
"""So many requests a minute of one key, by what they are for. A minute is WINDOW."""

FAILED = 30
"""So many requests a minute without a good key, of one network address."""

_LONGEST = 200
"""Characters; no key is longer."""


@dataclass(frozen=True)
class Caller:
    """Whose system asks, and by which key."""

    key: ApiKey
    office: Office


@dataclass
class Admission:
    """Lets systems in that show a key. How often each asked lives in memory: what is forgotten is given again."""

    book: Book
    offices: Mapping[str, Office]
    clock: Callable[[], datetime]
    rates: Mapping[Scope, Throttle] = field(
        default_factory=lambda: {scope: Throttle(most, WINDOW) for scope, most in RATES.items()}
    )
    failed: Throttle = field(default_factory=lambda: Throttle(FAILED, WINDOW))

    async def admit(self, request: Request, *scopes: Scope) -> Caller:
        """Give who asks, with a key that has one of these scopes; raise Refused where that cannot be."""
        now, peer = self.clock(), peer_of(request)
        try:
            caller = await self._caller(request, now)
        except Refused:  # others at the same address, who have a good key, do not wait for whoever guesses
            _wait_for(self.failed, peer, now)
            self.failed.allows(peer, now)
            raise
        mine = [scope for scope in scopes if scope in caller.key.scopes]
        if not mine:
            raise Refused("scope", about={"scope": scopes[0]})
        throttle, name = self.rates[mine[0]], f"{caller.key.organisation} {caller.key.id}"
        _wait_for(throttle, name, now)
        throttle.allows(name, now)
        if api_keys.stale(caller.key, now):
            await self.book.run(api_keys.touch, caller.key, now)
        return caller

    async def _caller(self, request: Request, now: datetime) -> Caller:
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise Refused("no_key")
        found = await self.book.read(api_keys.find, secret.strip()[:_LONGEST])
        office = self.offices.get(found.organisation) if found else None
        if found is None or office is None:
            raise Refused("bad_key")
        if not found.holds(now):
            raise Refused("revoked" if found.revoked_at else "expired")
        return Caller(found, office)


def _wait_for(throttle: Throttle, name: str, now: datetime) -> None:
    seconds = ceil(throttle.waits(name, now).total_seconds())
    if seconds > 0:
        raise Refused("slow", retry_after=seconds)
