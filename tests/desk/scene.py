"""A desk with people at it: the real application over a real book, with time that tests move."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from bot.says import words
from cases.message import Address, Channel, Envelope, Judgement, Message, Verdict
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import Policy
from cases.reading import Reading
from cases.staff import Staff
from desk.access import Access
from desk.app import desk_app
from desk.console import Letters
from desk.house import House
from desk.passwords import hashed
from intake.receive import Received, Understood, receive
from mail.first_page import first_page
from mail.laid_out import laid_out
from mail.parse import parse
from mail.strike import Striking, struck_out
from storage import arrivals, casebook, outbox, sessions
from storage import staff as people
from storage.arrivals import Arrival
from storage.book import Book
from storage.calendars import read_calendars
from storage.ids import new_id
from storage.outbox import Entry
from storage.page import Page
from storage.policies import read_policies
from tests.builders import a_message, a_reading

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PASSWORD = "four quiet words here"
HASH = hashed(PASSWORD)
POLICIES = read_policies()
CALENDARS = read_calendars()
ADMITTED = Judgement(Verdict.ADMIT, "is_from_a_person", automatic=False, may_answer=True)


def attachment_bytes(arrival: Arrival, part: int) -> bytes:
    """Stand in for the channel that knows how letters are built."""
    return b"part %d of %d bytes" % (part, len(arrival.raw or b""))


@dataclass
class Scene:
    """One desk. `now` is what its clock shows, `files` what is in the parts of every letter."""

    book: Book
    policies: Mapping[str, Policy]
    now: datetime = START
    secure: bool = False
    peer: str = "192.0.2.1"
    heard: int = 0
    access: Access = field(default_factory=Access)
    address: str = "http://desk.test"
    undo: timedelta = timedelta(0)
    house: House = field(default_factory=House)
    files: Mapping[int, bytes] = field(default_factory=dict)

    def later(self, **passed: float) -> None:
        """Let time pass."""
        self.now += timedelta(**passed)

    @property
    def offices(self) -> dict[str, Office]:
        """Give the organisations at work here."""
        return {
            id_: Office(policy, CALENDARS, self.address, "http://web.test", undo=self.undo)
            for id_, policy in self.policies.items()
        }

    def browser(self, **headers: str) -> AsyncClient:
        """Open a browser at the desk, logged in nowhere."""
        scheme = "https" if self.secure else "http"
        transport = ASGITransport(app=self.app(), client=(self.peer, 50000))
        return AsyncClient(transport=transport, base_url=f"{scheme}://desk.test", headers=headers)

    def app(self) -> FastAPI:
        """Give the desk."""
        return desk_app(
            self.book,
            self.offices,
            secure_cookies=self.secure,
            clock=lambda: self.now,
            letters=Letters(
                lambda arrival, part: self.files.get(part) or attachment_bytes(arrival, part),
                lambda raw, at: parse(raw, envelope=Envelope("", ()), received_at=at),
                lambda raw, strike: struck_out(raw, Striking(strike)),
                words,
                lambda arrival, hide, pictures: laid_out(arrival.raw or b"", hide, pictures=pictures),
                first_page,
            ),
            access=self.access,
            house=self.house,
        )

    async def hire(self, role: str, organisation: str = "mentorix", **person: Any) -> Staff:  # noqa: ANN401 - fields
        """Add a person who logs in with PASSWORD."""
        name = person.pop("name", "Bo Lund")
        email = person.pop("email", f"{role}@{organisation}.example")
        staff = Staff(organisation, new_id(self.now), email, name, role, **person)
        await self.book.run(people.add, staff, HASH, self.now)
        return staff

    async def at_desk(self, staff: Staff, **headers: str) -> AsyncClient:
        """Give a browser in which a person is logged in, without waiting for the password's hash."""
        browser, secret = self.browser(**headers), sessions.new_secret()
        await self.book.run(sessions.begin, staff, secret, self.now)
        browser.cookies.set("svarfrist", secret, domain="desk.test")
        return browser

    async def hear(
        self,
        message: Message | None = None,
        reading: Reading | None = None,
        judgement: Judgement = ADMITTED,
        organisation: str = "mentorix",
    ) -> Received:
        """Let a letter come in, as the mail's worker would hand it over."""
        self.heard += 1
        message = message or a_message()
        policy = self.policies[organisation]
        message = replace(
            message,
            received_at=self.now,
            fingerprint=f"{message.fingerprint} {self.heard}",
            message_id=f"<{self.heard}@example.org>",
            to=(Address("", policy.addresses[0]),),
        )
        office = Office(policy, CALENDARS, "http://desk.test")
        read = reading or a_reading()
        read = replace(read, text=f"{read.text} ({self.heard})")
        return await self.book.run(_hear, Understood(0, message, judgement, read), office, self.now)

    async def draft(self, number: str, organisation: str = "mentorix") -> Entry:
        """Give the first draft of a case."""
        drafts = [one for one in await self.letters(number, organisation) if one.status is OutboxStatus.DRAFT]
        return drafts[0]

    async def draft_of(self, number: str, reply: str) -> Entry:
        """Give a case's letter of one kind."""
        return next(one for one in await self.letters(number) if one.outgoing.reply == reply)

    async def letters(self, number: str, organisation: str = "mentorix") -> tuple[Entry, ...]:
        """Give every letter of a case."""
        return await self.book.read(_letters, organisation, number)


def _hear(page: Page, understood: Understood, office: Office, now: datetime) -> Received:
    envelope = Envelope("anna@example.org", (office.policy.addresses[0],))
    (arrival,) = arrivals.keep(page, (office.policy.id,), Channel.MAIL, envelope, (b"raw bytes", now))
    return receive(page, replace(understood, arrival=arrival), office, now)


def _letters(page: Page, organisation: str, number: str) -> tuple[Entry, ...]:
    case = casebook.by_number(page, organisation, number)
    assert case
    return tuple(one for one in outbox.of_thread(page, organisation, case.thread) if one.outgoing.case == case.id)


def fields(page: Response, action: str) -> dict[str, str]:
    """Give the hidden fields of the form with this action, as a browser would send them."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page.text, re.DOTALL)
    assert form, f"no form for {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in hidden}


def finished(draft: Entry) -> str:
    """Give a draft's text as a person would complete it: every place filled in, every statement kept."""
    return re.sub(r"\[\s[^\[\]]*\]", "Kurset blev aflyst, og du får pengene tilbage.", draft.outgoing.body)
