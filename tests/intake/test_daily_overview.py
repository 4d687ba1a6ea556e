"""Every working morning each person is told once of what is theirs, by number, and never of what they must not see."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from cases.case import Case
from cases.kind import Kind
from cases.office import Office
from cases.staff import Absence, Staff
from intake.daily_overview import its_hour, write_overviews
from intake.told import Wishes, choose
from storage import absences, notice_choices, staff
from storage.ids import new_id
from storage.notice_choices import PLAIN, Choice
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import CASE
from tests.builders import a_reading
from tests.intake.scene import Scene

MORNING = datetime(2026, 3, 16, 6, 45, tzinfo=UTC)
"""A Monday, a quarter to eight in Copenhagen."""


async def hired(scene: Scene, name: str = "Bo Lund", role: str = "course_administrator") -> Staff:
    person = Staff("mentorix", new_id(scene.now), f"{name[:3].strip().lower()}@mentorix.example", name, role, "en")
    await scene.book.run(staff.add, person, "", scene.now)
    return person


async def a_late_case(scene: Scene, due_at: datetime = MORNING - timedelta(days=1)) -> Case:
    case = await scene.opened(a_reading(Kind.COMPLAINT))

    def end(page: Page) -> None:
        page.execute(update(CASE).where(CASE.c.id == case.id).values(due_at=due_at))

    await scene.book.run(end)
    return case


async def written(scene: Scene, now: datetime = MORNING) -> int:
    return await scene.book.run(write_overviews, {"mentorix": scene.office}, now)


async def letters(scene: Scene) -> list[tuple[str, str]]:
    """Give address and words of every overview."""
    wanted = select(OUTBOX.c.recipient, OUTBOX.c.body).where(OUTBOX.c.reply == "daily_overview")
    return [tuple(row) for row in await scene.book.read(lambda page: page.all(wanted.order_by(OUTBOX.c.recipient)))]


async def test_a_person_is_told_in_the_morning_of_what_is_late_today_and_this_week(scene: Scene) -> None:
    late = await a_late_case(scene)
    today = await a_late_case(scene, MORNING.replace(hour=22, minute=59))
    soon = await a_late_case(scene, MORNING + timedelta(days=3))
    far = await a_late_case(scene, MORNING + timedelta(days=20))
    await hired(scene)
    assert await written(scene) == 1
    ((address, body),) = await letters(scene)
    assert address == "bo@mentorix.example"
    parts = [body.index(head) for head in ("The time limit has passed: 1", "Due today: 1", "Due within a week: 1")]
    assert parts == sorted(parts)
    order = [body.index(case.number) for case in (late, today, soon)]
    assert order == sorted(order)
    waiting = body.partition("Waiting for approval")[0]
    assert far.number not in waiting


async def test_the_overview_names_nobody(scene: Scene) -> None:
    case = await a_late_case(scene)
    await hired(scene)
    await written(scene)
    ((_, body),) = await letters(scene)
    for word in (case.requester.address or "", *(case.requester.name or "").split(), "Bo"):
        assert word
        assert word not in body


async def test_however_often_it_is_run_each_gets_one_a_day(scene: Scene) -> None:
    await a_late_case(scene)
    await hired(scene)
    assert [await written(scene, MORNING + timedelta(minutes=n)) for n in (0, 1, 60)] == [1, 0, 0]
    assert await written(scene, MORNING + timedelta(days=1)) == 1
    assert len(await letters(scene)) == 2


async def test_a_day_is_taken_once_whoever_takes_it(scene: Scene) -> None:
    person = await hired(scene)
    day = MORNING.date()
    taken = [await scene.book.run(notice_choices.take_day, person, day) for _ in range(2)]
    assert taken == [True, False]
    assert await scene.book.run(notice_choices.take_day, person, day + timedelta(days=1))


async def test_where_there_is_nothing_to_tell_nobody_is_written_to(scene: Scene) -> None:
    await hired(scene)
    assert await written(scene) == 0


async def test_whoever_turned_it_off_gets_none(scene: Scene) -> None:
    await a_late_case(scene)
    person = await hired(scene)
    await scene.book.run(choose, person, Wishes(daily=False, zone="", silent=()), scene.office)
    assert await written(scene) == 0


async def test_p_mx_14_whoever_is_shut_out_of_a_case_is_not_told_of_it(scene: Scene) -> None:
    case = await a_late_case(scene)
    person = await hired(scene)

    def shut_out(page: Page) -> None:
        page.execute(update(CASE).where(CASE.c.id == case.id).values(excluded=[person.id]))

    await scene.book.run(shut_out)
    assert await written(scene) == 0


async def test_p_mb_08_whoever_sees_single_cases_is_told_of_their_own_alone(scene: Scene) -> None:
    mine, other = await a_late_case(scene), await a_late_case(scene)
    person = await hired(scene, "Eva Holm", "external_assessor")

    def assign(page: Page) -> None:
        page.execute(update(CASE).where(CASE.c.id == mine.id).values(assigned_to=person.id))

    await scene.book.run(assign)
    await written(scene)
    ((_, body),) = await letters(scene)
    assert mine.number in body
    assert other.number not in body


async def test_whoever_is_away_gets_none_and_the_deputy_is_told_of_the_work(scene: Scene) -> None:
    mine = await a_late_case(scene)
    away, deputy = await hired(scene, "Ida Krog"), await hired(scene, "Jan Moll")

    def leave(page: Page) -> None:
        page.execute(update(CASE).where(CASE.c.id == mine.id).values(assigned_to=away.id, queue="nowhere"))
        day = MORNING.date()
        absences.add(page, "mentorix", Absence(new_id(scene.now), away.id, deputy.id, day, day), scene.now)

    await scene.book.run(leave)
    await written(scene)
    ((address, body),) = await letters(scene)
    assert (address, mine.number in body) == ("jan@mentorix.example", True)


@pytest.mark.parametrize(
    ("at", "zone", "expected", "because"),
    [
        ("2026-03-16T07:30+01:00", None, "due", "Monday at half past seven"),
        ("2026-03-16T07:29+01:00", None, "not", "a minute too early"),
        ("2026-03-16T09:30+01:00", None, "not", "too late to be of use"),
        ("2026-03-15T08:00+01:00", None, "not", "a Sunday"),
        ("2026-04-02T08:00+02:00", None, "not", "Maundy Thursday"),
        ("2026-03-16T08:00+01:00", "America/New_York", "not", "there it is night"),
        ("2026-03-16T12:30+01:00", "America/New_York", "due", "there it is half past seven"),
    ],
)
def test_the_overview_comes_on_working_mornings_of_where_somebody_works(
    mentorix: Office, at: str, zone: str | None, expected: str, because: str
) -> None:
    now = datetime.fromisoformat(at)
    assert ("due" if its_hour(now, mentorix, Choice(zone=zone)) else "not") == expected, because


def test_a_day_that_was_told_of_is_not_due_again(mentorix: Office) -> None:
    day = its_hour(MORNING, mentorix, PLAIN)
    assert day
    assert its_hour(MORNING, mentorix, replace(PLAIN, told_on=day)) is None


async def test_a_zone_that_is_not_offered_is_the_organisations_own(scene: Scene) -> None:
    person = await hired(scene)
    for zone, expected in (("Europe/Lisbon", "Europe/Lisbon"), ("../etc", None), ("Europe/Copenhagen", None)):
        await scene.book.run(choose, person, Wishes(daily=True, zone=zone, silent=("missed", "yours")), scene.office)
        chosen = await scene.book.read(notice_choices.of_person, person)
        assert (chosen.zone, chosen.silent) == (expected, frozenset({"yours"}))
