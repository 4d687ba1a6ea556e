"""What holds for every way of the desk at once: tokens, headers, methods, odd addresses, and names that are scripts."""

import asyncio
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from fastapi import FastAPI

from cases.message import Address
from cases.staff import Staff
from desk.forms import local_path
from desk.guard import HEADERS
from mail.parse import NAME_CAP
from storage import casebook
from storage.page import Page
from tests.builders import a_message, a_reading
from tests.desk.routes import ROUTES, Route, Who
from tests.desk.scene import PASSWORD, Scene, fields
from tests.desk.walking import PAPER, Facts, a_case, facts_of, filled, opened, request, walk, ways

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PAGES = [one for one in ROUTES if one.method == "GET" and not one.stream and not one.path.endswith((".pdf", ".csv"))]
POSTS = [one for one in ROUTES if one.method == "POST"]
LOG_OUT = "/desk/logout"
"""It lets the browser forget its cookie in any case; without the token the session goes on."""
ELSEWHERE = (
    "//evil.example",
    "https://evil.example/desk/",
    "/\\evil.example",
    "/desk/\\evil.example",
    "/desk//evil.example",
    "javascript:alert(1)",
    "/desk/\r\nSet-Cookie: a=b",
    "/desk/\t/evil.example",
    "%2f%2fevil.example",
    "/desk/\u202e",
    "///evil.example/desk/",
    "/desk/..//evil.example",
)
LOUD = "<script>alert(1)</script>"
NAMES = (
    f'"{LOUD}',
    "'><img src=x onerror=alert(1)>",
    "\u202egnp.exe Anna\u202c",
    "Anna\x00\x07\x1b[31m Holm",
    "{{ 7*7 }}{% raise %}${7*7}",
    "A" * 10_000,
    "]]><!--",
    "../../etc/passwd",
)


async def at_work(scene: Scene) -> tuple[FastAPI, Staff, Facts]:
    """Give a desk with a case, and somebody who may do everything to it."""
    manager = await scene.hire("managing_director")
    case = await a_case(scene, "mentorix")
    await scene.book.run(casebook.save, replace(case, assigned_to=manager.id))
    return scene.app(), manager, await facts_of(scene, case, manager.id)


def _addressed(route: Route, facts: Facts) -> tuple[Route, str]:
    form = {name: filled(value, facts) for name, value in route.form.items()}
    return replace(route, form=form), filled(route.path, facts)


@pytest.mark.parametrize("token", ["", "x" * 43, "of somebody else"])
async def test_no_form_without_its_token_does_anything(scene: Scene, token: str) -> None:
    app, manager, facts = await at_work(scene)
    secret, _ = await opened(scene, manager)
    if token == "of somebody else":
        _, token = await opened(scene, await scene.hire("management"))
    before = await scene.book.read(_all, facts)
    for post in (one for one in POSTS if one.who is not Who.ANYBODY):
        route, path = _addressed(post, facts)
        answer = await walk(app, route, path, secret, token)
        assert answer.status == (303 if path == LOG_OUT else 403 if post.typed else 404), (
            f"POST {path}: {answer.status}"
        )
    assert await scene.book.read(_all, facts) == before
    assert (await request(app, "GET", "/desk/you", None, {"cookie": f"svarfrist={secret}"})).status == 200


async def test_no_form_of_another_site_is_believed(scene: Scene) -> None:
    app, manager, facts = await at_work(scene)
    secret, csrf = await opened(scene, manager)
    for post in POSTS:
        route, path = _addressed(post, facts)
        answer = await walk(app, route, path, secret, csrf, **{"sec-fetch-site": "cross-site"})
        assert answer.status == 403, f"POST {path} from elsewhere: {answer.status}"
        assert "set-cookie" not in answer.headers, path


async def test_every_answer_tells_the_browser_to_run_nothing_but_ours(scene: Scene) -> None:
    app, manager, facts = await at_work(scene)
    for row in ROUTES:
        route, path = _addressed(row, facts)
        for secret, csrf in (("", ""), await opened(scene, manager)):
            answer = await walk(app, route, path, secret, csrf)
            told = f"{row.method} {path}"
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy, told
            assert "unsafe" not in policy, told
            assert "sandbox" in policy or "frame-ancestors" in policy, told
            assert answer.headers["x-content-type-options"] == "nosniff", told
            assert answer.headers["x-robots-tag"] == HEADERS["X-Robots-Tag"], told
            assert answer.headers["cache-control"] == "no-store", told


async def test_no_page_has_a_script_or_style_in_it_or_is_too_large(scene: Scene) -> None:
    app, manager, facts = await at_work(scene)
    for row in PAGES:
        route, path = _addressed(row, facts)
        answer = await walk(app, route, path, *await opened(scene, manager))
        assert len(answer.text.encode()) < 100_000, path
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for script in re.findall(r"<script([^>]*)>", answer.text):
            assert 'src="/desk/static/' in script, path
        assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:|hx-on|hx-vals=.js:", answer.text), path


async def test_every_form_of_a_page_carries_the_token_and_goes_to_us(scene: Scene) -> None:
    app, manager, facts = await at_work(scene)
    for row in (one for one in PAGES if one.who is not Who.ANYBODY):
        route, path = _addressed(row, facts)
        secret, csrf = await opened(scene, manager)
        answer = await walk(app, route, path, secret, csrf)
        for form in re.findall(r"<form.*?</form>", answer.text, re.DOTALL):
            head = form.partition(">")[0]
            if 'method="post"' in head:
                assert f'name="csrf" value="{csrf}"' in form, f"{path}: {head}"
            assert re.search(r'action="(/desk/|\?|#|")', head) or "action" not in head, f"{path}: {head}"


async def test_files_are_saved_and_never_shown(scene: Scene) -> None:
    page = replace(PAPER, name='klage".html\r\nX: y', media_type="text/html")
    case = (await scene.hear(a_message(attachments=(page,)))).opened[0]
    director = await scene.hire("course_administrator")
    path = f"/desk/cases/{case.number}/messages/{case.opened_for}/attachments/1"
    answer = await request(
        scene.app(), "GET", path, None, {"cookie": f"svarfrist={(await opened(scene, director))[0]}"}
    )
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x" not in answer.headers


async def test_what_is_no_get_and_no_post_does_nothing(scene: Scene) -> None:
    app, manager, facts = await at_work(scene)
    known = ways(app)
    secret, _ = await opened(scene, manager)
    before = await scene.book.read(_all, facts)
    for path in sorted({path for _, path in known}):
        for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get"):
            if (method, path) in known:
                continue
            answer = await request(app, method, filled(path, facts), None, {"cookie": f"svarfrist={secret}"})
            assert answer.status in {404, 405}, f"{method} {path}: {answer.status}"
            assert "access-control-allow-origin" not in answer.headers, path
    assert await scene.book.read(_all, facts) == before


async def test_a_get_changes_nothing(scene: Scene) -> None:
    app, manager, facts = await at_work(scene)
    before = await scene.book.read(_all, facts)
    for row in (one for one in ROUTES if one.method == "GET"):
        await walk(app, row, filled(row.path, facts), *await opened(scene, manager))
    assert await scene.book.read(_all, facts) == before


@pytest.mark.parametrize("wished", ELSEWHERE)
async def test_a_log_in_leads_nowhere_else(scene: Scene, wished: str) -> None:
    await scene.hire("course_administrator", email="bo@mentorix.example")
    assert re.fullmatch(r"/desk/[\x21-\x7e]*", local_path(wished))
    browser = scene.browser()
    form = {"email": "bo@mentorix.example", "password": PASSWORD, "next": wished}
    location = (await browser.post("/desk/login", data=form)).headers["location"]
    assert location == "/desk/"
    again = await browser.get(f"/desk/login?next={quote(wished)}")
    assert again.headers["location"] == "/desk/"


@pytest.mark.parametrize(
    "path",
    [
        "/desk/static/../app.py",
        "/desk/static/..%2fapp.py",
        "/desk/static/%2e%2e/app.py",
        "/desk/static/....//app.py",
        "/desk/static//etc/passwd",
        "/desk/static/..\\app.py",
        "/desk/static/desk.css%00.png",
        "/desk/cases/..%2f..%2fetc",
        "/desk/cases/%2e%2e",
        "/desk//people",
        "/desk/%70eople/",
        "/DESK/people",
        "/desk/people;x=1",
        "/desk/cases/MX-26-1%0d%0aX:1",
        "/desk/letters/-1.pdf",
        "/desk/letters/1e9.pdf",
        "/desk/letters/٣.pdf",
    ],
)
async def test_an_odd_address_is_no_page_and_no_fault(scene: Scene, path: str) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    answer = await browser.get(path)
    assert answer.status_code in {307, 404}, f"{answer.status_code}"
    if answer.status_code == 307:
        assert answer.headers["location"].startswith(("http://desk.test/desk/", "/desk/"))
    assert "root:" not in answer.text
    assert "FastAPI" not in answer.text


@pytest.mark.parametrize("secure", [False, True])
async def test_the_cookie_is_for_this_desk_alone(scene: Scene, secure: bool) -> None:  # noqa: FBT001 - a case of it
    scene.secure = secure
    await scene.hire("course_administrator", email="bo@mentorix.example")
    form = {"email": "bo@mentorix.example", "password": PASSWORD}
    cookie = (await scene.browser().post("/desk/login", data=form)).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie
    assert ("secure" in cookie) is secure
    assert cookie.startswith("__host-svarfrist=" if secure else "svarfrist=")


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_that_is_a_script_is_a_name_on_every_page(scene: Scene, name: str) -> None:
    name = name.replace("\x00", "")[:NAME_CAP]
    director = await scene.hire("managing_director", name=name)
    reading = a_reading(fields={"name": name})
    message = replace(a_message(subject=name), sender=Address(name, "anna@example.org"))
    case = (await scene.hear(message, reading)).opened[0]
    await scene.book.run(casebook.save, replace(case, assigned_to=director.id))
    app, facts = scene.app(), await facts_of(scene, case, director.id)
    for row in PAGES:
        answer = await walk(app, row, filled(row.path, facts), *await opened(scene, director))
        assert answer.status < 500, row.path
        assert LOUD not in answer.text, row.path
        assert "<img src=x" not in answer.text, row.path
        assert "7*7 }}" in answer.text or "49" not in answer.text or "{{" not in name, row.path
        assert len(answer.text.encode()) < 100_000, row.path


async def test_a_doubled_click_is_one_click(scene: Scene) -> None:
    bo = await scene.hire("course_administrator")
    case = (await scene.hear()).opened[0]
    browser = await scene.at_desk(bo)
    action = f"/desk/cases/{case.number}/closure"
    form = {**fields(await browser.get(f"/desk/cases/{case.number}"), action), "reason": "duplicate"}
    answers = await asyncio.gather(*(browser.post(action, data=form) for _ in range(3)))
    assert {one.status_code for one in answers} <= {303, 409, 422}
    assert [one.status_code for one in answers].count(303) >= 1


async def test_a_session_that_ends_in_the_middle_of_a_line_keeps_it(scene: Scene) -> None:
    app, _, facts = await at_work(scene)
    typed = "Kære Anna, vi er kede af det. <b>Æ</b>"
    for row in (one for one in POSTS if one.who is not Who.ANYBODY and one.typed):
        route, path = _addressed(row, facts)
        answer = await walk(app, replace(route, form={**route.form, "note": typed}), path)
        assert answer.status == 401, path
        assert "Kære Anna, vi er kede af det. &lt;b&gt;Æ&lt;/b&gt;" in answer.text, path


def _all(page: Page, facts: Facts) -> object:
    return casebook.by_number(page, facts.organisation, facts.number)
