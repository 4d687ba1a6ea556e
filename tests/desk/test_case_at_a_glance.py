"""The case page says at once what is next, shows the newest first of all, and stays small."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cases.kind import Kind
from cases.message import Channel, Judgement, Verdict
from cases.reading import FoundKind
from desk.timeline import HEIGHT, timelines
from storage import casebook, messages
from storage.dossier import dossier
from storage.ids import new_id
from storage.messages import Kept
from storage.page import Page
from tests.builders import a_message, a_reading
from tests.desk.scene import ADMITTED, Scene, fields, finished

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def page_of(scene: Scene, number: str, role: str = "course_administrator", query: str = "") -> str:
    """Give the page of a case."""
    browser = await scene.at_desk(await scene.hire(role, email=f"{role}{scene.now:%H%M%S}@mentorix.example"))
    answer = await browser.get(f"/desk/cases/{number}{query}")
    assert answer.status_code == 200
    return answer.text


def next_of(page: str) -> str:
    """Give the sentence that says what is next."""
    found = re.search(r'<div class="next"><p><strong>[^<]*</strong> ([^<]*)</p>', page)
    assert found
    return found[1]


async def test_what_is_next_is_said_first(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    assert next_of(await page_of(scene, case.number)) == "Gør udkastet færdigt: svar (klage)."
    draft = await scene.draft(case.number)
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    form = {"body": finished(draft), "subject": draft.outgoing.subject, "version": "1", "ruling": "justified"}
    page = await browser.get(f"/desk/cases/{case.number}")
    hidden = fields(page, f"/desk/letters/{draft.id}/approval")
    await browser.post(f"/desk/letters/{draft.id}/approval", data=hidden | form)
    scene.later(seconds=1)
    assert next_of(await page_of(scene, case.number)) == "Brevet er på vej. Du skal ikke gøre mere nu."


async def test_a_held_case_is_looked_at_first(scene: Scene) -> None:
    held = Judgement(Verdict.HOLD, "is_automatic_and_asks", automatic=True, may_answer=False)
    case = (await scene.hear(judgement=held)).opened[0]
    assert next_of(await page_of(scene, case.number)).startswith("Sagen er sat på hold (")


async def test_one_press_corrects_the_kind(scene: Scene) -> None:
    seen = (FoundKind(Kind.COMPLAINT, 0.6, ("klage",)),)
    case = (await scene.hear(reading=a_reading(kinds=seen))).opened[0]
    browser = await scene.at_desk(await scene.hire("course_administrator"))
    page = await browser.get(f"/desk/cases/{case.number}")
    assert '<button class="outline secondary" name="kind" value="other">' in page.text
    form = fields(page, f"/desk/cases/{case.number}/correction") | {"kind": "other"}
    answer = await browser.post(f"/desk/cases/{case.number}/correction", data=form)
    assert answer.status_code == 303, re.findall(r'<p lang="en">([^<]*)', answer.text)
    there = await scene.book.read(dossier, "mentorix", case.number)
    assert there
    assert there.case.kind is Kind.OTHER


async def test_the_timeline_shows_what_the_clock_counted(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    scene.later(days=4)
    there = await scene.book.read(dossier, "mentorix", case.number)
    assert there
    line = timelines(there, scene.offices["mentorix"], scene.now)["answer"]
    assert line.width == 19  # 2 to 20 March
    assert f"M5 0h1v{HEIGHT}h-1z" in line.days_off  # Saturday 7 March
    assert [(mark.code, round(mark.x)) for mark in line.marks] == [("began", 0), ("now", 4), ("due", 19)]
    assert line.holidays == ()


async def test_a_holiday_on_the_way_is_named_in_the_timeline(scene: Scene) -> None:
    scene.later(days=21)  # 23 March; Easter is on 5 April 2026
    case = (await scene.hear()).opened[0]
    there = await scene.book.read(dossier, "mentorix", case.number)
    assert there
    line = timelines(there, scene.offices["mentorix"], scene.now)["answer"]
    assert date(2026, 4, 3) in dict(line.holidays)
    assert "3. april 2026)" in await page_of(scene, case.number)


async def test_a_clock_that_runs_for_years_is_drawn_without_its_days(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    there = await scene.book.read(dossier, "mentorix", case.number)
    assert there
    long = tuple(replace(one, due_at=one.due_at + timedelta(days=2000)) for one in there.clocks)
    drawn = timelines(replace(there, clocks=long), scene.offices["mentorix"], scene.now)
    assert all(line.days_off == "" and line.width > 2000 for line in drawn.values())


def _more(page: Page, number: str, at: datetime, count: int) -> None:
    case = casebook.by_number(page, "mentorix", number)
    assert case
    for n in range(count):
        words = f"Besked nummer {n}. " + "Jeg har stadig ikke fået svar, og det er jeg ked af. " * 12
        heard = replace(a_message(text=words), fingerprint=f"more {n}", received_at=at + timedelta(minutes=n + 1))
        kept = Kept(new_id(at + timedelta(minutes=n + 1)), case.thread, None)
        messages.keep(page, "mentorix", kept, heard, (ADMITTED, a_reading(text=words)))


async def test_a_case_with_a_hundred_messages_is_a_small_page_with_a_way_to_the_older_ones(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]
    await scene.book.run(_more, case.number, scene.now, 100)
    scene.later(hours=3)
    page = await page_of(scene, case.number)
    assert len(page.encode()) < 100_000
    assert "Besked nummer 99." in page
    assert "Besked nummer 40." not in page
    assert "Vis 89 tidligere beskeder" in page
    scene.later(seconds=1)
    older = await page_of(scene, case.number, query="?until=55")
    assert len(older.encode()) < 100_000
    assert "Besked nummer 50." in older
    assert "nyere beskeder" in older
    for nonsense in ("-1", "x", "99999999999999999999"):
        scene.later(seconds=1)
        assert "Besked nummer 99." in await page_of(scene, case.number, query=f"?until={nonsense}")


async def test_lines_of_a_chat_stand_together(scene: Scene) -> None:
    case = (await scene.hear()).opened[0]

    def chatted(page: Page) -> None:
        for n in range(3):
            heard = replace(a_message(text=f"Linje {n}"), channel=Channel.CHAT, fingerprint=f"line {n}", subject="")
            kept = Kept(new_id(scene.now + timedelta(minutes=n + 1)), case.thread, None)
            messages.keep(
                page,
                "mentorix",
                kept,
                replace(heard, received_at=scene.now + timedelta(minutes=n + 1)),
                (ADMITTED, a_reading(text=f"Linje {n}")),
            )

    await scene.book.run(chatted)
    page = await page_of(scene, case.number)
    assert "· 3 linjer ·" in page
    assert page.count('<ol class="spoken">') == 1
