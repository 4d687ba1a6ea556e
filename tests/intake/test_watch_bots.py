"""A bot at Telegram that is out of reach is told once, and once more when it is back."""

from datetime import datetime, timedelta

import pytest

from cases.bot_trouble import BotTrouble
from intake.house_letter import HOUSE
from intake.watch import PATIENCE, Since
from intake.watch_bots import SILENT, bot_silent, watch_bots
from storage import outbox, telegram_bots
from storage.page import Page
from storage.telegram_bots import BotState
from tests.builders import AT
from tests.intake.scene import Scene

LONG_AGO = AT - timedelta(days=30)
SECOND = timedelta(seconds=1)


def write_bot(page: Page, trouble: BotTrouble | None, now: datetime) -> None:
    telegram_bots.know(page, "mentorix")
    telegram_bots.note(page, "mentorix", trouble, now)


async def passes(scene: Scene, minutes: float, bots: tuple[str, ...] = ("mentorix",)) -> int:
    """Let time pass, then look; give how many letters that made."""
    scene.later(minutes=minutes)
    offices = {scene.office.policy.id: scene.office}
    return await scene.book.run(watch_bots, bots, offices, Since(LONG_AGO, scene.now))


async def told(scene: Scene) -> list[tuple[str, str]]:
    """Give subject and words of what was told."""
    letters = await scene.book.read(outbox.of_thread, "mentorix", HOUSE)
    return [(one.outgoing.subject, one.outgoing.body) for one in letters]


@pytest.fixture
async def watched(scene: Scene) -> Scene:
    await scene.hire("course_administrator", language="en")
    return scene


async def test_a_bot_out_of_reach_is_told_once_and_its_return_once(watched: Scene) -> None:
    await watched.book.run(write_bot, None, watched.now)
    assert await passes(watched, 15) == 0
    await watched.book.run(write_bot, BotTrouble.REVOKED, watched.now)
    assert await passes(watched, 1) == 1
    assert await passes(watched, 1) == 0
    ((subject, words),) = await told(watched)
    assert subject == "Mentorix: the Telegram bot is out of order"
    assert "no longer accepts the bot's token" in words
    await watched.book.run(write_bot, None, watched.now)
    assert await passes(watched, 1) == 1
    assert await passes(watched, 1) == 0
    assert [one for one, _ in await told(watched)][1] == "Mentorix: the Telegram bot works again"


async def test_of_a_bot_that_no_process_works_on_it_is_said_that_the_program_is_not_heard_from(watched: Scene) -> None:
    assert await passes(watched, 0) == 1
    ((_, words),) = await told(watched)
    assert "looks after the bot has not been heard from" in words


async def test_where_no_bot_is_set_nobody_is_told(watched: Scene) -> None:
    assert await passes(watched, 60, ()) == 0


async def test_trouble_keeps_the_instant_at_which_it_began(watched: Scene) -> None:
    began = watched.now
    await watched.book.run(write_bot, BotTrouble.UNREACHABLE, began)
    await watched.book.run(write_bot, BotTrouble.REVOKED, began + SECOND)
    (state,) = await watched.book.read(telegram_bots.states, "mentorix", "mentor")
    assert state == BotState("mentorix", None, BotTrouble.REVOKED, began)
    await watched.book.run(write_bot, None, began + 2 * SECOND)
    (state,) = await watched.book.read(telegram_bots.states, "mentorix")
    assert state == BotState("mentorix", began + 2 * SECOND)


@pytest.mark.parametrize(("passed", "silent"), [(SILENT, False), (SILENT + SECOND, True)])
def test_a_bot_is_silent_after_a_while(passed: timedelta, silent: bool) -> None:  # noqa: FBT001
    assert bot_silent(BotState("mentorix", AT), Since(LONG_AGO, AT + passed)) is silent
    assert bot_silent(None, Since(AT, AT + passed)) is silent


async def test_right_after_a_start_nobody_is_told_of_what_lay_still_overnight(watched: Scene) -> None:
    await watched.book.run(write_bot, None, LONG_AGO)
    offices = {watched.office.policy.id: watched.office}
    since = Since(watched.now, watched.now + PATIENCE - SECOND)
    assert await watched.book.run(watch_bots, ["mentorix"], offices, since) == 0
    assert await watched.book.run(watch_bots, ["mentorix"], offices, Since(watched.now, watched.now + PATIENCE)) == 1
