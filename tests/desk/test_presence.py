"""Whoever has a case open sees who else has, and who types; nobody hears of a case that they may not see."""

import pytest
from httpx import AsyncClient

from cases.case import Case
from cases.staff import Staff
from tests.desk.scene import Scene, fields


async def looks(scene: Scene, case: Case, staff: Staff, edits: str = "0") -> tuple[int, str]:
    """Let somebody's open page say that it is there; give what it is answered."""
    browser = await scene.at_desk(staff)
    return await says(browser, case, edits)


async def says(browser: AsyncClient, case: Case, edits: str = "0") -> tuple[int, str]:
    """Let the page in a browser say that it is there."""
    page = await browser.get(f"/desk/cases/{case.number}")
    token = fields(page, f"/desk/cases/{case.number}/notes")["csrf"] if page.status_code == 200 else "guess"
    path = f"/desk/cases/{case.number}/presence"
    answer = await browser.post(path, data={"csrf": token, "edits": edits})
    return answer.status_code, answer.text.strip()


async def test_two_who_look_at_a_case_see_each_other_for_a_while(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    bo = await scene.hire("course_administrator")
    ida = await scene.hire("course_administrator", name="Ida Juhl", email="ida@mentorix.example")
    assert await looks(scene, case, bo) == (200, "")
    assert "Bo Lund ser også på sagen" in (await looks(scene, case, ida))[1]
    assert "Ida Juhl ser også på sagen" in (await looks(scene, case, bo))[1]
    scene.later(minutes=1)
    assert await looks(scene, case, bo) == (200, "")


async def test_whoever_types_is_told_first(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    bo = await scene.hire("course_administrator")
    ida = await scene.hire("course_administrator", name="Ida Juhl", email="ida@mentorix.example")
    await looks(scene, case, ida, edits="1")
    assert "Ida Juhl skriver i udkastet" in (await looks(scene, case, bo))[1]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_who_may_not_see_the_case_neither_looks_nor_hears(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    stranger = await scene.hire("privacy_officer", "jensenskurser")
    assert (await looks(scene, case, stranger))[0] == 404
    assert (await scene.browser().post(f"/desk/cases/{case.number}/presence", data={})).status_code in {303, 401}
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    answer = await browser.post(f"/desk/cases/{case.number}/presence", data={"csrf": "guess"})
    assert answer.status_code == 404
