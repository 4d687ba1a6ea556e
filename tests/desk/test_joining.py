"""Suggestions beside a case: what may belong together, and the button that puts it there."""

import pytest

from cases.case import Case, Status
from cases.message import Address
from storage import casebook
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene, fields

CARL = Address("Carl", "carl@example.net")


async def found(scene: Scene, case: Case) -> Case:
    case_now = await scene.book.read(casebook.find, case.organisation, case.id)
    assert case_now
    return case_now


async def a_pair(scene: Scene) -> tuple[Case, Case]:
    """Let Anna write, and somebody else about Anna's case."""
    (annas,) = (await scene.hear()).opened
    reading = a_reading(fields={"reference": annas.number})
    (carls,) = (await scene.hear(a_message(sender=CARL, return_path=CARL.address), reading)).opened
    return annas, carls


async def test_a_case_shows_the_one_that_its_letter_names(scene: Scene) -> None:
    annas, carls = await a_pair(scene)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = (await browser.get(f"/desk/cases/{carls.number}")).text
    assert "Hører måske sammen" in page
    assert f'href="/desk/cases/{annas.number}"' in page


async def test_a_case_shows_the_others_of_its_person_whatever_they_are_written_like(scene: Scene) -> None:
    (first,) = (await scene.hear(a_message(sender=Address("Anna", "anna@example.org")))).opened
    (second,) = (await scene.hear(a_message(sender=Address("Anna", "Anna@Example.org")))).opened
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    assert f'href="/desk/cases/{first.number}"' in (await browser.get(f"/desk/cases/{second.number}")).text


async def test_the_button_puts_the_letters_there(scene: Scene) -> None:
    annas, carls = await a_pair(scene)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    address = f"/desk/cases/{carls.number}/joining"
    form = fields(await browser.get(f"/desk/cases/{carls.number}"), address)
    assert form["into"] == annas.number
    answer = await browser.post(address, data=form)
    assert answer.headers["location"] == f"/desk/cases/{carls.number}?done=joined"
    assert (await found(scene, carls)).status is Status.CLOSED
    assert "carl@example.net" in (await browser.get(f"/desk/cases/{annas.number}")).text
    assert "Brevene er flyttet" in (await browser.get(answer.headers["location"])).text


@pytest.mark.parametrize("role", ["privacy_officer"])
async def test_who_does_not_see_the_other_case_can_join_nothing_to_it(scene: Scene, role: str) -> None:
    (private,) = (await scene.hear(reading=a_reading(fields={}))).opened
    (carls,) = (await scene.hear(a_message(sender=CARL), a_reading(fields={"reference": private.number}))).opened
    browser = await scene.at_desk(await scene.hire(role))
    csrf = fields(await browser.get("/desk/"), "/desk/logout")
    answer = await browser.post(f"/desk/cases/{carls.number}/joining", data={**csrf, "into": private.number})
    assert answer.status_code == 404
    assert (await found(scene, carls)).status is Status.HELD


async def test_a_forged_form_joins_nothing(scene: Scene) -> None:
    annas, carls = await a_pair(scene)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    answer = await browser.post(f"/desk/cases/{carls.number}/joining", data={"into": annas.number, "csrf": "guess"})
    assert answer.status_code == 403
    assert (await found(scene, carls)).status is Status.HELD
