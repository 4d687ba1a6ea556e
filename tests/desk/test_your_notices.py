"""Each chooses at the desk what they are told, when it is quiet, and whether by mail or on Telegram."""

from datetime import time

from httpx import AsyncClient
from sqlalchemy import select

from cases.staff import Staff
from intake import staff_telegram
from storage import notice_choices, staff_telegrams, telegram_bots
from storage.notice_choices import Choice, Quiet
from storage.notice_table import STAFF_TELEGRAM
from storage.page import Page
from tests.desk.scene import Scene, fields

PAGE, LINK, END = "/desk/you/notices", "/desk/you/telegram", "/desk/you/telegram/end"
WEEK = {f"quiet.{day}": "yes" for day in range(1, 8)}


async def chosen(scene: Scene, staff: Staff) -> Choice:
    return await scene.book.read(notice_choices.of_person, staff)


async def saved(browser: AsyncClient, **typed: str) -> tuple[int, str]:
    """Save the form; give the status, and the page that was answered or follows."""
    form = {**fields(await browser.get(PAGE), PAGE), "quiet_from": "", "quiet_until": "", **typed}
    answer = await browser.post(PAGE, data=form)
    shown = await browser.get(answer.headers["location"]) if answer.status_code == 303 else answer
    return answer.status_code, shown.text


async def test_quiet_hours_are_kept_and_shown_again(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    browser = await scene.at_desk(staff)
    times = {"quiet_from": "15:00", "quiet_until": "09:00", "quiet.5": "yes"}
    status, page = await saved(browser, **times)
    assert status == 303
    assert (await chosen(scene, staff)).quiet == Quiet(time(15), time(9), frozenset({5}))
    assert 'name="quiet_from" value="15:00"' in page
    assert 'name="quiet.5" value="yes" checked' in page
    await saved(browser)
    assert (await chosen(scene, staff)).quiet is None


async def test_quiet_hours_without_a_day_or_that_leave_no_working_time_are_refused_and_what_was_typed_stays(
    scene: Scene,
) -> None:
    staff = await scene.hire("course_administrator")
    browser = await scene.at_desk(staff)
    for days, word in (({}, "Vælg de dage"), (WEEK, "Ingen arbejdstid er tilbage")):
        status, page = await saved(browser, quiet_from="06:00", quiet_until="20:00", **days)
        assert status == 422
        assert word in page
        assert 'name="quiet_from" value="06:00"' in page
    assert (await chosen(scene, staff)).quiet is None


async def test_what_is_no_time_is_no_quiet_time(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    status, _ = await saved(await scene.at_desk(staff), quiet_from="half past", quiet_until="9", soon="5000")
    assert status == 422
    assert (await chosen(scene, staff)).quiet is None


async def test_drafts_and_near_deadlines_are_told_to_whoever_asks_for_it(scene: Scene) -> None:
    staff = await scene.hire("course_administrator")
    browser = await scene.at_desk(staff)
    assert 'name="drafts" value="yes">' in (await browser.get(PAGE)).text
    _, page = await saved(browser, drafts="yes", soon="3")
    choice = await chosen(scene, staff)
    assert (choice.drafts_after, choice.soon_days) == (0, 3)
    assert 'name="drafts" value="yes" checked' in page
    assert '<option value="3" selected' in page


def a_bot(page: Page, scene: Scene) -> None:
    telegram_bots.take(page, "mentorix", "here:1:a", scene.now)
    telegram_bots.note(page, "mentorix", None, scene.now)


async def test_a_code_is_shown_once_and_the_book_does_not_hold_it(scene: Scene) -> None:
    await scene.book.run(a_bot, scene)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    answer = await browser.post(LINK, data=fields(await browser.get(PAGE), LINK))
    code = answer.text.split('value="DESK-', 1)[1].split('"', 1)[0]
    assert staff_telegram.code_in(f"DESK-{code}") == f"DESK-{code}"
    assert "DESK-" not in (await browser.get(PAGE)).text
    row = await scene.book.read(lambda page: page.one(select(STAFF_TELEGRAM)))
    assert row
    assert code not in str(tuple(row))


async def test_without_a_bot_there_is_no_telegram_to_link(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = await browser.get(PAGE)
    assert "Telegram" not in page.text
    assert (await browser.post(LINK, data=fields(page, PAGE))).status_code == 404


async def test_a_linked_chat_is_ended_at_the_desk(scene: Scene) -> None:
    await scene.book.run(a_bot, scene)
    staff = await scene.hire("course_administrator")
    await scene.book.run(staff_telegram.begin, staff, "DESK-AAAAA-BBBBB", scene.now)
    await scene.book.run(staff_telegram.link, "mentorix", "5000001", "DESK-AAAAA-BBBBB", scene.now)
    browser = await scene.at_desk(staff)
    page = await browser.get(PAGE)
    assert "Beskeder kommer på Telegram siden" in page.text
    assert (await browser.post(END, data=fields(page, END))).status_code == 303
    answer = await browser.post(END, data=fields(page, END))
    assert "kommer ikke flere beskeder på Telegram" in (await browser.get(answer.headers["location"])).text
    assert not await scene.book.read(staff_telegrams.is_told, "mentorix", staff.id)
