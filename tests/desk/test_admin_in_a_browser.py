"""The pages of those who look after the installation, with something on each of them, shut nobody out."""

from typing import Any

import pytest

from desk.house import House
from storage import sweeps
from tests.chromium import Browsing, barriers
from tests.desk.scene import START, Scene
from tests.desk.test_admin_acts import KEYS, OLD, STUCK, came_back, put_off_once, with_old_cases
from tests.desk.test_every_page import entered, served

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PAGES = (
    "/desk/admin",
    "/desk/admin/policy",
    "/desk/admin/templates",
    "/desk/admin/templates/answer_complaint",
    "/desk/admin/access?done=slow",
    STUCK,
    OLD,
)


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("da", 1280, "light"), ("nl", 320, "dark"), ("en", 320, "light")]
)
async def test_they_shut_nobody_out(
    scene: Scene,
    people: Browsing,
    language: str,
    width: int,
    scheme: Any,  # noqa: ANN401 - as Playwright takes it
) -> None:
    await came_back(scene)
    await put_off_once(scene)
    await with_old_cases(scene, 2)
    scene.house = House(begun_at=START, hooks={"mentorix": "www.mentorix.example"})
    director = await scene.hire("managing_director", language=language)
    found: list[str] = []
    async with served(scene) as address:
        context = await people.visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language)
        page = await context.new_page()
        await entered(scene, page, director, address)
        for path in PAGES:
            await page.goto(f"{address}{path}")
            await page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
            found += [f"{path}: {one}" for one in await barriers(page)]
            if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{path} is too wide")
        await page.goto(f"{address}/desk/admin/access")
        await page.locator("details.card summary").click()
        await page.locator("input[name=name]").fill("The web form")
        await page.locator(f'form[action="{KEYS}"] button').click()
        await page.locator(".notice .typed").wait_for()
        found += [f"a new key: {one}" for one in await barriers(page)]
        await page.goto(f"{address}{OLD}")
        await page.locator("input[name=typed]").fill("2")
        await page.locator("main form button").click()
        await page.locator("progress").wait_for()
        found += [f"a sweep: {one}" for one in await barriers(page)]
        await page.goto("about:blank")
    assert not found, "\n".join(found)
    sweep = await scene.book.read(sweeps.last, "mentorix")
    assert sweep
    assert sweep.total == 2
