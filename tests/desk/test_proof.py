"""Before what cannot be taken back people show anew who they are, and what they were doing goes on from there."""

import pytest
from httpx import AsyncClient

from storage import sessions
from tests.desk.scene import PASSWORD, Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NEW = {"name": "Eva Dam", "email": "eva@mentorix.example", "role": "head_trainer", "language": "da"}


async def asked(scene: Scene) -> tuple[AsyncClient, dict[str, str]]:
    """Give the browser of a director who logged in long ago, and a filled-in form that was not done yet."""
    browser = await scene.at_desk(await scene.hire("managing_director", language="en"))
    scene.later(minutes=10)
    form = {**fields(await browser.get("/desk/people"), "/desk/people"), **NEW}
    return browser, form


async def test_whoever_logged_in_just_now_is_not_asked(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("managing_director", language="en"))
    scene.later(minutes=9, seconds=59)
    form = {**fields(await browser.get("/desk/people"), "/desk/people"), **NEW}
    assert (await browser.post("/desk/people", data=form)).status_code == 303


async def test_what_was_typed_goes_on_after_the_password(scene: Scene) -> None:
    browser, form = await asked(scene)
    page = await browser.post("/desk/people", data=form)
    assert page.status_code == 403
    assert "Confirm that it is you" in page.text
    carried = fields(page, "/desk/people")
    assert carried == form
    done = await browser.post("/desk/people", data={**carried, "proof.password": PASSWORD}, follow_redirects=True)
    assert "The invitation is on its way" in done.text
    assert "Eva Dam" in done.text
    again = {**form, "email": "ida@mentorix.example"}
    assert (await browser.post("/desk/people", data=again)).status_code == 303, "nobody is asked twice"


async def test_a_wrong_password_does_nothing_and_loses_nothing(scene: Scene) -> None:
    browser, form = await asked(scene)
    page = await browser.post("/desk/people", data={**form, "proof.password": "something else entirely"})
    assert page.status_code == 401
    assert "That was not right" in page.text
    assert "something else" not in page.text
    assert fields(page, "/desk/people") == form
    assert "Eva Dam" not in (await browser.get("/desk/people")).text


async def test_guessing_there_is_slow_too(scene: Scene) -> None:
    browser, form = await asked(scene)
    for _ in range(5):
        await browser.post("/desk/people", data={**form, "proof.password": "something else entirely"})
    page = await browser.post("/desk/people", data={**form, "proof.password": PASSWORD})
    assert page.status_code == 401
    assert "Too many attempts" in page.text


async def test_the_word_of_the_browser_alone_proves_nothing(scene: Scene) -> None:
    browser, form = await asked(scene)
    assert (await browser.post("/desk/people", data={**form, "proof.done": "1"})).status_code == 401
    assert (await browser.post("/desk/people", data={**form, "proof.passkey": "{}"})).status_code == 401


async def test_a_form_of_another_log_in_is_asked_nothing(scene: Scene) -> None:
    browser, form = await asked(scene)
    sent = {**form, "csrf": "of another", "proof.password": PASSWORD}
    assert (await browser.post("/desk/people", data=sent)).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/desk/cases/MX-26-111111/package.zip",
        "/desk/cases/MX-26-111111/messages/1/unmasked",
        "/desk/cases/MX-26-111111/deeds/forget",
        "/desk/you/password",
        "/desk/you/codes",
        "/desk/you/codes/end",
        "/desk/you/passkeys",
        "/desk/people/1/disabling",
    ],
)
async def test_what_cannot_be_taken_back_asks_first(scene: Scene, path: str) -> None:
    browser = await scene.at_desk(await scene.hire("managing_director", language="en"))
    scene.later(minutes=10)
    csrf = fields(await browser.get("/desk/"), "/desk/logout")["csrf"]
    page = await browser.post(path, data={"csrf": csrf})
    assert page.status_code == 403
    assert "Confirm that it is you" in page.text


async def test_a_session_ends_elsewhere_when_the_password_changes(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", language="en")
    here, elsewhere = await scene.at_desk(bo), await scene.at_desk(bo)
    form = {
        **fields(await here.get("/desk/you"), "/desk/you/password"),
        "new": "tre kaffe og en stol",
        "again": "tre kaffe og en stol",
    }
    page = await here.post("/desk/you/password", data=form, follow_redirects=True)
    assert "logged out everywhere else" in page.text
    assert (await elsewhere.get("/desk/")).status_code == 303


async def test_people_see_where_they_are_logged_in_and_end_it(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", language="en")
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    other = scene.browser(**{"user-agent": agent})
    await other.post("/desk/login", data={"email": bo.email, "password": PASSWORD})
    here = await scene.at_desk(bo)
    page = await here.get("/desk/you")
    assert "Firefox, Windows" in page.text
    handle = sessions.handle_of(other.cookies["svarfrist"])
    await here.post(f"/desk/you/sessions/{handle}/end", data=fields(page, "/desk/you/language"))
    assert (await other.get("/desk/")).status_code == 303
    assert (await here.get("/desk/")).status_code == 200
