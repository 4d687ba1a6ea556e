"""Colleagues are let in, given another role and kept out; each chooses a password that nobody else knows."""

import re

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import select

from cases.staff import Staff
from intake.case_pass import claim_letters
from storage import staff as people
from storage.book import Book
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.people import INVITATION
from tests.desk.scene import PASSWORD, Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NEW = {"name": "Eva Dam", "email": "eva@mentorix.example", "role": "head_trainer", "language": "da"}
CHOSEN = "tre kaffe og en grøn stol"


async def director(scene: Scene, **person: str) -> AsyncClient:
    return await scene.at_desk(await scene.hire("managing_director", language="en", **person))


async def sent(browser: AsyncClient, action: str, at: str = "/desk/people", **form: str) -> Response:
    hidden = fields(await browser.get(at), action)
    return await browser.post(action, data={**hidden, **form}, follow_redirects=True)


def letters(page: Page) -> list[str]:
    return [row.body for row in page.all(select(OUTBOX.c.body).where(OUTBOX.c.reply == "staff_letter"))]


async def link(scene: Scene) -> str:
    """Give the address in the last letter to staff, as it leaves."""
    key = scene.access.key
    taken = await scene.book.run(claim_letters, ("node", scene.now), 10, key, scene.offices)
    found = re.findall(r"http://desk.test(/desk/invitation/\S+)", taken[-1].outgoing.body)
    return str(found[-1])


async def test_whoever_is_invited_chooses_a_password_and_is_in(scene: Scene) -> None:
    page = await sent(await director(scene), "/desk/people", **NEW)
    assert "The invitation is on its way" in page.text
    assert "Eva Dam" in page.text
    eva, address = scene.browser(), await link(scene)
    shown = await eva.get(address)
    assert "Velkommen, Eva Dam" in shown.text
    entered = await eva.post(address, data={"password": CHOSEN, "again": CHOSEN})
    assert entered.headers["location"] == "/desk/you/second?first=1"
    assert "Sikrere log-in" in (await eva.get("/desk/you/second?first=1")).text
    again = await scene.browser().post("/desk/login", data={"email": NEW["email"], "password": CHOSEN})
    assert again.status_code == 303


async def test_a_link_works_once(scene: Scene) -> None:
    await sent(await director(scene), "/desk/people", **NEW)
    address = await link(scene)
    await scene.browser().post(address, data={"password": CHOSEN, "again": CHOSEN})
    again = await scene.browser().post(address, data={"password": CHOSEN, "again": CHOSEN})
    assert again.status_code == (await scene.browser().get(address)).status_code == 410


async def test_a_link_works_for_three_days(scene: Scene) -> None:
    await sent(await director(scene), "/desk/people", **NEW)
    address = await link(scene)
    scene.later(hours=71, minutes=59)
    assert (await scene.browser().get(address)).status_code == 200
    scene.later(minutes=1)
    assert (await scene.browser().get(address)).status_code == 410


async def test_a_link_that_was_revoked_works_no_more(scene: Scene) -> None:
    boss = await director(scene)
    await sent(boss, "/desk/people", **NEW)
    address, eva = await link(scene), await called(scene.book, NEW["email"])
    await sent(boss, f"/desk/people/{eva.id}/revocation", f"/desk/people/{eva.id}")
    assert (await scene.browser().get(address)).status_code == 410


async def test_what_opens_the_page_is_kept_nowhere(scene: Scene) -> None:
    await sent(await director(scene), "/desk/people", **NEW)
    secret = (await link(scene)).rpartition("/")[2]

    def kept(page: Page) -> str:
        return f"{page.all(select(INVITATION))} {letters(page)}"

    assert secret not in await scene.book.read(kept)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("kort", "for kort"),
        ("evadam@mentorix", "dit eller organisationens navn"),
        ("Password1234!", "gættet først"),
        ("forskelligt fra det andet", "ikke ens"),
    ],
)
async def test_a_password_that_others_guess_is_not_taken(scene: Scene, typed: str, told: str) -> None:
    await sent(await director(scene), "/desk/people", **NEW)
    again = typed if told != "ikke ens" else CHOSEN
    refused = await scene.browser().post(await link(scene), data={"password": typed, "again": again})
    assert refused.status_code == 422
    assert told in refused.text
    assert f'value="{typed}"' not in refused.text


async def test_the_same_address_is_invited_once(scene: Scene) -> None:
    boss = await director(scene)
    await sent(boss, "/desk/people", **NEW)
    again = await sent(boss, "/desk/people", **NEW)
    assert again.status_code == 409
    assert 'value="Eva Dam"' in again.text
    assert len(await scene.book.read(letters)) == 1


async def test_whoever_is_from_outside_is_let_in_until_a_day(scene: Scene) -> None:
    refused = await sent(await director(scene), "/desk/people", **{**NEW, "role": "external_assessor"})
    assert refused.status_code == 422
    assert "P-MX-15" in refused.text


async def test_another_role_ends_the_log_ins_of_the_one_before(scene: Scene) -> None:
    boss, eva = await director(scene), await scene.hire("course_administrator", name="Eva Dam")
    browser = await scene.at_desk(eva)
    await sent(boss, f"/desk/people/{eva.id}/role", f"/desk/people/{eva.id}", role="head_trainer")
    assert (await browser.get("/desk/")).status_code == 303
    assert (await called(scene.book, eva.email)).role == "head_trainer"


async def test_whoever_is_kept_out_is_out_at_once_and_may_be_let_in_again(scene: Scene) -> None:
    boss, eva = await director(scene), await scene.hire("course_administrator", name="Eva Dam")
    browser, at = await scene.at_desk(eva), f"/desk/people/{eva.id}"
    page = await sent(boss, f"{at}/disabling", at)
    assert "Kept out" in page.text
    assert (await browser.get("/desk/")).status_code == 303
    await sent(boss, f"{at}/enabling", at)
    answer = await browser.post("/desk/login", data={"email": eva.email, "password": PASSWORD})
    assert answer.status_code == 303


async def test_somebody_is_always_left_who_lets_colleagues_in(scene: Scene) -> None:
    boss = await scene.hire("managing_director", language="en")
    browser, at = await scene.at_desk(boss), f"/desk/people/{boss.id}"
    for action, form in ((f"{at}/disabling", {}), (f"{at}/role", {"role": "course_administrator"})):
        refused = await sent(browser, action, at, **form)
        assert refused.status_code == 422
        assert "nobody else would be left" in refused.text


async def test_a_colleague_is_logged_out_everywhere(scene: Scene) -> None:
    boss, eva = await director(scene), await scene.hire("course_administrator", name="Eva Dam")
    browser, at = await scene.at_desk(eva), f"/desk/people/{eva.id}"
    await sent(boss, f"{at}/sessions", at)
    assert (await browser.get("/desk/")).status_code == 303


async def test_what_was_done_to_an_account_is_written_down_with_who_did_it(scene: Scene) -> None:
    boss = await director(scene, name="Dorte Holm")
    await sent(boss, "/desk/people", **NEW)
    eva = await called(scene.book, NEW["email"])
    page = await boss.get(f"/desk/people/{eva.id}")
    assert re.search(r"Invited: head trainer\s*<small>[^<]*Dorte Holm", page.text)


async def test_a_forgotten_password_is_set_anew_by_a_letter(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", language="en")
    asked = await scene.browser().post("/desk/forgotten", data={"email": bo.email}, follow_redirects=True)
    nobody = await scene.browser().post("/desk/forgotten", data={"email": "no@body.example"}, follow_redirects=True)
    assert asked.text.split("passkey")[0] == nobody.text.split("passkey")[0], "nobody learns who works here"
    address = await link(scene)
    assert (await scene.browser().post(address, data={"password": CHOSEN, "again": CHOSEN})).status_code == 303
    right = await scene.browser().post("/desk/login", data={"email": bo.email, "password": CHOSEN})
    old = await scene.browser().post("/desk/login", data={"email": bo.email, "password": PASSWORD})
    assert (right.status_code, old.status_code) == (303, 401)


async def test_a_colleague_of_another_organisation_is_not_there(scene: Scene) -> None:
    other = await scene.hire("manager", "metier", name="Ida Friis")
    boss = await director(scene)
    assert (await boss.get(f"/desk/people/{other.id}")).status_code == 404
    form = fields(await boss.get("/desk/people"), "/desk/people")
    for act in ("disabling", "role", "sessions", "invitation", "factors"):
        assert (await boss.post(f"/desk/people/{other.id}/{act}", data=form)).status_code == 404
    assert "Ida Friis" not in (await boss.get("/desk/people")).text


async def called(book: Book, email: str) -> Staff:
    account = await book.read(people.called, "mentorix", email)
    assert account
    return account.staff
