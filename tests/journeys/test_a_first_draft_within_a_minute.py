"""A new member of staff, with nothing but what `svarfrist try` prints and what the pages say, approves a first draft.

The minute is that of a person, not of the machine: each click, each change of hand and each letter typed is counted
with the times that Card, Moran and Newell measured ("The keystroke-level model", CACM 23(7), 1980), for somebody who
types 40 words a minute and thinks before each new step. What the pages take is added as it is.
"""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest
from playwright.async_api import Locator, Page, expect

from tests.chromium import Browsing, barriers
from tests.service.trying.told import one_line
from tests.trial import trying

THINKS = 1.35
POINTS = 1.1
CLICKS = 0.2
CHANGES_HANDS = 0.4
TYPES = 0.28
A_MINUTE = 60.0

ANSWER = (
    "You were charged twice.",
    "It is upheld.",
    "The bank statement shows it.",
    "We pay it back today.",
)
"""What a person writes into the places that the draft leaves open, in order."""


@dataclass
class Newcomer:
    """Somebody before the page. `took`: the seconds of their thoughts and hands."""

    page: Page
    took: float = 0.0

    async def clicks(self, what: Locator, *, again: bool = False) -> None:
        """Find something and click it; think before it where it is not what was clicked just now."""
        self.took += POINTS + CLICKS + (0 if again else THINKS)
        await what.click()

    async def types(self, words: str) -> None:
        """Take the hand to the keys, write, and take it back."""
        self.took += 2 * CHANGES_HANDS + len(words) * TYPES
        await self.page.keyboard.type(words)


@pytest.mark.slow
async def test_a_first_draft_is_approved_within_a_minute_of_the_log_in(tmp_path: Path, people: Browsing) -> None:
    with trying(tmp_path) as trial:
        await asyncio.to_thread(trial.until, "press Ctrl-C")
        found = re.search(
            r"Desk (\S+) Log in as (\S+) Password (\S+)", one_line(trial.text.partition("Have a look")[2])
        )
        assert found
        address, email, password = found.groups()
        page = await people.visit(address, locale="en")
        await page.get_by_label("E-mail address").fill(email)
        await page.get_by_label("Password").fill(password)
        began, newcomer = monotonic(), Newcomer(page)
        await page.get_by_role("button", name="Log in").click()
        await approves(newcomer)
        took = newcomer.took + monotonic() - began
        assert not await barriers(page)
        await page.goto("about:blank")
        await asyncio.to_thread(trial.until, "The bank statement shows it.")  # it left, and the catcher has it
        assert took < A_MINUTE, took


async def approves(newcomer: Newcomer) -> None:
    """Go where the page leads: the first case, its draft, the places that are open, and out with it."""
    page = newcomer.page
    await newcomer.clicks(page.get_by_role("table").get_by_role("link").first)
    await newcomer.clicks(page.get_by_role("button", name="Go to the draft"))
    for number, words in enumerate(ANSWER):
        await newcomer.clicks(page.get_by_role("button", name="Go there"), again=number > 0)
        await newcomer.types(words)
    await newcomer.clicks(page.get_by_role("combobox", name="Decision"))
    newcomer.took += POINTS + CLICKS
    await page.get_by_role("combobox", name="Decision").select_option("Upheld")
    await newcomer.clicks(page.get_by_role("button", name="Approve and send"))
    await expect(page.get_by_text("is approved, but not sent yet")).to_be_visible()
