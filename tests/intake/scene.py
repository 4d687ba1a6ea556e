"""A case book into which letters come already understood, with a clock that tests move."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cases.case import Case, Event
from cases.clock import Clock
from cases.kind import Kind
from cases.message import Address, Channel, Envelope, Judgement, Message, Verdict
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.reading import Reading
from cases.staff import Staff
from intake.receive import Received, Understood, receive
from intake.sent import sent
from intake.tick import tick
from intake.values import Heard
from storage import arrivals, casebook, clocks, history, outbox, staff
from storage.book import Book
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page
from tests.builders import AT, a_message, a_reading

ADMITTED = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)
FILED = Judgement(Verdict.FILE, "is_out_of_office", automatic=True, may_answer=False)
PORTAL = Judgement(Verdict.HOLD, "is_automatic_and_asks", automatic=True, may_answer=False)
UNREADABLE = Judgement(Verdict.HOLD, "is_unreadable", automatic=False, may_answer=False)


def a_heard(*kinds: Kind, message: Message | None = None, judgement: Judgement = ADMITTED, **reading: Any) -> Heard:  # noqa: ANN401 - a builder takes any field
    """Give a message as intake hears it."""
    return Heard(900, message or a_message(), judgement, a_reading(*kinds, **reading))


@dataclass
class Scene:
    """One organisation's case book."""

    book: Book
    office: Office
    now: datetime = AT
    count: int = 0

    def later(self, **passed: float) -> None:
        """Let time pass."""
        self.now += timedelta(**passed)

    async def hear(
        self,
        reading: Reading | None = None,
        judgement: Judgement = ADMITTED,
        tokens: tuple[str, ...] = (),
        **message: Any,  # noqa: ANN401 - fields of the message
    ) -> Received:
        """Let a message come in; each is another one unless its fingerprint is given, and in words of its own."""
        self.count += 1
        read = reading or a_reading()
        read = read if "fingerprint" in message else replace(read, text=f"{read.text} ({self.count})")
        plain = {
            "fingerprint": f"f{self.count}",
            "message_id": f"<{self.count}@example.org>",
            "received_at": self.now,
            "to": (Address("", self.office.policy.addresses[0]),),
        }
        understood = Understood(0, a_message(**{**plain, **message}), judgement, read, tokens)
        return await self.book.run(_hear, understood, self.office, self.now)

    async def opened(self, reading: Reading | None = None, **given: Any) -> Case:  # noqa: ANN401 - as above
        """Let a message come in that opens one case; give it."""
        (case,) = (await self.hear(reading, **given)).opened
        return case

    async def case(self, case: Case) -> Case:
        """Give a case as it is now."""
        found = await self.book.read(casebook.find, case.organisation, case.id)
        assert found
        return found

    async def letters(self, case: Case) -> tuple[Entry, ...]:
        """Give our letters about a case, oldest first."""
        every = await self.book.read(outbox.of_thread, case.organisation, case.thread)
        return tuple(one for one in every if one.outgoing.case == case.id)

    async def letter(self, case: Case, reply: str) -> Entry:
        """Give the one letter of a kind about a case."""
        (found,) = [one for one in await self.letters(case) if one.outgoing.reply == reply]
        return found

    async def replies(self, case: Case, status: OutboxStatus = OutboxStatus.RELEASED) -> list[str]:
        """Name our letters about a case that have this status."""
        return [one.outgoing.reply for one in await self.letters(case) if one.status is status]

    async def send(self, entry: Entry) -> None:
        """Let the next hop take a letter."""
        await self.book.run(sent, entry, self.office, self.now)

    async def clocks(self, case: Case) -> dict[ClockName, Clock]:
        """Give a case's clocks."""
        return {clock.name: clock for clock in await self.book.read(clocks.of_case, case.organisation, case.id)}

    async def events(self, case: Case) -> list[Event]:
        """Give a case's history."""
        return list(await self.book.read(history.of_case, case.organisation, case.id))

    async def verbs(self, case: Case) -> list[str]:
        """Name what happened in a case."""
        return [event.verb for event in await self.events(case)]

    async def tick(self) -> None:
        """Do what became due."""
        while await self.book.run(tick, {self.office.policy.id: self.office}, self.now):
            pass

    async def tick_at(self, instant: datetime) -> None:
        """Let time pass up to an instant and do what became due."""
        self.now = instant
        await self.tick()

    async def hire(self, role: str, **person: Any) -> Staff:  # noqa: ANN401 - fields of the person
        """Add a person who works at the desk."""
        organisation = self.office.policy.id
        email = person.pop("email", f"{role}@{organisation}.example")
        who = Staff(organisation, new_id(self.now), email, "Bo Lund", role, **person)
        await self.book.run(staff.add, who, "no password", self.now)
        return who


def _hear(page: Page, understood: Understood, office: Office, now: datetime) -> Received:
    envelope = Envelope(understood.message.return_path, understood.message.recipients)
    (arrival,) = arrivals.keep(page, (office.policy.id,), Channel.MAIL, envelope, (b"raw bytes", now))
    return receive(page, replace(understood, arrival=arrival), office, now)
