"""Once a week: do the web addresses in a policy, which letters carry to people, still lead somewhere? (P-MX-11).

Off unless it is switched on: whoever runs the service decides whether it may reach out into the net.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping

import httpx
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from cases.office import Office
from cases.policy import Policy
from intake.house_notices import HouseNotice, tell_house
from replies.house_notice import News
from storage.book import Book
from storage.claims import Node

log = structlog.get_logger()

Fetch = Callable[[str], Awaitable[int | None]]
"""Gives the HTTP status of an address, None where nothing answered."""

GONE = frozenset({404, 410})
BROKEN = 500
"""From this status on the server itself has failed. A page that is closed to programs (403, 429) may be there."""

TIMEOUT = httpx.Timeout(20.0, connect=10.0)


def link_check(book: Book, offices: Mapping[str, Office], node: Node, fetch: Fetch) -> AsyncIOScheduler:
    """Give the scheduler, not yet started: every Monday morning."""
    scheduler = AsyncIOScheduler(timezone="UTC")

    async def look() -> None:
        await look_at_links(book, offices, node, fetch)

    when = {"day_of_week": "mon", "hour": 4}
    scheduler.add_job(look, "cron", **when, id="links", coalesce=True, misfire_grace_time=None)
    return scheduler


async def look_at_links(book: Book, offices: Mapping[str, Office], node: Node, fetch: Fetch) -> int:
    """Tell staff of each address that leads nowhere, once a week; give how many letters that made.

    What two processes find in the same week is told once.
    """
    told = 0
    for office in offices.values():
        for url in [one for one in links_of(office.policy) if dead(await fetch(one))]:
            log.warning("a link in a policy leads nowhere", organisation=office.policy.id, link=url)
            now = node.clock()
            year, week, _ = office.day(now).isocalendar()
            notice = HouseNotice(News.LINK_DEAD, f"{url} {year}-{week}", address=url)
            told += await book.run(tell_house, notice, office, now)
    return told


def links_of(policy: Policy) -> tuple[str, ...]:
    """Give the web addresses of a policy, each once."""
    body = policy.external_body
    every: Iterable[str] = (*policy.links.values(), *((body.link,) if body else ()))
    return tuple(dict.fromkeys(every))


def dead(status: int | None) -> bool:
    """Say whether an address leads nowhere."""
    return status is None or status in GONE or status >= BROKEN


async def fetch_status(url: str) -> int | None:
    """Ask the net for an address, following where it leads."""
    try:
        async with (
            httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=True) as client,
            client.stream("GET", url) as answer,
        ):
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL):
        return None
