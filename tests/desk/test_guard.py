"""What a browser is told, and which forms are believed."""

import pytest

from desk.forms import LARGEST
from tests.desk.scene import PASSWORD, Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def test_every_answer_forbids_foreign_scripts_frames_and_caches(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    for path in ("/desk/", "/desk/login", "/desk/cases/MX-26-000000", "/nowhere", "/desk/outbox"):
        headers = (await browser.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "script-src 'self'" in policy, path
        assert "unsafe" not in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cache-control"] == "no-store", path
        assert headers["referrer-policy"] == "same-origin", path


async def test_tls_is_insisted_on_only_where_there_is_tls(scene: Scene) -> None:
    assert "strict-transport-security" not in (await scene.browser().get("/desk/login")).headers
    scene.secure = True
    assert "max-age" in (await scene.browser().get("/desk/login")).headers["strict-transport-security"]


async def test_style_sheets_and_scripts_are_ours_and_may_be_kept(scene: Scene) -> None:
    browser = scene.browser()
    page = await browser.get("/desk/login")
    assert "http://" not in page.text
    assert "https://" not in page.text
    for name in ("pico.min.css", "desk.css", "icon.svg", "htmx.min.js"):
        answer = await browser.get(f"/desk/static/{name}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-cache"


async def test_no_page_has_a_script_or_a_style_of_its_own(scene: Scene) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    number = (await scene.hear()).opened[0].number
    for path in ("/desk/", f"/desk/cases/{number}", "/desk/outbox", "/desk/filed", "/desk/?view=held"):
        text = (await browser.get(path)).text
        assert all(script.startswith(' src="/desk/static/') for script in text.split("<script")[1:])
        assert "style=" not in text
        assert "onclick" not in text
        assert "hx-on" not in text


@pytest.mark.parametrize("sent", [{}, {"csrf": "x"}, {"csrf": ""}])
async def test_a_form_without_the_session_s_token_does_nothing(scene: Scene, sent: dict[str, str]) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    number = (await scene.hear()).opened[0].number
    answer = await browser.post(f"/desk/cases/{number}/closure", data={**sent, "reason": "duplicate"})
    assert answer.status_code == 403
    assert "Luk uden svar" in (await browser.get(f"/desk/cases/{number}")).text


async def test_the_token_of_a_colleague_is_worth_nothing(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    mine = await scene.at_desk(await scene.hire("course_administrator"))
    theirs = await scene.at_desk(await scene.hire("course_administrator", email="b@mentorix.example"))
    form = fields(await theirs.get(f"/desk/cases/{number}"), f"/desk/cases/{number}/assignment")
    assert (await mine.post(f"/desk/cases/{number}/assignment", data=form)).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
async def test_another_site_can_neither_log_in_nor_act_for_anybody(scene: Scene, headers: dict[str, str]) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    form = {"email": "bo@mentorix.example", "password": PASSWORD}
    answer = await scene.browser().post("/desk/login", data=form, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_our_own_pages_are_believed(scene: Scene) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    form = {"email": "bo@mentorix.example", "password": PASSWORD}
    own: list[dict[str, str]] = [{"sec-fetch-site": "same-origin"}, {"origin": "http://desk.test"}]
    for headers in own:
        assert (await scene.browser().post("/desk/login", data=form, headers=headers)).status_code == 303


async def test_a_form_that_is_too_large_is_refused_before_it_is_read(scene: Scene) -> None:
    answer = await scene.browser().post("/desk/login", data={"email": "x" * (LARGEST + 1)})
    assert answer.status_code == 413


async def test_a_form_with_thousands_of_fields_is_refused(scene: Scene) -> None:
    answer = await scene.browser().post("/desk/login", content="&".join(f"f{n}=1" for n in range(5000)))
    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"\xff\xfe%00=%zz", b"email=%F0%28&password=%00", b"=&=&="])
async def test_nonsense_in_a_form_is_a_failed_log_in_and_no_traceback(scene: Scene, body: bytes) -> None:
    assert (await scene.browser().post("/desk/login", content=body)).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/desk/nowhere",
        "/desk/static/../app.py",
        "/desk/cases/%00",
        "/desk/outbox?before=abc",
        f"/desk/filed?before={10**30}",
        f"/desk/cases/MX-26-1/messages/{10**30}/attachments/1",
    ],
)
async def test_what_is_not_there_is_a_page_that_says_so(scene: Scene, path: str) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert (await browser.get(path)).status_code == 404


async def test_a_way_that_is_not_meant_is_no_fault_of_ours(scene: Scene) -> None:
    assert (await scene.browser().delete("/desk/login")).status_code == 405
