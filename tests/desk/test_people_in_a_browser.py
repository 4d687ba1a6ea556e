"""A real browser at the desk's log-in: passkeys, and pages that shut nobody out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import uvicorn
from playwright.async_api import Page

from cases.staff import Staff
from desk.access import Access, SecondFactor
from storage import invitations, sessions
from tests.chromium import Browsing, barriers
from tests.desk.scene import PASSWORD, Scene
from tests.smtp import until

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@asynccontextmanager
async def served(scene: Scene) -> AsyncIterator[str]:
    """Serve the desk at a name of this machine until the block ends."""
    config = uvicorn.Config(_later(scene), host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())

    async def begun() -> bool:
        return server.started

    await until(begun, "the desk")
    scene.address = f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield scene.address
    finally:
        server.should_exit = True
        await task


def _later(scene: Scene) -> Any:  # noqa: ANN401 - an application
    """Give the desk as an application that is put together when it is asked first: its address has its port in it."""
    made: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as servers call it
        if not made:
            made.append(scene.app())
        await made[0](scope, receive, send)

    return app


async def with_device(page: Page) -> None:
    """Give a browser a device that makes passkeys and knows its person."""
    device = await page.context.new_cdp_session(page)
    await device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    more = {"isUserVerified": True, "automaticPresenceSimulation": True}
    await device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **more}})


async def test_a_passkey_opens_the_desk_without_a_password(scene: Scene, people: Browsing) -> None:
    bo = await scene.hire("managing_director", language="en")
    async with served(scene) as address:
        page = await people.visit(f"{address}/desk/login", locale="en-GB")
        await with_device(page)
        await page.get_by_label("E-mail address").fill(bo.email)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Log in", exact=True).click()
        await page.goto(f"{address}/desk/you/second")
        await page.get_by_role("button", name="Make a passkey").click()
        await page.get_by_text("The passkey has been made.").wait_for()
        await page.get_by_role("button", name="Log out", exact=True).click()
        await page.get_by_role("button", name="Log in with a passkey").click()
        await page.wait_for_url(f"{address}/desk/")
        await page.get_by_role("button", name="Log out", exact=True).click()
        await page.get_by_label("E-mail address").fill(bo.email)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Log in", exact=True).click()
        await page.get_by_text("You chose to log in with a passkey.").wait_for()
        await page.get_by_role("button", name="Log in with a passkey").click()
        await page.wait_for_url(f"{address}/desk/")
        scene.later(minutes=11)
        await page.goto(f"{address}/desk/people/{bo.id}")
        await page.get_by_role("button", name="Send a link").click()
        await page.get_by_role("button", name="Go on with a passkey").click()
        await page.get_by_text("The link is on its way.").wait_for()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("da", 1280, "light"), ("nl", 320, "dark"), ("en", 320, "light")]
)
async def test_the_pages_shut_nobody_out(
    scene: Scene,
    people: Browsing,
    language: str,
    width: int,
    scheme: Any,  # noqa: ANN401 - as Playwright takes it
) -> None:
    boss = await scene.hire("managing_director", language=language, name="Bo Lund")
    eva = await scene.hire(
        "external_assessor", language=language, name="Eva Dam-Christoffersen", email="eva@mentorix.example"
    )
    async with served(scene) as address:
        context = await people.visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language)
        page = await context.new_page()
        for path in ("/desk/login", "/desk/forgotten", "/desk/invitation/none"):
            await look(page, address, path)
        await context.add_cookies([await logged_in(scene, boss, address)])
        for path in ("/desk/people", f"/desk/people/{eva.id}", "/desk/you", "/desk/you/notices", "/desk/you/second"):
            await look(page, address, path)
        await page.locator('form[action="/desk/you/codes"] button').click()
        await look(page, address, "")
        scene.later(minutes=11)
        await page.goto(f"{address}/desk/people/{eva.id}")
        await page.locator("form[action$=disabling] button").click()
        await look(page, address, "")


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("da", 320, "dark"), ("nl", 1280, "light"), ("en", 320, "light")]
)
async def test_the_pages_on_the_way_in_shut_nobody_out(
    scene: Scene,
    people: Browsing,
    language: str,
    width: int,
    scheme: Any,  # noqa: ANN401 - as Playwright takes it
) -> None:
    boss = await scene.hire("managing_director", language=language)
    scene.access = Access(second_factor=SecondFactor.DEMANDED)
    async with served(scene) as address:
        context = await people.visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language)
        page = await context.new_page()
        await look(page, address, f"/desk/invitation/{await invited(scene, boss)}")
        await page.locator("input[name=password]").fill(CHOSEN)
        await page.locator("input[name=again]").fill(CHOSEN)
        await page.locator("main form button").click()
        await page.locator('form[action="/desk/you/codes"] button').click()
        device = pyotp.TOTP((await page.locator("p.typed").text_content() or "").replace(" ", ""))
        await page.locator("input[name=code]").fill(device.at(int(scene.now.timestamp())))
        await page.locator('form[action="/desk/you/codes/first"] button').click()
        await page.locator("code").first.wait_for()
        await look(page, address, "")
        await context.clear_cookies()
        await page.goto(f"{address}/desk/login")
        await page.locator("input[name=email]").fill(boss.email)
        await page.locator("input[name=password]").fill(CHOSEN)
        await page.locator('form[action="/desk/login"] button').click()
        await page.locator("input[name=code]").wait_for()
        await look(page, address, "")
        await page.locator("input[name=code]").fill("000000")
        await page.locator('form[action="/desk/login/second"] button').click()
        await page.get_by_role("alert").first.wait_for()
        await look(page, address, "")


CHOSEN = "tre kaffe og en stol"


async def invited(scene: Scene, staff: Staff) -> str:
    """Give the secret of a link by which a person chooses a password."""
    invitation = await scene.book.run(invitations.begin, staff, scene.now, scene.now + timedelta(days=3))
    secret = sessions.new_secret()
    await scene.book.run(invitations.give, staff.organisation, invitation.id, secret)
    return secret


async def logged_in(scene: Scene, staff: Staff, address: str) -> Any:  # noqa: ANN401 - as Playwright takes it
    secret = sessions.new_secret()
    await scene.book.run(sessions.begin, staff, secret, scene.now)
    return {"name": "svarfrist", "value": secret, "url": address}


async def look(page: Page, address: str, path: str) -> None:
    if path:
        await page.goto(f"{address}{path}")
    assert await barriers(page) == [], path
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{path} is too wide"
