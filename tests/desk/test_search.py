"""The search at the desk: what is found, what is not, and what nobody learns from it."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from cases.note import Note
from cases.search import wanted
from cases.staff import Staff
from desk.search import national
from desk.snippets import marked, snippet
from service.searching import catch_up
from storage import case_notes, casebook
from storage.erasing import erase_case
from storage.page import Page
from tests.builders import a_message, a_reading
from tests.desk.scene import Scene


async def _page(scene: Scene, staff: Staff, **query: str) -> str:
    await catch_up(scene.book)
    browser = await scene.at_desk(staff)
    async with browser:
        answer = await browser.get("/desk/search", params=query)
    assert answer.status_code in {200, 303}
    return answer.text if answer.status_code == 200 else answer.headers["location"]


async def test_a_case_is_found_by_what_was_said_and_the_words_are_marked(scene: Scene) -> None:
    me = await scene.hire("course_administrator")
    (case,) = (
        await scene.hear(a_message(subject="Klage"), a_reading(text="Underviseren talte kun om badebroer."))
    ).opened
    page = await _page(scene, me, q="badebro")
    assert case.number in page
    assert "<mark>badebroer</mark>" in page


async def test_a_case_number_leads_to_its_case(scene: Scene) -> None:
    me = await scene.hire("course_administrator")
    number = (await scene.hear()).opened[0].number
    assert await _page(scene, me, q=f" {number.lower()} ") == f"/desk/cases/{number}"


async def test_a_national_number_finds_nothing_and_is_not_shown_again(scene: Scene) -> None:
    me = await scene.hire("course_administrator")
    await scene.hear(reading=a_reading(text="Mit CPR-nummer er 120385-1234, og jeg hedder Anna."))
    page = await _page(scene, me, q="120385-1234")
    assert "notice bad" in page
    assert "120385" not in page
    for piece in ("120385", "1203", "1234"):
        assert "<mark>" not in await _page(scene, me, q=piece)


@pytest.mark.parametrize("typed", ["120385-1234", "cpr 1203851234", "BSN 111222333", "hans nummer: 120385-1234 ja"])
def test_what_looks_like_a_national_number_is_known(typed: str) -> None:
    assert national(typed)


@pytest.mark.parametrize("typed", ["MX-26-481903", "20 12 34 56", "+45 20123456", "kursus 2026", ""])
def test_a_case_number_or_a_telephone_number_is_none(typed: str) -> None:
    assert not national(typed)


async def test_another_organisation_finds_nothing(scene: Scene) -> None:
    await scene.hear(reading=a_reading(text="Underviseren talte kun om badebroer."))
    other = await scene.hire("administrator", "mentor")
    assert "<li data-line>" not in await _page(scene, other, q="badebroer")


async def test_who_is_excluded_gets_the_same_page_as_for_nothing(scene: Scene) -> None:
    me = await scene.hire("course_administrator")
    number = (await scene.hear(reading=a_reading(text="Underviseren talte kun om badebroer."))).opened[0].number

    def exclude(page: Page) -> None:
        case = casebook.by_number(page, "mentorix", number)
        assert case
        casebook.save(page, replace(case, excluded=frozenset({me.id})))

    await scene.book.run(exclude)
    shut_out = await _page(scene, me, q="badebroer")
    nothing = await _page(scene, me, q="zzbroer")
    assert number not in shut_out
    assert _plain(shut_out).replace("badebroer", "zzbroer") == _plain(nothing)


def _plain(page: str) -> str:
    """Give a page without the token of its session."""
    return re.sub(r'name="csrf" value="[^"]*"', "", page)


async def test_a_script_in_a_letter_is_shown_as_text(scene: Scene) -> None:
    me = await scene.hire("course_administrator")
    await scene.hear(a_message(subject="<script>alert(1)</script>"), a_reading(text="<img src=x onerror=y> badebro"))
    page = await _page(scene, me, q="badebro")
    assert "<script>alert" not in page
    assert "<img src=x" not in page


async def test_what_is_erased_is_not_found(scene: Scene) -> None:
    me = await scene.hire("course_administrator")
    number = (await scene.hear(reading=a_reading(text="Underviseren talte kun om badebroer."))).opened[0].number
    assert number in await _page(scene, me, q="badebroer")

    def erase(page: Page) -> None:
        case = casebook.by_number(page, "mentorix", number)
        assert case
        erase_case(page, "mentorix", case.id, number)

    await scene.book.run(erase)
    assert number not in await _page(scene, me, q="badebroer")


@pytest.mark.parametrize(
    "query", [{"q": '"'}, {"q": "-"}, {"q": "x" * 900}, {"q": "a", "from": "0000-13-99"}, {"after": "9-9"}]
)
async def test_nothing_that_is_typed_breaks_the_page(scene: Scene, query: Mapping[str, str]) -> None:
    me = await scene.hire("course_administrator")
    assert "<form" in await _page(scene, me, **query)


def test_a_snippet_is_short_and_holds_what_was_looked_for() -> None:
    text = "før " * 300 + "badebroen står her " + "efter " * 300
    pieces = snippet(text, wanted("badebro"))
    assert any(piece.is_found and piece.text == "badebroen" for piece in pieces)
    assert len("".join(piece.text for piece in pieces)) < 260


def test_marks_follow_accents_and_capitals() -> None:
    assert [piece.text for piece in marked("Hos SØREN i Århus", wanted("soren aarhus")) if piece.is_found] == [
        "SØREN",
        "Århus",
    ]


async def test_a_case_is_found_by_what_a_colleague_noted_about_it(scene: Scene) -> None:
    me = await scene.hire("course_administrator")
    (case,) = (await scene.hear()).opened
    await _page(scene, me, q="nothing yet")
    note = Note(7, "Kunden nævnte en kakkelovn i telefonen.", me.id, scene.now, ())
    await scene.book.run(case_notes.note, case, note, "form")
    page = await _page(scene, me, q="kakkelovn")
    assert case.number in page
    assert "<mark>kakkelovn</mark>" in page
    assert "<li data-line>" not in await _page(scene, await scene.hire("administrator", "mentor"), q="kakkelovn")
