"""Question, extension and breach at the desk: each is one small form, and what a rule forbids is said with the rule."""

import pytest
from httpx import AsyncClient

from cases.case import Case
from cases.kind import Flag, Kind
from tests.builders import a_reading
from tests.desk.scene import Scene
from tests.desk.test_procedure import done

WHY = {"question": "identity", "why": "Two learners of that name.", "asks.course_number": "1", "clock": "waits"}


@pytest.fixture
async def case(scene: Scene) -> Case:
    """Give a request for access."""
    return (await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0]


@pytest.fixture
async def browser(scene: Scene) -> AsyncClient:
    """Give somebody who works on rights at the desk."""
    return await scene.at_desk(await scene.hire("privacy_officer", language="en"))


async def test_who_is_asked_why_stands_on_the_page_and_the_form_to_note_the_answer_follows(
    browser: AsyncClient, case: Case
) -> None:
    page = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "aim at 30 March 2026" in page, "both dates are shown"
    assert "/deeds/answered" not in page
    asked = await done(browser, case, "question", **WHY)
    assert "Asked: Two learners of that name." in asked.text
    assert "/deeds/question" not in asked.text
    noted = await done(browser, case, "answered", at="2026-03-02T11:00")
    assert noted.status_code == 200
    assert "/deeds/answered" not in noted.text


async def test_r_12_6b_a_question_that_comes_late_is_refused_with_its_rule(
    scene: Scene, browser: AsyncClient, case: Case
) -> None:
    scene.later(days=5)
    browser = await scene.at_desk(await scene.hire("privacy_officer", email="late@mentorix.example", language="en"))
    refused = await done(browser, case, "question", **WHY)
    assert refused.status_code == 422
    assert "R-12-6b, R-CLK-5" in refused.text
    assert "Two learners of that name." in refused.text, "what was typed is kept"


async def test_an_impossible_instant_is_refused_in_one_sentence(browser: AsyncClient, case: Case) -> None:
    await done(browser, case, "question", **WHY)
    refused = await done(browser, case, "answered", at="2026-02-30T11:00")
    assert refused.status_code == 422
    assert "expected a date and time" in refused.text


async def test_an_extension_is_one_form_with_reasons(browser: AsyncClient, case: Case) -> None:
    refused = await done(browser, case, "extension", words="Three systems.")
    assert refused.status_code == 422
    assert "R-12-3c" in refused.text
    told = await done(browser, case, "extension", **{"reasons.complexity": "1", "words": "Three systems."})
    assert "Extension decided: The request is complex" in told.text


async def test_a_hint_of_a_breach_is_judged_and_documented(scene: Scene, browser: AsyncClient) -> None:
    reading = a_reading(Kind.ACCESS, flags=frozenset({Flag.BREACH_HINT}))
    case = (await scene.hear(reading=reading)).opened[0]
    page = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "possible data breach" in page
    assert "Assess whether there was a data breach" in page
    judged = await done(browser, case, "breach", judgement="no_breach", facts="The list was of nobody.")
    assert "Possible breach judged: No breach" in judged.text
    assert "/deeds/breach" not in judged.text
