"""Three whole conversations in a real browser, on the page of the organisation, with the service as it is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from cases.case import Case
from cases.kind import Kind
from cases.policy import ClockName
from tests.at_work import Running
from tests.chromium import Browsing, barriers
from tests.smtp import PAPER
from tests.web_chats import a_chat_service

TELEPHONE = {"width": 320, "height": 568}
ANSWERED = 15_000
"""Milliseconds that an answer may take here, on a machine that does much else."""


@pytest.fixture
async def chats(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Running]:
    """Run the service with its public pages."""
    async with a_chat_service(sqlite_template, tmp_path) as opened:
        yield opened


@dataclass
class Talking:
    """Somebody at the chat, with what its field is called in their language."""

    page: Page
    message: str

    @property
    def log(self) -> Locator:
        """Give what was said."""
        return self.page.get_by_role("log")

    async def opens(self) -> None:
        """Open the chat."""
        await self.page.locator("svarfrist-chat .launch").click()
        await expect(self.page.get_by_label(self.message)).to_be_enabled(timeout=ANSWERED)

    async def says(self, text: str, answer: str) -> None:
        """Say a line and read an answer to it."""
        await self.page.get_by_label(self.message).fill(text)
        await self.page.keyboard.press("Enter")
        await self.hears(answer)

    async def hears(self, answer: str) -> None:
        """Read something that was said."""
        await expect(self.log).to_contain_text(answer, timeout=ANSWERED)


async def _at(
    people: Browsing, chats: Running, organisation: str, language: str, message: str, **settings: object
) -> Talking:
    address = f"http://127.0.0.1:{chats.service.web_port}/chat/{organisation}/?lang={language}"
    talking = Talking(await people.visit(address, **settings), message)
    assert not await barriers(talking.page)
    await talking.opens()
    return talking


async def _only_case(chats: Running, organisation: str = "mentorix") -> Case:
    (case,) = await chats.cases(organisation)
    return case


async def test_a_danish_complaint_with_a_file_goes_on_after_a_reload(chats: Running, people: Browsing) -> None:
    anna = await _at(people, chats, "mentorix", "da", "Din besked")
    await anna.hears("Du skriver med en automatisk chat")
    await anna.says("Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke.", "20. marts 2026")
    await anna.says("Anna Holm", "e-mail")
    await anna.page.reload()
    await anna.opens()
    await anna.hears("Jeg vil gerne klage")
    await anna.says("anna@example.org, og mit CPR-nummer er 010190-1234", "Vi har skjult det")
    await expect(anna.log).not_to_contain_text("010190")
    name, media_type, content = PAPER
    paper: FilePayload = {"name": name, "mimeType": media_type, "buffer": content}
    await anna.page.locator("svarfrist-chat input[type=file]").set_input_files(paper)
    await anna.hears("Det her har vi noteret")
    assert not await barriers(anna.page)
    case = await _only_case(chats)
    assert (case.kind, case.missing) == (Kind.COMPLAINT, ())
    assert (case.requester.name, case.requester.address) == ("Anna Holm", "anna@example.org")
    assert ClockName.ANSWER in await chats.ticking(case)
    await anna.hears(case.number)


@pytest.mark.parametrize("organisation", ["alottbetter", "jensenskurser", "mentor", "mentorix", "metier"])
async def test_each_organisation_has_a_page_with_the_chat_that_shuts_nobody_out(
    chats: Running, people: Browsing, organisation: str
) -> None:
    policy = chats.service.offices[organisation].policy
    page = await (await people.visitor()).new_page()
    for language in policy.languages:
        await page.goto(f"http://127.0.0.1:{chats.service.web_port}/chat/{organisation}/?lang={language}")
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.get_by_role("complementary")).to_contain_text(policy.contact.email)
        assert not await barriers(page)
    await page.locator("[data-svarfrist-open]").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_a_dutch_request_for_erasure_reaches_mentor(chats: Running, people: Browsing) -> None:
    jan = await _at(people, chats, "mentor", "nl", "Uw bericht")
    await jan.says("Ik wil dat u al mijn gegevens verwijdert.", "uiterlijk op 2 april 2026 (tot en met)")
    await jan.hears("Wat is uw volledige naam?")
    await jan.says("Jan de Vries", "e-mailadres")
    await jan.page.keyboard.press("Escape")
    await jan.opens()
    await jan.says("jan@example.nl", "organisatie")
    assert not await barriers(jan.page)
    case = await _only_case(chats, "mentor")
    assert (case.kind, case.language) == (Kind.ERASURE, "nl")
    assert (case.requester.name, case.requester.address) == ("Jan de Vries", "jan@example.nl")
    assert {ClockName.ANSWER, ClockName.REFERRAL} <= (await chats.ticking(case)).keys()
    await jan.hears(case.number)


async def test_an_english_request_for_access_changes_its_mind(chats: Running, people: Browsing) -> None:
    sam = await _at(people, chats, "mentorix", "en", "Your message", viewport=TELEPHONE, color_scheme="dark")
    await sam.says("I would like a copy of all the data you hold about me.", "by 7 April 2026 at the latest")
    await sam.hears("What is your full name?")
    await sam.says("Sam Carter", "e-mail address")
    await sam.says("Actually, please erase all my data instead.", "your request for erasure")
    assert not await barriers(sam.page)
    access, erasure = await chats.cases()
    assert (access.kind, erasure.kind) == (Kind.ACCESS, Kind.ERASURE)
    assert access.thread == erasure.thread
    for case in (access, erasure):
        assert case.requester.name == "Sam Carter"
        assert ClockName.ANSWER in await chats.ticking(case)
