"""The desk says how the mailboxes are, in plain words, and that a queue may be empty because nobody reads them."""

from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest

from cases.bot_trouble import BotTrouble
from cases.mailbox import Trouble
from desk.mailboxes import LEFT_ALONE, mailbox_view
from desk.texts import LANGUAGES, texts
from storage import mailbox_watch, telegram_bots
from storage.mailbox_watch import MailboxState
from storage.page import Page
from tests.desk.scene import START, Scene

READ = MailboxState("mentorix", "info", START - timedelta(days=30), START - timedelta(minutes=1))


def write_mailbox(page: Page, /, name: str = "info", organisation: str = "mentorix", **values: Any) -> None:  # noqa: ANN401 - columns
    assert mailbox_watch.held(page, organisation, name)
    mailbox_watch.note(page, organisation, name, **({"begun_at": START, "polled_at": START} | values))


async def shown(scene: Scene, role: str = "course_administrator", path: str = "/desk/mailboxes") -> str:
    """Give what somebody sees."""
    browser = await scene.at_desk(await scene.hire(role, language="en"))
    answer = await browser.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


async def test_a_mailbox_that_is_read_says_when_it_was_last(scene: Scene) -> None:
    await scene.book.run(write_mailbox)
    page = await shown(scene)
    assert '<h2>info <span class="tag go">Being read</span></h2>' in page
    assert "Last read on 2 March 2026 at 11:00." in page


async def test_what_is_wrong_is_said_in_words_and_since_when(scene: Scene) -> None:
    since = START + timedelta(minutes=5)
    await scene.book.run(write_mailbox, trouble=Trouble.SECRET_EXPIRED, trouble_since=since, silent_since=START)
    page = await shown(scene)
    for words in ("Not being read", "The secret key has expired.", "Since 2 March 2026 at 11:05."):
        assert words in page


async def test_a_secret_that_ends_soon_and_a_comparison_that_found_something_stand_there(scene: Scene) -> None:
    until = START + timedelta(days=3)
    await scene.book.run(write_mailbox, secret_until=until, reconciled_at=START, missing=1, unknown=2)
    page = await shown(scene)
    for words in (
        "The secret key expires on 5 March 2026: 3 days left.",
        "1 letter had not been fetched. It has been fetched since.",
        "2 letters that we have are no longer in the mailbox",
    ):
        assert words in page


async def test_where_there_is_none_that_is_said(scene: Scene) -> None:
    assert "No mailbox is fetched from." in await shown(scene)


async def test_another_organisation_s_mailboxes_are_not_shown(scene: Scene) -> None:
    await scene.book.run(write_mailbox, "theirs", "metier")
    assert "theirs" not in await shown(scene)


@pytest.mark.parametrize("role", ["privacy_officer", "external_assessor"])
async def test_everybody_who_is_logged_in_may_look(scene: Scene, role: str) -> None:
    await scene.book.run(write_mailbox)
    assert "Being read" in await shown(scene, role)


async def test_nobody_else_may(scene: Scene) -> None:
    assert (await scene.browser().get("/desk/mailboxes")).headers["location"].startswith("/desk/login")


@pytest.mark.parametrize("path", ["/desk/", "/desk/?view=held"])
async def test_the_queue_says_that_letters_are_missing_because_nobody_reads_them(scene: Scene, path: str) -> None:
    await scene.book.run(write_mailbox)
    await scene.book.run(write_mailbox, "theirs", "metier", silent_since=START)
    assert "No letters are being fetched" not in await shown(scene, path=path)
    await scene.book.run(write_mailbox, silent_since=START)
    assert "No letters are being fetched from the mailbox “info”." in await shown(scene, "privacy_officer", path)
    await scene.book.run(write_mailbox, "second", silent_since=START)
    assert "No letters are being fetched from 2 mailboxes." in await shown(scene, "managing_director", path)


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (READ, "read"),
        (replace(READ, trouble=Trouble.UNMARKED), "trouble"),
        (replace(READ, trouble=Trouble.KICKED, silent_since=START), "silent"),
        (MailboxState("mentorix", "info"), "waiting"),
        (replace(READ, polled_at=START - LEFT_ALONE - timedelta(minutes=1)), "left"),
    ],
)
def test_each_standing_has_its_word_in_every_language(state: MailboxState, standing: str) -> None:
    view = mailbox_view(state, START)
    assert view.standing == standing
    assert all(texts(language)(f"mailboxes.{standing}") for language in LANGUAGES)


@pytest.mark.parametrize(
    ("until", "days", "soon"),
    [
        (datetime(2026, 3, 1, 22, 59, 59), -1, True),  # noqa: DTZ001 - made aware below
        (datetime(2026, 3, 2, 22, 59, 59), 0, True),  # noqa: DTZ001
        (datetime(2026, 3, 16, 22, 59, 59), 14, True),  # noqa: DTZ001
        (datetime(2026, 3, 17, 22, 59, 59), 15, False),  # noqa: DTZ001
    ],
)
def test_the_days_of_a_secret_are_counted_as_staff_count_them(until: datetime, days: int, soon: object) -> None:
    view = mailbox_view(replace(READ, secret_until=until.replace(tzinfo=START.tzinfo)), START)
    assert (view.days, view.ends_soon) == (days, soon)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_has_words(language: str) -> None:
    words = [texts(language).words.get(f"trouble.{trouble}") for trouble in Trouble]
    assert all(words)
    assert len(set(words)) == len(words)


def write_bot(page: Page, trouble: BotTrouble | None, silent_since: datetime | None = None) -> None:
    telegram_bots.know(page, "mentorix")
    telegram_bots.note(page, "mentorix", None, START)
    telegram_bots.note(page, "mentorix", trouble, START)
    telegram_bots.told(page, "mentorix", silent_since)


async def test_a_bot_at_telegram_says_how_it_is(scene: Scene) -> None:
    assert "Telegram" not in await shown(scene, "privacy_officer")
    await scene.book.run(write_bot, None)
    page = await shown(scene)
    assert '<h2>Telegram <span class="tag go">Works</span></h2>' in page
    assert "Telegram last answered on 2 March 2026 at 11:00." in page


async def test_what_is_wrong_with_a_bot_is_said_in_words(scene: Scene) -> None:
    await scene.book.run(write_bot, BotTrouble.REVOKED)
    page = await shown(scene)
    assert '<h2>Telegram <span class="tag warn">In trouble</span></h2>' in page
    await scene.book.run(write_bot, BotTrouble.ELSEWHERE, START)
    page = await shown(scene, "privacy_officer")
    for words in (
        "Out of order",
        "Another program fetches messages with the same bot.",
        "Since 2 March 2026 at 11:00.",
    ):
        assert words in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_trouble_of_a_bot_has_words(language: str) -> None:
    for trouble in BotTrouble:
        assert texts(language).name("bot_trouble", trouble) != trouble
