"""The page that a person has of their case, as staff see it at the desk: whether it can be opened, and closing it."""

import pytest
from httpx import AsyncClient, Response

from cases.case import Case
from intake.case_pass import GOOD_FOR, secret_of
from storage import passes
from storage.page import Page
from tests.desk.scene import Scene, fields

KEY = b"k" * 32


@pytest.fixture
async def case(scene: Scene) -> Case:
    """Give a complaint."""
    return (await scene.hear()).opened[0]


async def give_link(scene: Scene, case: Case, cause: str = "letter 1") -> None:
    """Let a link to the page of a case be sent out."""

    def write(page: Page) -> None:
        secret = secret_of(KEY, case.organisation, cause)
        passes.write(page, case, (secret, case.requester.address or ""), scene.now, scene.now + GOOD_FOR)

    await scene.book.run(write)


async def looked(browser: AsyncClient, case: Case) -> str:
    return (await browser.get(f"/desk/cases/{case.number}")).text


async def close(browser: AsyncClient, case: Case) -> Response:
    action = f"/desk/cases/{case.number}/deeds/case_page"
    hidden = fields(await browser.get(f"/desk/cases/{case.number}"), action)
    return await browser.post(action, data=hidden, follow_redirects=True)


async def test_staff_see_until_when_the_page_can_be_opened_and_close_it(scene: Scene, case: Case) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    before = await looked(browser, case)
    assert "own page until" not in before
    assert "deeds/case_page" not in before, "what nobody can open is not closed"
    await give_link(scene, case)
    assert "can open the case’s own page until 31 May" in (await looked(browser, case)).replace("&#39;", "’")
    done = await close(browser, case)
    assert "No link opens the page of the case any more." in done.text
    assert "Links to the case&#39;s page revoked" in done.text
    assert "no link opens it until the person asks" in done.text
    assert "deeds/case_page" not in done.text
    await give_link(scene, case, "a link that was asked for")
    assert "no link opens it" not in await looked(browser, case)


async def test_twice_closed_at_once_the_second_is_told(scene: Scene, case: Case) -> None:
    await give_link(scene, case)
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    action = f"/desk/cases/{case.number}/deeds/case_page"
    hidden = fields(await browser.get(f"/desk/cases/{case.number}"), action)
    assert (await browser.post(action, data=hidden)).status_code == 303
    assert (await browser.post(action, data=hidden)).status_code in {409, 422}
    assert (await looked(browser, case)).count("page revoked") == 1


async def test_who_only_prepares_does_not_close_a_page(scene: Scene, case: Case) -> None:
    await give_link(scene, case)
    manager = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    action = f"/desk/cases/{case.number}/deeds/case_page"
    hidden = fields(await manager.get(f"/desk/cases/{case.number}"), action)
    outside = await scene.at_desk(await scene.hire("external_assessor", language="en"))
    refused = await outside.post(action, data=hidden)
    assert refused.status_code in {403, 404, 422}
    assert "own page until" in await looked(manager, case)


async def test_whoever_approves_a_letter_is_told_that_it_will_name_the_page(scene: Scene, case: Case) -> None:
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    assert "a line with the link to the case’s own page is added" in await looked(browser, case)
    await give_link(scene, case)
    assert "is added" not in (await close(browser, case)).text
