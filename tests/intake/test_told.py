"""People choose what they are told of; what the law punishes reaches all of them, and no news are lost to everybody."""

from datetime import UTC, datetime, timedelta

from cases.case import Case
from cases.kind import Flag
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from cases.term import Basis
from intake.notices import Notice, notify, take_back, urgent
from intake.told import SILENCEABLE, Wishes, choose
from replies.staff_notice import News
from storage.outbox import Entry
from tests.builders import AT, a_case
from tests.intake.scene import Scene
from tests.storage.written import a_clock, write_case

QUEUE = "course-administration"
FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)


async def written(scene: Scene) -> Case:
    return await scene.book.run(write_case, queue=QUEUE)


async def silent(scene: Scene, person: Staff, *news: News, zone: str = "") -> None:
    await scene.book.run(choose, person, Wishes(daily=True, zone=zone, silent=news), scene.office)


async def told(scene: Scene, case: Case, notice: Notice) -> list[Entry]:
    await scene.book.run(notify, case, notice, scene.office, scene.now)
    letters = [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    return sorted(letters, key=lambda one: one.outgoing.recipient or "")


async def test_whoever_does_without_news_gets_no_letter_of_them_and_a_colleague_does(scene: Scene) -> None:
    case = await written(scene)
    bo = await scene.hire("course_administrator")
    await scene.hire("course_administrator", email="jan@mentorix.example")
    await silent(scene, bo, News.REMINDER)
    assert [one.outgoing.recipient for one in await told(scene, case, Notice(News.REMINDER, "answer"))] == [
        "jan@mentorix.example"
    ]
    assert len(await told(scene, case, Notice(News.NEW_HOLD, "message 1"))) == 3


async def test_where_everybody_does_without_everybody_is_told(scene: Scene) -> None:
    case = await written(scene)
    for email in ("bo@mentorix.example", "jan@mentorix.example"):
        await silent(scene, await scene.hire("course_administrator", email=email), News.REMINDER)
    assert len(await told(scene, case, Notice(News.REMINDER, "answer"))) == 2


async def test_nobody_can_do_without_what_the_law_punishes(scene: Scene) -> None:
    case = await written(scene)
    bo = await scene.hire("course_administrator")
    await scene.hire("course_administrator", email="jan@mentorix.example")
    await silent(scene, bo, *News)
    for kept in (News.MISSED, News.ESCALATED, News.UNDELIVERABLE, News.NOBODY_LEFT):
        assert kept not in SILENCEABLE
    assert len(await told(scene, case, Notice(News.MISSED, "answer"))) == 2
    assert len(await told(scene, case, Notice(News.NEW_HOLD, "breach 1", urgent=True))) == 4


async def test_whoever_does_without_what_is_theirs_is_not_written_to_and_nothing_is_amiss(scene: Scene) -> None:
    case = await written(scene)
    bo = await scene.hire("course_administrator")
    await silent(scene, bo, News.YOURS)
    assert await told(scene, case, Notice(News.YOURS, "given", to=bo)) == []
    assert "nobody_to_tell" not in await scene.verbs(case)


async def test_each_is_told_in_the_working_hours_of_the_place_where_they_are(scene: Scene) -> None:
    case = await written(scene)
    await scene.hire("course_administrator", email="bo@mentorix.example")
    faraway = await scene.hire("course_administrator", email="jan@mentorix.example")
    await silent(scene, faraway, zone="America/New_York")
    scene.now = FRIDAY
    here, there = await told(scene, case, Notice(News.REMINDER, "answer"))
    assert (here.outgoing.not_before, there.outgoing.not_before) == (MONDAY, FRIDAY + scene.office.together)


async def test_a_hint_of_a_breach_waits_for_nobodys_working_hours(scene: Scene) -> None:
    case = await written(scene)
    await scene.hire("course_administrator")
    scene.now = FRIDAY
    (letter,) = await told(scene, case, Notice(News.NEW_HOLD, "breach 1", urgent=True))
    assert letter.outgoing.not_before == FRIDAY


def test_a_letter_of_an_authority_waits_for_nobodys_working_hours() -> None:
    flagged = a_case(flags=frozenset({Flag.AUTHORITY_REQUEST}))
    assert urgent(flagged, Notice(News.NEW_HOLD, "message 1"), ())
    assert not urgent(flagged, Notice(News.REMINDER, "answer"), ())
    assert not urgent(a_case(), Notice(News.NEW_HOLD, "message 1"), ())


def test_a_limit_of_the_law_that_was_missed_is_told_at_once_and_a_promise_in_the_morning() -> None:
    due_at = AT + timedelta(hours=1)
    for basis, expected in ((Basis.EU, True), (Basis.NL_STATUTE, True), (Basis.PROMISE, False)):
        running = [a_clock(due_at=due_at, basis=basis)]
        assert urgent(a_case(), Notice(News.MISSED, "answer", due_at), running) is expected
    assert not urgent(a_case(), Notice(News.REMINDER, "answer", due_at), [a_clock(due_at=due_at, basis=Basis.EU)])


async def test_p_mx_14_a_notice_that_waits_for_the_morning_does_not_leave_for_whoever_is_shut_out_by_then(
    scene: Scene,
) -> None:
    case = await written(scene)
    bo = await scene.hire("course_administrator", email="bo@mentorix.example")
    await scene.hire("course_administrator", email="jan@mentorix.example")
    scene.now = FRIDAY
    await told(scene, case, Notice(News.REMINDER, "answer"))
    await scene.book.run(take_back, case, {bo.id})
    letters = [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    assert {one.outgoing.recipient: one.status for one in letters} == {
        "bo@mentorix.example": OutboxStatus.DROPPED,
        "jan@mentorix.example": OutboxStatus.GATHERING,
    }
