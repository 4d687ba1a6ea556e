"""The pictures of docs/desk.md: a morning of three people at the desk of one provider, in a real browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from playwright.async_api import BrowserContext, Page, ViewportSize, expect

from cases.staff import Staff
from storage import sessions, staff
from storage.ids import new_id
from tests.at_work import Running, at_work
from tests.chromium import Browsing
from tests.smtp import PAPER, a_letter, catching
from tests.taken import taken

WIDE: ViewportSize = {"width": 1180, "height": 760}
SMALL: ViewportSize = {"width": 320, "height": 640}
Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Written:
    """A letter that came in: who wrote what, so many hours after the one before."""

    name: str
    subject: str
    text: str
    hours: float
    paper: bool = False


LETTERS = (
    Written("Omar Haddad", "Klage", "Jeg vil gerne klage over prøven i juni. Den varede kortere end lovet.", 0),
    Written("Lise Kjær", "Klage over undervisningen", "Jeg vil klage over undervisningen på kurset i Excel.", 20),
    Written("Sam Carter", "My data", "I would like a copy of all the data you hold about me.", 26),
    Written("Peter Sørensen", "Slet mine data", "Jeg vil have slettet alle mine oplysninger.", 5),
    Written(
        "Anna Holm",
        "Klage over kurset i projektledelse",
        "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke på den sidste dag, og vi fik ingen "
        "besked. Jeg har betalt 4.500 kr. og vil gerne have en del af pengene tilbage. Kvitteringen er vedlagt.",
        15,
        paper=True,
    ),
    Written("Priya Nair", "Complaint", "I want to complain. I was charged twice for the course.", 1.5),
)
ANSWER = (
    "Du klager over, at undervisningen faldt ud på kursets sidste dag. Vi har talt med underviseren.",
    "Du får delvist medhold: Vi betaler 1.500 kr. tilbage.",
    "Underviseren blev syg, og vi nåede ikke at finde en afløser.",
)
"""What Karen writes into the places of the draft; what we do now is left open."""


@dataclass
class Desk:
    """The desk of the service, with browsers at it."""

    running: Running
    people: Browsing

    async def enters(self, who: Staff, viewport: ViewportSize, scheme: Scheme) -> Page:
        """Open the desk as somebody who is logged in."""
        context: BrowserContext = await self.people.visitor(viewport=viewport, color_scheme=scheme)
        await context.clock.install(time=self.running.clock.now)
        secret = sessions.new_secret()
        await self.running.service.book.run(sessions.begin, who, secret, self.running.clock.now)
        await context.add_cookies([{"name": "svarfrist", "value": secret, "url": self.home}])
        page = await context.new_page()
        await page.goto(f"{self.home}/desk/")
        return page

    @property
    def home(self) -> str:
        """Give where the desk is."""
        return f"http://127.0.0.1:{self.running.service.desk_port}"

    async def hires(self, name: str, role: str, language: str) -> Staff:
        """Let somebody work at the desk, in a language."""
        now = self.running.clock.now
        address = f"{name.split(maxsplit=1)[0].lower()}@mentorix.example"
        person = Staff("mentorix", new_id(now), address, name, role, language=language)
        await self.running.service.book.run(staff.add, person, "no password", now)
        return person

    async def hears(self, written: Written) -> None:
        """Take a letter in by SMTP."""
        self.running.clock.now += timedelta(hours=written.hours)
        sender = f"{written.name.split(maxsplit=1)[0].lower()}@example.org"
        files = (PAPER,) if written.paper else ()
        text = f"Hej\n\n{written.text}\n\n{written.name}"
        raw = a_letter(text, subject=written.subject, sender=f"{written.name} <{sender}>", files=files)
        await self.running.letter(raw, "info@mentorix.dk", sender=sender)
        await self.running.quiet()


async def desk_pictured(people: Browsing, database: str, folder: Path) -> None:
    """Take all pictures of docs/desk.md, with the service over an empty database."""
    async with _desk(people, database, folder) as desk:
        for written in LETTERS:
            await desk.hears(written)
        karen = await desk.hires("Karen Friis", "course_administrator", "da")
        eva = await desk.hires("Eva de Boer", "course_administrator", "nl")
        ruth = await desk.hires("Ruth Ellis", "course_administrator", "en")
        await _an_answer(desk, karen)
        await _small_and_dark(desk, eva)
        await _looked_over(desk, ruth)


@asynccontextmanager
async def _desk(people: Browsing, database: str, folder: Path) -> AsyncIterator[Desk]:
    async with catching() as catcher, at_work(database, folder, catcher, desk="127.0.0.1:0") as running:
        yield Desk(running, people)


async def _an_answer(desk: Desk, karen: Staff) -> None:
    """Take queue, case, draft, and the letter that may be taken back: Danish, wide and light."""
    page = await desk.enters(karen, WIDE, "light")
    await taken(page, "desk-queue.png")
    await page.get_by_role("row", name="Anna Holm").get_by_role("link").first.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("klage")
    await taken(page, "desk-case.png")
    await page.locator(".next").get_by_role("button").click()
    for words in ANSWER:
        await page.get_by_role("button", name="Gå dertil").click()
        await page.keyboard.type(words)
    await page.locator(".typing").first.scroll_into_view_if_needed()
    await taken(page, "desk-draft.png")
    await page.get_by_role("button", name="Gå dertil").click()
    await page.keyboard.type("Beløbet er på din konto inden for fem hverdage.")
    await page.get_by_role("combobox", name="Afgørelse").select_option("Delvist medhold")
    await page.get_by_role("button", name="Godkend og send").click()
    await expect(page.get_by_role("button", name="Fortryd")).to_be_visible()
    await taken(page, "desk-undo.png")


async def _small_and_dark(desk: Desk, eva: Staff) -> None:
    """Take the queue and a case on a telephone: Dutch and dark."""
    page = await desk.enters(eva, SMALL, "dark")
    await taken(page, "desk-queue-small.png")
    await page.get_by_role("link", name="MX-").first.click()
    await page.get_by_role("heading", level=1).wait_for()
    await taken(page, "desk-case-small.png")


async def _looked_over(desk: Desk, ruth: Staff) -> None:
    """Take keys, search and reports: English."""
    page = await desk.enters(ruth, WIDE, "dark")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await taken(page, "desk-keys.png")
    await page.emulate_media(color_scheme="light")
    for what, path in (("search", "search?q=Excel"), ("reports", "reports")):
        await page.goto(f"{desk.home}/desk/{path}")
        await taken(page, f"desk-{what}.png")
