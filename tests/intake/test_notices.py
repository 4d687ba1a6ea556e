"""Staff are told in their working hours, at once where it would be too late then, once, and nothing personal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.case import Case
from cases.clock import Clock
from cases.office import Office
from cases.organisation import Queue
from cases.outgoing import Automatic, OutboxStatus
from cases.term import Basis
from intake.notice_hours import next_working_hour, when_to_tell
from intake.notices import AN_HOUR, URGENT_AN_HOUR, Notice, notify
from replies.staff_notice import News
from storage import casebook, outbox, staff
from storage.outbox import Entry
from tests.builders import AT
from tests.intake.scene import Scene
from tests.storage.written import a_clock, write_case

instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware by st
offsets = st.timedeltas(timedelta(hours=-100), timedelta(hours=100))


def opens(at: datetime, office: Office) -> datetime:
    return next_working_hour(at, office.policy.hours, office.calendar(Basis.PROMISE))


def tells(at: datetime, clocks: list[Clock], office: Office) -> datetime:
    return when_to_tell(at, clocks, office.policy.hours, office.calendar(Basis.PROMISE))


@given(instants)
def test_the_next_working_hour_is_a_working_hour_and_none_lies_before_it(
    offices: dict[str, Office], now: datetime
) -> None:
    office = offices["mentorix"]
    found = opens(now, office)
    assert found >= now
    assert opens(found, office) == found
    if found > now:
        assert opens(found - timedelta(seconds=1), office) == found
        local = found.astimezone(office.zone)
        assert local.time() == office.policy.hours.start
        assert local.date() not in office.calendar(Basis.PROMISE).holidays


@given(instants, st.lists(offsets, max_size=3))
def test_nobody_is_told_later_than_the_next_working_hour(
    offices: dict[str, Office], now: datetime, ends: list[timedelta]
) -> None:
    office = offices["mentorix"]
    told = tells(now, [a_clock(due_at=now + end) for end in ends], office)
    assert told in {now, opens(now, office)}


@given(instants, offsets)
def test_nobody_is_told_after_a_clock_has_ended_that_was_still_running(
    offices: dict[str, Office], now: datetime, end: timedelta
) -> None:
    due_at = now + end
    if due_at > now:
        assert tells(now, [a_clock(due_at=due_at)], offices["mentorix"]) <= due_at


@pytest.mark.parametrize(
    ("now", "expected", "because"),
    [
        ("2026-03-02T09:00+01:00", "2026-03-02T09:00+01:00", "Monday morning, somebody is there"),
        ("2026-03-02T15:59+01:00", "2026-03-02T15:59+01:00", "one minute before the end"),
        ("2026-03-02T16:00+01:00", "2026-03-03T08:00+01:00", "the end is not inside"),
        ("2026-03-02T07:59+01:00", "2026-03-02T08:00+01:00", "before the day begins"),
        ("2026-03-06T17:00+01:00", "2026-03-09T08:00+01:00", "Friday evening"),
        ("2026-03-28T12:00+01:00", "2026-03-30T08:00+02:00", "the night in which the clocks change"),
        ("2026-04-01T17:00+02:00", "2026-04-07T08:00+02:00", "Danish Easter, Thursday to Monday"),
        ("2026-12-25T12:00+01:00", "2026-12-28T08:00+01:00", "Christmas, then a weekend"),
    ],
)
def test_working_hours_know_weekends_holidays_and_the_change_of_clocks(
    mentorix: Office, now: str, expected: str, because: str
) -> None:
    assert opens(datetime.fromisoformat(now), mentorix) == datetime.fromisoformat(expected), because


def test_on_friday_evening_a_clock_that_ends_on_sunday_is_told_at_once(mentorix: Office) -> None:
    friday = datetime.fromisoformat("2026-03-06T17:00+01:00")
    ends_on_sunday, ends_on_tuesday = (a_clock(due_at=friday + timedelta(hours=hours)) for hours in (48, 96))
    assert tells(friday, [ends_on_tuesday], mentorix) == datetime.fromisoformat("2026-03-09T08:00+01:00")
    assert tells(friday, [ends_on_tuesday, ends_on_sunday], mentorix) == friday


def test_a_clock_that_has_ended_already_waits_for_the_morning(mentorix: Office) -> None:
    friday = datetime.fromisoformat("2026-03-06T17:00+01:00")
    over = a_clock(due_at=friday - timedelta(seconds=1))
    assert tells(friday, [over], mentorix) == datetime.fromisoformat("2026-03-09T08:00+01:00")


QUEUE = "course-administration"


async def told(scene: Scene, case: Case, notice: Notice | None = None) -> list[Entry]:
    """Tell the people of the case's queue; give every letter that there is to them."""
    notice = notice or Notice(News.REMINDER, "answer", AT)
    await scene.book.run(notify, case, notice, scene.office, scene.now)
    return [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]


async def a_written_case(scene: Scene) -> Case:
    return await scene.book.run(write_case, queue=QUEUE)


async def test_everybody_who_works_on_the_queue_is_told_in_their_own_language(scene: Scene) -> None:
    case = await a_written_case(scene)
    await scene.hire("course_administrator")
    await scene.hire("course_administrator", email="jan@mentorix.example", language="nl")
    await scene.hire("management")
    letters = await told(scene, case)
    assert {one.outgoing.recipient: one.outgoing.language for one in letters} == {
        "course_administrator@mentorix.example": "da",
        "jan@mentorix.example": "nl",
    }


async def test_a_notice_leads_to_the_desk_and_names_the_case_and_no_person(scene: Scene) -> None:
    case = await a_written_case(scene)
    await scene.hire("course_administrator")
    (letter,) = await told(scene, case)
    words = f"{letter.outgoing.subject}\n{letter.outgoing.body}"
    assert case.number in words
    assert f"/desk/cases/{case.number}" in words
    assert "Anna" not in words
    assert "example.org" not in words
    assert letter.outgoing.automatic is Automatic.GENERATED
    assert letter.status is OutboxStatus.RELEASED


async def test_the_same_cause_is_told_once(scene: Scene) -> None:
    case = await a_written_case(scene)
    await scene.hire("course_administrator")
    assert len(await told(scene, case)) == 1
    assert len(await told(scene, case)) == 1
    assert len(await told(scene, case, Notice(News.REMINDER, "another"))) == 2
    assert len(await told(scene, case, Notice(News.MISSED, "answer"))) == 3


async def test_who_may_no_longer_log_in_is_told_nothing(scene: Scene) -> None:
    case = await a_written_case(scene)
    person = await scene.hire("course_administrator")
    await scene.book.run(staff.disable, person.organisation, person.email)
    assert await told(scene, case) == []


async def test_where_nobody_can_be_told_that_is_an_event_of_the_case(scene: Scene) -> None:
    case = await a_written_case(scene)
    assert await told(scene, case) == []
    assert (await scene.events(case))[-1].data == {"queue": QUEUE, "news": "reminder"}
    assert (await scene.verbs(case))[-1] == "nobody_to_tell"


async def test_a_queue_without_people_is_told_at_its_own_address(scene: Scene) -> None:
    policy = scene.office.policy
    queues = tuple(
        Queue(queue.id, queue.names, queue.roles, "kontor@mentorix.example") if queue.id == QUEUE else queue
        for queue in policy.queues
    )
    scene.office = _with_queues(scene.office, queues)
    case = await a_written_case(scene)
    (letter,) = await told(scene, case)
    assert letter.outgoing.recipient == "kontor@mentorix.example"


def _with_queues(office: Office, queues: tuple[Queue, ...]) -> Office:
    return replace(office, policy=replace(office.policy, queues=queues))


async def test_outside_working_hours_the_letter_waits_for_the_morning(scene: Scene) -> None:
    case = await a_written_case(scene)
    await scene.hire("course_administrator")
    scene.now = datetime.fromisoformat("2026-03-06T17:00+01:00")
    (letter,) = await told(scene, case)
    assert letter.outgoing.not_before == datetime.fromisoformat("2026-03-09T08:00+01:00")
    assert await scene.book.read(outbox.has, "mentorix", case.id, "staff_notice", letter.outgoing.cause)


# In a storm


async def flooded(scene: Scene, count: int, news: News = News.NEW_HOLD, first: int = 0) -> list[Entry]:
    """Let so much happen; give every notice there is to the one person who is told."""
    case = await a_written_case(scene)
    for number in range(first, first + count):
        await scene.book.run(notify, case, Notice(news, f"message {number}"), scene.office, scene.now)
    return [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]


async def test_a_storm_sends_nobody_a_thousand_letters(scene: Scene) -> None:
    await scene.hire("course_administrator")
    letters = await flooded(scene, 200)
    assert len(letters) == AN_HOUR + 1
    assert [one.outgoing.cause.split()[0] for one in letters].count("many") == 1
    assert "Der sker så meget" in letters[-1].outgoing.body


async def test_what_was_not_told_is_an_event_of_its_case(scene: Scene) -> None:
    await scene.hire("course_administrator")
    await flooded(scene, AN_HOUR + 1)
    case = await scene.book.read(casebook.find, "mentorix", 1)
    assert case
    assert "not_told" not in await scene.verbs(case)
    await told(scene, case, Notice(News.NEW_HOLD, "one more"))
    event = (await scene.events(case))[-1]
    assert event.verb == "not_told"
    assert event.data == {"queue": QUEUE, "news": "new_hold", "reason": "too_many_notices"}


async def test_a_storm_does_not_drown_a_missed_time_limit_and_that_has_an_end_too(scene: Scene) -> None:
    await scene.hire("course_administrator")
    await flooded(scene, 100)
    case = await scene.book.read(casebook.find, "mentorix", 1)
    assert case
    letters = await told(scene, case, Notice(News.MISSED, "answer"))
    assert letters[-1].outgoing.cause.startswith("missed")
    for number in range(100):
        letters = await told(scene, case, Notice(News.ESCALATED, str(number)))
    assert len(letters) == URGENT_AN_HOUR + 1


async def test_after_an_hour_staff_are_told_again(scene: Scene) -> None:
    await scene.hire("course_administrator")
    await flooded(scene, 40)
    scene.later(minutes=61)
    case = await scene.book.read(casebook.find, "mentorix", 1)
    assert case
    letters = await told(scene, case, Notice(News.NEW_HOLD, "later"))
    assert letters[-1].outgoing.cause.startswith("new_hold later")


async def test_what_comes_at_night_is_no_pile_in_the_morning(scene: Scene) -> None:
    """All of it would leave at eight: that is the hour in which it counts."""
    await scene.hire("course_administrator")
    scene.now = datetime.fromisoformat("2026-03-06T17:00+01:00")
    case = await a_written_case(scene)
    for number in range(50):
        await scene.book.run(notify, case, Notice(News.NEW_HOLD, str(number)), scene.office, scene.now)
        scene.later(minutes=30)
    letters = [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    assert len(letters) == AN_HOUR + 1


async def test_a_storm_for_one_is_none_for_a_colleague(scene: Scene) -> None:
    await scene.hire("course_administrator")
    await flooded(scene, 60)
    await scene.hire("course_administrator", email="ny@mentorix.example")
    case = await scene.book.read(casebook.find, "mentorix", 1)
    assert case
    letters = await told(scene, case, Notice(News.NEW_HOLD, "for the new one"))
    assert [one.outgoing.recipient for one in letters].count("ny@mentorix.example") == 1
