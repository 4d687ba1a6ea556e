"""One run of the bench: the limit first, then the service as fast as it goes, then at half that."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from service.bench.catching import Caught, catch, port_of
from service.bench.database import check_unused, kept
from service.bench.figures import Figures, points
from service.bench.letters import Letter, Nature, letters
from service.bench.processes import LIMIT, SERVICE, Process, process
from service.bench.sending import Deliveries, deliver
from storage.engines import database_url
from storage.policies import SHIPPED, read_policies

WARM_UP = 60
"""So many letters go before those that count: a service that has just started compiles templates and the like."""

HALF_LOAD_SECONDS = 10
MOST_AT_HALF_LOAD = 1000
QUIET = 20.0
"""Seconds without an answer after which those that are missing are given up."""

SETTLE = 1.5
"""Seconds after the start in which the service comes to rest."""


@dataclass(frozen=True)
class Plan:
    """What is measured. `rate`: letters a second, None: as fast as they are taken. `database`: None for a new file."""

    messages: int
    connections: int
    database: str | None = None
    rate: float | None = None


@dataclass(frozen=True)
class Phase:
    """Some letters and what became of them: the deliveries, and what each person's letter waited for its answer."""

    letters: Sequence[Letter]
    deliveries: Deliveries
    waits: Sequence[float]
    ended: float

    @property
    def acknowledged_per_second(self) -> float:
        """Give the answers a second, from the first letter to the last answer."""
        return len(self.waits) / max(self.ended - self.deliveries.began, 1e-9)


async def bench(plan: Plan, say: Callable[[str], None]) -> Figures:
    """Measure, telling `say` what is going on.

    Raises BadInput for a database in use, TryLater where a server goes away.
    """
    with TemporaryDirectory(prefix="svarfrist-bench-") as folder:
        database = plan.database or f"sqlite:///{folder}/svarfrist.db"
        check_unused(database)
        count = WARM_UP + plan.messages + min(plan.messages, MOST_AT_HALF_LOAD)
        mail = letters(count, tuple(read_policies(SHIPPED).values()))
        say(f"limit: a bare aiosmtpd takes {plan.messages} letters")
        limit = await _limit(mail[WARM_UP : WARM_UP + plan.messages], plan, Path(folder))
        return await _Run(plan, mail, Path(folder), database, say).measured(limit)


async def _limit(mail: Sequence[Letter], plan: Plan, folder: Path) -> float:
    words = (*LIMIT, str(folder / "limit.db"))
    async with process(words, r"^(\d+)$", {}, folder / "limit.log") as bare:
        return (await deliver(mail, bare.port, plan.connections)).per_second


class _Run:
    """The service under load."""

    def __init__(
        self, plan: Plan, mail: Sequence[Letter], folder: Path, database: str, say: Callable[[str], None]
    ) -> None:
        self.plan, self.mail, self.folder, self.database, self.say = plan, mail, folder, database, say
        self.caught = Caught()
        self.sent: list[Phase] = []

    async def measured(self, limit: float) -> Figures:
        """Run the service and give the figures."""
        async with await catch(self.caught) as catcher:
            environment = self._environment(port_of(catcher))
            self.say("the service starts")
            async with process(SERVICE, r'"smtp": (\d+)', environment, self.folder / "service.log") as service:
                await asyncio.sleep(SETTLE)
                figures = await self._phases(service)
            figures["lost"] += sum(len(phase.deliveries.took) for phase in self.sent) - kept(self.database)
        return Figures(limit_per_second=round(limit, 1), share_of_limit=_share(figures, limit), **figures)

    async def _phases(self, service: Process) -> dict[str, Any]:
        first, second = WARM_UP, WARM_UP + self.plan.messages
        rest = service.memory()
        await self._phase("warm-up", self.mail[:first], service)
        spent = service.cpu_seconds()
        main = await self._phase("full load", self.mail[first:second], service, self.plan.rate)
        spent = service.cpu_seconds() - spent
        half = await self._half_load(main, self.mail[second:], service)
        return {
            "messages": self.plan.messages,
            "accepted_per_second": round(main.deliveries.per_second, 1),
            "acknowledged_per_second": round(main.acknowledged_per_second, 1),
            "data_to_250_ms": points(main.deliveries.took),
            "letter_to_answer_ms": points(main.waits),
            "cpu_ms_per_letter": round(spent * 1000 / len(main.letters), 1),
            "rest_rss_mb": round(rest, 1),
            "peak_rss_mb": round(service.peak, 1),
            "half_load": half,
            "database": database_url(self.database).get_backend_name(),
            **self._mistakes(),
        }

    async def _half_load(self, main: Phase, mail: Sequence[Letter], service: Process) -> dict[str, Any]:
        """Measure the times again at half of what was reached; nothing where a rate was asked for."""
        rate = main.acknowledged_per_second / 2
        if self.plan.rate or not rate:
            return {}
        half = await self._phase("half load", mail[: max(1, int(rate * HALF_LOAD_SECONDS))], service, rate)
        return {
            "letters_per_second": round(rate, 1),
            "data_to_250_ms": points(half.deliveries.took),
            "letter_to_answer_ms": points(half.waits),
        }

    async def _phase(self, name: str, mail: Sequence[Letter], service: Process, rate: float | None = None) -> Phase:
        """Deliver letters and wait for the answers to those that people wrote."""
        self.say(f"{name}: {len(mail)} letters")
        deliveries = await deliver(mail, service.port, self.plan.connections, rate)
        people = [letter.message_id for letter in mail if letter.nature is Nature.PERSON]
        await self._answered(people)
        at = self.caught.at
        waits = [at[id_] - deliveries.ended[id_] for id_ in people if id_ in at and id_ in deliveries.ended]
        ended = max((at[id_] for id_ in people if id_ in at), default=deliveries.finished)
        phase = Phase(mail, deliveries, waits, ended)
        self.sent.append(phase)
        return phase

    async def _answered(self, people: Sequence[str]) -> None:
        """Wait until every person has an answer, or none has come for some time."""
        missing, news = set(people), perf_counter()
        while missing and perf_counter() - news < QUIET:
            await asyncio.sleep(0.02)
            still = {id_ for id_ in missing if id_ not in self.caught.at}
            if still != missing:
                missing, news = still, perf_counter()

    def _mistakes(self) -> dict[str, int]:
        mail = [letter for phase in self.sent for letter in phase.letters]
        people = {letter.message_id for letter in mail if letter.nature is Nature.PERSON}
        robots = {letter.message_id for letter in mail if letter.nature is Nature.ROBOT}
        answers = self.caught.ids
        return {
            "lost": len(people - answers.keys()),
            "doubled": sum(len(set(ids)) > 1 for ids in answers.values()),
            "repeated": sum(len(ids) - len(set(ids)) for ids in answers.values()),
            "unasked": len(robots & answers.keys()),
        }

    def _environment(self, catcher: int) -> dict[str, str]:
        return {
            "SVARFRIST_DATABASE": self.database,
            "SVARFRIST_VAULT": str(self.folder / "vault"),
            "SVARFRIST_SECRET_FILE": str(self.folder / "secret"),
            "SVARFRIST_SMTP": "127.0.0.1:0",
            "SVARFRIST_WEB": "127.0.0.1:0",
            "SVARFRIST_DESK": "127.0.0.1:0",
            "SVARFRIST_OUTGOING": f"smtp://127.0.0.1:{catcher}?tls=none",
        }


def _share(figures: dict[str, Any], limit: float) -> float:
    return round(figures["acknowledged_per_second"] / limit, 2) if limit else 0.0
