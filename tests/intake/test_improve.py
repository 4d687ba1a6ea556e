"""What complaints teach stands in a log, with a cause, an action, an owner and an end."""

from datetime import date

import pytest

from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.staff import Staff
from intake.improve import Lesson, carry_out, improve
from storage import improvements
from storage.improvements import Improvement
from tests.builders import a_reading
from tests.intake.scene import Scene

LATE_ROOM = Lesson("Lokalet blev skiftet uden besked", "Deltagere får en sms ved ændringer")


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give somebody who sees complaints and feedback."""
    return await scene.hire("course_administrator")


async def noted(scene: Scene, lesson: Lesson, by: Staff) -> Improvement:
    return await scene.book.run(improve, lesson, by, scene.office.policy, scene.now)


async def listed(scene: Scene) -> list[str]:
    return [one.cause for one in await scene.book.read(improvements.listed, "mentorix", 9)]


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.FEEDBACK])
async def test_p_mx_08_a_complaint_or_feedback_becomes_a_lesson_with_cause_action_and_owner(
    scene: Scene, bo: Staff, kind: Kind
) -> None:
    case = await scene.opened(a_reading(kind))
    lesson = Lesson("Lærebogen var udsolgt", "Vi bestiller en måned før", bo.id, date(2026, 4, 1), case.number)
    made = await noted(scene, lesson, bo)
    assert await scene.book.read(improvements.of_case, "mentorix", case.number) == (made,)
    assert (made.owner, made.due_on, made.made_by, made.closed_at) == (bo.id, date(2026, 4, 1), bo.id, None)
    event = (await scene.events(case))[-1]
    assert (event.verb, event.data) == ("improved", {"improvement": made.id})


async def test_the_log_shows_what_is_due_first_and_what_is_done_last(scene: Scene, bo: Staff) -> None:
    done = await noted(scene, Lesson("gjort", "ja"), bo)
    await noted(scene, Lesson("uden dato", "ja"), bo)
    await noted(scene, Lesson("maj", "ja", due_on=date(2026, 5, 1)), bo)
    await noted(scene, Lesson("april", "ja", due_on=date(2026, 4, 1)), bo)
    await scene.book.run(carry_out, done.id, bo, scene.now)
    assert await listed(scene) == ["april", "maj", "uden dato", "gjort"]


async def test_an_improvement_is_made_once(scene: Scene, bo: Staff) -> None:
    made = await noted(scene, LATE_ROOM, bo)
    await scene.book.run(carry_out, made.id, bo, scene.now)
    with pytest.raises(AlreadyDone):
        await scene.book.run(carry_out, made.id, bo, scene.now)
    with pytest.raises(NotAllowed):
        await scene.book.run(carry_out, 4711, bo, scene.now)


@pytest.mark.parametrize(
    ("lesson", "says"),
    [
        (Lesson(" ", "noget"), "the cause"),
        (Lesson("noget", ""), "the cause"),
        (Lesson("noget", "andet", owner=4711), "that owner"),
        (Lesson("noget", "andet", number="MX-26-000000"), "no such case"),
    ],
)
async def test_a_lesson_without_its_parts_is_refused(scene: Scene, bo: Staff, lesson: Lesson, says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        await noted(scene, lesson, bo)
    assert await listed(scene) == []


async def test_a_case_that_one_may_not_see_teaches_one_nothing(scene: Scene, bo: Staff) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS))
    with pytest.raises(NotAllowed, match="no such case"):
        await noted(scene, Lesson("noget", "andet", number=case.number), bo)
