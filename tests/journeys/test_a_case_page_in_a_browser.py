"""The page of a case in a real browser: everybody can use it, on a telephone as on a screen, by day and by night."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.at_work import Running, number_in
from tests.chromium import Browsing, barriers
from tests.conftest import Opens
from tests.smtp import a_letter

PHONE = {"width": 320, "height": 568}
COMPLAINT = "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke, og jeg fik ingen besked."
PDF: Any = {"name": "bevis.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 tom"}
WEB: dict[str, object] = {"web": "127.0.0.1:0"}


async def link(running: Running) -> str:
    """Let Anna complain, and give the link in our receipt as she can open it here."""
    receipt = await running.answered(a_letter(COMPLAINT, subject="Klage", sender="Anna Holm <anna@example.org>"))
    assert number_in(receipt.text)
    found = re.search(r"/case/[\w-]{40,}", receipt.text)
    assert found
    return f"http://127.0.0.1:{running.service.web_port}{found[0]}"


async def code(running: Running, before: int) -> str:
    """Give the code in the letter that comes after so many."""
    letter = (await running.catcher.wait_for(before + 1))[before]
    found = re.search(r"^(\d{4} \d{4})\s*$", letter.text, re.MULTILINE)
    assert found
    return found[1]


async def fits(page: Page) -> bool:
    """Say whether nothing stands out at the side of a page (WCAG 1.4.10)."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_r_acc_3_every_state_of_the_page_lets_everybody_in(service: Opens, people: Browsing, scheme: str) -> None:
    async with service(**WEB) as running:
        page = await people.visit(await link(running), viewport=PHONE, color_scheme=scheme)

        async def looked_at() -> None:
            assert await barriers(page) == []
            assert await fits(page)

        await looked_at()
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("alert")).to_contain_text("Skriv en besked")
        await looked_at()
        await page.get_by_label("Din besked").fill("Her er mit bevis.")
        await page.get_by_label("Filer", exact=True).set_input_files(PDF)
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("status")).to_contain_text("vi har modtaget det")
        await running.quiet()
        before = len(running.catcher.letters)
        await page.get_by_role("button", name="Send mig en kode").click()
        await expect(page.get_by_label("Koden fra e-mailen")).to_be_visible()
        await looked_at()
        await page.get_by_label("Koden fra e-mailen").fill(await code(running, before))
        await page.get_by_role("button", name="Vis breve og beskeder").click()
        await expect(page.get_by_text("Underviseren kom ikke")).to_be_visible()
        await expect(page.get_by_text("bevis.pdf")).to_be_visible()
        await looked_at()
        await page.get_by_role("link", name="Jeg vil trække sagen tilbage").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Vil du trække sagen tilbage?")
        await looked_at()
        await page.get_by_role("link", name="Nej, gå tilbage til sagen").click()
        await page.get_by_role("button", name="Log ud").click()
        await expect(page.get_by_text("Underviseren kom ikke")).to_have_count(0)


async def test_r_acc_3_a_link_is_asked_for_by_keyboard_alone(service: Opens, people: Browsing) -> None:
    async with service(**WEB) as running:
        home = (await link(running)).rpartition("/")[0]
        page = await people.visit(f"{home}/")
        assert await barriers(page) == []
        await page.keyboard.press("Tab")
        await page.keyboard.type("mx")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Skriv sagsnummeret")
        assert await barriers(page) == []
        await page.get_by_label("Sagsnummer").fill((await running.cases())[0].number)
        await page.keyboard.press("Tab")
        await page.keyboard.type("anna@example.org")
        before = len(running.catcher.letters)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Kig i din indbakke")
        assert await barriers(page) == []
        assert (await running.catcher.wait_for(before + 1))[before].recipient == "anna@example.org"
