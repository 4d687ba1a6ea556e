"""A draft is looked at as the person gets it, from what is typed at this moment; nothing of that is kept."""

import pytest

from cases.outgoing import OutboxStatus
from tests.desk.scene import Scene, fields, finished
from tests.desk.test_acts import form_of, letter
from tests.desk.test_drafts import a_draft
from tests.desk.test_printing import text_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def test_what_is_typed_is_shown_as_it_would_leave_and_is_not_kept(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene, language="en")
    body = f"{finished(draft)}\n\nPS. <script>alert(1)</script>"
    form = {**await form_of(browser, number, draft), "subject": "Om din  klage", "body": body}
    answer = await browser.post(f"/desk/letters/{draft.id}/preview", data=form)
    assert answer.status_code == 200
    assert "Om din klage" in answer.text
    assert "anna@example.org" in answer.text
    assert "PS. &lt;script&gt;" in answer.text
    assert "Nothing has been kept or sent." in answer.text
    assert f"http://web.test/case/{number}" in answer.text, "the line that names the person's page"
    assert await letter(scene, number, draft.id) == draft
    assert "Here is your text" not in (await browser.get(f"/desk/cases/{number}")).text


async def test_what_cannot_leave_yet_is_shown_all_the_same_and_says_so(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene, language="en")
    form = {**await form_of(browser, number, draft), "subject": "S", "body": "Kort."}
    answer = await browser.post(f"/desk/letters/{draft.id}/preview", data=form)
    assert answer.status_code == 200
    assert "The letter cannot leave yet" in answer.text


async def test_the_pdf_of_the_preview_has_what_is_typed(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene, language="en")
    form = {**await form_of(browser, number, draft), "subject": "Om klagen", "body": f"{finished(draft)}\n\nAgurk."}
    page = await browser.post(f"/desk/letters/{draft.id}/preview", data=form)
    address = f"/desk/letters/{draft.id}.pdf"
    drawn = text_of(await browser.post(address, data=fields(page, address)))
    assert "Agurk." in drawn
    assert "Om klagen" in drawn
    assert "Agurk" not in text_of(await browser.get(address))


async def test_a_letter_that_has_left_is_printed_as_it_left(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene, language="en")
    form = {**await form_of(browser, number, draft), "body": finished(draft)}
    await browser.post(f"/desk/letters/{draft.id}/approval", data=form)
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.RELEASED
    answer = await browser.post(f"/desk/letters/{draft.id}.pdf", data={**form, "body": "Agurk."})
    assert "Agurk" not in text_of(answer)


async def test_who_does_not_see_the_case_and_a_forged_form_get_no_preview(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = {**await form_of(browser, number, draft), "body": finished(draft)}
    forged = await browser.post(f"/desk/letters/{draft.id}/preview", data={**form, "csrf": "x"})
    assert forged.status_code == 403
    stranger = await scene.at_desk(await scene.hire("appeal_assessor"))
    token = fields(await stranger.get("/desk/you"), "/desk/logout")["csrf"]
    answer = await stranger.post(f"/desk/letters/{draft.id}/preview", data={**form, "csrf": token})
    assert answer.status_code == 404
