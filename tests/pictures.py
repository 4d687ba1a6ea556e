"""The pictures of the handbook, taken by `make pictures`: docs/desk.md, and three whole conversations for docs/chat.md.

Each is held once: pictures are taken on the way, and at its end in every dress, wide and 320 px, light and dark. On
Telegram they are held once more; as no client of Telegram's is here, what its server saw is drawn as a plain page.
"""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.async_api import BrowserContext, FilePayload, Page, ViewportSize, expect

from bot.testing import Person
from tests.at_work import Running, at_work
from tests.chromium import Browsing, browsing, chromium_started, driven
from tests.conftest import with_tables
from tests.desk_pictures import desk_pictured
from tests.smtp import PAPER, catching
from tests.taken import PICTURES, taken
from tests.telegrams import Telegrams, free_port, telegrams

WIDE: ViewportSize = {"width": 1100, "height": 720}
SMALL: ViewportSize = {"width": 320, "height": 640}
ANSWERED = 60_000
"""Milliseconds that an answer may take."""
FILE = "a file"
START = "/start"


@dataclass(frozen=True)
class Conversation:
    """One of the three: what is said, and by which words each answer is known.

    `field` is what the field is called; pictures are taken after the lines `pictured`, and after the line of the number
    `reloaded` somebody loads the page anew.
    """

    id: str
    organisation: str
    language: str
    field: str
    lines: tuple[tuple[str, str], ...]
    pictured: tuple[int, ...]
    scheme: Literal["light", "dark"] = "light"
    small: bool = False
    reloaded: int = 0


COMPLAINT = Conversation(
    "complaint",
    "mentorix",
    "da",
    "Din besked",
    (
        ("Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke.", "20. marts 2026"),
        ("Anna Holm", "e-mail"),
        ("anna@example.org, og mit CPR-nummer er 010190-1234", "Vi har skjult det"),
        (FILE, "Det her har vi noteret"),
        ("ja", "Svaret kommer her"),
    ),
    (1, 3, 4),
    reloaded=2,
)
ERASURE = Conversation(
    "erasure",
    "mentor",
    "nl",
    "Uw bericht",
    (
        ("Ik wil dat u al mijn gegevens verwijdert.", "uiterlijk op 2 april 2026 (tot en met)"),
        ("Jan de Vries", "e-mailadres"),
        ("jan@example.nl", "organisatie"),
        ("Academie Noord", "genoteerd"),
        ("ja", "Het antwoord komt hier"),
    ),
    (1, 3),
    scheme="dark",
)
ACCESS = Conversation(
    "access",
    "mentorix",
    "en",
    "Your message",
    (
        ("I would like a copy of all the data you hold about me.", "by 7 April 2026 at the latest"),
        ("Sam Carter", "e-mail address"),
        ("Actually, please erase all my data instead.", "your request for erasure"),
        ("sam@example.org", "noted"),
        ("yes", "The answer comes here"),
    ),
    (1, 3),
    small=True,
)


@dataclass
class Chatting:
    """A conversation in a browser, and the service behind it."""

    told: Conversation
    page: Page
    running: Running

    async def opens(self) -> None:
        """Open the chat."""
        with suppress(AssertionError):
            await expect(self.page.get_by_role("dialog")).to_be_visible(timeout=500)
            return
        await self.page.locator("svarfrist-chat .launch").click()
        await expect(self.page.get_by_label(self.told.field)).to_be_enabled(timeout=ANSWERED)

    async def says(self, text: str, answer: str) -> None:
        """Say a line, or send a file, and read what is answered; half a minute passes."""
        self.running.clock.now += timedelta(seconds=35)
        if text == FILE:
            name, media_type, content = PAPER
            paper: FilePayload = {"name": name, "mimeType": media_type, "buffer": content}
            await self.page.locator("svarfrist-chat input[type=file]").set_input_files(paper)
        else:
            await self.page.get_by_label(self.told.field).fill(text)
            await self.page.locator("svarfrist-chat button[type=submit]").click()
        await expect(self.page.get_by_role("log")).to_contain_text(answer, timeout=ANSWERED)
        await self.running.quiet()
        await expect(self.page.locator("svarfrist-chat .writing")).to_be_hidden(timeout=ANSWERED)

    async def picture(self, what: str) -> None:
        """Take a picture of the page as it is."""
        await taken(self.page, f"{self.told.id}-{what}.png")


async def _chat(people: Browsing, running: Running, told: Conversation) -> None:
    context = await people.visitor(viewport=SMALL if told.small else WIDE, color_scheme=told.scheme)
    await context.clock.install(time=running.clock.now)
    chat = Chatting(told, await _opened(context, running, told), running)
    await chat.opens()
    await chat.picture("greeting")
    for number, (text, answer) in enumerate(told.lines, 1):
        await chat.says(text, answer)
        if number in told.pictured:
            await chat.picture(str(number))
        if told.reloaded == number:
            await chat.page.reload()
            await chat.opens()
            await expect(chat.page.get_by_role("log")).to_contain_text(text, timeout=ANSWERED)
            await chat.picture("reloaded")
    await _dresses(chat)


async def _opened(context: BrowserContext, running: Running, told: Conversation) -> Page:
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{running.service.web_port}/chat/{told.organisation}/?lang={told.language}")
    return page


async def _dresses(chat: Chatting) -> None:
    """Take the end of a conversation wide and small, light and dark."""
    for size, viewport in (("wide", WIDE), ("small", SMALL)):
        for scheme in ("light", "dark"):
            await chat.page.emulate_media(color_scheme=scheme)
            await chat.page.set_viewport_size(viewport)
            await chat.picture(f"{size}-{scheme}")


@dataclass
class Messaging:
    """A conversation on Telegram, and what was written on both sides, in order."""

    held: Telegrams
    person: Person
    said: list[tuple[str, str]] = field(default_factory=list)

    async def says(self, text: str) -> None:
        """Write something, or send a file, and note what the bot writes to it."""
        before = len(self.person.heard)
        self.held.running.clock.now += timedelta(seconds=35)
        name, _, content = PAPER
        if text == FILE:
            self.person.sends_document(content, name)
        elif text == START:
            self.person.starts()
        else:
            self.person.writes(text)
        await self.held.quiet()
        self.said.append(("person", name if text == FILE else text))
        self.said.extend(("bot", one) for one in self.person.heard[before:])


async def _on_telegram(people: Browsing, held: Telegrams, told: Conversation) -> None:
    """Hold a conversation on Telegram, and draw what its server saw."""
    messaging = Messaging(held, held.api.person(told.language))
    for text in (START, *(text for text, _ in told.lines)):
        await messaging.says(text)
    name = held.running.service.offices[told.organisation].policy.name
    page = await (await people.visitor(viewport={"width": 480, "height": 640})).new_page()
    await page.set_content(_transcript(told.language, name, messaging.said))
    await taken(page, f"telegram-{told.id}.png", whole=True)


def _transcript(language: str, bot: str, said: list[tuple[str, str]]) -> str:
    """Draw what was written as a page of our own."""
    found = Environment(loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=True)
    return found.get_template("transcript.html").render(language=language, bot=bot, said=said)


async def _all(people: Browsing, folder: Path, only: str) -> None:
    """Take those of the chat, of the desk, or, where neither is named, all."""
    template = folder / "template.db"
    await asyncio.to_thread(with_tables, f"sqlite:///{template}")
    if only != "chat":
        at_desk = _made(folder / "desk")
        shutil.copy(template, at_desk / "book.db")
        await desk_pictured(people, f"sqlite:///{at_desk}/book.db", at_desk)
    for told in () if only == "desk" else (COMPLAINT, ERASURE, ACCESS):
        async with _service(template, folder / told.id) as running:
            await _chat(people, running, told)
        async with telegrams(template, _made(folder / f"telegram-{told.id}"), told.organisation) as held:
            await _on_telegram(people, held, told)


@asynccontextmanager
async def _service(template: Path, folder: Path) -> AsyncIterator[Running]:
    """Run the service at an address that is known beforehand, so that its links lead there."""
    shutil.copy(template, _made(folder) / "book.db")
    async with catching() as catcher:
        web = f"127.0.0.1:{free_port()}"
        async with at_work(f"sqlite:///{folder}/book.db", folder, catcher, web=web) as running:
            yield running


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def _make(only: str) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, chromium_started(Path(name)) as address:
        async with driven(address) as browser, browsing(browser) as people:
            await _all(people, Path(name), only)


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(exist_ok=True)
    asyncio.run(_make(sys.argv[1] if len(sys.argv) > 1 else ""))


if __name__ == "__main__":
    main()
