"""The complaint procedure at the desk: each step is one small form, and what is not allowed yet says why."""

import pytest
from httpx import AsyncClient, Response

from cases.case import Case
from cases.kind import Kind
from cases.staff import Staff
from tests.builders import a_reading
from tests.desk.scene import Scene, fields


@pytest.fixture
async def people(scene: Scene) -> dict[str, Staff]:
    """Give an administrator, a director and a trainer."""
    roles = {"Ida": "course_administrator", "Dora": "managing_director", "Tom": "head_trainer"}
    return {name: await scene.hire(role, name=name, language="en") for name, role in roles.items()}


@pytest.fixture
async def case(scene: Scene) -> Case:
    """Give a complaint."""
    return (await scene.hear()).opened[0]


async def done(browser: AsyncClient, case: Case, deed: str, **form: str) -> Response:
    """Fill in the form of a deed, as it stands on the page, and send it."""
    action = f"/desk/cases/{case.number}/deeds/{deed}"
    hidden = fields(await browser.get(f"/desk/cases/{case.number}"), action)
    return await browser.post(action, data={**hidden, **form}, follow_redirects=True)


async def test_a_case_is_given_away_in_two_steps(scene: Scene, people: dict[str, Staff], case: Case) -> None:
    browser = await scene.at_desk(people["Ida"])
    page = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "Dora (managing director)" in page
    assert "/deeds/hand_over" not in page
    noted = await done(browser, case, "consultation", person=str(people["Dora"].id), at="2026-03-02T11:00")
    assert "Consulted: managing director, Dora, 2 March 2026 at 11:00" in noted.text
    assert "/deeds/consultation" not in noted.text
    given = await done(browser, case, "hand_over", to=str(people["Tom"].id))
    assert "With Tom" in given.text
    assert "Case assigned: Tom" in given.text


async def test_what_is_sent_past_the_page_is_refused_with_its_rule(
    scene: Scene, people: dict[str, Staff], case: Case
) -> None:
    browser = await scene.at_desk(people["Ida"])
    shown = fields(await browser.get(f"/desk/cases/{case.number}"), f"/desk/cases/{case.number}/deeds/consultation")
    form = {"csrf": shown["csrf"], "to": str(people["Tom"].id)}
    refused = await browser.post(f"/desk/cases/{case.number}/deeds/hand_over", data=form)
    assert refused.status_code == 422
    assert "P-MX-06" in refused.text


async def test_the_director_needs_no_note_of_her_own_consultation(scene: Scene, people: dict[str, Staff]) -> None:
    case = (await scene.hear(reading=a_reading(Kind.ERASURE))).opened[0]
    complaint = (await scene.hear()).opened[0]
    ida = await scene.at_desk(people["Ida"])
    await done(ida, complaint, "escalation", queue="management")
    browser = await scene.at_desk(people["Dora"])
    assert "/deeds/consultation" not in (await browser.get(f"/desk/cases/{case.number}")).text
    given = await done(browser, complaint, "hand_over", to=str(people["Tom"].id))
    assert "Consulted: managing director, Dora" in given.text


async def test_whom_a_case_concerns_is_sent_back_to_the_list_and_finds_it_no_more(
    scene: Scene, people: dict[str, Staff], case: Case
) -> None:
    browser = await scene.at_desk(people["Ida"])
    left = await done(browser, case, "keep_out", person=str(people["Ida"].id))
    assert left.status_code == 200
    assert case.number not in left.text
    assert (await browser.get(f"/desk/cases/{case.number}")).status_code == 404
    others = (await (await scene.at_desk(people["Dora"])).get(f"/desk/cases/{case.number}")).text
    assert "Kept out of the case: Ida" in others


async def test_a_new_date_is_promised_in_one_form(scene: Scene, people: dict[str, Staff], case: Case) -> None:
    browser = await scene.at_desk(people["Ida"])
    told = await done(browser, case, "promise", day="2026-04-01", reason="Vi venter på underviseren.")
    assert "The letter is on its way, and the new date holds." in told.text
    assert "New date promised: answer, 1 April 2026" in told.text
    again = await done(browser, case, "promise", day="2026-02-30", reason="Vi venter stadig.")
    assert again.status_code == 422
    assert "expected a date such as 2026-03-02" in again.text
    assert "Vi venter stadig." in again.text, "what was typed is not lost"


async def test_a_complaint_is_flagged_weighed_and_escalated(scene: Scene, people: dict[str, Staff], case: Case) -> None:
    browser = await scene.at_desk(people["Ida"])
    assert "Flagged: decision by PeopleCert" in (await done(browser, case, "flag")).text
    assert (
        "Weighed: Urgent, something has to be done at once"
        in (await done(browser, case, "severity", severity="urgent", act_now="1")).text
    )
    await done(browser, case, "escalation", queue="management")
    assert (await browser.get(f"/desk/cases/{case.number}")).status_code == 404, "it is the management's now"


async def test_what_the_person_wants_to_be_done_stands_on_the_page(scene: Scene, people: dict[str, Staff]) -> None:
    """R-ISO-1."""
    wish = {"name": "Anna Holm", "email": "anna@example.org", "wish": "Jeg vil have pengene tilbage"}
    case = (await scene.hear(reading=a_reading(fields=wish))).opened[0]
    page = (await (await scene.at_desk(people["Ida"])).get(f"/desk/cases/{case.number}")).text
    assert "Jeg vil have pengene tilbage" in page
