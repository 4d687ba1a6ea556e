"""Who reaches the pages of accounts: every role of every organisation (P-MB-08 to P-MB-10), and half a log-in."""

import re

import pytest
from fastapi.routing import APIRoute

from desk.access import Access, SecondFactor
from desk.app import PARTS
from tests.desk.scene import POLICIES, Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ROLES = [(id_, role.id, role.administers) for id_, policy in POLICIES.items() for role in policy.roles]
OPEN = ("/desk/login", "/desk/logout", "/desk/forgotten", "/desk/invitation", "/desk/sso", "/desk/you")
"""What is there before anybody showed more than a password: the log-in itself, and one's own account."""

ROUTES = [
    (method, re.sub(r"{[^}]*}", "1", route.path))
    for part in PARTS
    for route in part.router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods or ())
]


@pytest.mark.parametrize(("organisation", "role", "administers"), ROLES)
async def test_p_mb_10_accounts_are_for_who_administers_and_ones_own_for_everybody(
    scene: Scene, organisation: str, role: str, *, administers: bool
) -> None:
    colleague = await scene.hire(role, organisation, name="Ida Friis", email=f"ida@{organisation}.example")
    browser = await scene.at_desk(await scene.hire(role, organisation))
    own = await browser.get("/desk/you")
    assert own.status_code == (await browser.get("/desk/you/second")).status_code == 200
    csrf = {"csrf": fields(own, "/desk/logout")["csrf"]}
    wanted = 200 if administers else 404
    for path in ("/desk/people", f"/desk/people/{colleague.id}"):
        assert (await browser.get(path)).status_code == wanted, path
    if administers:
        return
    for act in ("role", "invitation", "revocation", "disabling", "enabling", "sessions", "factors"):
        assert (await browser.post(f"/desk/people/{colleague.id}/{act}", data=csrf)).status_code == 404, act
    assert (await browser.post("/desk/people", data=csrf)).status_code == 404
    login = {"email": colleague.email, "password": "four quiet words here"}
    assert (await scene.browser().post("/desk/login", data=login)).status_code == 303, "nothing was done to them"


async def test_half_a_log_in_reaches_no_route_of_the_desk(scene: Scene) -> None:
    scene.access = Access(second_factor=SecondFactor.DEMANDED)
    browser = await scene.at_desk(await scene.hire("managing_director"))
    csrf = fields(await browser.get("/desk/you/second"), "/desk/logout")["csrf"]
    reached = []
    for method, path in ROUTES:
        if path.startswith(OPEN):
            continue
        part = {"csrf": (None, csrf)} if method == "POST" else None
        answer = await browser.request(method, path, files=part)
        led = answer.headers.get("location", "").startswith(("/desk/you/second", "/desk/login?"))
        silent = answer.headers.get("content-type", "").startswith("text/event-stream") and "<" not in answer.text
        if not (led or silent or answer.status_code in {401, 403, 404} or path == "/desk/cases"):
            reached.append((method, path, answer.status_code, answer.text[:80]))
    assert reached == []
    assert len(ROUTES) > 40
