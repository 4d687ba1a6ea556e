"""Takes letters that have arrived, has them understood beside the loop, and hands them to intake, in batches."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from cases.errors import TryLater
from cases.message import Channel, Message
from cases.office import Office
from intake.receive import Understood, receive
from mail.apart import Apart
from mail.border import Border
from mail.claims import Trust
from mail.forms import through_a_form
from mail.understand import Bytes, Understanding
from storage import arrivals
from storage.arrivals import TRIES, Arrival
from storage.book import Book
from storage.claims import Node
from storage.page import Page
from storage.vault import LARGE, Vault, key_of

log = structlog.get_logger()

TOGETHER = 16
"""So many letters are understood at once: with two hands, at most 32 MB of them are in memory."""

HANDS = 2
"""So many batches are at work: while one is being understood, the one before it is being written."""

POLL = 2.0
"""Seconds after which arrivals are looked for though nobody rang."""

AGAIN = timedelta(seconds=20)
"""How long a letter waits after a try that failed."""


class Worker:
    """Turns arrivals into messages and cases.

    With a `border`, it finds out who those are really from that came by SMTP. `apart` is where it has them understood;
    others may have theirs understood there as well.
    """

    def __init__(
        self, book: Book, vault: Vault, offices: Mapping[str, Office], node: Node, *, border: Border | None = None
    ) -> None:
        self._border = border
        self._book = book
        self._vault = vault
        self._offices = offices
        self._node = node
        self.apart = Apart({id_: office.policy for id_, office in offices.items()})
        self._large = asyncio.Lock()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            async with asyncio.TaskGroup() as hands:
                for _ in range(HANDS):
                    hands.create_task(self._hand())
        finally:
            self.apart.end()

    async def warm_up(self) -> None:
        """Start the worker process before the first letter comes."""
        await self.apart.start()

    async def _hand(self) -> None:
        while True:
            taken = await self._claim()
            await self._work(taken)
            if len(taken) < TOGETHER:
                await self._book.wait(arrivals.topic(Channel.MAIL), POLL)

    async def _claim(self) -> tuple[Arrival, ...]:
        try:
            claimant = (self._node.name, self._node.clock())
            return await self._book.run(arrivals.claim, Channel.MAIL, claimant, TOGETHER)
        except TryLater as away:
            log.warning("arrivals cannot be read", reason=str(away))
            return ()

    async def _work(self, taken: tuple[Arrival, ...]) -> None:
        """Work on letters together, but one by one on those too large to bring their bytes: memory is not endless."""
        ours = [arrival for arrival in taken if self._is_ours(arrival)]
        await self._work_together([arrival for arrival in ours if arrival.raw is not None])
        for arrival in ours:
            if arrival.raw is None:
                async with self._large:
                    await self._work_alone(arrival)

    async def _work_together(self, taken: list[Arrival]) -> None:
        if not taken:
            return
        understood = await self.apart.understand([_letter(arrival, self._trust(arrival)) for arrival in taken])
        await asyncio.gather(*(self._take_in(one, what) for one, what in zip(taken, understood, strict=True)))

    async def _work_alone(self, arrival: Arrival) -> None:
        try:
            fetched = await self._fetched(arrival)
        except TryLater as away:
            await self._let_go(arrival, away)
        else:
            await self._work_together([fetched])

    async def _fetched(self, arrival: Arrival) -> Arrival:
        if not arrival.vault_key:
            found = await self._book.read(arrivals.find, arrival.organisation, arrival.id)
            arrival = replace(found, attempts=arrival.attempts) if found else arrival
        return replace(arrival, raw=await asyncio.to_thread(self._vault.raw, arrival))

    def _is_ours(self, arrival: Arrival) -> bool:
        if arrival.organisation in self._offices:
            return True
        # Its claim runs out by itself; perhaps another process knows the organisation, or this one will again.
        log.error("a letter to an organisation that is not at work here", arrival=arrival.id)
        return False

    async def _take_in(self, arrival: Arrival, what: Understanding | None) -> None:
        if what is None:
            await self._hand_back(arrival, "not understood")
            return
        office = self._offices[arrival.organisation]
        message, judgement = through_a_form(await self._looked_at(arrival, what), what.judgement, office.policy)
        understood = Understood(arrival.id, message, judgement, what.reading, what.tokens, what.raw)
        try:
            received = await self._book.run(receive, understood, office, self._node.clock())
        except TryLater as away:
            await self._let_go(arrival, away)
        except Exception as failure:  # noqa: BLE001 - the arrival is safe: it is tried again, in the end as unreadable
            await self._hand_back(arrival, type(failure).__name__)
        else:
            await self._put_away(arrival if received.raw is None else replace(arrival, raw=received.raw))

    def _trust(self, arrival: Arrival) -> Trust:
        """Say whose word counts: the front server's, where one hands letters over, else ours, if we face the net."""
        front, envelope = self._offices[arrival.organisation].authserv_id, arrival.envelope
        from_the_net = bool(envelope.peer) and envelope.source is None
        return Trust(front, border=self._border is not None and not front and from_the_net)

    async def _looked_at(self, arrival: Arrival, what: Understanding) -> Message:
        """Give the message with what is known of the domain it says it is from."""
        if self._border is None or what.claims is None:
            return what.message
        return replace(what.message, authentication=await self._border.look(what.claims, arrival.envelope))

    async def _hand_back(self, arrival: Arrival, reason: str) -> None:
        log.warning("an arrival was handed back", arrival=arrival.id, reason=reason)
        await self._give_up(arrivals.hand_back, arrival)

    async def _let_go(self, arrival: Arrival, away: TryLater) -> None:
        """Give back what could not be tried: a letter is not to blame for a database that is away."""
        log.warning("an arrival waits", arrival=arrival.id, reason=str(away))
        await self._give_up(arrivals.let_go, arrival)

    async def _give_up(self, how: Callable[[Page, str, int, datetime], None], arrival: Arrival) -> None:
        until = self._node.clock() + AGAIN
        with contextlib.suppress(TryLater):  # the database is away: the lease runs out, and then it is tried again
            await self._book.run(how, arrival.organisation, arrival.id, until)

    async def _put_away(self, arrival: Arrival) -> None:
        if arrival.raw is not None and arrival.vault_key is None and len(arrival.raw) >= LARGE:
            key = key_of(arrival)
            with contextlib.suppress(TryLater):  # the row still has the bytes
                await asyncio.to_thread(self._vault.put, key, arrival.raw)
                if not await self._book.run(
                    arrivals.move_to_vault, arrival.organisation, arrival.id, key, len(arrival.raw)
                ):  # something was struck out meanwhile: what was, is not to lie in the vault
                    await asyncio.to_thread(self._vault.put, key, b"")


def _letter(arrival: Arrival, trust: Trust) -> Bytes:
    hopeless = arrival.attempts >= TRIES
    return Bytes(arrival.organisation, arrival.raw or b"", arrival.envelope, arrival.received_at, hopeless, trust)
