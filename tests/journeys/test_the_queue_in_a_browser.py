"""A day at the queue in a real browser: keys, counts that follow, several cases at once; it shuts nobody out."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from cases.staff import Staff
from storage import sessions
from tests.at_work import Running, at_work
from tests.chromium import Browsing, barriers
from tests.smtp import a_letter, catching

KLAGE = "Jeg vil gerne klage over kurset i projektledelse. Underviseren kom ikke.\n\nMed venlig hilsen\n{name}"
TELEPHONE = {"width": 320, "height": 640}
LIVE = 15_000


@pytest.fixture
async def desk(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Running]:
    """Run the service with its desk, with letters of three people in it."""
    shutil.copy(sqlite_template, tmp_path / "book.db")
    async with (
        catching() as catcher,
        at_work(f"sqlite:///{tmp_path}/book.db", tmp_path, catcher, desk="127.0.0.1:0") as running,
    ):
        for name in ("Anna Holm", "Bo Dam", "Lise Kjær"):
            await complain(running, name)
        yield running


async def complain(running: Running, name: str) -> None:
    sender = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    raw = a_letter(KLAGE.format(name=name), subject="Klage", sender=f"{name} <{sender}>")
    await running.letter(raw, "info@mentorix.dk", sender=sender)
    await running.quiet()


async def at_queue(desk: Running, people: Browsing, staff: Staff, query: str = "", **settings: object) -> Page:
    """Open the queue as somebody who is logged in."""
    context, secret = await people.visitor(**settings), sessions.new_secret()
    await desk.service.book.run(sessions.begin, staff, secret, desk.clock.now)
    home = f"http://127.0.0.1:{desk.service.desk_port}"
    await context.add_cookies([{"name": "svarfrist", "value": secret, "url": home}])
    page = await context.new_page()
    await page.goto(f"{home}/desk/{query}")
    return page


async def test_keys_lead_through_the_queue_and_a_sheet_names_them(desk: Running, people: Browsing) -> None:
    page = await at_queue(desk, people, await desk.hire("course_administrator"))
    rows = page.locator("[data-line]")
    await expect(rows).to_have_count(3)
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await expect(rows.nth(1).locator("a.number")).to_be_focused()
    await page.keyboard.press("k")
    await page.keyboard.press("x")
    await expect(rows.nth(0).get_by_role("checkbox")).to_be_checked()
    await expect(page.get_by_text("1 sag valgt:")).to_be_visible()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Tastaturgenveje")).to_be_visible()
    assert not await barriers(page)
    await page.get_by_label("Brug genveje").uncheck()
    await page.get_by_role("button", name="Luk").click()
    await page.keyboard.press("j")
    await expect(rows.nth(1).locator("a.number")).not_to_be_focused()
    await page.evaluate("localStorage.clear()")
    number = await rows.nth(0).locator("a.number").inner_text()
    await rows.nth(0).locator("a.number").focus()
    await page.keyboard.press("o")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(number)


async def test_what_comes_in_is_counted_while_the_queue_lies_open(desk: Running, people: Browsing) -> None:
    page = await at_queue(desk, people, await desk.hire("course_administrator"))
    await expect(page.locator("[data-count=all]")).to_have_text("3")
    await expect(page.get_by_text("Der er sket noget nyt")).to_be_hidden()
    await complain(desk, "Nora Vang")
    await expect(page.locator("[data-count=all]")).to_have_text("4", timeout=LIVE)
    await page.get_by_text("Der er sket noget nyt").click()
    await expect(page.locator("[data-line]")).to_have_count(4)


async def test_several_cases_are_taken_with_a_few_clicks(desk: Running, people: Browsing) -> None:
    staff = await desk.hire("course_administrator")
    page = await at_queue(desk, people, staff)
    for row in (0, 2):
        await page.locator("[data-line]").nth(row).get_by_role("checkbox").check()
    await page.get_by_role("button", name="Tag sagerne").click()
    await page.get_by_role("link", name="Mine").click()
    await expect(page.locator("[data-line]")).to_have_count(2)


@pytest.mark.parametrize(
    "settings",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark", "viewport": TELEPHONE},
        {"forced_colors": "active"},
        {"viewport": {"width": 640, "height": 400}},
    ],
    ids=["light", "dark on a telephone", "forced colours", "at 200 %"],
)
@pytest.mark.parametrize("query", ["", "?view=late&kind=complaint"])
async def test_the_queue_shuts_nobody_out(
    desk: Running, people: Browsing, settings: dict[str, object], query: str
) -> None:
    page = await at_queue(desk, people, await desk.hire("course_administrator"), query, **settings)
    assert not await barriers(page)
    assert not await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
