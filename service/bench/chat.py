"""One run of the chat's bench: sockets that say nothing first, then conversations that go on at a steady pace."""

import asyncio
import contextlib
import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from httpx import AsyncClient, Limits

from service.bench.catching import Caught, catch, port_of
from service.bench.chat_figures import ChatFigures
from service.bench.database import chat_lines_kept, check_unused
from service.bench.figures import points
from service.bench.letters import SEED
from service.bench.processes import SERVICE, Process, process
from service.bench.visiting import Said, tab
from service.bench.visitors import Visitor, visitors
from storage.engines import database_url
from storage.policies import SHIPPED, read_policies

WARM_UP = 10
"""So many conversations go before those that count."""

SETTLE = 2.0
"""Seconds in which the service comes to rest."""

WATCHED = 5.0
"""Seconds for which idle sockets are watched."""

COMING = 1.5
"""After so many pauses all have come and said their first line: only then it is measured."""

DOORS = 20
"""So many pages are opened at the same time."""

FILES = 300
"""Files that a process has open beside its sockets."""


@dataclass(frozen=True)
class ChatPlan:
    """What is measured: `conversations` at once for so many `seconds`, in each a line every `pause` seconds on average.

    `idle` sockets are opened that say nothing. `database`: None for a new file.
    """

    conversations: int
    seconds: float
    pause: float
    idle: int
    database: str | None = None


async def bench_chat(plan: ChatPlan, say: Callable[[str], None]) -> ChatFigures:
    """Measure, telling `say` what is going on.

    Raises BadInput for a database in use, TryLater where the service goes away.
    """
    _let_open(max(plan.idle, plan.conversations) + WARM_UP + FILES)
    with TemporaryDirectory(prefix="svarfrist-bench-") as folder:
        database = plan.database or f"sqlite:///{folder}/svarfrist.db"
        check_unused(database)
        async with await catch(Caught()) as catcher:
            environment = _environment(database, Path(folder), port_of(catcher))
            say("the service starts")
            async with process(SERVICE, r'"web": (\d+)', environment, Path(folder) / "service.log") as service:
                limits = Limits(max_connections=DOORS)
                async with AsyncClient(limits=limits, timeout=60.0) as http:
                    run = _Run(plan, service, http, say)
                    figures = await run.measured()
        lost, doubled = chat_lines_kept(database, run.ticked)
        backend = database_url(database).get_backend_name()
        return ChatFigures(lost=lost, doubled=doubled, database=backend, **figures)


class _Run:
    """Visitors at a running service."""

    def __init__(self, plan: ChatPlan, service: Process, http: AsyncClient, say: Callable[[str], None]) -> None:
        self.plan, self.service, self.http, self.say = plan, service, http, say
        self.visitors: Iterator[Visitor] = visitors(tuple(read_policies(SHIPPED).values()))
        self.said: list[Said] = []

    @property
    def ticked(self) -> list[str]:
        """Give the lines of which the service said that it has them."""
        return [client for said in self.said for client in said.ticked]

    async def measured(self) -> dict[str, Any]:
        """Let visitors come and give the figures of it."""
        await self._talks("warm-up", ChatPlan(WARM_UP, 1.0, 0.0, 0))
        await asyncio.sleep(SETTLE)
        rest = self.service.memory()
        idle = await self._idle()
        coming = asyncio.create_task(self._measure_from(self.plan.pause * COMING))
        whole = await self._talks("conversations", self.plan)
        began, spent = await coming
        lasted = perf_counter() - began
        spent = self.service.cpu_seconds() - spent
        said = whole.since(began)
        return {
            "conversations": self.plan.conversations,
            "lines": len(said.sent),
            "lines_per_second": round(len(said.answered) / lasted, 1),
            "line_to_answer_ms": points(said.answered.values()),
            "coming_ms": points(took for client, took in whole.answered.items() if client not in said.sent),
            "line_to_tick_ms": points(said.ticked.values()),
            "cpu_ms_per_line": round(spent * 1000 / max(len(said.sent), 1), 1),
            "rest_rss_mb": round(rest, 1),
            "peak_rss_mb": round(self.service.peak, 1),
            "unanswered": sum(len(one.sent.keys() - one.answered.keys()) for one in self.said),
            "refused": sum(len(one.refused) for one in self.said),
            **idle,
        }

    async def _idle(self) -> Mapping[str, float]:
        """Open sockets that say nothing, and give what they cost; they are closed then."""
        self.say(f"{self.plan.idle} idle sockets")
        before = self.service.memory()
        doors = asyncio.Semaphore(DOORS)
        async with AsyncExitStack() as open_:

            async def come(visitor: Visitor) -> None:
                async with doors:
                    await open_.enter_async_context(tab(self.http, self.service.port, visitor, Said()))

            async with asyncio.TaskGroup() as coming:
                for visitor in islice(self.visitors, self.plan.idle):
                    coming.create_task(come(visitor))
            await asyncio.sleep(SETTLE)
            more = self.service.memory() - before
            spent = self.service.cpu_seconds()
            await asyncio.sleep(WATCHED)
            share = (self.service.cpu_seconds() - spent) / WATCHED
        await asyncio.sleep(SETTLE)
        return {
            "idle_sockets": self.plan.idle,
            "idle_memory_mb": round(more, 1),
            "idle_cpu_share": round(share, 3),
        }

    async def _measure_from(self, seconds: float) -> tuple[float, float]:
        """Wait until all have come; give the instant, and the processor time spent so far."""
        await asyncio.sleep(seconds)
        return perf_counter(), self.service.cpu_seconds()

    async def _talks(self, name: str, plan: ChatPlan) -> Said:
        """Hold so many conversations at once; whoever has said everything makes room for another visitor.

        All come within one pause. Those who come first leave early, each after another number of lines, so that from
        then on people come and go all the time.
        """
        self.say(f"{name}: {plan.conversations} at once")
        said = Said()
        self.said.append(said)
        until = perf_counter() + plan.seconds + plan.pause * COMING
        async with asyncio.TaskGroup() as places:
            for number in range(plan.conversations):
                chance = Random(SEED + number)  # noqa: S311 - reproducible is what it has to be
                places.create_task(self._place(chance, plan.pause, until, said))
        return said

    async def _place(self, chance: Random, pause: float, until: float, said: Said) -> None:
        await asyncio.sleep(chance.random() * pause)
        visitor = next(self.visitors)
        visitor = replace(visitor, lines=visitor.lines[: chance.randint(1, len(visitor.lines))])
        while perf_counter() < until:
            async with tab(self.http, self.service.port, visitor, said) as page:
                for line in visitor.lines:
                    await page.say(line)
                    left = until - perf_counter()
                    await asyncio.sleep(min(left, chance.uniform(0.5, 1.5) * pause))
                    if perf_counter() >= until:
                        break
            visitor = next(self.visitors)


def _let_open(files: int) -> None:
    """Let this process, and those that it starts, have so many files open, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = files if hard == resource.RLIM_INFINITY else min(files, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _environment(database: str, folder: Path, catcher: int) -> dict[str, str]:
    return {
        "SVARFRIST_DATABASE": database,
        "SVARFRIST_VAULT": str(folder / "vault"),
        "SVARFRIST_SECRET_FILE": str(folder / "secret"),
        "SVARFRIST_SMTP": "127.0.0.1:0",
        "SVARFRIST_WEB": "127.0.0.1:0",
        "SVARFRIST_DESK": "127.0.0.1:0",
        "SVARFRIST_OUTGOING": f"smtp://127.0.0.1:{catcher}?tls=none",
    }
