"""Reports at the desk: numbers for whoever may know them, files that a certifier and an authority can read."""

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from httpx import AsyncClient
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDFCatalog_IsTagged

from cases.case import Case
from cases.kind import Kind
from cases.policy import ClockName
from cases.staff import Staff
from intake.improve import Lesson, improve
from storage import casebook, clocks
from storage.page import Page
from tests.builders import a_reading
from tests.desk.scene import Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

FILES = ("yearly-2026.pdf", "yearly-2026.csv", "accountability-2026.pdf", "accountability-2026.csv")
NAMES = ("Anna Holm", "anna@example.org", "Holm")


def answered(page: Page, case: Case, at: datetime) -> None:
    clocks.stop(page, case.organisation, [(case.id, ClockName.ANSWER)], at)


async def rows(browser: AsyncClient, name: str) -> list[dict[str, str]]:
    answer = await browser.get(f"/desk/reports/{name}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def officer(scene: Scene) -> AsyncClient:
    return await scene.at_desk(await scene.hire("privacy_officer", language="en"))


async def test_the_page_says_how_many_came_and_were_answered(scene: Scene) -> None:
    for _ in range(6):
        await scene.hear()
    case = (await scene.hear()).opened[0]
    await scene.book.run(answered, case, scene.now + timedelta(days=7))
    page = (
        await (await scene.at_desk(await scene.hire("course_administrator", language="en"))).get("/desk/reports")
    ).text
    assert "<dt>Received</dt><dd><b>7</b>" in page
    assert "<dt>Dealt with</dt><dd><b>1</b>" in page
    assert "<dt>In time</dt><dd><b>100 %</b>" in page
    assert page.count('role="img"') == 2
    assert "style=" not in page
    assert not any(name in page for name in NAMES)


async def test_a_kind_of_few_cases_is_not_told_from_the_others(scene: Scene) -> None:
    for kind, often in ((Kind.COMPLAINT, 6), (Kind.ACCESS, 2)):
        for _ in range(often):
            await scene.hear(reading=a_reading(kind))
    page = (await (await officer(scene)).get("/desk/reports")).text
    section = page.partition("<h2>By kind</h2>")[2].partition("</section>")[0]
    assert "&lt;5" in section
    assert ">2<" not in section
    assert ">6<" not in section


async def test_a_period_is_chosen_and_what_is_no_period_is_said(scene: Scene) -> None:
    await scene.hear()
    browser = await officer(scene)
    page = (await browser.get("/desk/reports?from=2026-03&to=2026-03")).text
    assert "<h2>March 2026 <small>beside February 2026</small></h2>" in page
    assert "<b>1</b> <small>before: 0</small>" in page
    wrong = await browser.get("/desk/reports?from=2026-13&to=x")
    assert wrong.status_code == 422
    assert "Choose whole months" in wrong.text


@pytest.mark.parametrize("name", ["", *(f"/{one}" for one in FILES)])
async def test_nobody_without_a_log_in_gets_a_report(scene: Scene, name: str) -> None:
    assert (await scene.browser().get(f"/desk/reports{name}")).status_code == 303


@pytest.mark.parametrize("name", ["", *(f"/{one}" for one in FILES)])
async def test_who_was_let_in_for_one_case_gets_no_numbers(scene: Scene, name: str) -> None:
    browser = await scene.at_desk(await scene.hire("external_assessor"))
    assert (await browser.get(f"/desk/reports{name}")).status_code == 404


async def test_p_mb_10_who_sees_numbers_alone_gets_numbers_and_neither_words_nor_lines_of_cases(scene: Scene) -> None:
    organisation, role = numbers_role(scene)
    browser = await scene.at_desk(await scene.hire(role, organisation, language="en"))
    page = await browser.get("/desk/reports")
    assert page.status_code == 200
    assert "accountability" not in page.text
    assert (await browser.get("/desk/reports/yearly-2026.csv")).status_code == 200
    for name in FILES[2:]:
        assert (await browser.get(f"/desk/reports/{name}")).status_code == 404
    assert 'href="/desk/reports"' in (await browser.get("/desk/")).text


def numbers_role(scene: Scene) -> tuple[str, str]:
    return next(
        (policy.id, role.id) for policy in scene.policies.values() for role in policy.roles if role.sight == "numbers"
    )


async def shut_out(scene: Scene, staff: Staff, case: Case) -> None:
    await scene.book.run(casebook.save, replace(case, excluded=frozenset({staff.id})))


async def test_p_mx_14_nobody_finds_a_case_that_shuts_them_out_in_any_number(scene: Scene) -> None:
    staff = await scene.hire("privacy_officer", language="en")
    other = await scene.hire("privacy_officer", email="other@mentorix.example", language="en")
    browser, free = await scene.at_desk(staff), await scene.at_desk(other)
    case = (await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0]
    await shut_out(scene, staff, case)
    assert "<dt>Received</dt><dd><b>0</b>" in (await browser.get("/desk/reports")).text
    assert "<dt>Received</dt><dd><b>1</b>" in (await free.get("/desk/reports")).text
    assert [row["Number"] for row in await rows(browser, "accountability-2026.csv")] == []
    assert [row["Number"] for row in await rows(free, "accountability-2026.csv")] == [case.number]


async def test_the_record_has_the_requests_that_one_sees_and_says_so(scene: Scene) -> None:
    case = (await scene.hear(reading=a_reading(Kind.ACCESS))).opened[0]
    await scene.hear()
    await scene.book.run(answered, case, scene.now + timedelta(days=3))
    (row,) = await rows(await officer(scene), "accountability-2026.csv")
    assert (row["Number"], row["Kind"], row["Received"]) == (case.number, "access request", "2026-03-02")
    assert row["Due"] == "2026-04-07", "2 April is Maundy Thursday"
    assert (row["Answered"], row["In time"], row["Decision"]) == ("2026-03-05", "yes", "")
    trainer = await scene.at_desk(await scene.hire("head_trainer", language="en"))
    assert await rows(trainer, "accountability-2026.csv") == []


async def test_the_complaint_report_has_causes_and_what_was_changed_but_no_formula(scene: Scene) -> None:
    await scene.hear()
    staff = await scene.hire("course_administrator", language="en")
    lesson = Lesson("=HYPERLINK(1)", "Tell people earlier")
    await scene.book.run(improve, lesson, staff, scene.policies["mentorix"], scene.now)
    found = await rows(await scene.at_desk(staff), "yearly-2026.csv")
    causes = [row for row in found if row["table"] == "Causes and improvements"]
    assert {row["row"] for row in causes} == {"'=HYPERLINK(1)"}
    assert {"Tell people earlier", "open"} <= {row["value"] for row in causes}
    assert any(row["table"] == "Overview" and row["row"] == "Received" and row["value"] == "1" for row in found)


@pytest.mark.parametrize("language", ["da", "nl", "en"])
async def test_reports_are_drawn_in_every_language(scene: Scene, language: str) -> None:
    await scene.hear(reading=a_reading(Kind.ACCESS))
    browser = await scene.at_desk(await scene.hire("privacy_officer", language=language))
    for name in FILES[::2]:
        answer = await browser.get(f"/desk/reports/{name}")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("attachment")
        drawn = PdfDocument(answer.content)
        assert FPDFCatalog_IsTagged(drawn)
        assert "2026" in drawn[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("year", ["1999", "2101", "x", "99999999999"])
async def test_of_a_year_that_is_none_there_is_no_report(scene: Scene, year: str) -> None:
    assert (await (await officer(scene)).get(f"/desk/reports/yearly-{year}.pdf")).status_code == 404
