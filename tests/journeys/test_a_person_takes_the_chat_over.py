"""A learner writes in the widget, and staff at the desk: live both ways, in real browsers."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from cases.kind import Kind
from cases.staff import Staff
from desk.passwords import hashed
from storage import staff as people
from storage.ids import new_id
from tests.at_work import Running, at_work
from tests.chromium import Browsing, barriers
from tests.smtp import catching
from tests.web_chats import WEB

PASSWORD = "four quiet words here"
ANSWERED = 15_000
TELEPHONE = {"width": 320, "height": 640}


@pytest.fixture
async def both(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Running]:
    """Run the service with its public pages and its desk."""
    shutil.copy(sqlite_template, tmp_path / "book.db")
    settings: dict[str, Any] = {**WEB, "desk": "127.0.0.1:0"}  # both at one address
    async with catching() as catcher, at_work(f"sqlite:///{tmp_path}/book.db", tmp_path, catcher, **settings) as opened:
        yield opened


async def karen(both: Running, people_: Browsing, **settings: object) -> Page:
    """Let Karen log in at the desk."""
    staff = Staff("mentorix", new_id(both.clock.now), "karen@mentorix.example", "Karen Lund", "course_administrator")
    await both.service.book.run(people.add, staff, hashed(PASSWORD), both.clock.now)
    page = await people_.visit(f"http://127.0.0.1:{both.service.web_port}/desk/", **settings)
    await page.get_by_label("E-mailadresse").fill(staff.email)
    await page.get_by_label("Adgangskode").fill(PASSWORD)
    await page.get_by_role("button", name="Log ind", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


async def anna(both: Running, people_: Browsing) -> Page:
    """Let Anna complain in the chat and ask for a person."""
    page = await people_.visit(f"http://127.0.0.1:{both.service.web_port}/chat/mentorix/?lang=da")
    await page.locator("svarfrist-chat .launch").click()
    await expect(page.get_by_label("Din besked")).to_be_enabled(timeout=ANSWERED)
    await says(page, "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke.")
    await hears(page, "20. marts 2026")
    await says(page, "menneske")
    await hears(page, "tager over")
    return page


async def says(page: Page, text: str) -> None:
    await page.get_by_label("Din besked").fill(text)
    await page.keyboard.press("Enter")


async def hears(page: Page, text: str) -> None:
    await expect(page.get_by_role("log").last).to_contain_text(text, timeout=ANSWERED)


async def test_staff_take_a_conversation_over_write_and_give_it_back(both: Running, people: Browsing) -> None:
    at_chat = await anna(both, people)
    at_desk = await karen(both, people)
    (case,) = [one for one in await both.cases() if one.kind is Kind.COMPLAINT]
    await expect(at_desk.get_by_text("Venter på en medarbejder i chatten")).to_be_visible()
    assert not await barriers(at_desk)
    await at_desk.get_by_role("region", name="Venter på en medarbejder i chatten").get_by_role("link").first.click()
    await expect(at_desk.get_by_role("log")).to_contain_text("Underviseren kom ikke.")
    await expect(at_desk.get_by_text("Personen er i chatten nu")).to_be_visible()
    assert not await barriers(at_desk)

    await at_desk.get_by_role("button", name="Overtag samtalen").click()
    await hears(at_chat, "Karen fra Mentorix skriver nu med dig.")
    await expect(at_chat.get_by_text("En medarbejder er med i samtalen.")).to_be_visible()
    assert not await barriers(at_desk)

    await says(at_desk, "Hej Anna, hvilken dag var det?")
    await hears(at_chat, "Hej Anna, hvilken dag var det?")
    await expect(at_desk.get_by_label("Din besked")).to_have_value("")
    await expect(at_desk.get_by_role("log")).to_contain_text("Hej Anna, hvilken dag var det?")
    await says(at_chat, "Det var i mandags.")
    await expect(at_desk.get_by_role("log")).to_contain_text("Det var i mandags.", timeout=ANSWERED)
    await expect(at_desk.locator(".unseen")).to_have_count(0, timeout=ANSWERED)
    assert not await barriers(at_desk)

    await at_desk.get_by_role("button", name="Giv samtalen tilbage").click()
    await hears(at_chat, "den automatiske chat, der svarer")
    await expect(at_desk.get_by_role("button", name="Overtag samtalen")).to_be_visible()
    assert (await both.case(case.number)).assigned_to is not None
    verbs = await both.verbs(case)
    assert [verb for verb in verbs if verb in {"person_called", "taken_over", "given_back"}] == [
        "person_called",
        "taken_over",
        "given_back",
    ]
    await at_chat.close()
    await expect(at_desk.get_by_text("Personen er ikke i chatten nu")).to_be_visible(timeout=ANSWERED)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_r_acc_3_on_a_telephone_and_without_scripts_it_is_a_page_like_any(
    both: Running, people: Browsing, scheme: str
) -> None:
    await anna(both, people)
    at_desk = await karen(both, people, viewport=TELEPHONE, color_scheme=scheme, java_script_enabled=scheme == "light")
    (case,) = [one for one in await both.cases() if one.kind is Kind.COMPLAINT]
    await at_desk.goto(f"http://127.0.0.1:{both.service.web_port}/desk/cases/{case.number}")
    await at_desk.get_by_role("button", name="Overtag samtalen").click()
    await at_desk.get_by_label("Din besked").fill("Hej Anna.")
    await at_desk.get_by_role("button", name="Send", exact=True).click()
    await expect(at_desk.get_by_role("log")).to_contain_text("Hej Anna.")
    if scheme == "dark":
        await at_desk.get_by_role("link", name="Genindlæs samtalen").click()
        await expect(at_desk.get_by_role("log")).to_contain_text("Hej Anna.")
    else:
        assert not await barriers(at_desk)
        assert await at_desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
