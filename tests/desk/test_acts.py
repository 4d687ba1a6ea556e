"""What staff do: approve, send back, take, release, close; and what happens when two do it at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response

from cases.case import Status
from cases.kind import Kind
from cases.message import Address, Judgement, Verdict
from cases.outgoing import OutboxStatus
from storage import casebook, clocks
from storage.outbox import Entry
from tests.builders import a_message, a_reading
from tests.desk.scene import PASSWORD, Scene, fields, finished

HELD = Judgement(Verdict.HOLD, "is_automatic_and_asks", automatic=True, may_answer=False)


async def form_of(browser: AsyncClient, number: str, draft: Entry) -> dict[str, str]:
    """Give the approval form of a draft as it stands on the case page."""
    page = await browser.get(f"/desk/cases/{number}")
    words = {"subject": draft.outgoing.subject, "body": draft.outgoing.body, "ruling": "justified"}
    return {**fields(page, f"/desk/letters/{draft.id}/approval"), **words}


async def approve(browser: AsyncClient, draft: Entry, form: dict[str, str]) -> Response:
    """Send the form."""
    return await browser.post(f"/desk/letters/{draft.id}/approval", data=form)


async def take(browser: AsyncClient, number: str) -> None:
    """Take a case, as the button on its page does."""
    address = f"/desk/cases/{number}/assignment"
    answer = await browser.post(address, data=fields(await browser.get(f"/desk/cases/{number}"), address))
    assert answer.headers["location"].endswith("?done=assigned")


async def letter(scene: Scene, number: str, id_: int) -> Entry:
    """Give a letter as it is by now."""
    return next(one for one in await scene.letters(number) if one.id == id_)


async def test_a_finished_draft_is_approved_and_leaves(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    bo = await scene.hire("course_administrator")
    browser, draft = await scene.at_desk(bo), await scene.draft(number)
    form = await form_of(browser, number, draft)
    answer = await approve(browser, draft, {**form, "body": finished(draft)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/cases/{number}?done=approved")
    gone = await letter(scene, number, draft.id)
    assert (gone.status, gone.outgoing.body) == (OutboxStatus.RELEASED, finished(draft))
    page = (await browser.get(answer.headers["location"])).text
    assert "Brevet er godkendt og på vej." in page
    assert "godkendt af Bo Lund" in page
    assert "Udkast:" not in page


async def test_what_the_person_typed_is_what_leaves(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    form = await form_of(browser, number, draft)
    body = finished(draft).replace("Kære Anna Holm", "Kære Anna").replace("\n", "\r\n")
    await approve(browser, draft, {**form, "subject": "Svar på din klage", "body": body})
    gone = await letter(scene, number, draft.id)
    assert gone.outgoing.subject == "Svar på din klage"
    assert gone.outgoing.body.startswith("Kære Anna\n\n")


async def test_a_draft_with_open_places_cannot_leave_and_keeps_what_was_typed(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    form = await form_of(browser, number, draft)
    answer = await approve(browser, draft, {**form, "body": f"{form['body']}\n\nMin tilføjelse"})
    assert answer.status_code == 422
    assert "Min tilføjelse</textarea>" in answer.text
    assert "mangler at blive udfyldt" in answer.text
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.DRAFT


async def test_a_letter_without_a_demanded_statement_cannot_leave_and_is_told_which(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    form = await form_of(browser, number, draft)
    answer = await approve(browser, draft, {**form, "body": "Kære Anna\n\nDet blev et nej."})
    assert answer.status_code == 422
    assert "retten til at appellere: mangler" in answer.text
    assert "Forslag til tekst" in answer.text
    assert "Det blev et nej.</textarea>" in answer.text


async def test_a_letter_that_asks_for_a_national_number_cannot_leave(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    form = await form_of(browser, number, draft)
    answer = await approve(browser, draft, {**form, "body": f"{finished(draft)}\n\nSend os dit CPR-nummer."})
    assert answer.status_code == 422
    assert "Må ikke stå i et brev: en opfordring til at oplyse et personnummer" in answer.text


async def test_of_two_who_approve_at_once_one_is_told_what_happened_and_keeps_the_text(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    draft = await scene.draft(number)
    first = await scene.at_desk(await scene.hire("course_administrator", name="Bo Lund"))
    other = await scene.hire("course_administrator", email="m@mentorix.example", name="Mette Sørensen")
    second = await scene.at_desk(other)
    forms = [await form_of(browser, number, draft) for browser in (first, second)]
    body = finished(draft)
    answers = await asyncio.gather(
        approve(first, draft, {**forms[0], "body": f"{body}\n\nFra Bo"}),
        approve(second, draft, {**forms[1], "body": f"{body}\n\nFra Mette"}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    winner, loser = ("Bo Lund", "Fra Mette") if refused is answers[1] else ("Mette Sørensen", "Fra Bo")
    assert f"(På vej, {winner})" in refused.text
    assert loser in refused.text
    assert "Din tekst, ikke sendt" in refused.text
    assert loser not in (await letter(scene, number, draft.id)).outgoing.body


async def test_a_doubled_click_sends_one_letter(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    form = {**await form_of(browser, number, draft), "body": finished(draft)}
    first, second = [await approve(browser, draft, form) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Du har allerede godkendt brevet. Det sendes kun én gang." in second.text
    assert "Din tekst, ikke sendt" not in second.text
    answers = [one for one in await scene.letters(number) if one.outgoing.reply == "answer_complaint"]
    assert len(answers) == 1


async def test_a_draft_sent_back_waits_with_its_note(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    form = {**await form_of(browser, number, draft), "note": "Nævn hotellet <b>også</b>."}
    answer = await browser.post(f"/desk/letters/{draft.id}/return", data=form)
    assert answer.headers["location"].endswith("?done=returned")
    page = (await browser.get(answer.headers["location"])).text
    assert "Nævn hotellet &lt;b&gt;også&lt;/b&gt;." in page
    assert "Udkast sendt tilbage" in (await browser.get("/desk/")).text
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.DRAFT


async def test_a_draft_is_not_sent_back_without_a_word(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    form = {**await form_of(browser, number, draft), "note": "  ", "body": "Min halve tekst"}
    answer = await browser.post(f"/desk/letters/{draft.id}/return", data=form)
    assert answer.status_code == 422
    assert "Min halve tekst</textarea>" in answer.text
    assert (await letter(scene, number, draft.id)).version == 1


async def test_whoever_still_has_the_draft_from_before_it_was_sent_back_is_told(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    form = await form_of(browser, number, draft)
    await browser.post(f"/desk/letters/{draft.id}/return", data={**form, "note": "Ikke endnu."})
    answer = await approve(browser, draft, {**form, "body": f"{finished(draft)}\n\nMin tekst"})
    assert answer.status_code == 409
    assert "En kollega har ændret udkastet" in answer.text
    assert "Min tekst</textarea>" in answer.text
    assert "Ikke endnu." in answer.text


async def test_a_role_that_prepares_reads_the_draft_and_cannot_let_it_go(scene: Scene) -> None:
    appeal = (await scene.hear(reading=a_reading(Kind.APPEAL))).opened[0]
    assessor = await scene.hire("external_assessor")
    await scene.book.run(casebook.save, replace(appeal, assigned_to=assessor.id))
    browser, draft = await scene.at_desk(assessor), await scene.draft(appeal.number)
    page = await browser.get(f"/desk/cases/{appeal.number}")
    assert "Din rolle kan læse udkastet." in page.text
    assert "/approval" not in page.text
    csrf = fields(page, "/desk/logout")
    form = {
        **csrf,
        "number": appeal.number,
        "letter": str(draft.id),
        "version": "1",
        "subject": "S",
        "body": finished(draft),
    }
    answer = await approve(browser, draft, form)
    assert answer.status_code == 422
    assert (await letter(scene, appeal.number, draft.id)).status is OutboxStatus.DRAFT
    for act in ("closure", "release"):
        refused = await browser.post(f"/desk/cases/{appeal.number}/{act}", data={**csrf, "reason": "duplicate"})
        assert refused.status_code == 422, act


@pytest.mark.parametrize("act", ["approval", "return"])
async def test_a_letter_of_others_is_as_if_it_did_not_exist(scene: Scene, act: str) -> None:
    number = (await scene.hear()).opened[0].number
    draft = await scene.draft(number)
    for role, organisation in (("manager", "metier"), ("privacy_officer", "mentorix")):
        browser = await scene.at_desk(await scene.hire(role, organisation))
        csrf = fields(await browser.get("/desk/"), "/desk/logout")
        form = {**csrf, "number": number, "letter": str(draft.id), "version": "1", "body": finished(draft), "note": "x"}
        assert (await browser.post(f"/desk/letters/{draft.id}/{act}", data={**form, "subject": "S"})).status_code == 404
    assert (await letter(scene, number, draft.id)).version == 1


@pytest.mark.parametrize("act", ["assignment", "release", "closure"])
async def test_a_case_of_others_cannot_be_worked_on(scene: Scene, act: str) -> None:
    case = (await scene.hear(judgement=HELD)).opened[0]
    for role, organisation in (("manager", "metier"), ("privacy_officer", "mentorix")):
        browser = await scene.at_desk(await scene.hire(role, organisation))
        csrf = fields(await browser.get("/desk/"), "/desk/logout")
        answer = await browser.post(f"/desk/cases/{case.number}/{act}", data={**csrf, "reason": "duplicate"})
        assert answer.status_code == 404
    assert await scene.book.read(casebook.find, "mentorix", case.id) == case


async def test_whoever_takes_a_case_stops_its_handling_clock(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    bo = await scene.hire("course_administrator")
    browser = await scene.at_desk(bo)
    await take(browser, case.number)
    running = [clock.name for clock in await scene.book.read(clocks.of_case, "mentorix", case.id) if clock.running]
    assert "handling" not in running
    text = (await browser.get(f"/desk/cases/{case.number}")).text
    assert "Hos Bo Lund" in text
    assert f"/desk/cases/{case.number}/assignment" not in text


async def test_a_held_case_is_released_by_whoever_judged_it(scene: Scene) -> None:
    case = (await scene.hear(judgement=HELD)).opened[0]
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = await browser.get(f"/desk/cases/{case.number}")
    form = fields(page, f"/desk/cases/{case.number}/release")
    answer = await browser.post(f"/desk/cases/{case.number}/release", data=form)
    assert answer.headers["location"].endswith("?done=released")
    assert case.number not in (await browser.get("/desk/?view=held")).text
    assert case.number in (await browser.get("/desk/")).text
    again = await browser.post(f"/desk/cases/{case.number}/release", data=form)
    assert again.status_code == 422


async def test_a_case_is_closed_with_a_reason_and_leaves_the_queue(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = await browser.get(f"/desk/cases/{case.number}")
    form = fields(page, f"/desk/cases/{case.number}/closure")
    nameless = await browser.post(f"/desk/cases/{case.number}/closure", data={**form, "reason": "because"})
    assert nameless.status_code == 422
    await browser.post(f"/desk/cases/{case.number}/closure", data={**form, "reason": "withdrawn"})
    closed = await scene.book.read(casebook.find, "mentorix", case.id)
    assert closed
    assert closed.status is Status.CLOSED
    assert case.number not in (await browser.get("/desk/")).text
    assert "trukket tilbage af personen" in (await browser.get(f"/desk/cases/{case.number}")).text


async def test_a_session_that_ends_in_the_middle_of_an_edit_loses_no_word(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    bo = await scene.hire("course_administrator")
    browser, draft = await scene.at_desk(bo), await scene.draft(number)
    form = {**await form_of(browser, number, draft), "body": 'To timers arbejde "<&>"', "subject": "Mit emne"}
    scene.later(hours=3)
    asks = await approve(browser, draft, form)
    assert asks.status_code == 401
    assert "Your session has ended" in asks.text
    carried = fields(asks, "/desk/login")
    assert carried["subject"] == "Mit emne"
    assert "csrf" not in carried
    assert "To timers arbejde &#34;&lt;&amp;&gt;&#34;</textarea>" in asks.text
    carried["body"] = form["body"]
    back = await browser.post("/desk/login", data={**carried, "email": bo.email, "password": PASSWORD})
    assert back.status_code == 200
    assert "Du er logget ind igen." in back.text
    assert "To timers arbejde &#34;&lt;&amp;&gt;&#34;</textarea>" in back.text
    assert 'value="Mit emne"' in back.text
    again = {**fields(back, f"/desk/letters/{draft.id}/approval"), "subject": "Mit emne", "body": finished(draft)}
    again["ruling"] = "justified"
    assert (await approve(browser, draft, again)).status_code == 303


async def test_a_mistyped_password_on_the_way_back_loses_no_word_either(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    bo = await scene.hire("course_administrator")
    browser, draft = await scene.at_desk(bo), await scene.draft(number)
    form = await form_of(browser, number, draft)
    scene.later(hours=13)
    carried = {**fields(await approve(browser, draft, form), "/desk/login"), "body": "Arbejde"}
    wrong = await browser.post("/desk/login", data={**carried, "email": bo.email, "password": "not it at all"})
    assert wrong.status_code == 401
    assert "Arbejde</textarea>" in wrong.text


async def test_a_form_from_before_a_new_log_in_does_nothing_and_keeps_the_text(scene: Scene) -> None:
    number = (await scene.hear()).opened[0].number
    bo = await scene.hire("course_administrator")
    browser, draft = await scene.at_desk(bo), await scene.draft(number)
    form = {**await form_of(browser, number, draft), "body": f"{finished(draft)}\n\nMin tekst"}
    await browser.post("/desk/login", data={"email": bo.email, "password": PASSWORD})
    answer = await approve(browser, draft, form)
    assert answer.status_code == 403
    assert "Min tekst</textarea>" in answer.text
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.DRAFT


async def test_a_draft_to_nobody_says_so_and_cannot_leave(scene: Scene) -> None:
    message = a_message(sender=Address("", ""), return_path="")
    number = (await scene.hear(message, a_reading(Kind.COMPLAINT, fields={}), HELD)).opened[0].number
    browser, draft = await scene.at_desk(await scene.hire("course_administrator")), await scene.draft(number)
    assert "en adresse, der endnu ikke kendes" in (await browser.get(f"/desk/cases/{number}")).text
    answer = await approve(browser, draft, {**await form_of(browser, number, draft), "body": finished(draft)})
    assert answer.status_code == 422
    assert "Find først en adresse." in answer.text


async def test_a_late_step_is_shown_as_late_although_it_is_done(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    scene.now += timedelta(days=2)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    await take(browser, case.number)
    assert "sket for sent, 4. marts 2026 kl. 11.00" in (await browser.get(f"/desk/cases/{case.number}")).text
