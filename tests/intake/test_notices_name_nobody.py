"""No notice names anybody or says what the matter is: each sort of news, by itself, together, by mail, on Telegram."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from cases.case import Case, Requester
from cases.outgoing import OutboxStatus
from intake.daily_overview import write_overviews
from intake.gather import gather
from intake.notices import Notice, notify
from intake.staff_telegram import to_write
from replies.staff_notice import News
from storage import casebook, staff_telegrams
from storage.outbox_table import OUTBOX
from storage.page import Page
from tests.builders import a_reading
from tests.intake.scene import Scene

NAME, ADDRESS, PHONE, MATTER = "Zebedæus Kvistgaard", "zebedaeus@markoer.example", "22415587", "Hvidløgssuppen"
MARKERS = (*NAME.split(), ADDRESS, PHONE, MATTER, "Bo Lund")


async def a_case(scene: Scene) -> Case:
    """Give a case of somebody whose name, address and matter would be seen anywhere."""
    fields = {"name": NAME, "email": ADDRESS, "phone": PHONE}
    opened = await scene.opened(a_reading(text=f"{MATTER} var kold.", fields=fields), subject=MATTER)
    named = replace(opened, requester=Requester(NAME, ADDRESS, PHONE))
    await scene.book.run(casebook.save, named, ())
    return named


def words_of(page: Page) -> list[str]:
    """Give the words of every letter to our own people."""
    ours = ("staff_notice", "gathered_notices", "daily_overview")
    rows = page.all(select(OUTBOX).where(OUTBOX.c.reply.in_(ours), OUTBOX.c.status != OutboxStatus.DRAFT))
    return [f"{row.subject}\n{row.body}\n{row.cause}" for row in rows]


@pytest.mark.parametrize("language", ["da", "nl", "en"])
async def test_no_notice_names_anybody_or_says_what_the_matter_is(scene: Scene, language: str) -> None:
    scene.office = replace(scene.office, together=timedelta(minutes=5))
    case = await a_case(scene)
    bo = await scene.hire("course_administrator", language=language)
    jan = await scene.hire("course_administrator", email="jan@mentorix.example", language=language)
    await scene.book.run(staff_telegrams.begin, jan, "code", scene.now + timedelta(minutes=10))
    await scene.book.run(staff_telegrams.link, jan, "5000001", scene.now)
    for news in News:
        for person in (bo, jan):
            due_at = scene.now + timedelta(days=2)
            await scene.book.run(notify, case, Notice(news, f"note {news}", due_at, person), scene.office, scene.now)
    scene.later(minutes=5)
    await scene.book.run(gather, {"mentorix": scene.office}, scene.now)
    written = await scene.book.read(to_write, "mentorix", 99, scene.now)
    scene.now = scene.now.replace(hour=7) + timedelta(days=1)
    await scene.book.run(write_overviews, {"mentorix": scene.office}, scene.now)
    said = [*await scene.book.read(words_of), *(text for _, _, text in written)]
    assert written
    assert any(case.number in text for text in said)
    assert len(said) > 2 * len(News)
    for marker in MARKERS:
        assert not [text for text in said if marker.lower() in text.lower()], marker
