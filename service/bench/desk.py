"""How fast the desk answers: a real service, a person who is logged in, page after page, as a browser asks for them."""

import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from httpx import AsyncClient
from sqlalchemy import func, select

from cases.errors import TryLater
from cases.office import Office
from cases.organisation import Sight, StaffRole
from cases.policy import Policy
from cases.staff import Staff
from desk.asked import View
from desk.passwords import hashed
from desk.proof import PASSWORD
from intake.kept_figures import bring_up
from service.bench.figures import points
from service.bench.letters import SEED
from service.bench.processes import SERVICE, Process, process
from storage import staff as people
from storage.book import Book
from storage.calendars import read_calendars
from storage.engines import database_url, reading_engine
from storage.ids import new_id
from storage.policies import SHIPPED, read_policies
from storage.tables import CASE

FAST = 200.0
"""Milliseconds that ninety-five of a hundred pages may take."""

LARGE = 100_000
"""Bytes of a page's HTML, without compression, that are too many."""

PAGES_OF_CASES = 200
OTHERS = (
    *("/desk/outbox", "/desk/filed", "/desk/mailboxes", "/desk/register"),
    *("/desk/improvements", "/desk/reports", f"/desk/reports/yearly-{datetime.now(UTC).year}.csv"),
    *("/desk/you", "/desk/you/notices"),
)
"""Pages that everybody has who sees a queue."""

ADMINISTRATORS = (
    *("/desk/people", "/desk/admin", "/desk/admin/policy", "/desk/admin/templates", "/desk/admin/retention"),
    *("/desk/admin/access", "/desk/outbox?which=stuck"),
)
"""Pages of those who look after the installation."""

COMMON, TOGETHER, RARE, NOWHERE = "kursus", "kursus faktura", "solund", "zyxwvut"
FILTERS = ("kind=complaint", "kind=feedback&language=nl", "who=none", "channel=chat")


@dataclass
class Timed:
    """What one sort of page took, in seconds, the service's processor time for all, and the most bytes that it had."""

    took: list[float] = field(default_factory=list)
    size: int = 0
    cpu: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON values: milliseconds, those of the service's processor a page among them, bytes."""
        return {
            "pages": len(self.took),
            **points(self.took),
            "cpu": round(self.cpu * 1000 / max(1, len(self.took)), 1),
            "bytes": self.size,
        }


@dataclass(frozen=True)
class Visit:
    """A sort of page, and the addresses under which it is asked for."""

    name: str
    addresses: Sequence[str]


@dataclass(frozen=True)
class Seat:
    """A browser at the desk of the service that is measured."""

    client: AsyncClient
    service: Process

    def another(self) -> AsyncClient:
        """Give a browser of somebody else."""
        return AsyncClient(base_url=self.client.base_url, headers=self.client.headers, timeout=self.client.timeout)


async def bench_desk(database: str, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure the pages of the desk over a database that `bench fill` made; a person is added to it.

    Raises TryLater where the service does not start or answers with an error.
    """
    policy = _largest(database)
    password = secrets.token_urlsafe(16)
    able = [role for role in policy.roles if role.sight is Sight.CASES and role.id in policy.queues[0].roles]
    staff = await _hired(database, policy, able[0], password)
    looks_after = next(role for role in policy.roles if role.administers)
    administrator = await _hired(database, policy, looks_after, password)
    say("the cases are counted, as they are every ten minutes")
    began = perf_counter()
    await _count_up(database, policy)
    counted = perf_counter() - began
    with TemporaryDirectory(prefix="svarfrist-bench-") as folder:
        async with _desk(database, Path(folder)) as seat:
            say(f"the service answers; {staff.name} of {policy.name} logs in")
            timed = {"log-in page": await _measured(seat, Visit("log-in page", ["/desk/login"] * rounds))}
            await _log_in(seat.client, staff, password)
            calendar = Visit("calendar", [await _calendar(seat.client, password)] * rounds)
            for visit in (*_visits(database, policy, rounds), calendar):
                say(visit.name)
                timed[visit.name] = await _measured(seat, visit)
            async with seat.another() as client:
                await _log_in(client, administrator, password)
                for visit in _others(ADMINISTRATORS, rounds):
                    say(visit.name)
                    timed[visit.name] = await _measured(Seat(client, seat.service), visit)
    return {
        "database": database_url(database).get_backend_name(),
        "cases": _cases(database),
        "counted_in_seconds": round(counted),
        "pages": {name: one.as_json() for name, one in timed.items()},
        "slow": [name for name, one in timed.items() if points(one.took)["p95"] > FAST],
        "large": [name for name, one in timed.items() if one.size > LARGE and name != calendar.name],
    }


def table(figures: dict[str, Any]) -> str:
    """Give the figures for people, a line each."""
    lines = [
        f"{figures['cases']:,} cases, {figures['database']}",
        f"{'page':<34}{'p50':>8}{'p95':>8}{'p99':>8}{'cpu':>8}   bytes",
    ]
    for name, one in figures["pages"].items():
        lines.append(f"{name:<34}{one['p50']:>8}{one['p95']:>8}{one['p99']:>8}{one['cpu']:>8}{one['bytes']:>8}")
    return "\n".join(lines)


def _visits(database: str, policy: Policy, rounds: int) -> list[Visit]:
    """Give every sort of page; the first of each fills the caches, as the first of a day does."""
    views = [Visit(f"queue, {view}", [f"/desk/?view={view}"] * rounds) for view in View]
    filtered = [Visit(f"queue, {one}", [f"/desk/?{one}"] * rounds) for one in FILTERS]
    numbers = _numbers(database, policy.id)
    queries = (
        ("a common word", [COMMON]),
        ("two common words", [TOGETHER]),
        ("a rare name", [RARE, "kasol", "birdal"]),
        ("a beginning", ["berggaa", "holmve", "kur"]),
        ("a phrase", ['"jeg har talt"', '"venlig hilsen"']),
        ("a word and not another", ["kursus -faktura"]),
        ("nothing", [NOWHERE]),
        ("a case number", numbers[:20]),
    )
    searches = [
        Visit(f"search, {name}", [f"/desk/search?q={words[n % len(words)]}" for n in range(rounds)])
        for name, words in queries
    ]
    filters = Visit("search, filtered", ["/desk/search?q=kursus&state=open&kind=complaint&from=2025-01-01"] * rounds)
    cases = Visit("case", [f"/desk/cases/{number}" for number in numbers])
    long = Visit("case, a long history", [f"/desk/cases/{_longest(database, policy)}"] * rounds)
    return [*views, *filtered, cases, long, *searches, filters, *_others(OTHERS, rounds)]


def _others(addresses: Iterable[str], rounds: int) -> list[Visit]:
    return [Visit(address.removeprefix("/desk/"), [address] * rounds) for address in addresses]


async def _measured(seat: Seat, visit: Visit) -> Timed:
    timed, before = Timed(), seat.service.cpu_seconds()
    for address in visit.addresses:
        began = perf_counter()
        answer = await seat.client.get(address, follow_redirects=True)  # a number leads to its case
        timed.took.append(perf_counter() - began)
        timed.size = max(timed.size, len(answer.content))
        if answer.status_code != 200:  # noqa: PLR2004 - anything else is no page that was measured
            raise TryLater(f"{address} answered {answer.status_code}")
    timed.cpu = seat.service.cpu_seconds() - before
    return timed


async def _log_in(client: AsyncClient, staff: Staff, password: str) -> None:
    typed = {"email": staff.email, "password": password, "next": "/desk/"}
    answer = await client.post("/desk/login", data=typed)
    if answer.status_code != 303:  # noqa: PLR2004 - where the log-in leads to
        raise TryLater(f"the log-in answered {answer.status_code}")


async def _calendar(client: AsyncClient, password: str) -> str:
    """Give one's calendar an address; give it."""
    page = await client.get("/desk/you")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    typed = {"csrf": token[1] if token else "", "days": "0", PASSWORD: password}
    answer = await client.post("/desk/you/calendar", data=typed)
    if not (found := re.search(r"/desk/calendar/[^\"]+\.ics", answer.text)):
        raise TryLater(f"the calendar got no address: {answer.status_code}")
    return found[0]


@asynccontextmanager
async def _desk(database: str, folder: Path) -> AsyncIterator[Seat]:
    """Run the desk alone: whatever else works would be measured as well."""
    environment = {
        "SVARFRIST_DATABASE": database,
        "SVARFRIST_ROLES": "desk",
        "SVARFRIST_DESK": "127.0.0.1:0",
        "SVARFRIST_VAULT": str(folder / "vault"),
        "SVARFRIST_SECRET_FILE": str(folder / "secret"),
    }
    async with process(SERVICE, r'"desk": (\d+)', environment, folder / "service.log") as service:
        address = f"http://127.0.0.1:{service.port}"
        async with AsyncClient(base_url=address, headers={"Origin": address}, timeout=120) as client:
            yield Seat(client, service)


async def _hired(database: str, policy: Policy, role: StaffRole, password: str) -> Staff:
    """Add a person with a role."""
    word = secrets.token_hex(4)
    now = datetime.now(UTC)
    staff = Staff(policy.id, new_id(now), f"bench.{word}@example.org", f"Bench {word}", role.id)
    async with Book(database) as book:
        await book.run(people.add, staff, hashed(password), now)
    return staff


async def _count_up(database: str, policy: Policy) -> None:
    """Count what nobody has counted yet: the service does it while nobody waits."""
    async with Book(database) as book:
        while await book.run(bring_up, Office(policy, read_calendars())):
            pass


def _largest(database: str) -> Policy:
    """Give the organisation with most cases."""
    policies = read_policies(SHIPPED)
    which = select(CASE.c.organisation).group_by(CASE.c.organisation).order_by(func.count().desc()).limit(1)
    rows = _rows(database, which)
    if not rows:
        raise TryLater("there are no cases; `svarfrist bench fill` makes some")
    return policies[rows[0][0]]


def _longest(database: str, policy: Policy) -> str:
    """Give the number of the case in which most has happened, of the queue that is looked at."""
    mine = (CASE.c.organisation == policy.id) & (CASE.c.queue == policy.queues[0].id)
    return str(_rows(database, select(CASE.c.number).where(mine).order_by(CASE.c.events.desc()).limit(1))[0][0])


def _cases(database: str) -> int:
    return int(_rows(database, select(func.count()).select_from(CASE))[0][0])


def _numbers(database: str, organisation: str) -> list[str]:
    """Give numbers of cases that live and of cases that are over, all from the queue that was looked at."""
    mine = (CASE.c.organisation == organisation) & (CASE.c.queue == read_policies(SHIPPED)[organisation].queues[0].id)
    found: list[str] = []
    for order in (CASE.c.id.desc(), CASE.c.id):
        found += [row[0] for row in _rows(database, select(CASE.c.number).where(mine).order_by(order).limit(2000))]
    return Random(SEED).sample(found, min(PAGES_OF_CASES, len(found)))  # noqa: S311 - reproducible is what it has to be


def _rows(database: str, which: Any) -> Sequence[Any]:  # noqa: ANN401 - a select
    engine = reading_engine(database_url(database))
    try:
        with engine.connect() as connection:
            return connection.execute(which).all()
    finally:
        engine.dispose()
