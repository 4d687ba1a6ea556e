"""Who gets in, for how long, and how slow guessing is."""

from datetime import timedelta

import pytest

from storage import staff as people
from storage import tries
from storage.tries import Trying
from tests.desk.scene import PASSWORD, Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

WRONG = {"email": "bo@mentorix.example", "password": "something else entirely"}
RIGHT = {"email": "bo@mentorix.example", "password": PASSWORD}


async def test_whoever_knows_the_password_lands_in_the_queue(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    browser = scene.browser()
    answer = await browser.post("/desk/login", data=RIGHT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
    assert "Bo Lund" in (await browser.get("/desk/")).text


async def test_the_address_may_be_written_with_capitals_and_blanks(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    answer = await scene.browser().post("/desk/login", data={**RIGHT, "email": " Bo@Mentorix.Example "})
    assert answer.status_code == 303


async def test_a_wrong_password_and_an_unknown_address_are_told_the_same(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    browser = scene.browser()
    wrong = await browser.post("/desk/login", data=WRONG)
    unknown = await browser.post("/desk/login", data={**WRONG, "email": "no@body.example"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("bo@mentorix.example", "") == unknown.text.replace("no@body.example", "")
    assert "set-cookie" not in wrong.headers


async def test_the_password_is_never_shown_again(scene: Scene) -> None:
    answer = await scene.browser().post("/desk/login", data={**WRONG, "password": "do-not-repeat-me"})
    assert "do-not-repeat-me" not in answer.text


async def test_after_five_failures_even_the_right_password_waits(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    browser = scene.browser()
    for _ in range(5):
        assert (await browser.post("/desk/login", data=WRONG)).status_code == 401
    waits = await browser.post("/desk/login", data=RIGHT)
    assert waits.status_code == 429
    assert waits.headers["retry-after"] == "60"
    assert "Wait one minute" in waits.text
    assert 'href="/desk/forgotten"' in waits.text
    scene.later(minutes=1)
    assert (await browser.post("/desk/login", data=RIGHT)).status_code == 303


async def test_a_stranger_who_guesses_elsewhere_keeps_nobody_out(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    stranger = scene.browser()
    for _ in range(6):
        await stranger.post("/desk/login", data=WRONG)
    scene.peer = "198.51.100.7"
    assert (await scene.browser().post("/desk/login", data=RIGHT)).status_code == 303


async def test_failures_at_one_address_keep_nobody_else_out(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    browser = scene.browser()
    for _ in range(6):
        await browser.post("/desk/login", data={**WRONG, "email": "victim@mentorix.example"})
    assert (await browser.post("/desk/login", data=RIGHT)).status_code == 303


async def test_a_peer_that_guesses_at_many_addresses_waits_too(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    for number in range(tries.TRIES_PER_PEER):
        trying = Trying(f"p{number}@x.example", scene.peer)
        assert await scene.book.run(tries.try_again_at, trying, scene.now) is None
    assert (await scene.browser().post("/desk/login", data=RIGHT)).status_code == 429
    scene.peer = "192.0.2.2"
    assert (await scene.browser().post("/desk/login", data=RIGHT)).status_code == 303


async def test_a_right_password_forgives_what_was_mistyped_before(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    browser = scene.browser()
    for _ in range(2):
        for _ in range(4):
            await browser.post("/desk/login", data=WRONG)
        assert (await browser.post("/desk/login", data=RIGHT)).status_code == 303


async def test_one_address_at_two_organisations_is_asked_which(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@both.example")
    await scene.hire("administrator", "metier", email="bo@both.example")
    await scene.hire("administrator", "mentor", email="else@both.example")
    browser = scene.browser()
    asks = await browser.post("/desk/login", data={"email": "bo@both.example", "password": PASSWORD})
    assert asks.status_code == 200
    assert '<option value="mentorix">' in asks.text
    assert '<option value="metier">' in asks.text
    assert '<option value="mentor">' not in asks.text
    chosen = {"email": "bo@both.example", "password": PASSWORD, "organisation": "metier"}
    assert (await browser.post("/desk/login", data=chosen)).status_code == 303
    assert "Metier" in (await browser.get("/desk/")).text


async def test_an_organisation_that_one_does_not_work_for_cannot_be_chosen(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    answer = await scene.browser().post("/desk/login", data={**RIGHT, "organisation": "metier"})
    assert answer.status_code == 401


async def test_nobody_sees_a_page_without_a_log_in_and_comes_back_to_it_after(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    browser = scene.browser()
    asked = await browser.get("/desk/held?queue=management")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/desk/login?next=%2Fdesk%2Fheld%3Fqueue%3Dmanagement"
    wanted = fields(await browser.get(asked.headers["location"]), "/desk/login")
    answer = await browser.post("/desk/login", data={**RIGHT, **wanted})
    assert answer.headers["location"] == "/desk/held?queue=management"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/desk/",
        "/desk//evil.example",
        "/\\evil.example",
        "/desk/\\..\\..",
        "/desk/\r\nX: y",
        "javascript:alert(1)",
        "/elsewhere",
        "",
    ],
)
async def test_a_log_in_leads_nowhere_but_into_the_desk(scene: Scene, elsewhere: str) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    browser = scene.browser()
    answer = await browser.post("/desk/login", data={**RIGHT, "next": elsewhere})
    assert answer.headers["location"] == "/desk/"
    again = await browser.get("/desk/login", params={"next": elsewhere})
    assert again.headers["location"] == "/desk/"


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    scene.secure = True
    cookie = (await scene.browser().post("/desk/login", data=RIGHT)).headers["set-cookie"]
    assert cookie.startswith("__Host-svarfrist=")
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= set(cookie.lower().split("; "))


async def test_on_loopback_the_cookie_works_without_tls(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    cookie = (await scene.browser().post("/desk/login", data=RIGHT)).headers["set-cookie"]
    assert "secure" not in cookie.lower().split("; ")


async def test_logging_out_ends_the_session_on_the_server_too(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    secret = browser.cookies["svarfrist"]
    form = fields(await browser.get("/desk/"), "/desk/logout")
    assert (await browser.post("/desk/logout", data=form)).headers["location"] == "/desk/login"
    browser.cookies.set("svarfrist", secret, domain="desk.test")
    assert (await browser.get("/desk/")).headers["location"].startswith("/desk/login")


@pytest.mark.parametrize(
    ("pause", "pages", "still_in"),
    [
        (timedelta(minutes=119), 1, True),
        (timedelta(minutes=121), 1, False),
        (timedelta(minutes=100), 7, True),
        (timedelta(minutes=100), 8, False),
    ],
    ids=["idle for less than two hours", "idle for longer", "busy for eleven hours", "busy for more than twelve"],
)
async def test_a_session_ends_when_idle_and_at_the_end_of_the_day(
    scene: Scene, pause: timedelta, pages: int, *, still_in: bool
) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    answer = await browser.get("/desk/")
    for _ in range(pages):
        scene.now += pause
        answer = await browser.get("/desk/")
    assert (answer.status_code == 200) is still_in


async def test_whoever_is_disabled_is_out_at_once(scene: Scene) -> None:
    bo = await scene.hire("course_administrator")
    browser = await scene.at_desk(bo)
    await scene.book.run(people.disable, bo.organisation, bo.email)
    assert (await browser.get("/desk/")).status_code == 303
    answer = await browser.post("/desk/login", data={"email": bo.email, "password": PASSWORD})
    assert answer.status_code == 401


async def test_a_role_that_the_policy_no_longer_has_is_told_so(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("a_role_of_old"))
    answer = await browser.get("/desk/")
    assert answer.status_code == 403
    assert "role no longer exists" in answer.text


async def test_a_link_from_a_letter_is_followed_with_the_cookie_that_the_browser_held_back(scene: Scene) -> None:
    # SameSite=Strict: a click in a web mail arrives without the cookie although the person is logged in.
    answer = await scene.browser().get("/desk/cases/MX-26-111111", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200
    assert 'content="0;url=/desk/cases/MX-26-111111"' in answer.text


@pytest.mark.parametrize(
    ("asks", "speaks"),
    [("nl-BE,en;q=0.8", "Wachtwoord"), ("da", "Adgangskode"), ("de,fr", "Password"), ("", "Password")],
)
async def test_the_form_speaks_the_language_of_the_browser(scene: Scene, asks: str, speaks: str) -> None:
    page = await scene.browser().get("/desk/login", headers={"accept-language": asks})
    assert speaks in page.text


async def test_the_bare_address_leads_to_the_queue(scene: Scene) -> None:
    async with scene.browser() as browser:
        answer = await browser.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
