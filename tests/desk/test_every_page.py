"""Every page of the desk in a real browser, in three languages: it shuts nobody out and complains of nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import uvicorn
from playwright.async_api import Page

from cases.staff import Staff
from storage import casebook, sessions
from tests.chromium import Browsing, barriers
from tests.desk.routes import ROUTES
from tests.desk.scene import Scene
from tests.desk.walking import Facts, a_case, facts_of, filled
from tests.smtp import until

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NO_PAGES = (
    ".pdf",
    ".csv",
    ".ics",
    "/attachments/{part}",
    "/attachments/{part}/picture",
    "/html",
    "/letter",
    "/desk/held",
    "/desk/cases",
    "/back",
    "/sso/{organisation}",
)
"""How addresses end that give a file, a piece of a page, or lead on."""

PAGES = sorted(
    one.path
    for one in ROUTES
    if one.method == "GET" and not one.stream and one.path != "/" and not one.path.endswith(NO_PAGES)
)
LARGEST = 100_000


@asynccontextmanager
async def served(scene: Scene) -> AsyncIterator[str]:
    """Serve the desk until the block ends."""
    config = uvicorn.Config(scene.app(), host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())

    async def begun() -> bool:
        return server.started

    await until(begun, "the desk")
    try:
        yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        server.force_exit = True
        await task


async def a_desk(scene: Scene, language: str) -> tuple[Staff, Facts]:
    """Give somebody who sees everything, and a case of theirs."""
    director = await scene.hire("managing_director", language=language)
    case = await a_case(scene, "mentorix")
    await scene.book.run(casebook.save, replace(case, assigned_to=director.id))
    return director, await facts_of(scene, case, director.id)


async def entered(scene: Scene, page: Page, staff: Staff, address: str) -> None:
    """Put the cookie of a session into a browser."""
    secret = sessions.new_secret()
    await scene.book.run(sessions.begin, staff, secret, scene.now)
    await page.context.add_cookies([{"name": "svarfrist", "value": secret, "url": address}])


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("da", 1280, "light"), ("nl", 320, "dark"), ("en", 320, "light")]
)
async def test_no_page_shuts_anybody_out(
    scene: Scene, people: Browsing, language: str, width: int, scheme: str
) -> None:
    director, facts = await a_desk(scene, language)
    found: list[str] = []
    async with served(scene) as address:
        page = await people.visit(
            f"{address}/desk/login", locale=language, viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        found += [f"/desk/login: {one}" for one in await barriers(page)]
        await entered(scene, page, director, address)
        for path in (filled(one, facts) for one in PAGES):
            answer = await page.goto(f"{address}{path}", wait_until="load")
            assert answer
            if len(await answer.body()) >= LARGEST:
                found.append(f"{path} is too large")
            found += [f"{path}: {one}" for one in await barriers(page)]
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                found.append(f"{path} is {wide} px too wide")
        await page.goto("about:blank")
    assert not found, "\n".join(found)


async def test_the_back_button_after_a_log_out_shows_nothing(scene: Scene, people: Browsing) -> None:
    director, facts = await a_desk(scene, "en")
    async with served(scene) as address:
        page = await people.visit(f"{address}/desk/login", locale="en")
        await entered(scene, page, director, address)
        await page.goto(f"{address}/desk/cases/{facts.number}")
        await page.get_by_role("button", name="Log out", exact=True).click()
        await page.wait_for_url("**/desk/login**")
        await page.go_back()
        await page.wait_for_url("**/desk/login**")
        assert facts.number not in await page.inner_text("main")
        await page.goto("about:blank")
