"""The page behind a one-time link: a button and nothing about anybody, in three languages."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from bot.identity_page import HEADERS, LANGUAGES, identity_app
from bot.throttle import MOST
from cases.case import Case
from cases.kind import Kind
from cases.learner import Learner
from intake.identity_link import GOOD_FOR, Sending, send_link
from storage.book import Book
from storage.page import Page
from tests import registers
from tests.builders import a_reading
from tests.intake.scene import Scene

ANNA = Learner("1001", "Anna Holm", "anna@example.org")
NOBODYS = "/q0mLJb4nHqS2wVJkq3m8xYt1Zr5e7uCgB9dKfPoAhXs"


@pytest.fixture
def scene(book: Book, offices: Mapping[str, Any]) -> Scene:
    """Give a case book of Mentorix with nothing in it."""
    return Scene(book, offices["mentorix"])


@pytest.fixture
async def browser(scene: Scene) -> AsyncIterator[AsyncClient]:
    """Open a browser at the page."""
    app = identity_app(scene.book, {"mentorix": scene.office}, lambda: scene.now)
    async with AsyncClient(transport=ASGITransport(app=app), base_url="https://svar.test") as client:
        yield client


async def link(scene: Scene) -> tuple[Case, str]:
    """Let Anna ask and a link be sent to her; give its path."""
    await scene.book.run(registers.upsert, "mentorix", {"1001": ANNA}, scene.now)
    case = await scene.opened(a_reading(Kind.ACCESS))
    person = await scene.hire("privacy_officer")

    def send(page: Page) -> None:
        send_link(page, Sending("mentorix", case.id), person, scene.office, scene.now)

    await scene.book.run(send)
    (letter,) = [one for one in await scene.letters(case) if one.outgoing.reply == "identity_link"]
    found = re.search(r"/identity(/[\w-]+)", letter.outgoing.body)
    assert found
    return case, found[1]


async def test_opening_shows_a_button_and_only_pressing_it_does_anything(scene: Scene, browser: AsyncClient) -> None:
    case, path = await link(scene)
    for _ in range(2):
        seen = await browser.get(path)
        assert seen.status_code == 200
        assert '<form method="post"><button type="submit">Ja, det var mig</button>' in seen.text
    assert (await scene.case(case)).identity is None
    pressed = await browser.post(path)
    assert (pressed.status_code, "<h1>Tak</h1>" in pressed.text) == (200, True)
    assert (await scene.case(case)).identity == "one_time_link"
    for again in (await browser.post(path), await browser.get(path)):
        assert (again.status_code, "allerede brugt" in again.text, "<form" in again.text) == (410, True, False)


async def test_r_cpr_2_the_page_says_nothing_about_anybody_and_is_kept_nowhere(
    scene: Scene, browser: AsyncClient
) -> None:
    case, path = await link(scene)
    for seen in (await browser.get(path), await browser.post(path), await browser.get(NOBODYS)):
        for word in ("Anna", "Holm", "example.org", "1001", case.number, "indsigt", path.strip("/")):
            assert word not in seen.text
        assert {name: seen.headers[name] for name in HEADERS} == HEADERS
        assert (seen.headers["Referrer-Policy"], seen.headers["Cache-Control"]) == ("no-referrer", "no-store")
        assert "noindex" in seen.headers["X-Robots-Tag"]


async def test_a_link_that_ran_out_or_never_was_is_gone_alike(scene: Scene, browser: AsyncClient) -> None:
    _, path = await link(scene)
    scene.now += GOOD_FOR
    asked = {"Accept-Language": "nl-NL,en;q=0.5"}
    seen = [await browser.get(one, headers=asked) for one in (path, NOBODYS, "/" + "x" * 500)]
    assert {one.status_code for one in seen} == {410}
    assert len({one.text for one in seen}) == 1
    assert '<html lang="nl">' in seen[0].text


async def test_who_asks_too_often_waits_a_minute(browser: AsyncClient) -> None:
    seen = [await browser.get(NOBODYS) for _ in range(MOST + 1)]
    assert [one.status_code for one in seen] == [410] * MOST + [429]
    assert seen[-1].headers["Retry-After"] == "60"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_can_be_used_by_everybody(browser: AsyncClient, language: str) -> None:
    """WCAG 2.2: a language, a title, one heading, one main part, and it may be enlarged."""
    seen = await browser.get(NOBODYS, headers={"Accept-Language": language})
    assert f'<html lang="{language}">' in seen.text
    for tag in ("<title>", "<h1>", "<main>"):
        assert seen.text.count(tag) == 1
    assert 'content="width=device-width, initial-scale=1"' in seen.text
    assert not re.search(r"maximum-scale|user-scalable|<script|https?://", seen.text)
    style = await browser.get("/style.css")
    assert (style.status_code, style.headers["Content-Type"].split(";")[0]) == (200, "text/css")
    assert "min-height: 3rem" in style.text


async def test_r_id_2_no_page_has_a_field_for_a_number_or_a_file(scene: Scene, browser: AsyncClient) -> None:
    _, path = await link(scene)
    assert not re.search(r"<(?:input|textarea|select)", (await browser.get(path)).text)
