"""Whoever asked for it hears of drafts that wait for them and of their own deadlines that are near, once each."""

from dataclasses import replace
from datetime import UTC, time, timedelta

import pytest
from sqlalchemy import select, update

from cases.case import Case
from cases.errors import NotAllowed
from cases.staff import Absence, Staff
from intake.notices import Notice, notify
from intake.told import Wishes, choose
from intake.wished_news import tell_wished
from replies.staff_notice import News
from storage import absences, casebook, notice_choices
from storage.ids import new_id
from storage.notice_choices import Quiet
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import CASE
from tests.intake.scene import Scene
from tests.storage.written import a_clock, write_case, write_reply

QUEUE = "course-administration"
BO, JAN = "bo@mentorix.example", "jan@mentorix.example"


async def wanting(scene: Scene, person: Staff, *, drafts: bool = False, soon: int = 0) -> None:
    wishes = Wishes(daily=True, zone="", silent=(), drafts=drafts, soon=soon)
    await scene.book.run(choose, person, wishes, scene.office)


async def looked(scene: Scene, minutes: int = 2) -> None:
    """Let time pass, and look."""
    scene.later(minutes=minutes)
    await scene.book.run(tell_wished, {"mentorix": scene.office}, scene.now)


async def told(scene: Scene) -> list[tuple[str, str]]:
    """Give the address of each notice, and what it is about."""
    wanted = select(OUTBOX.c.recipient, OUTBOX.c.cause).where(OUTBOX.c.reply == "staff_notice").order_by(OUTBOX.c.id)
    return [(row.recipient, row.cause.split()[0]) for row in await scene.book.read(lambda page: page.all(wanted))]


async def a_draft(scene: Scene, **case: object) -> Case:
    written = await scene.book.run(write_case, queue=QUEUE, **case)
    more = {"released": False, "cause": f"draft {written.id}", "case": written.id, "thread": written.thread}
    await scene.book.run(write_reply, scene.now, **more)
    return written


async def test_whoever_asked_for_it_hears_of_a_draft_that_came_since_and_only_once(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await scene.hire("course_administrator", email=JAN)
    await a_draft(scene, id=2, number="MX-26-481904", thread=2)
    await wanting(scene, bo, drafts=True)
    await looked(scene)
    assert await told(scene) == []
    await a_draft(scene)
    await looked(scene, minutes=0)
    assert await told(scene) == []
    for _ in range(3):
        await looked(scene)
        assert await told(scene) == [(BO, "draft_waits")]


async def test_nobody_is_told_of_a_draft_that_they_cannot_approve_or_that_is_a_colleagues(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    jan = await scene.hire("course_administrator", email=JAN)
    elsewhere = await scene.hire("privacy_officer", email="dpo@mentorix.example")
    for person in (bo, elsewhere):
        await wanting(scene, person, drafts=True)
    await looked(scene)
    await a_draft(scene, assigned_to=jan.id)
    await looked(scene)
    assert await told(scene) == []


async def test_a_draft_that_left_at_once_is_no_news(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await wanting(scene, bo, drafts=True)
    await looked(scene)
    await a_draft(scene)
    await scene.book.run(lambda page: page.execute(update(OUTBOX).values(status="released")))
    await looked(scene)
    assert await told(scene) == []


async def test_whoever_does_not_want_to_hear_of_drafts_any_more_does_not(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await wanting(scene, bo, drafts=True)
    await looked(scene)
    await wanting(scene, bo)
    await a_draft(scene)
    await looked(scene)
    assert await told(scene) == []
    assert (await scene.book.read(notice_choices.of_person, bo)).drafts_after is None


async def mine(scene: Scene, person: Staff, ends: timedelta) -> Case:
    """Give somebody a case that ends so much later."""

    def write(page: Page) -> Case:
        due_at = scene.now + ends
        case = write_case(page, (a_clock(due_at=due_at), None), queue=QUEUE, assigned_to=person.id)
        page.execute(update(CASE).where(CASE.c.id == case.id).values(due_at=due_at))
        return case

    return await scene.book.run(write)


@pytest.mark.parametrize(("ends", "expected"), [(2.9, [(BO, "due_soon")]), (3.1, []), (-1.0, [])])
async def test_whoever_asked_for_it_hears_once_that_a_deadline_of_theirs_is_near(
    scene: Scene, ends: float, expected: list[tuple[str, str]]
) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await wanting(scene, bo, soon=3)
    await mine(scene, bo, timedelta(days=ends))
    for _ in range(3):
        await looked(scene)
    assert await told(scene) == expected


async def test_nobody_hears_of_a_deadline_of_a_case_that_is_not_theirs(scene: Scene) -> None:
    bo, jan = [await scene.hire("course_administrator", email=email) for email in (BO, JAN)]
    await wanting(scene, bo, soon=3)
    await mine(scene, jan, timedelta(days=1))
    await looked(scene)
    assert await told(scene) == []


async def test_a_deadline_of_which_somebody_was_reminded_is_not_told_again(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await wanting(scene, bo, soon=3)
    case = await mine(scene, bo, timedelta(days=2))
    due_at = scene.now + timedelta(days=2)
    reminder = Notice(News.REMINDER, f"answer before {due_at.astimezone(UTC):%Y-%m-%d}", due_at)
    await scene.book.run(notify, case, reminder, scene.office, scene.now)
    await looked(scene)
    assert await told(scene) == [(BO, "reminder")]


async def test_a_deadline_that_moved_is_told_anew(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await wanting(scene, bo, soon=7)
    case = await mine(scene, bo, timedelta(days=2))
    await looked(scene)
    later = scene.now + timedelta(days=5)
    await scene.book.run(lambda page: page.execute(update(CASE).where(CASE.c.id == case.id).values(due_at=later)))
    await looked(scene)
    assert await told(scene) == [(BO, "due_soon")] * 2


async def test_while_somebody_is_away_their_deputy_hears_of_it(scene: Scene) -> None:
    bo, jan = [await scene.hire("course_administrator", email=email) for email in (BO, JAN)]
    await wanting(scene, bo, drafts=True, soon=3)
    today = scene.office.day(scene.now)
    absence = Absence(new_id(scene.now), bo.id, jan.id, today, today)
    await scene.book.run(absences.add, "mentorix", absence, scene.now)
    await looked(scene)
    await mine(scene, bo, timedelta(days=2))
    await a_draft(scene, id=2, number="MX-26-481904", thread=2)
    await looked(scene)
    assert sorted(await told(scene)) == [(JAN, "draft_waits"), (JAN, "due_soon")]


async def test_p_mx_14_whoever_is_shut_out_of_a_case_does_not_hear_of_its_deadline_or_draft(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await wanting(scene, bo, drafts=True, soon=3)
    await looked(scene)
    case = await mine(scene, bo, timedelta(days=2))
    await scene.book.run(casebook.save, replace(case, excluded=frozenset({bo.id})), ())
    await scene.book.run(write_reply, scene.now, released=False)
    await looked(scene)
    assert await told(scene) == []


async def test_quiet_hours_that_leave_no_working_hour_are_refused(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    always = Quiet(time(7), time(17), frozenset(range(1, 8)))
    with pytest.raises(NotAllowed, match="no working hour"):
        await scene.book.run(choose, bo, Wishes(daily=True, zone="", silent=(), quiet=always), scene.office)


async def test_nobody_is_told_so_many_days_before(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    with pytest.raises(NotAllowed, match="days before a deadline"):
        await wanting(scene, bo, soon=5)
