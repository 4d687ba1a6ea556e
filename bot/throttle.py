"""How often one network address may ask for a page, so that trying out links is slow and the database has rest."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
MOST = 30
"""So many pages in WINDOW; several people may sit behind one address."""

REMEMBERED = 10_000
"""So many addresses are remembered; the one that was away longest is forgotten first."""


class Throttle:
    """Counts what each address asked for. It lives in memory: what is forgotten is given again."""

    def __init__(self, most: int = MOST, window: timedelta = WINDOW) -> None:
        self._most, self._window = most, window
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()

    def waits(self, peer: str, now: datetime) -> timedelta:
        """Say how long an address has to wait until it may have one more; nothing where it may now. Counts nothing."""
        asked = [at for at in self._asked.get(peer, ()) if now - at < self._window]
        return asked[-self._most] + self._window - now if len(asked) >= self._most else timedelta()

    def allows(self, peer: str, now: datetime) -> bool:
        """Say whether an address may have one more page now, and count it where it may."""
        asked = self._asked.setdefault(peer, deque())
        self._asked.move_to_end(peer)
        while asked and now - asked[0] >= self._window:
            asked.popleft()
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        if len(asked) >= self._most:
            return False
        asked.append(now)
        return True
