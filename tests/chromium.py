"""A real browser without a window, and what looks for that which shuts people out of a page.

One Chromium serves the whole run; each test has contexts of its own in it, which share nothing.
"""

import contextlib
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

from tests.postgres import NotInstalled
from tests.smtp import PATIENCE

PROGRAM = "/usr/bin/chromium"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)


@contextlib.contextmanager
def chromium_started(folder: Path) -> Iterator[str]:
    """Run Chromium with a profile in a folder until the block ends; give the address by which it is driven."""
    if not shutil.which(PROGRAM):
        raise NotInstalled(f"the tests need {PROGRAM}: apt-get install chromium")
    with (folder / "chromium.log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, *FLAGS, f"--user-data-dir={folder}"], stdout=log, stderr=log)  # noqa: S603
    try:
        yield f"http://127.0.0.1:{_port(folder / 'DevToolsActivePort', process)}"
    finally:
        process.terminate()
        process.wait()


def _port(told: Path, process: "subprocess.Popen[bytes]") -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if told.exists() and (lines := told.read_text("utf-8").splitlines()):
            return int(lines[0])
        time.sleep(0.05)  # it writes the file some time after it was started, and tells nobody
    raise NotInstalled("Chromium did not start")


USUAL = {"locale": "da-DK", "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}


@dataclass
class Browsing:
    """Browsers of people: `visit` opens a page as somebody would who never was there before."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def visitor(self, **settings: Any) -> BrowserContext:  # noqa: ANN401 - as Playwright takes them
        """Give the browser of somebody: `viewport`, `color_scheme`, `locale` … as Playwright has them.

        Unless it is said otherwise, nothing moves there, so that a test does not look at what is on its way.
        """
        context = await self.browser.new_context(**{**USUAL, **settings})
        context.set_default_timeout(PATIENCE * 1000)
        context.on("console", self._noted)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.contexts.append(context)
        return context

    async def visit(self, address: str, **settings: Any) -> Page:  # noqa: ANN401 - as Playwright takes them
        """Open a page in a browser of its own."""
        page = await (await self.visitor(**settings)).new_page()
        await page.goto(address)
        return page

    def _noted(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and not said.text.startswith(
            ("Failed to load resource", "WebSocket connection")
        ):
            self.complaints.append(said.text)


@contextlib.asynccontextmanager
async def driven(address: str) -> AsyncIterator[Browser]:
    """Take the wheel of a running Chromium until the block ends."""
    async with async_playwright() as driver:
        yield await driver.chromium.connect_over_cdp(address)


@contextlib.asynccontextmanager
async def browsing(browser: Browser) -> AsyncIterator[Browsing]:
    """Give people with browsers until the block ends; no page may have complained, as of a policy that was broken."""
    people = Browsing(browser)
    try:
        yield people
    finally:
        for context in people.contexts:
            await context.close()
    assert not people.complaints


async def barriers(page: Page, within: str = "document") -> list[str]:
    """Say what on a page shuts people out, by WCAG 2.2 AA and good practice: each rule with where it is broken."""
    await page.evaluate(AXE)
    found = await page.evaluate(f"axe.run({within})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
