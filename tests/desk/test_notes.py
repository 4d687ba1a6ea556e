"""Staff write notes for one another, and mention those who may see the case, and nobody else."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from cases.case import Case
from cases.kind import Kind
from cases.staff import Staff
from intake.exported import Audience, case_values
from storage import casebook
from storage.case_note_table import CASE_MENTION, CASE_NOTE, CASE_WATCH
from storage.dossier import Dossier, dossier
from storage.erasing import erase_case
from storage.outbox_table import OUTBOX
from storage.page import Page
from tests.builders import a_reading
from tests.desk.scene import Scene, fields


async def noted(scene: Scene, case: Case, staff: Staff, text: str, **more: str) -> tuple[int, str]:
    """Write a note as a person does who has the page open; give the status and the page that follows."""
    browser = await scene.at_desk(staff)
    page = await browser.get(f"/desk/cases/{case.number}")
    form = fields(page, f"/desk/cases/{case.number}/notes") | {"text": text} | more
    answer = await browser.post(f"/desk/cases/{case.number}/notes", data=form)
    shown = await browser.get(answer.headers["location"]) if answer.status_code == 303 else answer
    return answer.status_code, shown.text


async def found(scene: Scene, case: Case) -> Dossier:
    """Give everything about a case."""
    there = await scene.book.read(dossier, "mentorix", case.number)
    assert there
    return there


async def test_a_note_stands_on_the_page_with_who_wrote_it_and_in_the_history(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    status, page = await noted(scene, case, await scene.hire("course_administrator"), "Underviseren er syg.")
    assert status == 303
    assert '<p class="text">Underviseren er syg.</p>' in page
    assert "<small>Bo Lund · 2. marts 2026 kl. 11.00" in page
    assert "Internt notat skrevet" in page
    assert "Notatet er gemt." in page


async def test_the_same_form_makes_one_note_however_often_it_is_sent(scene: Scene) -> None:
    case, staff = (await scene.hear()).opened[0], await scene.hire("course_administrator")
    for _ in range(2):
        status, _ = await noted(scene, case, staff, "Ringet.", client="the same form")
        assert status == 303
    everything = await found(scene, case)
    assert [one.text for one in everything.notes] == ["Ringet."]
    assert [event.verb for event in everything.events].count("noted") == 1


@pytest.mark.parametrize("written", ["CPR 010190-1234 er set", "Hans cpr.nr. er 0101901234."])
async def test_a_national_number_is_not_even_stored(scene: Scene, written: str) -> None:
    case = (await scene.hear()).opened[0]
    _, page = await noted(scene, case, await scene.hire("course_administrator"), written)
    (note,) = (await found(scene, case)).notes
    assert "1234" not in note.text
    assert "1234" not in page.partition('id="notes"')[2].partition("</article>")[0]


async def test_whoever_is_mentioned_and_may_see_the_case_is_noted(scene: Scene) -> None:
    case, staff = (await scene.hear()).opened[0], await scene.hire("course_administrator")
    ida = await scene.hire("course_administrator", name="Ida Juhl", email="ida@mentorix.example")
    _, page = await noted(scene, case, staff, "Kan du ringe, @ida juhl?")
    assert "til Ida Juhl" in page
    rows = await scene.book.read(lambda page: page.all(select(CASE_MENTION.c.staff_id)))
    assert [row.staff_id for row in rows] == [ida.id]


async def test_whoever_may_not_see_the_case_cannot_be_mentioned_and_the_text_is_kept(scene: Scene) -> None:
    case = (await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0]
    await scene.hire("course_administrator", name="Ida Juhl", email="ida@mentorix.example")
    status, page = await noted(scene, case, await scene.hire("privacy_officer"), "Se her, @Ida Juhl")
    assert status == 422
    assert "Ida Juhl må ikke se sagen" in page
    assert "Se her, @Ida Juhl</textarea>" in page
    assert (await found(scene, case)).notes == ()


async def test_whoever_is_kept_out_of_the_case_cannot_be_mentioned(scene: Scene) -> None:
    case, staff = (await scene.hear()).opened[0], await scene.hire("course_administrator")
    ida = await scene.hire("course_administrator", name="Ida Juhl", email="ida@mentorix.example")

    def keep_out(page: Page) -> None:
        mine = casebook.find(page, "mentorix", case.id, to_change=True)
        assert mine
        casebook.save(page, replace(mine, excluded=frozenset({ida.id})), ())

    await scene.book.run(keep_out)
    status, page = await noted(scene, case, staff, "@Ida")
    assert status == 422
    assert "@Ida Juhl." not in page.partition('id="notes"')[2].partition("</form>")[0]
    browser = await scene.at_desk(ida)
    assert (await browser.post(f"/desk/cases/{case.number}/notes", data={"text": "x"})).status_code in {403, 404}


@pytest.mark.parametrize(("text", "status"), [("  ", 422), ("x" * 4_001, 422), ("x" * 4_000, 303)])
async def test_a_note_says_something_and_not_too_much(scene: Scene, text: str, status: int) -> None:
    case = (await scene.hear()).opened[0]
    assert (await noted(scene, case, await scene.hire("course_administrator"), text))[0] == status


async def test_what_somebody_writes_in_a_note_is_text(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    _, page = await noted(scene, case, await scene.hire("course_administrator"), "<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_the_person_gets_a_note_without_who_wrote_it_and_the_authority_with(scene: Scene) -> None:
    case, staff = (await scene.hear()).opened[0], await scene.hire("course_administrator")
    await noted(scene, case, staff, "Anna har ringet.")
    everything = await found(scene, case)
    (theirs,) = case_values(everything, None, Audience.PERSON, str)["internal_notes"]
    assert theirs == {"at": scene.now.isoformat(), "text": "Anna har ringet."}
    (whole,) = case_values(everything, None, Audience.AUTHORITY, str)["internal_notes"]
    assert whole["by"] == f"staff {staff.id}"


async def test_notes_are_erased_with_their_case(scene: Scene) -> None:
    case, staff = (await scene.hear()).opened[0], await scene.hire("course_administrator")
    await scene.hire("course_administrator", name="Ida Juhl", email="ida@mentorix.example")
    await noted(scene, case, staff, "@Ida Juhl")
    await scene.book.run(erase_case, "mentorix", case.id, case.number)
    assert await scene.book.read(rows_left) == []


def rows_left(page: Page) -> list[object]:
    return [row for table in (CASE_NOTE, CASE_MENTION, CASE_WATCH) for row in page.all(select(table))]


async def notices(scene: Scene) -> list[tuple[str, str]]:
    """Give the address and the words of every notice to staff."""
    wanted = select(OUTBOX.c.recipient, OUTBOX.c.subject, OUTBOX.c.body).where(OUTBOX.c.reply == "staff_notice")
    rows = await scene.book.read(lambda page: page.all(wanted))
    return [(row.recipient, f"{row.subject}\n{row.body}") for row in rows]


async def test_whoever_is_mentioned_is_told_once_of_the_case_and_no_word_of_the_note(scene: Scene) -> None:
    case, staff = (await scene.hear()).opened[0], await scene.hire("course_administrator")
    await scene.hire("course_administrator", email="carl@mentorix.example", name="Carl Dam")
    for _ in range(2):
        await noted(scene, case, staff, "@Carl Dam, Annas underviser er syg.", client="the same form")
    ((address, words),) = await notices(scene)
    assert address == "carl@mentorix.example"
    assert case.number in words
    assert f"/desk/cases/{case.number}" in words
    for word in ("Anna", "underviser", "syg", "Carl", "Bo Lund"):
        assert word not in words


async def test_a_note_that_mentions_nobody_tells_nobody(scene: Scene) -> None:
    case, staff = (await scene.hear()).opened[0], await scene.hire("course_administrator")
    await noted(scene, case, staff, "Underviseren er syg.")
    assert await notices(scene) == []
