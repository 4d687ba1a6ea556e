"""More than a password: codes from a device, codes on paper, and who is asked for them."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pyotp
import pytest
from httpx import AsyncClient, Response
from sqlalchemy import select

from cases.staff import Staff
from desk.access import Access, SecondFactor
from desk.codes import new_secret, step_of
from storage.page import Page
from storage.people import CODES
from tests.desk.scene import PASSWORD, START, Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def set_up(scene: Scene, staff: Staff) -> tuple[pyotp.TOTP, list[str]]:
    """Let a person set codes up; give their device, and their codes on paper."""
    browser = await scene.at_desk(staff)
    shown = await browser.post("/desk/you/codes", data=fields(await browser.get("/desk/you/second"), "/desk/you/codes"))
    written = re.search(r'<p class="typed">([A-Z2-7 ]+)</p>', shown.text)
    assert written
    device = pyotp.TOTP(written[1].replace(" ", ""))
    form = fields(shown, "/desk/you/codes/first")
    kept = await browser.post("/desk/you/codes/first", data={**form, "code": code(scene, device)})
    return device, [unescape(one) for one in re.findall(r"<code>([^<]+)</code>", kept.text)]


def code(scene: Scene, device: pyotp.TOTP) -> str:
    return device.at(int(scene.now.timestamp()))


async def half(scene: Scene, staff: Staff) -> tuple[AsyncClient, Response]:
    """Give a browser in which somebody has typed the password."""
    browser = scene.browser()
    return browser, await browser.post("/desk/login", data={"email": staff.email, "password": PASSWORD})


async def second(browser: AsyncClient, asked: Response, typed: str) -> Response:
    return await browser.post("/desk/login/second", data={**fields(asked, "/desk/login/second"), "code": typed})


async def test_whoever_has_a_device_is_asked_for_its_code(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", language="en")
    device, paper = await set_up(scene, bo)
    assert len(set(paper)) == 10
    scene.later(minutes=1)
    browser, asked = await half(scene, bo)
    assert "set-cookie" not in asked.headers
    assert (await browser.get("/desk/")).status_code == 303
    assert (await second(browser, asked, code(scene, device))).headers["location"] == "/desk/"
    assert (await browser.get("/desk/")).status_code == 200


async def test_a_code_opens_once(scene: Scene) -> None:
    bo = await scene.hire("course_administrator")
    device, _ = await set_up(scene, bo)
    used = code(scene, device)
    browser, asked = await half(scene, bo)
    assert (await second(browser, asked, used)).status_code == 401, "it was used to set the device up"
    scene.later(seconds=30)
    assert (await second(browser, asked, code(scene, device))).status_code == 303
    again, asked = await half(scene, bo)
    assert (await second(again, asked, code(scene, device))).status_code == 401


async def test_a_code_on_paper_opens_once_however_it_is_written(scene: Scene) -> None:
    bo = await scene.hire("course_administrator")
    _, paper = await set_up(scene, bo)
    browser, asked = await half(scene, bo)
    assert (await second(browser, asked, paper[3].upper().replace("-", " "))).status_code == 303
    again, asked = await half(scene, bo)
    assert (await second(again, asked, paper[3])).status_code == 401


async def test_guessing_codes_is_slow_although_the_password_is_right(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", language="en")
    device, _ = await set_up(scene, bo)
    scene.later(minutes=1)
    browser, asked = await half(scene, bo)
    for _ in range(5):
        assert (await second(browser, asked, "000000")).status_code == 401
    waits = await second(browser, asked, code(scene, device))
    assert waits.status_code == 401
    assert "Too many codes" in waits.text


async def test_a_log_in_that_lies_half_done_is_over_after_ten_minutes(scene: Scene) -> None:
    bo = await scene.hire("course_administrator")
    device, _ = await set_up(scene, bo)
    browser, asked = await half(scene, bo)
    scene.later(minutes=11)
    assert "set-cookie" not in (await second(browser, asked, code(scene, device))).headers


async def test_what_makes_codes_is_kept_sealed(scene: Scene) -> None:
    device, _ = await set_up(scene, await scene.hire("course_administrator"))

    def kept(page: Page) -> str:
        return str(page.all(select(CODES)))

    assert device.secret not in await scene.book.read(kept)


async def test_where_it_is_demanded_nothing_is_seen_before_it_is_set_up(scene: Scene) -> None:
    scene.access = Access(second_factor=SecondFactor.DEMANDED)
    bo = await scene.hire("course_administrator")
    browser = await scene.at_desk(bo)
    for path in ("/desk/", "/desk/outbox", "/desk/cases/MX-26-111111", "/desk/people"):
        assert (await browser.get(path)).headers["location"] == "/desk/you/second"
    form = fields(await browser.get("/desk/you/second"), "/desk/you/codes")
    part = {"text": (None, "x")} | {name: (None, value) for name, value in form.items()}
    assert (await browser.post("/desk/register", files=part)).status_code == 403
    empty = {"csrf": (None, form["csrf"])}
    assert (await browser.post("/desk/register", files=empty)).headers["location"] == "/desk/you/second"
    shown = await browser.post("/desk/you/codes", data=form)
    written = re.search(r'<p class="typed">([A-Z2-7 ]+)</p>', shown.text)
    assert written
    first = {**fields(shown, "/desk/you/codes/first"), "code": code(scene, pyotp.TOTP(written[1].replace(" ", "")))}
    assert (await browser.post("/desk/you/codes/first", data=first)).status_code == 200
    assert (await browser.get("/desk/")).status_code == 200


async def test_what_was_being_sent_when_it_was_demanded_goes_on_after_it_is_set_up(scene: Scene) -> None:
    boss = await scene.hire("managing_director", language="en")
    browser = await scene.at_desk(boss)
    typed = {"name": "Eva Dam", "email": "eva@mentorix.example", "role": "head_trainer", "language": "da"}
    form = {**fields(await browser.get("/desk/people"), "/desk/people"), **typed}
    scene.access = replace(scene.access, second_factor=SecondFactor.DEMANDED)
    browser = as_before(scene, browser)
    held = await browser.post("/desk/people", data={**form, "proof.password": PASSWORD})
    assert held.status_code == 403
    assert "has not been sent yet" in held.text
    assert PASSWORD not in held.text
    carried = fields(held, "/desk/people")
    assert carried == form
    assert fields(await browser.post("/desk/people", data=carried), "/desk/people") == form, "too early: still here"
    await with_codes(scene, browser)
    done = await browser.post("/desk/people", data=carried, follow_redirects=True)
    assert "The invitation is on its way" in done.text
    assert "Eva Dam" in done.text


async def test_what_a_log_in_carries_waits_for_it_too(scene: Scene) -> None:
    scene.access = Access(second_factor=SecondFactor.DEMANDED)
    boss = await scene.hire("managing_director", language="en")
    browser = scene.browser()
    typed = {"csrf": "over", "name": "Eva Dam", "email": "eva@mentorix.example", "role": "head_trainer"}
    asked = await browser.post("/desk/people", data=typed)
    entered = {**fields(asked, "/desk/login"), "email": boss.email, "password": PASSWORD}
    held = fields(await browser.post("/desk/login", data=entered), "/desk/people")
    assert {**held, "csrf": "over"} == typed
    await with_codes(scene, browser)
    done = await browser.post("/desk/people", data={**held, "language": "da"}, follow_redirects=True)
    assert "The invitation is on its way" in done.text


def as_before(scene: Scene, browser: AsyncClient) -> AsyncClient:
    """Give the same browser at a desk whose rules have changed."""
    anew = scene.browser()
    anew.cookies.set("svarfrist", browser.cookies["svarfrist"], domain="desk.test")
    return anew


async def with_codes(scene: Scene, browser: AsyncClient) -> None:
    """Set codes up, as in another tab."""
    shown = await browser.post("/desk/you/codes", data=fields(await browser.get("/desk/you/second"), "/desk/you/codes"))
    written = re.search(r'<p class="typed">([A-Z2-7 ]+)</p>', shown.text)
    assert written
    first = {**fields(shown, "/desk/you/codes/first"), "code": code(scene, pyotp.TOTP(written[1].replace(" ", "")))}
    assert (await browser.post("/desk/you/codes/first", data=first)).status_code == 200


async def test_where_it_is_off_there_is_no_page_for_it(scene: Scene) -> None:
    scene.access = Access(second_factor=SecondFactor.OFF)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert (await browser.get("/desk/you/second")).status_code == 404
    assert "/desk/you/second" not in (await browser.get("/desk/you")).text


async def test_a_lost_phone_is_forgotten_by_a_colleague(scene: Scene) -> None:
    bo = await scene.hire("course_administrator")
    await set_up(scene, bo)
    boss = await scene.at_desk(await scene.hire("managing_director"))
    at = f"/desk/people/{bo.id}"
    await boss.post(f"{at}/factors", data=fields(await boss.get(at), f"{at}/factors"))
    browser, entered = await half(scene, bo)
    assert entered.status_code == 303
    assert (await browser.get("/desk/")).status_code == 200


@pytest.mark.parametrize(("late", "right"), [(-30, True), (0, True), (29, True), (30, True), (61, False), (-31, False)])
def test_a_code_is_good_a_step_early_and_late(late: int, *, right: bool, database: str) -> None:  # noqa: ARG001
    secret = new_secret()
    typed = pyotp.TOTP(secret).at(int(START.timestamp()))
    assert (step_of(secret, typed, START + timedelta(seconds=late)) is not None) is right
