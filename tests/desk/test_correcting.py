"""The form that corrects what was understood: calm, in the panel of its letter, and it does what it says."""

from html import unescape

import pytest
from httpx import AsyncClient, Response

from cases.case import Case
from cases.kind import Kind
from storage import casebook
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def a_question(scene: Scene, **reading: object) -> Case:
    """Let a letter come in that is taken for a question."""
    (case,) = (await scene.hear(reading=a_reading(Kind.OTHER, **reading))).opened
    return case


async def assigned(scene: Scene, case: Case) -> tuple[AsyncClient, Case]:
    """Let a person take the case at the desk."""
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    await post(browser, case, "assignment")
    return browser, case


async def post(browser: AsyncClient, case: Case, act: str, **typed: str) -> Response:
    """Send a form of the case page, with what was typed into it."""
    address = f"/desk/cases/{case.number}/{act}"
    form = fields(await browser.get(f"/desk/cases/{case.number}"), address)
    dotted = {name.replace("__", "."): value for name, value in typed.items()}
    return await browser.post(address, data={**form, **dotted})


async def now(scene: Scene, case: Case) -> Case:
    found = await scene.book.read(casebook.find, case.organisation, case.id)
    assert found
    return found


async def test_the_form_stands_in_the_panel_that_says_what_was_understood(scene: Scene) -> None:
    browser, case = await assigned(scene, await a_question(scene))
    page = (await browser.get(f"/desk/cases/{case.number}")).text
    panel = page.split("Sådan har vi forstået det")[1].split("</article>")[0]
    assert "Forkert forstået? Ret det" in panel
    assert '<option value="other" selected>' in panel
    assert '<option value="access">indsigt' in panel


async def test_a_question_is_corrected_to_what_it_is_and_the_page_says_so(scene: Scene) -> None:
    browser, case = await assigned(scene, await a_question(scene))
    scene.later(hours=1)
    answer = await post(browser, case, "correction", kind="access")
    assert answer.headers["location"] == f"/desk/cases/{case.number}?done=corrected"
    page = unescape((await browser.get(answer.headers["location"])).text)
    assert "Det er rettet. Fristerne regnes fra den dag, brevet kom." in page
    assert "Rettet af en medarbejder: indsigt" in page
    assert "Rettet: før: andet, indsigt" in page
    assert (await now(scene, case)).kind is Kind.ACCESS


async def test_what_is_not_touched_is_not_corrected(scene: Scene) -> None:
    browser, case = await assigned(scene, await a_question(scene))
    answer = await post(browser, case, "correction", kind="other", also="", field__name="Anna Holm ")
    assert answer.status_code == 422
    assert await now(scene, case) == (await now(scene, case))
    assert "Intet er anderledes, end det blev forstået." in answer.text


async def test_a_field_is_corrected_by_writing_over_it(scene: Scene) -> None:
    browser, case = await assigned(scene, await a_question(scene))
    answer = await post(browser, case, "correction", field__name="Anne Holme")
    assert answer.status_code == 303
    assert (await now(scene, case)).requester.name == "Anne Holme"
    page = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "Rettet: Navn" in page
    assert "Kære Anne Holme" in page


async def test_a_number_that_is_masked_is_not_corrected_by_its_mask(scene: Scene) -> None:
    said = "Mit CPR-nummer er 311299-0000. Hvad har I om mig?"
    reading = a_reading(Kind.OTHER, text=said, fields={"reference": "311299-0000"})
    (case,) = (await scene.hear(a_message(text=said), reading)).opened
    browser, _ = await assigned(scene, case)
    page = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "311299" not in page
    answer = await post(browser, case, "correction", field__reference="••••••-••••", kind="access")
    assert answer.status_code == 303


async def test_an_overlooked_matter_leads_to_the_other_case(scene: Scene) -> None:
    browser, case = await assigned(scene, (await scene.hear()).opened[0])
    assert (await post(browser, case, "correction", also="feedback")).status_code == 303
    page = unescape((await browser.get(f"/desk/cases/{case.number}")).text)
    assert "Andre sager i denne samtale" in page
    assert "Rettet: også: feedback" in page


async def test_who_does_not_see_the_other_queues_is_told_to_take_the_case(scene: Scene) -> None:
    case = await a_question(scene)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "Tag sagen, så kan du vælge dem." in page
    panel = page.split('name="kind"')[1].split("</select>")[0]
    assert "access" not in panel
    assert "complaint" in panel
    refused = await post(browser, case, "correction", kind="access")
    assert refused.status_code == 422
    assert (await now(scene, case)).kind is Kind.OTHER


async def test_whoever_prepares_only_or_comes_too_late_sees_no_form(scene: Scene) -> None:
    (case,) = (await scene.hear(reading=a_reading(Kind.APPEAL))).opened
    browser = await scene.at_desk(await scene.hire("appeal_assessor"))
    assert "Forkert forstået?" in (await browser.get(f"/desk/cases/{case.number}")).text
    await post(browser, case, "closure", reason="no_case")
    assert "Forkert forstået?" not in (await browser.get(f"/desk/cases/{case.number}")).text


async def test_the_second_of_two_is_told_that_somebody_was_first(scene: Scene) -> None:
    browser, case = await assigned(scene, await a_question(scene))
    address = f"/desk/cases/{case.number}/correction"
    form = fields(await browser.get(f"/desk/cases/{case.number}"), address)
    assert (await browser.post(address, data={**form, "kind": "access"})).status_code == 303
    second = await browser.post(address, data={**form, "kind": "erasure"})
    assert second.status_code == 409
    assert (await now(scene, case)).kind is Kind.ACCESS


@pytest.mark.parametrize(
    "nonsense",
    [
        {"kind": "royalty"},
        {"message": "-1", "kind": "access"},
        {"message": "x" * 30, "also": "access"},
        {"message": "9" * 5000, "also": "access"},
    ],
    ids=["a kind that is none", "no letter", "letters for a number", "a number without end"],
)
async def test_nonsense_changes_nothing(scene: Scene, nonsense: dict[str, str]) -> None:
    browser, case = await assigned(scene, await a_question(scene))
    before = await now(scene, case)
    assert (await post(browser, case, "correction", **nonsense)).status_code == 422
    assert await now(scene, case) == before


async def test_a_forged_form_corrects_nothing(scene: Scene) -> None:
    browser, case = await assigned(scene, await a_question(scene))
    address = f"/desk/cases/{case.number}/correction"
    form = fields(await browser.get(f"/desk/cases/{case.number}"), address)
    answer = await browser.post(address, data={**form, "csrf": "guess", "kind": "access"})
    assert answer.status_code == 403
    assert (await now(scene, case)).kind is Kind.OTHER


async def test_what_is_not_seen_is_not_there_to_be_corrected(scene: Scene) -> None:
    case = await a_question(scene)
    browser = await scene.at_desk(await scene.hire("privacy_officer"))
    csrf = fields(await browser.get("/desk/"), "/desk/logout")
    answer = await browser.post(
        f"/desk/cases/{case.number}/correction", data={**csrf, "kind": "access", "saw": "other"}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("language", ["da", "nl", "en"])
async def test_the_form_speaks_the_language_of_the_desk(scene: Scene, language: str) -> None:
    case = await a_question(scene)
    browser = await scene.at_desk(await scene.hire("course_administrator", language=language))
    titles = {"da": "Forkert forstået?", "nl": "Verkeerd begrepen?", "en": "Misunderstood?"}
    assert titles[language] in (await browser.get(f"/desk/cases/{case.number}")).text
