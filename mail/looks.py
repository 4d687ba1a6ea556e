"""Looks into letters and their files after they were acknowledged: the virus scanner is asked, by one node, once."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Concatenate, ParamSpec, Protocol

import structlog

from cases.errors import TryLater
from cases.files import UNCHECKED
from cases.office import Office
from intake.looked import Looked, looked
from mail.attachments import unpacked
from storage import arrivals, attachments, looks, messages
from storage.arrivals import Arrival
from storage.book import Book
from storage.claims import Node
from storage.looks import VIRUS, Look
from storage.page import Page
from storage.vault import Vault

log = structlog.get_logger()
P = ParamSpec("P")

HANDS = 2
"""So many letters are looked into at once."""

TOGETHER = 4
"""So many looks are claimed at once."""

POLL = 2.0
"""Seconds after which looks are looked for though nobody rang."""

AWAY = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds until a scanner that is away is called again; the last one repeats."""

AGAIN = (30, 2 * 60, 10 * 60, 3600)
"""Seconds until a letter is looked into again that the scanner had trouble with; the last one repeats."""


class Scanner(Protocol):
    """Whoever knows a virus when it is shown one."""

    async def verdict(self, octets: bytes) -> str:
        """Say what is in some bytes; raises TryLater where that cannot be said now."""

    async def answers(self) -> bool:
        """Say whether it is there."""


class Looks:
    """Takes the looks that wait. A scanner that is away stops nothing: what waits is looked into once it is back."""

    def __init__(self, book: Book, vault: Vault, offices: Mapping[str, Office], scanner: Scanner, node: Node) -> None:
        self._book = book
        self._vault = vault
        self._offices = offices
        self._scanner = scanner
        self._node = node
        self._is_away = False

    async def run(self) -> None:
        """Look until cancelled."""
        async with asyncio.TaskGroup() as hands:
            for _ in range(HANDS):
                hands.create_task(self._hand())

    async def _hand(self) -> None:
        missed = 0
        while True:
            taken = await self._claim()
            left = await self._take(taken)
            if left:
                await self._let_go(left)
                await asyncio.sleep(AWAY[min(missed, len(AWAY) - 1)])
                missed += 1
            else:
                missed = 0
                if len(taken) < TOGETHER:
                    await self._book.wait(looks.topic(VIRUS), POLL)

    async def _claim(self) -> tuple[Look, ...]:
        claimant = (self._node.name, self._node.clock())
        try:
            return await self._book.run(looks.claim, VIRUS, tuple(self._offices), claimant, TOGETHER)
        except TryLater as away:
            log.warning("looks cannot be read", reason=str(away))
            return ()

    async def _take(self, taken: Sequence[Look]) -> Sequence[Look]:
        """Take looks one after the other; give those that are left because the scanner is away."""
        for number, look in enumerate(taken):
            if not await self._taken(look):
                return taken[number:]
        return ()

    async def _taken(self, look: Look) -> bool:
        """Take a look and write down what was found, or let it wait; say False where the scanner is not there."""
        try:
            found = await self._found(look)
            await self._book.run(looked, found, self._offices[look.organisation], self._node.clock())
        except TryLater as trouble:
            if not await self._scanner.answers():
                self._note_away(str(trouble))
                return False
            log.warning("a look was put off", message=look.message, reason=str(trouble))
            await self._put_off(look)
        except Exception:
            log.exception("a look cannot be taken and waits", message=look.message)
            await self._put_off(look)
        else:
            self._note_back()
        return True

    async def _found(self, look: Look) -> Looked:
        """Have the scanner look at the letter as it came, and at each file as staff would get it."""
        arrival, files = await self._book.read(_letter, look)
        if arrival is None:
            return Looked(look.message, UNCHECKED, {part: UNCHECKED for part, _ in files})
        raw = await asyncio.to_thread(self._vault.raw, arrival)
        letter = await self._scanner.verdict(raw)
        first = {digest: part for part, digest in reversed(files)}
        said = await self._said(raw, {part: digest for digest, part in first.items()})
        return Looked(look.message, letter, {part: said.get(digest, UNCHECKED) for part, digest in files})

    async def _said(self, raw: bytes, wanted: Mapping[int, str]) -> dict[str, str]:
        """Say what is in each of some parts, by digest; of a part that the letter does not have, nothing."""
        said: dict[str, str] = {}
        parts = await asyncio.to_thread(unpacked, raw, wanted)
        while found := await asyncio.to_thread(next, parts, None):
            part, octets = found
            said[wanted[part]] = await self._scanner.verdict(octets)
        return said

    async def _put_off(self, look: Look) -> None:
        until = self._node.clock() + timedelta(seconds=AGAIN[min(look.attempts, len(AGAIN) - 1)])
        await self._give_back(looks.put_off, look, until)

    async def _let_go(self, left: Sequence[Look]) -> None:
        await self._give_back(looks.let_go, left)

    async def _give_back(self, how: Callable[Concatenate[Page, P], None], *args: P.args, **named: P.kwargs) -> None:
        with contextlib.suppress(TryLater):  # the database is away: the lease runs out
            await self._book.run(how, *args, **named)

    def _note_away(self, reason: str) -> None:
        if not self._is_away:
            log.warning("the virus scanner is away: files wait", reason=reason)
        self._is_away = True

    def _note_back(self) -> None:
        if self._is_away:
            log.info("the virus scanner is back")
        self._is_away = False


def _letter(page: Page, look: Look) -> tuple[Arrival | None, tuple[tuple[int, str], ...]]:
    """Give the arrival that a message was made of, and its files: the part and the digest of each."""
    arrival = messages.arrival_of(page, look.organisation, look.message)
    found = arrivals.find(page, look.organisation, arrival) if arrival else None
    return found, attachments.parts(page, look.organisation, look.message)
