"""Time passes: reminders, missed terms, escalation; each once, in order, whenever the sweep comes."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from cases.case import Case
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.reading import Document
from intake.assign import assign
from intake.notices import Notice, notify
from intake.tick import AT_ONCE, tick
from replies.staff_notice import News
from storage import casebook
from storage.book import Book
from storage.page import Page
from storage.tables import CASE, CLOCK
from tests.builders import AT, a_reading
from tests.intake.scene import Scene
from tests.postgres import Postgres

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
COMPLETE = a_reading(documents=(Document(1),))


@pytest.fixture
async def scene(scene: Scene) -> Scene:
    """Give a scene with somebody in every queue of a complaint."""
    for role in ("course_administrator", "management", "head_trainer"):
        await scene.hire(role)
    return scene


async def notices(scene: Scene, case: Case) -> list[tuple[str, str]]:
    """Give (news, recipient's role) of each notice to staff, in the order in which they were written."""
    letters = [one.outgoing for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    return [(one.cause.split()[0], str(one.recipient).partition("@")[0]) for one in letters]


async def steps(scene: Scene, case: Case) -> list[tuple[str, object]]:
    """Give (verb, clock) of what the sweep did."""
    swept = ("reminded", "missed", "escalated")
    return [(event.verb, event.data["clock"]) for event in await scene.events(case) if event.verb in swept]


async def test_nothing_happens_before_its_time(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.tick_at(AT + 20 * HOUR - timedelta(seconds=1))
    assert await steps(scene, case) == []


async def test_four_hours_before_handling_is_due_the_queue_is_reminded(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.tick_at(AT + 20 * HOUR)
    assert await steps(scene, case) == [("reminded", "handling")]
    assert await notices(scene, case) == [("reminder", "course_administrator")]


async def test_when_handling_is_missed_the_case_goes_up_and_everybody_is_told(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    await scene.tick_at(AT + 20 * HOUR)
    await scene.tick_at(AT + 24 * HOUR + SECOND)
    assert await steps(scene, case) == [
        ("reminded", "handling"),
        ("missed", "handling"),
        ("escalated", "handling"),
        ("reminded", "handling"),
    ]
    assert (await scene.case(case)).queue == "management"
    assert await notices(scene, case) == [
        ("reminder", "course_administrator"),
        ("escalated", "management"),
        ("missed", "head_trainer"),
    ]


async def test_an_escalation_says_from_where_to_where_and_because_of_which_date(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.tick_at(AT + 24 * HOUR + SECOND)
    event = next(event for event in await scene.events(case) if event.verb == "escalated")
    assert event.data["from"] == "course-administration"
    assert event.data["queue"] == "management"
    assert datetime.fromisoformat(str(event.data["due_at"])) == AT + 24 * HOUR


async def test_sweeping_twice_does_nothing_twice(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.tick_at(AT + 24 * HOUR + SECOND)
    before = await scene.events(case), await scene.letters(case)
    await scene.tick()
    assert (await scene.events(case), await scene.letters(case)) == before


async def test_what_was_missed_while_nobody_swept_is_done_in_order_each_once(scene: Scene) -> None:
    """As if it had been swept every hour, whenever the machine comes back."""
    swept, late = await scene.opened(COMPLETE), await scene.opened(COMPLETE)
    for hour in range(24 * 40):
        await scene.book.run(_look_at_one, swept, scene.office, AT + hour * HOUR)
    await scene.tick_at(AT + 24 * 40 * HOUR)
    by_clock = [
        {name: [verb for verb, clock in await steps(scene, case) if clock == name] for name in ClockName}
        for case in (swept, late)
    ]
    assert by_clock[0] == by_clock[1]
    told = [sorted(person for _, person in await notices(scene, case)) for case in (swept, late)]
    assert told[0] == told[1]
    assert (await scene.case(swept)).queue == (await scene.case(late)).queue == "management"


def _look_at_one(page: Page, case: Case, office: Office, now: datetime) -> None:
    """Sweep one case's clocks only, the others put out of sight meanwhile."""
    others = page.all(select(CLOCK.c.case_id, CLOCK.c.name, CLOCK.c.next_at).where(CLOCK.c.case_id != case.id))
    page.execute(update(CLOCK).where(CLOCK.c.case_id != case.id).values(next_at=None))
    tick(page, {"mentorix": office}, now)
    for other in others:
        mine = (CLOCK.c.case_id == other.case_id) & (CLOCK.c.name == other.name)
        page.execute(update(CLOCK).where(mine).values(next_at=other.next_at))


async def test_a_clock_that_stopped_is_left_alone(scene: Scene) -> None:
    person = await scene.hire("course_administrator", email="x@mentorix.example")
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    await scene.book.run(assign, case.id, person, scene.office.policy, scene.now)
    await scene.tick_at(AT + 48 * HOUR)
    assert await steps(scene, case) == []


async def test_the_answers_own_reminder_comes_four_working_days_before_its_end(scene: Scene) -> None:
    person = await scene.hire("course_administrator", email="x@mentorix.example")
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    await scene.book.run(assign, case.id, person, scene.office.policy, scene.now)
    await scene.tick_at(datetime.fromisoformat("2026-03-16T23:59:58+01:00"))
    assert await steps(scene, case) == []
    await scene.tick_at(datetime.fromisoformat("2026-03-16T23:59:59+01:00"))
    assert await steps(scene, case) == [("reminded", "answer")]


async def test_a_case_is_late_only_after_its_last_day(scene: Scene) -> None:
    """The 14th working day after Monday 2 March is Friday 20 March, to its last second."""
    case = await scene.opened(COMPLETE)
    await scene.tick_at(datetime.fromisoformat("2026-03-20T23:59:59+01:00"))
    assert ("missed", "answer") not in await steps(scene, case)
    await scene.tick_at(datetime.fromisoformat("2026-03-21T00:00:00+01:00"))
    assert ("missed", "answer") in await steps(scene, case)


async def test_a_letter_of_a_friday_evening_is_remembered_through_the_weekend(scene: Scene) -> None:
    """Hours run through: the promise of 24 hours ends on Saturday, and staff are told before, not on Monday."""
    scene.now = datetime.fromisoformat("2026-03-06T18:00+01:00")
    case = await scene.opened(COMPLETE)
    await scene.tick_at(datetime.fromisoformat("2026-03-07T14:00+01:00"))
    letter = (await scene.letters(case))[-1]
    assert letter.outgoing.cause.startswith("reminder handling")
    assert letter.outgoing.not_before == scene.now
    assert letter.status is OutboxStatus.RELEASED


async def test_a_right_climbs_to_the_management_before_its_month_is_over(scene: Scene) -> None:
    await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.ACCESS))
    await scene.send(await scene.letter(case, "acknowledgement"))
    due_at = (await scene.clocks(case))[ClockName.ANSWER].due_at
    await scene.tick_at(due_at + SECOND)
    assert await steps(scene, case) == [
        ("reminded", "answer"),
        ("reminded", "answer"),
        ("escalated", "answer"),
        ("missed", "answer"),
        ("escalated", "answer"),
    ]
    assert (await scene.case(case)).queue == "management"


async def test_many_clocks_are_done_in_several_pages_so_that_letters_get_in_between(scene: Scene) -> None:
    cases = [await scene.opened(a_reading(Kind.OTHER, fields={})) for _ in range(AT_ONCE + 20)]
    scene.now = AT + 24 * HOUR + SECOND
    looked = [await scene.book.run(tick, {"mentorix": scene.office}, scene.now) for _ in range(3)]
    assert looked == [AT_ONCE, 20, 0]
    assert [await steps(scene, case) for case in cases[::40]] == [
        [("reminded", "acknowledgement"), ("missed", "acknowledgement")]
    ] * 3


async def test_clocks_of_an_organisation_that_is_gone_do_not_stop_the_others(
    scene: Scene, offices: dict[str, Office]
) -> None:
    gone = Scene(scene.book, offices["mentor"])
    await gone.opened(a_reading(Kind.ACCESS))
    case = await scene.opened(COMPLETE)
    await scene.tick_at(AT + 99 * HOUR)
    assert ("missed", "handling") in await steps(scene, case)


async def test_a_case_in_a_queue_that_the_policy_dropped_still_goes_up(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)

    def move_elsewhere(page: Page) -> None:
        page.execute(update(CASE).where(CASE.c.id == case.id).values(queue="a queue that the policy dropped"))

    await scene.book.run(move_elsewhere)
    await scene.tick_at(AT + 99 * HOUR)
    assert ("escalated", "handling") in await steps(scene, case)
    assert (await scene.book.read(casebook.find, "mentorix", case.id)).queue == "management"  # type: ignore[union-attr]  # it is there


async def test_staff_of_the_kind_s_first_queue_are_told_where_the_case_s_queue_is_gone(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)

    def move_elsewhere(page: Page) -> None:
        page.execute(update(CASE).where(CASE.c.id == case.id).values(queue="a queue that the policy dropped"))
        moved = casebook.find(page, "mentorix", case.id)
        assert moved
        notify(page, moved, Notice(News.UNDELIVERABLE, "a letter"), scene.office, scene.now)

    await scene.book.run(move_elsewhere)
    assert await notices(scene, case) == [("undeliverable", "course_administrator")]


@pytest.mark.postgres
async def test_two_processes_that_sweep_at_once_do_each_step_once(postgres: Postgres, mentorix: Office) -> None:
    url = postgres.create("two_sweep", "with_tables")
    async with Book(url) as one, Book(url) as other:
        here, there = Scene(one, mentorix), Scene(other, mentorix, count=1000)
        await here.hire("course_administrator")
        cases = [await here.opened(COMPLETE) for _ in range(25)]
        here.now = there.now = AT + 24 * HOUR + SECOND
        await asyncio.gather(*(scene.tick() for scene in (here, there, here, there)))
        for case in cases:
            done = await steps(here, case)
            assert done.count(("missed", "handling")) == 1
            assert done.count(("escalated", "handling")) == 1
    postgres.drop("two_sweep")
