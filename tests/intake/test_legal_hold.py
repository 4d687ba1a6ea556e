"""A case is kept for a claim: for a purpose, as far as it needs, and until a person looks again (CON-5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.legal_hold import LegalHold, Purpose
from cases.office import Office
from cases.reading import Sensitive
from cases.staff import Staff
from cases.task import TaskKind
from intake.legal_hold import SPECIAL, Holding, Reviewing, place, review
from intake.retain import retain
from intake.say_ended import SayingEnded, say_ended
from storage import holds, retained, tasks
from storage.book import Book
from tests.builders import AT, a_reading
from tests.intake.scene import Scene
from tests.intake.test_forget import over

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""The rules are the same on both engines; what the databases do is tested on both in tests/storage and the journeys."""

SOON = date(2026, 9, 1)


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give somebody who may hold cases."""
    return await scene.hire("course_administrator")


def _holding(case: Case, review_on: date = SOON, scope: str = "the letters of March") -> Holding:
    return Holding(case.organisation, case.id, Purpose.LEGAL_CLAIM, scope, review_on)


async def _hold(scene: Scene, case: Case, bo: Staff) -> LegalHold:
    return await scene.book.run(place, _holding(case), bo, scene.office, scene.now)


async def _reviews(scene: Scene, case: Case) -> list[tuple[str, bool]]:
    found = await scene.book.read(tasks.of_case, case.organisation, case.id)
    return [(task.about, task.open) for task in found if task.kind is TaskKind.REVIEW_HOLD]


async def test_a_hold_says_for_what_and_how_far_and_is_looked_at_on_its_day(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    made = await _hold(scene, case, bo)
    (found,) = await scene.book.read(holds.of_case, case.organisation, case.id)
    assert found == made
    assert (found.purpose, found.scope, found.review_on, found.holds) == (
        "legal_claim",
        "the letters of March",
        SOON,
        True,
    )
    assert await _reviews(scene, case) == [("2026-09-01", True)]
    (task,) = await scene.book.read(tasks.of_case, case.organisation, case.id)
    assert task.due_at
    assert scene.office.day(task.due_at) == SOON


@pytest.mark.parametrize(
    "day", [AT.date(), AT.date() - timedelta(1), date(2029, 3, 3)], ids=["today", "past", "too far"]
)
async def test_con_5_a_hold_is_looked_at_within_three_years(scene: Scene, bo: Staff, day: date) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="in 3 years at the latest"):
        await scene.book.run(place, _holding(case, day), bo, scene.office, scene.now)
    assert await scene.book.read(holds.of_case, case.organisation, case.id) == ()


async def test_con_5_a_hold_on_everything_is_too_wide(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="say what of the case is needed"):
        await scene.book.run(place, _holding(case, scope="  "), bo, scene.office, scene.now)


async def test_con_5_special_categories_are_outside_a_hold(scene: Scene, bo: Staff) -> None:
    case = await scene.opened(a_reading(sensitive=(Sensitive("health", "health"),)))
    await _hold(scene, case, bo)
    assert set(await _reviews(scene, case)) == {("2026-09-01", True), (SPECIAL, True)}


async def test_a_case_is_held_once(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await _hold(scene, case, bo)
    with pytest.raises(AlreadyDone):
        await _hold(scene, case, bo)


async def test_who_looks_again_lets_it_stand_until_another_day(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    made = await _hold(scene, case, bo)
    again = Reviewing(case.organisation, case.id, made.id, date(2027, 9, 1))
    await scene.book.run(review, again, bo, scene.office, scene.now)
    assert set(await _reviews(scene, case)) == {("2026-09-01", False), ("2027-09-01", True)}
    (found,) = await scene.book.read(holds.of_case, case.organisation, case.id)
    assert (found.holds, found.review_on) == (True, date(2027, 9, 1))


async def test_a_hold_that_is_lifted_leaves_no_task_and_can_be_lifted_once(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    made = await _hold(scene, case, bo)
    lifted = Reviewing(case.organisation, case.id, made.id, None)
    await scene.book.run(review, lifted, bo, scene.office, scene.now)
    (found,) = await scene.book.read(holds.of_case, case.organisation, case.id)
    assert (found.holds, found.lifted_by, found.lifted_at) == (False, bo.id, scene.now)
    assert await _reviews(scene, case) == [("2026-09-01", False)]
    with pytest.raises(AlreadyDone):
        await scene.book.run(review, lifted, bo, scene.office, scene.now)
    assert [verb for verb in await scene.verbs(case) if verb.startswith("legal_hold")] == [
        "legal_hold_placed",
        "legal_hold_lifted",
    ]


async def test_only_who_decides_holds_a_case_and_only_one_they_see(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    roles = tuple(replace(role, approves=False) for role in scene.office.policy.roles)
    office = replace(scene.office, policy=replace(scene.office.policy, roles=roles))
    with pytest.raises(NotAllowed, match="does not hold cases"):
        await scene.book.run(place, _holding(case), bo, office, scene.now)
    trainer = await scene.hire("head_trainer")
    with pytest.raises(NotAllowed, match="there is no such case"):
        await scene.book.run(place, _holding(case), trainer, scene.office, scene.now)


@pytest.fixture
def alottbetter(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of ALOTTbetter."""
    return Scene(book, offices["alottbetter"])


async def _complaint(scene: Scene) -> tuple[Case, Staff]:
    person = await scene.hire(next(role.id for role in scene.office.policy.roles if role.approves))
    return await over(scene, person), person


async def test_p_al_10_the_day_the_internship_ended_makes_it_ten_years_from_then(alottbetter: Scene) -> None:
    scene = alottbetter
    case, person = await _complaint(scene)
    said = SayingEnded(case.organisation, case.id, date(2025, 6, 30))
    await scene.book.run(say_ended, said, person, scene.office, scene.now)
    await scene.book.run(retain, scene.office, 0, scene.now)
    found = await scene.book.read(retained.one, case.organisation, case.number)
    assert found
    assert found.erase_at
    assert scene.office.day(found.erase_at) == date(2035, 6, 30)
    assert "end_said" in await scene.verbs(case)


async def test_p_al_10_con_5_before_three_years_are_over_a_person_is_asked_whether_it_is_still_needed(
    alottbetter: Scene,
) -> None:
    scene = alottbetter
    case, person = await _complaint(scene)
    said = SayingEnded(case.organisation, case.id, date(2025, 6, 30))
    await scene.book.run(say_ended, said, person, scene.office, scene.now)
    scene.later(days=1000)
    await scene.book.run(retain, scene.office, 0, scene.now)
    assert await _reviews(scene, case) == []
    scene.later(days=80)
    for _ in range(2):
        await scene.book.run(retain, scene.office, 0, scene.now)
    assert await _reviews(scene, case) == [("P-AL-10 programme-complaint 10 years", True)]


async def test_when_something_ended_is_asked_only_where_the_policy_needs_it(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="does not depend on when something ended"):
        await scene.book.run(say_ended, SayingEnded(case.organisation, case.id, SOON), bo, scene.office, scene.now)
