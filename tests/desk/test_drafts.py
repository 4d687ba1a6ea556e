"""Letters while they are written, and just after they were approved."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient, Response

from cases.kind import Flag
from cases.outgoing import OutboxStatus
from desk.signing import SIGN_HERE
from storage.dossier import dossier
from storage.outbox import Entry
from tests.builders import a_reading
from tests.desk.scene import Scene, fields, finished
from tests.desk.test_acts import approve, form_of, letter

LIVE = {"hx-request": "true"}


async def a_draft(scene: Scene, **person: str) -> tuple[str, Entry, AsyncClient]:
    """Let a complaint come in; give its number, its drafted answer and the browser of who may approve it."""
    number = (await scene.hear()).opened[0].number
    browser = await scene.at_desk(await scene.hire("course_administrator", **person))
    return number, await scene.draft(number), browser


async def checked(browser: AsyncClient, draft: Entry, form: dict[str, str], **headers: str) -> Response:
    """Have a letter looked at as it is typed."""
    return await browser.post(f"/desk/letters/{draft.id}/check", data=form, headers=headers)


async def gone(scene: Scene) -> tuple[str, Entry, AsyncClient, Response]:
    """Approve an answer, in an organisation that has a window; give the page that says so."""
    scene.undo = timedelta(seconds=20)
    number, draft, browser = await a_draft(scene)
    form = {**await form_of(browser, number, draft), "body": f"{finished(draft)}\n\nPS. Tak."}
    answer = await approve(browser, draft, form)
    return number, draft, browser, await browser.get(answer.headers["location"])


# Taking back


async def test_an_approved_letter_is_taken_back_with_one_button(scene: Scene) -> None:
    number, draft, browser, page = await gone(scene)
    assert "20 sekunder tilbage" in page.text
    scene.later(seconds=19)
    address = f"/desk/letters/{draft.id}/undo"
    page = await browser.get(f"/desk/cases/{number}")
    assert "1 sekund tilbage" in page.text
    answer = await browser.post(address, data=fields(page, address))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/cases/{number}?done=undone#drafts")
    page = await browser.get(answer.headers["location"])
    assert "Brevet er et udkast igen. Det er ikke sendt." in page.text
    assert "PS. Tak.</textarea>" in page.text
    assert "Godkendelse fortrudt" in page.text
    assert address not in page.text
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.DRAFT


async def test_too_late_is_told_and_the_letter_leaves(scene: Scene) -> None:
    number, draft, browser, page = await gone(scene)
    scene.later(seconds=20)
    address = f"/desk/letters/{draft.id}/undo"
    answer = await browser.post(address, data=fields(page, address))
    assert answer.status_code == 409
    assert "Det var for sent at fortryde" in answer.text
    assert address not in answer.text
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.RELEASED


async def test_a_form_of_another_session_takes_nothing_back(scene: Scene) -> None:
    number, draft, browser, page = await gone(scene)
    address = f"/desk/letters/{draft.id}/undo"
    answer = await browser.post(address, data={**fields(page, address), "csrf": "x"})
    assert answer.status_code == 403
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.RELEASED


@pytest.mark.parametrize("act", ["undo", "check", "discard"])
async def test_who_does_not_see_the_case_finds_no_letter(scene: Scene, act: str) -> None:
    _, draft, _, _ = await gone(scene)
    stranger = await scene.at_desk(await scene.hire("head_trainer", email="x@mentorix.example"))
    csrf = fields(await stranger.get("/desk/"), "/desk/logout")["csrf"]
    for id_ in (draft.id, 404):
        answer = await stranger.post(f"/desk/letters/{id_}/{act}", data={"csrf": csrf, "version": "3"})
        assert answer.status_code == 404


# Looking at what is typed


async def test_what_is_missing_is_said_while_somebody_types(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = await form_of(browser, number, draft)
    answer = await checked(browser, draft, {**form, "body": "Kære Anna\n\nDet blev et nej."}, **LIVE)
    assert answer.status_code == 200
    assert "<html" not in answer.text, "a piece of the page"
    assert "retten til at appellere: mangler" in answer.text
    answer = await checked(browser, draft, {**form, "body": finished(draft)}, **LIVE)
    assert "mangler" not in answer.text
    assert (await letter(scene, number, draft.id)).outgoing.body == draft.outgoing.body


async def test_without_scripts_the_whole_page_says_the_same(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = await form_of(browser, number, draft)
    answer = await checked(browser, draft, {**form, "body": "Kære Anna\n\nDet blev et nej."})
    assert "Teksten er gennemgået og gemt for dig" in answer.text
    assert "retten til at appellere: mangler" in answer.text
    assert "Det blev et nej.</textarea>" in answer.text


async def test_a_missing_statement_is_put_in_with_one_button(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = {**await form_of(browser, number, draft), "body": "Kære Anna\n\nDet blev et nej.\n\nVenlig hilsen"}
    answer = await checked(browser, draft, {**form, "insert": "appeal_right"})
    assert "retten til at appellere: mangler" not in answer.text
    assert "\n\nVenlig hilsen</textarea>" in answer.text
    assert (await checked(browser, draft, {**form, "insert": "<b>"})).status_code == 200


async def test_a_sentence_that_must_not_be_in_a_letter_is_shown(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = await form_of(browser, number, draft)
    body = f"{finished(draft)}\n\nAlt er godt. Send os dit CPR-nummer & tak."
    answer = await checked(browser, draft, {**form, "body": body}, **LIVE)
    assert "<mark>Send os dit CPR-nummer &amp; tak.</mark>" in answer.text


async def test_what_the_approval_would_refuse_about_an_exam_is_shown_while_somebody_types(scene: Scene) -> None:
    reading = a_reading(flags=frozenset({Flag.PEOPLECERT_DECISION}))
    number = (await scene.hear(reading=reading)).opened[0].number
    browser, draft = (
        await scene.at_desk(await scene.hire("course_administrator", language="en")),
        await scene.draft(number),
    )
    form = {**await form_of(browser, number, draft), "body": f"{finished(draft)}\n\nPrøven bliver bedømt igen af os."}
    page = await checked(browser, draft, form, **LIVE)
    assert "a promise that PeopleCert’s exam is marked again" in page.text
    assert "<mark>Prøven bliver bedømt igen af os.</mark>" in page.text
    answer = await approve(browser, draft, form)
    assert answer.status_code == 422


async def test_what_was_changed_is_shown_before_it_is_approved_and_counted_in_the_history(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = await form_of(browser, number, draft)
    body = finished(draft).replace("Kære Anna Holm", "Kære Anna <3")
    answer = await checked(browser, draft, {**form, "body": body}, **LIVE)
    assert "&lt;3" in answer.text
    assert "<del>" in answer.text
    assert "tilføjet:" in answer.text
    await approve(browser, draft, {**form, "body": body})
    event = (await _events(scene, number))[-1]
    assert event["verb"] == "approved"
    assert event["changed"] > 2
    assert len(event["digest"]) == 64


async def _events(scene: Scene, number: str) -> list[dict[str, Any]]:
    found = await scene.book.read(dossier, "mentorix", number)
    assert found
    return [{"verb": one.verb, **one.data} for one in found.events]


# In the reader's own language


async def test_an_answer_is_shown_in_the_readers_own_language_beside_the_persons(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene, language="nl")
    page = (await browser.get(f"/desk/cases/{number}")).text
    assert "Het voorbereide concept in het Nederlands" in page
    assert "Geachte" in page or "Beste" in page
    assert draft.outgoing.language == "da"
    same = await scene.at_desk(await scene.hire("course_administrator", email="m@mentorix.example", language="da"))
    assert "Det forberedte udkast" not in (await same.get(f"/desk/cases/{number}")).text


# What was typed survives


async def test_what_somebody_typed_is_there_again_when_they_come_back(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = {**await form_of(browser, number, draft), "body": "To timers arbejde <&>", "note": "Se på det"}
    await checked(browser, draft, form, **LIVE)
    again = (await browser.get(f"/desk/cases/{number}")).text
    assert "Her er din tekst, som du forlod den." in again
    assert "To timers arbejde &lt;&amp;&gt;</textarea>" in again
    assert "Se på det</textarea>" in again
    other = await scene.at_desk(await scene.hire("course_administrator", email="m@mentorix.example"))
    assert "To timers arbejde" not in (await other.get(f"/desk/cases/{number}")).text


async def test_what_is_as_the_draft_is_need_not_be_kept(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = await form_of(browser, number, draft)
    await checked(browser, draft, {**form, "body": "Noget"}, **LIVE)
    await checked(browser, draft, form, **LIVE)
    assert "Her er din tekst" not in (await browser.get(f"/desk/cases/{number}")).text


async def test_what_was_typed_is_forgotten_when_its_writer_wants_that_or_has_sent_it(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = {**await form_of(browser, number, draft), "body": finished(draft)}
    await checked(browser, draft, form, **LIVE)
    await browser.post(f"/desk/letters/{draft.id}/discard", data=form)
    assert "Her er din tekst" not in (await browser.get(f"/desk/cases/{number}")).text
    await checked(browser, draft, form, **LIVE)
    assert (await approve(browser, draft, form)).status_code == 303
    assert "Her er din tekst" not in (await browser.get(f"/desk/cases/{number}")).text


async def test_a_text_is_not_lost_when_a_colleague_sends_the_letter_first(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    other = await scene.at_desk(await scene.hire("course_administrator", email="m@mentorix.example"))
    form = await form_of(browser, number, draft)
    await checked(browser, draft, {**form, "body": "Mine ord"}, **LIVE)
    await approve(other, draft, {**await form_of(other, number, draft), "body": finished(draft)})
    late = await checked(browser, draft, {**form, "body": "Mine ord, og flere"}, **LIVE)
    assert "Brevet er ikke længere et udkast" in late.text
    assert (await checked(browser, draft, {**form, "body": "Mine ord"})).status_code == 409
    page = await browser.get(f"/desk/cases/{number}")
    assert "Mine ord" in page.text
    address = f"/desk/letters/{draft.id}/discard"
    await browser.post(address, data=fields(page, address))
    assert "Mine ord" not in (await browser.get(f"/desk/cases/{number}")).text


async def test_a_text_on_a_draft_that_was_sent_back_meanwhile_says_so(scene: Scene) -> None:
    number, draft, browser = await a_draft(scene)
    form = await form_of(browser, number, draft)
    await checked(browser, draft, {**form, "body": "Mine ord"}, **LIVE)
    other = await scene.at_desk(await scene.hire("course_administrator", email="m@mentorix.example"))
    note = {**await form_of(other, number, draft), "note": "Se igen"}
    await other.post(f"/desk/letters/{draft.id}/return", data=note)
    page = (await browser.get(f"/desk/cases/{number}")).text
    assert "Brevet er ændret siden" in page
    assert "Mine ord</textarea>" in page


# Signing


async def test_a_draft_that_nobody_signed_is_shown_with_the_name_and_role_of_whoever_may_approve_it(
    scene: Scene,
) -> None:
    number, draft, browser = await a_draft(scene, name="Ida Juhl")
    page = await browser.get(f"/desk/cases/{number}")
    assert "Ida Juhl, kursusadministrator\nMentorix" in page.text
    assert SIGN_HERE["da"] in draft.outgoing.body


def test_each_language_asks_for_a_signature_in_the_words_that_the_desk_knows() -> None:
    for language, words in SIGN_HERE.items():
        part = Path(f"replies/parts/answer.{language}.txt").read_text("utf-8")
        assert f'"{words}"' in part
