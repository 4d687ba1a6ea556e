"""The service as journeys use it: letters in at the door, letters out at the catcher, and a clock that tests move."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.telegram_pace import Pace
from cases.case import Case
from cases.clock import Clock
from cases.decision import RULINGS
from cases.kind import Kind
from cases.message import Channel
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.staff import Staff
from intake.approve import Approval, approve
from intake.drafts import ANSWER
from service.assemble import running
from service.parts import Service
from service.settings import Settings
from service.timetable import sweep
from storage import arrivals, casebook, clocks, history, outbox, staff
from storage.dossier import Dossier, dossier
from storage.ids import new_id
from storage.outbox import Entry
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.policies import SHIPPED
from storage.tables import CASE, MESSAGE
from tests.builders import AT
from tests.smtp import Catcher, Caught, deliver, until

NUMBER = re.compile(r"\b[A-Z]{2}-\d{2}-\d{6,8}\b")
PLACE = re.compile(r"\[[^\[\]]*\s[^\[\]]*\]")
CHOICE = re.compile(r"\[ (?:Vælg|Kies|Choose): (.+?) /")
FILLED = "Vi ændrer afgørelsen, fordi kurset blev aflyst, og du får pengene tilbage."


@dataclass
class MovedClock:
    """A clock that stands still until it is moved."""

    now: datetime = AT

    def __call__(self) -> datetime:
        """Say what time it is."""
        return self.now


@dataclass
class Running:
    """A running service with its clock and the mail server its letters go to."""

    service: Service
    clock: MovedClock
    catcher: Catcher

    async def letter(self, raw: bytes, *to: str, sender: str = "anna@example.org") -> None:
        """Deliver a letter at the door."""
        assert "Received" in await deliver(self.service.smtp_port, raw, *to, sender=sender)

    async def answered(self, raw: bytes, *to: str, sender: str = "anna@example.org") -> Caught:
        """Deliver a letter and give the one that answers it."""
        before = len(self.catcher.letters)
        await self.letter(raw, *to, sender=sender)
        answer = (await self.catcher.wait_for(before + 1))[before]
        await self.quiet()
        return answer

    async def quiet(self) -> None:
        """Wait until every letter that came in has been understood, and everything released has left."""
        await until(self._is_quiet, "silence")

    async def _is_quiet(self) -> bool:
        return await self.service.book.read(nothing_waits, self.clock.now)

    async def later(self, **passed: float) -> None:
        """Let time pass, and the timetable look at what became due."""
        self.clock.now += timedelta(**passed)
        await sweep(self.service.book, self.service.offices, self.service.node)
        self.service.book.bell.ring([outbox.topic(Channel.MAIL), arrivals.topic(Channel.MAIL)])
        await self.quiet()

    async def until(self, instant: datetime) -> None:
        """Let time pass up to an instant."""
        await self.later(seconds=(instant - self.clock.now).total_seconds())

    async def dossier(self, number: str, organisation: str = "mentorix") -> Dossier:
        """Give everything about a case."""
        found = await self.service.book.read(dossier, organisation, number)
        assert found is not None, f"there is no case {number}"
        return found

    async def case(self, number: str, organisation: str = "mentorix") -> Case:
        """Give a case by its number."""
        return (await self.dossier(number, organisation)).case

    async def cases(self, organisation: str = "mentorix") -> tuple[Case, ...]:
        """Give all cases of an organisation, in the order in which they came."""
        return await self.service.book.read(all_cases, organisation)

    async def verbs(self, case: Case) -> list[str]:
        """Give what happened in a case."""
        return [event.verb for event in await self.service.book.read(history.of_case, case.organisation, case.id)]

    async def ticking(self, case: Case) -> dict[ClockName, Clock]:
        """Give the clocks of a case that have not stopped."""
        found = await self.service.book.read(clocks.of_case, case.organisation, case.id)
        return {clock.name: clock for clock in found if clock.running}

    async def hire(self, role: str, organisation: str = "mentorix") -> Staff:
        """Add a person who works at the desk."""
        person = Staff(organisation, new_id(self.clock.now), f"{role}@{organisation}.example", "Bo Lund", role)
        await self.service.book.run(staff.add, person, "no password", self.clock.now)
        return person

    async def draft(self, case: Case, reply: str = "") -> Entry:
        """Give a draft of a case."""
        letters = await self.service.book.read(outbox.of_thread, case.organisation, case.thread)
        drafts = [one for one in letters if one.status is OutboxStatus.DRAFT and one.outgoing.case == case.id]
        return next(one for one in drafts if one.outgoing.reply.startswith(reply))

    async def approve(self, entry: Entry, person: Staff) -> Caught:
        """Approve a draft as a person would complete it; give it as it left."""
        office, before = self.service.offices[person.organisation], len(self.catcher.letters)
        await self.service.book.run(approve, approval_of(entry), person, office.policy, self.clock.now)
        left = (await self.catcher.wait_for(before + 1))[before]
        await self.quiet()
        return left


@asynccontextmanager
async def at_work(
    database: str, folder: Path, catcher: Catcher, pace: Callable[[], Pace] = Pace, /, **given: object
) -> AsyncIterator[Running]:
    """Run the service on free ports until the block ends."""
    plain = {
        "database": database,
        "vault": str(folder / "vault"),
        "secret_file": folder / "secret",
        "smtp": "127.0.0.1:0",
        "web": "",
        "desk": "",
        "outgoing": catcher.url,
    }
    clock = MovedClock()
    async with running(Settings.model_validate(plain | _told_at_once(given)), clock, pace) as service:
        yield Running(service, clock, catcher)


def _told_at_once(given: Mapping[str, Any]) -> dict[str, Any]:
    """Let notices to staff wait for no others, unless a test says so: the clock stands still while they would."""
    shipped = () if "policies" in given else [one.parent.name for one in SHIPPED.glob("*/policy.toml")]
    own = {**{id_: {} for id_ in shipped}, **given.get("organisation", {})}
    return {**given, "organisation": {id_: {"notice_minutes": 0, **one} for id_, one in own.items()}}


def approval_of(entry: Entry, **changed: Any) -> Approval:  # noqa: ANN401 - fields of the approval
    """Give the approval of a draft by a person who completes it and grants all that is asked."""
    kind = entry.outgoing.reply.removeprefix(ANSWER)
    ruling = RULINGS[Kind(kind)][0] if kind in set(RULINGS) else None
    plain = Approval(
        entry.outgoing.organisation, entry.id, entry.version, entry.outgoing.subject, finished(entry), ruling
    )
    return replace(plain, **changed)


def finished(entry: Entry) -> str:
    """Give a draft's text with every place filled in and every statement kept; of a choice, the first is taken."""
    return PLACE.sub(lambda place: (CHOICE.match(place[0]) or ["", FILLED])[1], entry.outgoing.body)


def number_in(text: str) -> str:
    """Give the case number that a text names."""
    found = NUMBER.search(text)
    assert found, f"no case number in {text!r}"
    return found[0]


def all_cases(page: Page, organisation: str) -> tuple[Case, ...]:
    """Give all cases of an organisation, in the order in which they came."""
    rows = page.all(select(CASE.c.id).where(CASE.c.organisation == organisation).order_by(CASE.c.id))
    found = (casebook.find(page, organisation, row.id) for row in rows)
    return tuple(case for case in found if case)


def messages_kept(page: Page, organisation: str) -> list[tuple[str, str, int]]:
    """Give (verdict, reason, repeats) of every message of an organisation, in the order in which they came."""
    mine = select(MESSAGE).where(MESSAGE.c.organisation == organisation).order_by(MESSAGE.c.id)
    return [(row.verdict, row.reason, row.repeats) for row in page.all(mine)]


def nothing_waits(page: Page, now: datetime) -> bool:
    """Say whether all letters in were understood, and all released letters left.

    Letters in are counted first: PostgreSQL reads each statement anew, and a letter that is understood between the two
    would otherwise be missed in both counts.
    """
    if arrivals.waiting_count(page):
        return False
    waiting = select(func.count()).where(OUTBOX.c.status == OutboxStatus.RELEASED, OUTBOX.c.not_before <= now)
    return page.one(waiting) == (0,)


@asynccontextmanager
async def working(*work: Coroutine[Any, Any, None]) -> AsyncIterator[tuple[asyncio.Task[None], ...]]:
    """Let something that never ends by itself run until the block ends."""
    tasks = tuple(asyncio.create_task(one) for one in work)
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
