"""Takes lines that have arrived, has them understood beside the loop, and has them answered, each chat in its order."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from cases.chat import Talk
from cases.errors import NotYet, TryLater
from cases.message import Channel
from cases.office import Office
from intake.converse import converse
from intake.plain_talk import PLAIN
from intake.receive import Received, Understood, receive
from storage import arrivals, chat_arrivals
from storage.arrivals import TRIES, Arrival
from storage.book import Book
from storage.claims import Node
from storage.page import Page
from storage.vault import LARGE, Vault, key_of

log = structlog.get_logger()

TOGETHER = 16
"""So many lines are understood at once."""

HANDS = 2
"""So many batches are at work: while one is being understood, the one before it is being answered."""

POLL = 2.0
"""Seconds after which arrivals are looked for though nobody rang."""

AGAIN = timedelta(seconds=5)
"""How long a line waits after a try that failed."""

IN_A_MOMENT = 0.02
"""Seconds that a line waits for the one before it, which another hand has."""

MOMENTS = 100
"""So many moments it waits so; then it goes back to the line."""

Understand = Callable[[Sequence[Arrival]], Awaitable[Sequence[Understood | None]]]
"""Gives what arrivals with their bytes say, None for one that could not be understood."""


@dataclass(frozen=True)
class Claimed:
    """An arrival that was taken, and the chat that it is a line of with its number there; 0 where it is of none."""

    arrival: Arrival
    chat: int
    seq: int


@dataclass(frozen=True)
class Wits:
    """How a line is understood, and the dialogue that answers it."""

    understand: Understand
    talk: Talk


class Worker:
    """Turns what comes by one channel into messages, cases and answers."""

    def __init__(self, book: Book, vault: Vault, offices: Mapping[str, Office], node: Node, wits: Wits) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._node = node
        self._wits = wits

    async def run(self, channel: Channel) -> None:
        """Work on a channel until cancelled."""
        async with asyncio.TaskGroup() as hands:
            for _ in range(HANDS):
                hands.create_task(self._hand(channel))

    async def _hand(self, channel: Channel) -> None:
        while True:
            taken = await self._claim(channel)
            await self._work(taken)
            if len(taken) < TOGETHER:
                await self._book.wait(arrivals.topic(channel), POLL)

    async def _claim(self, channel: Channel) -> tuple[Claimed, ...]:
        try:
            return await self._book.run_first(claim, channel, (self._node.name, self._node.clock()), TOGETHER)
        except TryLater as away:
            log.warning("lines cannot be read", channel=channel, reason=str(away))
            return ()

    async def _work(self, taken: Sequence[Claimed]) -> None:
        ours = [await self._with_bytes(one) for one in taken if self._is_ours(one.arrival)]
        ready = [one for one in ours if one]
        if not ready:
            return
        understood = await self._wits.understand([one.arrival for one in ready])
        by_chat: dict[int, list[tuple[Claimed, Understood | None]]] = defaultdict(list)
        for one, what in zip(ready, understood, strict=True):
            by_chat[one.chat or -one.arrival.id].append((one, what))
        await asyncio.gather(*map(self._answer_in_order, by_chat.values()))

    async def _with_bytes(self, one: Claimed) -> Claimed | None:
        """Give a line with its bytes, which a large one did not bring."""
        if one.arrival.raw is not None:
            return one
        try:
            whole = await self._book.read(arrivals.find, one.arrival.organisation, one.arrival.id)
            raw = await asyncio.to_thread(self._vault.raw, whole or one.arrival)
        except TryLater as away:
            await self._let_go(one.arrival, away)
            return None
        return replace(one, arrival=replace(one.arrival, raw=raw))

    def _is_ours(self, arrival: Arrival) -> bool:
        if arrival.organisation in self._offices:
            return True
        log.error("a line to an organisation that is not at work here", arrival=arrival.id)
        return False

    async def _answer_in_order(self, lines: Collection[tuple[Claimed, Understood | None]]) -> None:
        for one, what in sorted(lines, key=lambda line: line[0].seq):
            await self._answer(one.arrival, what)

    async def _answer(self, arrival: Arrival, what: Understood | None) -> None:
        if what is None:
            await self._hand_back(arrival, "not understood")
            return
        try:
            received = await self._taken_in(arrival, what)
        except TryLater as away:
            await self._let_go(arrival, away)
        except Exception as failure:  # noqa: BLE001 - the line is safe: it is tried again, in the end without a talk
            await self._hand_back(arrival, type(failure).__name__)
        else:
            whole = arrival if received is None or received.raw is None else replace(arrival, raw=received.raw)
            await self._put_away(whole)

    async def _taken_in(self, arrival: Arrival, what: Understood) -> Received | None:
        """Answer a line. One that has failed too often is taken in without a talk: a person reads it."""
        office = self._offices[arrival.organisation]
        if not arrival.channel.is_chat:
            return await self._book.run(receive, what, office, self._node.clock())
        talk = PLAIN if arrival.attempts >= TRIES else self._wits.talk
        for _ in range(MOMENTS):
            with contextlib.suppress(NotYet):
                return (await self._book.run_first(converse, what, talk, office, self._node.clock())).received
            await asyncio.sleep(IN_A_MOMENT)
        raise NotYet("the line before it is not answered for long")

    async def _put_away(self, arrival: Arrival) -> None:
        if arrival.raw is not None and arrival.vault_key is None and len(arrival.raw) >= LARGE:
            key, organisation, size = key_of(arrival), arrival.organisation, len(arrival.raw)
            with contextlib.suppress(TryLater):  # the row still has the bytes
                await asyncio.to_thread(self._vault.put, key, arrival.raw)
                if not await self._book.run(arrivals.move_to_vault, organisation, arrival.id, key, size):
                    await asyncio.to_thread(self._vault.put, key, b"")  # something was struck out meanwhile

    async def _hand_back(self, arrival: Arrival, reason: str) -> None:
        log.warning("a line was handed back", arrival=arrival.id, reason=reason)
        await self._give_up(arrivals.hand_back, arrival)

    async def _let_go(self, arrival: Arrival, away: TryLater) -> None:
        log.warning("a line waits", arrival=arrival.id, reason=str(away))
        await self._give_up(arrivals.let_go, arrival)

    async def _give_up(self, how: Callable[[Page, str, int, datetime], None], arrival: Arrival) -> None:
        with contextlib.suppress(TryLater):  # the database is away: the lease runs out, and then it is tried again
            await self._book.run(how, arrival.organisation, arrival.id, self._node.clock() + AGAIN)


def claim(page: Page, channel: Channel, claimant: tuple[str, datetime], limit: int) -> tuple[Claimed, ...]:
    """Take arrivals of a channel, each with the chat that it is a line of."""
    taken = arrivals.claim(page, channel, claimant, limit)
    where = chat_arrivals.places(page, [(one.organisation, one.id) for one in taken])
    return tuple(Claimed(one, *where.get((one.organisation, one.id), (0, 0))) for one in taken)
