"""What staff do to a case by hand: hold it, let it live again, give it away with a note; and what stands beside it."""

import pytest
from httpx import AsyncClient, Response

from cases.case import Status
from cases.kind import Kind
from cases.message import Address
from storage import casebook
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def a_case(scene: Scene) -> tuple[str, AsyncClient]:
    number = (await scene.hear()).opened[0].number
    return number, await scene.at_desk(await scene.hire("course_administrator", language="en"))


async def done(browser: AsyncClient, number: str, deed: str, **answers: str) -> Response:
    address = f"/desk/cases/{number}/deeds/{deed}"
    return await browser.post(address, data={**fields(await browser.get(f"/desk/cases/{number}"), address), **answers})


async def test_a_case_is_put_on_hold_and_released_from_its_page(scene: Scene) -> None:
    number, browser = await a_case(scene)
    answer = await done(browser, number, "hold", reason="advice_awaited")
    assert answer.headers["location"] == f"/desk/cases/{number}?done=hold"
    page = (await browser.get(answer.headers["location"])).text
    assert "The case is on hold. Its time limits run on." in page
    assert "we are waiting for advice" in page
    assert "The case is on hold already." in page, "said in the menu, where the deed is looked for"
    address = f"/desk/cases/{number}/release"
    await browser.post(address, data=fields(await browser.get(f"/desk/cases/{number}"), address))
    case = await scene.book.read(casebook.by_number, "mentorix", number)
    assert case
    assert (case.status, case.held_for) == (Status.OPEN, None)


async def test_a_case_that_was_closed_by_mistake_is_reopened_with_a_new_draft(scene: Scene) -> None:
    number, browser = await a_case(scene)
    address = f"/desk/cases/{number}/closure"
    form = fields(await browser.get(f"/desk/cases/{number}"), address)
    await browser.post(address, data={**form, "reason": "no_case"})
    assert "its time limits run on as if it had never been closed" in (await browser.get(f"/desk/cases/{number}")).text
    scene.later(hours=1)
    answer = await done(browser, number, "reopening", reason="closed_by_mistake")
    assert answer.status_code == 303
    page = (await browser.get(answer.headers["location"])).text
    assert "The case is open again, and a new draft is ready." in page
    assert "Case reopened: closed by mistake" in page
    assert (await scene.draft(number)).outgoing.reply == "answer_complaint"


async def test_a_case_is_given_away_with_a_note(scene: Scene) -> None:
    number = (await scene.hear(reading=a_reading(Kind.FEEDBACK))).opened[0].number
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    mette = await scene.hire("course_administrator", name="Mette Krog", email="m@mentorix.example")
    answer = await done(browser, number, "hand_over", to=str(mette.id), note="She wants a call back.")
    assert answer.status_code == 303
    page = (await browser.get(f"/desk/cases/{number}")).text
    assert "She wants a call back." in page
    assert "With Mette Krog" in page or "Mette Krog" in page
    assert "staff_notice" in [one.outgoing.reply for one in await scene.letters(number)]


async def test_another_case_says_why_it_stands_there(scene: Scene) -> None:
    (first,) = (await scene.hear(a_message(sender=Address("Anna", "anna@example.org")))).opened
    (second,) = (await scene.hear(a_message(sender=Address("Anna", "anna@example.org")))).opened
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    page = (await browser.get(f"/desk/cases/{second.number}")).text
    assert f'href="/desk/cases/{first.number}"' in page
    assert "<small>Same address</small>" in page
    address = f"/desk/cases/{second.number}/joining"
    await browser.post(address, data=fields(await browser.get(f"/desk/cases/{second.number}"), address))
    gone = (await browser.get(f"/desk/cases/{second.number}")).text
    assert "<small>The letters of this case were put there</small>" in gone
    assert "The letters of this case are in another one by now." in gone
    assert (
        "<small>Its letters were put into this case</small>" in (await browser.get(f"/desk/cases/{first.number}")).text
    )


async def test_an_appeal_stands_beside_its_case_for_those_who_may_see_it_alone(scene: Scene) -> None:
    (first,) = (await scene.hear()).opened
    appeal = (await scene.hear(a_message(sender=Address("Anna", "anna@example.org")), a_reading(Kind.APPEAL))).opened[0]
    assessor = await scene.at_desk(await scene.hire("appeal_assessor", language="en"))
    administrator = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    answer = await done(assessor, appeal.number, "appeal_of", first=first.number)
    assert answer.status_code in {303, 422}
    assert appeal.number not in (await administrator.get(f"/desk/cases/{first.number}")).text
