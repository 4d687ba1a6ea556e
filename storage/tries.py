"""Failed tries to log in: guessing gets slower and slower, and whoever guesses keeps nobody else out.

What is counted is an address together with the network that tries it, so that a stranger's tries make the stranger
wait. Only where very many networks try one address does everybody wait there who never logged in from this browser.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func, select

from storage.ids import new_id
from storage.page import Page
from storage.people import FAILED_LOGIN
from storage.sessions import digest

FREE = 5
"""So often anybody may mistype."""

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)
"""The wait after the last free try, which doubles with each further one, and what it never gets longer than."""

REMEMBERED = timedelta(hours=6)
"""Failed tries of an address and a network count for so long."""

WINDOW = timedelta(minutes=15)
"""Failed tries of one network at all addresses, and of all networks at one, count for so long."""

TRIES_PER_PEER = 20
"""More than one person may sit behind one network, and each may mistype."""

TRIES_PER_ADDRESS = 60
"""So many networks together may try one address."""

_WHOLE_NETWORK = 64
"""So many bits of an IPv6 address are given to one customer."""


@dataclass(frozen=True)
class Trying:
    """Who tries: with which address (or what else is guessed at), from where, and whether from a known browser."""

    whom: str
    peer: str
    known: bool = False


@dataclass(frozen=True)
class _Count:
    who: str
    tries: int
    first: datetime | None
    last: datetime | None


def try_again_at(page: Page, trying: Trying, now: datetime) -> datetime | None:
    """Count one more try as failed until it is proven right; give None, or until when a person has to wait.

    Counting first means that many guesses at the same moment are many. A try that has to wait is not counted.
    """
    pair, peer, address = _keys(trying)
    waits = [
        _grown(_count(page, pair, now - REMEMBERED)),
        _full(_count(page, peer, now - WINDOW), TRIES_PER_PEER),
        None if trying.known else _full(_count(page, address, now - WINDOW), TRIES_PER_ADDRESS),
    ]
    until = max((wait for wait in waits if wait and wait > now), default=None)
    if until is None:
        for who in (pair, peer, address):
            page.add(FAILED_LOGIN, id=new_id(now), who=who, at=now)
    return until


def forgive(page: Page, trying: Trying, tried_at: datetime) -> None:
    """Take back the tries of this address from this network after a right one; clear away what no longer counts.

    Of the other counts this one try alone: whoever has one password may be guessing at another.
    """
    pair, *others = _keys(trying)
    this_try = FAILED_LOGIN.c.who.in_(others) & (FAILED_LOGIN.c.at == tried_at)
    over = FAILED_LOGIN.c.at <= tried_at - REMEMBERED
    page.execute(delete(FAILED_LOGIN).where((FAILED_LOGIN.c.who == pair) | this_try | over))


def let_try(page: Page, whom: Iterable[str]) -> None:
    """Forget that many tried an address: somebody who was let in by another way has shown whose it is."""
    page.execute(delete(FAILED_LOGIN).where(FAILED_LOGIN.c.who.in_([_key("address", one) for one in whom])))


def network(peer: str) -> str:
    """Give the network of an address: of IPv6 the first half, as everybody has 2^64 addresses of their own there."""
    try:
        address = ip_address(peer)
    except ValueError:
        return peer
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _WHOLE_NETWORK), strict=False))


def _keys(trying: Trying) -> tuple[str, str, str]:
    whom, peer = trying.whom.strip().lower(), network(trying.peer)
    return _key("pair", f"{whom}\x00{peer}"), _key("peer", peer), _key("address", whom)


def _key(kind: str, value: str) -> str:
    """Give what a try is counted under: a digest, as people type passwords into the wrong field."""
    return digest(f"{kind} {value}")


def _count(page: Page, who: str, since: datetime) -> _Count:
    counted = select(
        func.count().label("tries"),
        func.min(FAILED_LOGIN.c.at).label("first"),
        func.max(FAILED_LOGIN.c.at).label("last"),
    ).where(FAILED_LOGIN.c.who == who, FAILED_LOGIN.c.at > since)
    row = page.one(counted)
    return _Count(who, row.tries, row.first, row.last) if row else _Count(who, 0, None, None)


def _grown(count: _Count) -> datetime | None:
    if count.tries < FREE or count.last is None:
        return None
    wait: timedelta = SHORTEST * 2 ** min(count.tries - FREE, 10)
    return count.last + min(LONGEST, wait)


def _full(count: _Count, limit: int) -> datetime | None:
    return count.first + WINDOW if count.first and count.tries >= limit else None
