"""Logging in at an organisation's own provider: who is let in, what is refused, and how one gets out again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from httpx import AsyncClient, Response
from joserfc import jwt
from joserfc.jwk import OctKey

from cases.staff import Staff
from desk.access import Access, SecondFactor
from desk.sso_client import Provider
from storage import sessions
from storage import staff as people
from tests.chromium import Browsing, barriers
from tests.desk.scene import PASSWORD, Scene, fields
from tests.desk.test_people_in_a_browser import served
from tests.oidc import CLIENT, NOT_ANY, SECRET, Small, new_key, small_provider, unsigned

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

BO = "bo@mentorix.example"
DOOR, BACK = "/desk/sso/mentorix", "/desk/sso/mentorix/back"
ROLES = {"Desk managers": "managing_director", "Desk": "course_administrator", "Assessors": "external_assessor"}


@pytest.fixture
def small() -> Iterator[Small]:
    """Give a provider that tells what a test wants."""
    with small_provider() as opened:
        yield opened


def trusting(scene: Scene, issuer: str, **provider: Any) -> None:  # noqa: ANN401 - fields
    """Let people of mentorix in by a provider."""
    named = Provider(issuer, CLIENT, **{"secret": SECRET, **provider})
    scene.access = replace(scene.access, providers={"mentorix": named})


async def leave(browser: AsyncClient, path: str = DOOR) -> str:
    """Go to the provider; give its address."""
    answer = await browser.get(path)
    assert answer.status_code == 303
    return answer.headers["location"]


async def arrive(scene: Scene, small: Small, browser: AsyncClient | None = None, **claims: Any) -> Response:  # noqa: ANN401 - JSON
    """Go to the provider and come back with a token of these claims."""
    browser = browser or scene.browser()
    door = await leave(browser)
    return await browser.get(BACK, params=small.allow(door, scene.now, **{"email": BO, **claims}))


async def test_with_a_real_provider_a_person_is_in_and_has_shown_more_than_a_password(scene: Scene, oidc: str) -> None:
    scene.now, scene.access = datetime.now(UTC), Access(second_factor=SecondFactor.DEMANDED)
    trusting(scene, oidc)
    await scene.hire("managing_director", email=BO)
    browser = scene.browser()
    assert f'href="{DOOR}?next=/desk/outbox"' in (await browser.get("/desk/login?next=/desk/outbox")).text
    door = await leave(browser, f"{DOOR}?next=/desk/outbox")
    assert door.startswith(f"{oidc}/oauth2/authorize?")
    async with AsyncClient() as elsewhere:
        await elsewhere.put(f"{oidc}/users/bo", json={"email": BO, "email_verified": True, "name": "Bo Lund"})
        allowed = await elsewhere.post(door, data={"sub": "bo"})
    assert allowed.headers["location"].startswith(f"http://desk.test{BACK}?")
    back = await browser.get(allowed.headers["location"])
    assert "url=/desk/outbox" in back.text
    session = await scene.book.read(sessions.find, browser.cookies["svarfrist"], scene.now)
    assert session
    assert session.strong
    assert (await browser.get("/desk/outbox")).status_code == 200, "although more than a password is demanded"
    assert "svarfrist-sso" not in browser.cookies


async def test_whoever_says_no_there_is_told_so_here(scene: Scene, oidc: str) -> None:
    trusting(scene, oidc)
    browser = scene.browser(**{"accept-language": "en"})
    async with AsyncClient() as elsewhere:
        denied = await elsewhere.post(await leave(browser), data={"action": "deny"})
    assert "error=access_denied" in denied.headers["location"]
    page = await browser.get(denied.headers["location"])
    assert page.status_code == 401
    assert "Start again" in page.text


async def test_in_a_real_browser_in_and_out(scene: Scene, oidc: str, people: Browsing) -> None:
    scene.now = datetime.now(UTC)
    trusting(scene, oidc)
    await scene.hire("course_administrator", email=BO, language="en")
    async with AsyncClient() as elsewhere:
        await elsewhere.put(f"{oidc}/users/bo", json={"email": BO, "email_verified": True})
    async with served(scene) as address:
        page = await people.visit(f"{address}/desk/login", locale="en-GB")
        await page.get_by_role("button", name="Log in through").click()
        await page.get_by_placeholder("sub").fill("bo")
        await page.get_by_role("button", name="Authorize", exact=True).click()
        await page.wait_for_url(f"{address}/desk/")
        await page.get_by_role("button", name="Log out", exact=True).click()
        await page.get_by_text("You are logged out.").wait_for()
        assert await barriers(page) == []
        await page.get_by_role("link", name="Log out there too").click()
        await page.get_by_role("button", name="End session").click()
        await page.wait_for_url(f"{address}/desk/login")


async def test_people_leave_with_a_state_a_nonce_and_a_challenge_that_are_new_each_time(
    scene: Scene, small: Small
) -> None:
    trusting(scene, small.issuer)
    one, other = [parse_qs(urlsplit(await leave(scene.browser())).query) for _ in range(2)]
    assert one["code_challenge_method"] == ["S256"]
    assert one["response_type"] == ["code"]
    assert one["redirect_uri"] == [f"http://desk.test{BACK}"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name][0]) >= 32
        assert one[name] != other[name]


async def test_the_verifier_goes_along_and_opens_once(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO)
    browser = scene.browser()
    brought = small.allow(await leave(browser), scene.now, email=BO)
    cookie = browser.cookies["svarfrist-sso"]
    assert (await browser.get(BACK, params=brought)).status_code == 200
    assert small.asked[0][1]["code_verifier"]
    again = scene.browser()
    again.cookies.set("svarfrist-sso", cookie, domain="desk.test")
    assert (await again.get(BACK, params=brought)).status_code == 403, "the code was used"


async def test_whoever_left_with_another_browser_does_not_come_back_with_this_one(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO)
    victim, thief = scene.browser(**{"accept-language": "en"}), scene.browser()
    brought = small.allow(await leave(thief), scene.now, email=BO)
    assert (await victim.get(BACK, params=brought)).status_code == 401, "never left"
    await leave(victim)
    page = await victim.get(BACK, params=brought)
    assert page.status_code == 401
    assert "does not belong to this browser" in page.text
    assert small.asked == [], "the code was not even taken to the provider"


async def test_who_takes_longer_than_a_quarter_of_an_hour_begins_anew(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    browser = scene.browser()
    door = await leave(browser)
    scene.later(minutes=16)
    assert (await browser.get(BACK, params=small.allow(door, scene.now, email=BO))).status_code == 401


def of_another_key(small: Small, claims: dict[str, Any]) -> str:
    return small.token(claims, new_key())


def with_our_secret(_small: Small, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])


@pytest.mark.parametrize("signed", [unsigned, of_another_key, with_our_secret, lambda *_: None, lambda *_: "a.b.c"])
async def test_a_token_that_the_provider_did_not_sign_is_refused(scene: Scene, small: Small, signed: Any) -> None:  # noqa: ANN401
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO)
    small.signed = signed
    await refused(scene, small)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"azp": "another client"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"nonce": "of another log-in"},
        {"nonce": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": [True]},
        {"email": None},
        {"email": "bo"},
    ],
    ids=str,
)
async def test_a_token_that_says_something_wrong_is_refused(scene: Scene, small: Small, claims: dict[str, Any]) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO)
    await refused(scene, small, **claims)


async def refused(scene: Scene, small: Small, **claims: Any) -> None:  # noqa: ANN401 - JSON
    browser = scene.browser(**{"accept-language": "en"})
    page = await arrive(scene, small, browser, **claims)
    assert page.status_code == 403
    assert "gave no valid answer" in page.text
    assert "svarfrist" not in browser.cookies


async def test_what_microsoft_says_of_an_address_counts_too(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO)
    assert (await arrive(scene, small, email_verified=None, xms_edov=True)).status_code == 200


async def test_who_is_no_staff_is_told_whom_to_ask(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    browser = scene.browser(**{"accept-language": "en"})
    page = await arrive(scene, small, browser, email="stranger@mentorix.example")
    assert page.status_code == 403
    assert "Ask whoever administers it" in page.text
    assert "svarfrist" not in browser.cookies


async def test_who_is_staff_of_another_organisation_only_is_not_let_in(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    await scene.hire("managing_director", "jensenskurser", email=BO)
    assert (await arrive(scene, small)).status_code == 403


async def test_who_was_kept_out_here_stays_out_whatever_is_said_there(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer, roles=ROLES)
    await scene.hire("course_administrator", email=BO)
    await scene.book.run(people.disable, "mentorix", BO)
    assert (await arrive(scene, small, groups=["Desk managers"])).status_code == 403


async def test_a_group_brings_its_role_and_the_first_in_the_settings_counts(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer, roles=ROLES)
    told: dict[str, Any] = {
        "email": " Eva@Mentorix.Example ",
        "name": "Eva  Dam",
        "groups": ["Desk", "Cooks", "Desk managers"],
    }
    assert (await arrive(scene, small, **told)).status_code == 200
    eva = await called(scene, "eva@mentorix.example")
    assert (eva.name, eva.role) == ("Eva Dam", "managing_director")
    assert (await arrive(scene, small, **{**told, "groups": "Desk"})).status_code == 200
    assert (await called(scene, eva.email)).role == "course_administrator"


@pytest.mark.parametrize("groups", [None, [], ["Cooks"], ["Assessors"], 7, {"Desk": True}, [["Desk"]]], ids=str)
async def test_without_a_group_of_ours_nobody_new_is_let_in(scene: Scene, small: Small, groups: Any) -> None:  # noqa: ANN401
    trusting(scene, small.issuer, roles=ROLES)
    assert (await arrive(scene, small, groups=groups)).status_code == 403


async def called(scene: Scene, email: str) -> Staff:
    account = await scene.book.read(people.called, "mentorix", email)
    assert account
    return account.staff


async def test_while_the_provider_is_down_a_password_still_opens(scene: Scene) -> None:
    trusting(scene, f"http://127.0.0.1:{NOT_ANY}")
    await scene.hire("course_administrator", email=BO)
    browser = scene.browser(**{"accept-language": "en"})
    page = await browser.get(DOOR)
    assert page.status_code == 503
    assert "is not answering" in page.text
    assert (await browser.post("/desk/login", data={"email": BO, "password": PASSWORD})).status_code == 303
    out = fields(await browser.get("/desk/"), "/desk/logout")
    page = await browser.post("/desk/logout", data=out, follow_redirects=True)
    assert page.status_code == 200
    assert "You are logged out." in page.text
    assert "Log out there too" not in page.text


@pytest.mark.parametrize("says", [{"issuer": "https://another.example"}, {"authorization_endpoint": "javascript:x"}])
async def test_a_provider_that_is_not_the_one_of_the_settings_is_not_used(
    scene: Scene, small: Small, says: dict[str, str]
) -> None:
    trusting(scene, small.issuer)
    small.gives |= says
    assert (await scene.browser().get(DOOR)).status_code == 503


@pytest.mark.parametrize("path", ["https://evil.example/desk/", "//evil.example", "/desk//evil.example", "/other"])
async def test_the_page_that_follows_is_one_of_ours(scene: Scene, small: Small, path: str) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO)
    browser = scene.browser()
    door = await leave(browser, f"{DOOR}?next={path}")
    page = await browser.get(BACK, params=small.allow(door, scene.now, email=BO))
    assert 'content="0;url=/desk/"' in page.text
    assert "evil" not in page.text


async def test_keys_that_the_provider_changed_are_fetched_anew(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO)
    app = scene.app()
    for _ in range(2):
        browser = AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test")
        assert (await arrive(scene, small, browser)).status_code == 200
        small.key = new_key()
    old, small.shown = small.key, [new_key()]
    browser = AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test")
    small.signed = lambda small, claims: small.token(claims, old)
    assert (await arrive(scene, small, browser)).status_code == 403, "a key that was taken back"


@pytest.mark.parametrize(
    ("ways", "in_form"),
    [(None, False), (["client_secret_basic"], False), (["client_secret_post", "client_secret_basic"], True)],
)
async def test_we_show_that_we_are_the_client_as_the_provider_wants_it(
    scene: Scene, small: Small, ways: list[str] | None, *, in_form: bool
) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO)
    small.gives |= {"token_endpoint_auth_methods_supported": ways} if ways else {}
    assert (await arrive(scene, small)).status_code == 200
    ((headers, form),) = small.asked
    assert (form.get("client_secret") == SECRET, "Authorization" in headers) == (in_form, not in_form)


async def test_a_public_client_shows_nothing_but_the_verifier(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer, secret="")
    await scene.hire("course_administrator", email=BO)
    assert (await arrive(scene, small)).status_code == 200
    ((headers, form),) = small.asked
    assert "client_secret" not in form
    assert "Authorization" not in headers


async def test_there_is_no_such_page_for_an_organisation_without_a_provider(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    for path in ("/desk/sso/jensenskurser", "/desk/sso/nobody", "/desk/sso/jensenskurser/back?code=1&state=2"):
        assert (await scene.browser().get(path)).status_code == 404


async def test_the_log_out_leads_to_the_providers_where_it_has_one(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    small.gives["end_session_endpoint"] = f"{small.issuer}/end"
    browser = await scene.at_desk(await scene.hire("course_administrator", email=BO), **{"accept-language": "en"})
    out = fields(await browser.get("/desk/"), "/desk/logout")
    page = await browser.post("/desk/logout", data=out, follow_redirects=True)
    query = {"client_id": CLIENT, "post_logout_redirect_uri": "http://desk.test/desk/login"}
    link = httpx.URL(f"{small.issuer}/end", params=query)
    assert dict(parse_qsl(link.query.decode())) == query
    assert f'href="{small.issuer}/end?client_id={CLIENT}&amp;post_logout_redirect_uri=http' in page.text
    assert "svarfrist" not in browser.cookies
    assert "Log out there too" not in (await browser.get("/desk/login")).text


async def test_before_what_cannot_be_taken_back_one_shows_there_anew_who_one_is(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    browser = await scene.at_desk(await scene.hire("managing_director", email=BO, language="en"))
    scene.later(minutes=30)
    path = "/desk/you/codes"
    form = {"csrf": fields(await browser.get("/desk/"), "/desk/logout")["csrf"], "proof.done": "1"}
    assert (await browser.post(path, data=form)).status_code == 401
    door = await leave(browser)
    assert parse_qs(urlsplit(door).query)["prompt"] == ["login"]
    long_ago = int((scene.now - timedelta(hours=1)).timestamp())
    brought = small.allow(door, scene.now, email=BO, auth_time=long_ago)
    assert (await browser.get(BACK, params=brought)).status_code == 403, "the provider asked nothing"
    assert (await browser.post(path, data=form)).status_code == 401
    brought = small.allow(await leave(browser), scene.now, email=BO, auth_time=int(scene.now.timestamp()))
    assert (await browser.get(BACK, params=brought)).status_code == 200
    assert (await browser.post(path, data=form)).status_code == 200


async def test_what_somebody_else_shows_there_proves_nothing_for_this_session(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email="eva@mentorix.example")
    browser = await scene.at_desk(await scene.hire("managing_director", email=BO, language="en"))
    scene.later(minutes=30)
    await arrive(scene, small, browser, email="eva@mentorix.example")
    form = {"csrf": fields(await browser.get("/desk/"), "/desk/logout")["csrf"], "proof.done": "1"}
    assert (await browser.post("/desk/you/codes", data=form)).status_code == 401


async def test_what_was_typed_survives_a_log_in_there(scene: Scene, small: Small) -> None:
    trusting(scene, small.issuer)
    await scene.hire("course_administrator", email=BO, language="en")
    browser = scene.browser(**{"accept-language": "en"})
    typed = {"csrf": "over", "text": "Hun vil have sine penge tilbage.", "name": "Anna Holm"}
    asked = await browser.post("/desk/register", files={name: (None, value) for name, value in typed.items()})
    assert asked.status_code == 401
    assert 'target="_blank"' in asked.text
    carried = fields(asked, "/desk/register")
    assert carried == {"text": typed["text"], "name": typed["name"]}
    await arrive(scene, small, browser)
    page = await browser.post("/desk/register", files={name: (None, value) for name, value in carried.items()})
    assert "Hun vil have sine penge tilbage." in page.text
    assert "Your text is below" in page.text
