"""Real browsers at the same draft: what is missing while one types, who is first, and the way back."""

from datetime import timedelta

import pytest
from playwright.async_api import BrowserContext, Page

from cases.outgoing import OutboxStatus
from cases.staff import Staff
from storage import sessions
from tests.chromium import Browsing, barriers
from tests.desk.scene import Scene, finished
from tests.desk.test_acts import letter
from tests.desk.test_people_in_a_browser import served

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def at_case(scene: Scene, address: str, context: BrowserContext, staff: Staff, number: str) -> Page:
    """Open a case's page as somebody who is logged in."""
    secret = sessions.new_secret()
    await scene.book.run(sessions.begin, staff, secret, scene.now)
    await context.add_cookies([{"name": "svarfrist", "value": secret, "url": address}])
    page = await context.new_page()
    await page.goto(f"{address}/desk/cases/{number}")
    return page


async def written(page: Page, words: str) -> None:
    """Write the letter, and say what is decided."""
    await page.locator("textarea[name=body]").fill(words)
    await page.locator(".draft select[name=ruling]").select_option("justified")


async def test_what_is_missing_follows_what_is_typed_and_survives_a_reload(scene: Scene, people: Browsing) -> None:
    number = (await scene.hear()).opened[0].number
    bo, draft = await scene.hire("course_administrator", language="en"), await scene.draft(number)
    async with served(scene) as address:
        page = await at_case(scene, address, await people.visitor(locale="en-GB"), bo, number)
        assert await barriers(page) == []
        body = page.locator("textarea[name=body]")
        await page.get_by_role("button", name="Go there").click()
        chosen = "el => el.value.slice(el.selectionStart, el.selectionEnd)"
        assert (await body.evaluate(chosen)).startswith("[ ")
        await body.fill("Kære Anna\n\nDet blev et nej.\n\nVenlig hilsen")
        insert = page.locator(".checks [data-words]").first
        await insert.wait_for()
        await insert.click()
        await page.locator(".checks .absent").first.wait_for(state="detached")
        assert "appel" in (await body.input_value()).lower()
        assert await barriers(page) == []
        typed = await body.input_value()
        await page.reload()
        await page.get_by_text("Here is your text as you left it.").wait_for()
        assert await body.input_value() == typed
    assert (await scene.draft(number)).outgoing.body == draft.outgoing.body


async def test_of_two_browsers_one_sends_and_the_other_sees_that_and_keeps_the_text(
    scene: Scene, people: Browsing
) -> None:
    number = (await scene.hear()).opened[0].number
    draft = await scene.draft(number)
    bo = await scene.hire("course_administrator", language="en")
    mette = await scene.hire("course_administrator", language="en", email="m@mentorix.example", name="Mette Krog")
    async with served(scene) as address:
        first = await at_case(scene, address, await people.visitor(locale="en-GB"), bo, number)
        second = await at_case(scene, address, await people.visitor(locale="en-GB"), mette, number)
        await written(first, f"{finished(draft)}\n\nFrom Bo")
        await written(second, f"{finished(draft)}\n\nFrom Mette")
        await first.get_by_role("button", name="Approve and send").click()
        await first.get_by_text("The letter is approved and on its way.").wait_for()
        await second.get_by_role("button", name="Approve and send").click()
        await second.get_by_text("Bo Lund").first.wait_for()
        assert await second.locator(".draft.gone", has_text="From Mette").count() == 1
        assert await barriers(second) == []
    body = (await letter(scene, number, draft.id)).outgoing.body
    assert "From Bo" in body
    assert "From Mette" not in body


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_a_letter_is_taken_back_with_a_button_that_counts_down(scene: Scene, people: Browsing, look: str) -> None:
    scene.undo = timedelta(seconds=20)
    number = (await scene.hear()).opened[0].number
    draft, bo = await scene.draft(number), await scene.hire("course_administrator", language="en")
    async with served(scene) as address:
        narrow = await people.visitor(locale="en-GB", color_scheme=look, viewport={"width": 320, "height": 640})
        page = await at_case(scene, address, narrow, bo, number)
        await written(page, f"{finished(draft)}\n\nPS.")
        await page.get_by_role("button", name="Approve and send").click()
        undo = page.get_by_role("button", name="Undo")
        await undo.wait_for()
        assert "seconds left" in await page.locator(".countdown").inner_text()
        assert await barriers(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await undo.click()
        await page.get_by_text("The letter is a draft again.").wait_for()
        assert (await page.locator("textarea[name=body]").input_value()).endswith("PS.")
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.DRAFT
