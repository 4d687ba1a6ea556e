"""What complaints teach stands in a log, with a cause, an action, an owner and an end."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest

from cases.case import Case, Event
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.staff import Staff
from intake.improve import Lesson, carry_out, improve, log
from storage import casebook, improvements
from storage.improvements import Improvement
from storage.page import Page
from tests.builders import a_reading
from tests.intake.at_once import both
from tests.intake.scene import Scene

LATE_ROOM = Lesson("Lokalet blev skiftet uden besked", "Deltagere får en sms ved ændringer")


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give somebody who sees complaints and feedback."""
    return await scene.hire("course_administrator")


async def noted(scene: Scene, lesson: Lesson, by: Staff) -> Improvement:
    return await scene.book.run(improve, lesson, by, scene.office.policy, scene.now)


async def made(scene: Scene, lesson: Improvement, by: Staff) -> None:
    await scene.book.run(carry_out, lesson.id, by, scene.office.policy, scene.now)


async def listed(scene: Scene) -> list[str]:
    return [one.cause for one in await scene.book.read(improvements.listed, "mentorix", 9)]


async def shown_to(scene: Scene, who: Staff) -> list[str]:
    return [one.cause for one in await scene.book.read(log, who, scene.office.policy, 9)]


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
    await made(scene, done, bo)
    assert await listed(scene) == ["april", "maj", "uden dato", "gjort"]


async def test_an_improvement_is_made_once(scene: Scene, bo: Staff) -> None:
    lesson = await noted(scene, LATE_ROOM, bo)
    await made(scene, lesson, bo)
    with pytest.raises(AlreadyDone):
        await made(scene, lesson, bo)
    with pytest.raises(NotAllowed):
        await made(scene, replace(lesson, id=4711), bo)


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


# Twice the same


@pytest.mark.parametrize("of_a_case", [True, False], ids=["of a case", "of none"])
async def test_a_form_that_is_sent_twice_enters_a_lesson_once(scene: Scene, bo: Staff, *, of_a_case: bool) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    lesson = replace(LATE_ROOM, owner=bo.id, due_on=date(2026, 4, 1), number=case.number if of_a_case else None)
    await noted(scene, lesson, bo)
    with pytest.raises(AlreadyDone, match="in the log already"):
        await noted(scene, replace(lesson, cause=f" {lesson.cause} "), bo)
    assert await listed(scene) == [LATE_ROOM.cause]
    assert (await scene.verbs(case)).count("improved") == of_a_case


async def at_once(scene: Scene, lesson: Lesson, one: Staff, other: Staff) -> list[str]:
    """Enter a lesson twice, the second time before the first is done where that can be; name what came of it."""

    def by(who: Staff) -> Callable[[Page], Improvement]:
        return lambda page: improve(page, lesson, who, scene.office.policy, scene.now)

    outcomes: Iterable[object]
    if scene.book.on_postgres:
        outcomes = await both(scene.book, by(one), by(other))
    else:
        outcomes = await asyncio.gather(noted(scene, lesson, one), noted(scene, lesson, other), return_exceptions=True)
    return sorted(type(outcome).__name__ for outcome in outcomes)


async def test_a_double_click_enters_a_lesson_once(scene: Scene, bo: Staff) -> None:
    assert await at_once(scene, LATE_ROOM, bo, bo) == [AlreadyDone.__name__, Improvement.__name__]
    assert await listed(scene) == [LATE_ROOM.cause]


async def test_two_colleagues_who_note_the_same_of_a_case_at_once_note_it_once(scene: Scene, bo: Staff) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    eva = await scene.hire(bo.role, email="eva@mentorix.example")
    lesson = replace(LATE_ROOM, number=case.number)
    assert await at_once(scene, lesson, bo, eva) == [AlreadyDone.__name__, Improvement.__name__]
    assert await listed(scene) == [LATE_ROOM.cause]


async def test_a_lesson_that_is_not_the_same_or_comes_back_is_entered(scene: Scene, bo: Staff) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    first = await noted(scene, LATE_ROOM, bo)
    others = ({"owner": bo.id}, {"due_on": date(2026, 4, 1)}, {"number": case.number}, {"action": "Vi ringer"})
    for other in others:
        await noted(scene, replace(LATE_ROOM, **other), bo)
    await made(scene, first, bo)
    await noted(scene, LATE_ROOM, bo)
    assert await listed(scene) == [LATE_ROOM.cause] * 6


# Who is shut out of an appeal


async def an_appeal(scene: Scene, assessor: Staff) -> Case:
    """Give an appeal that taught something, as somebody noted who assesses it."""
    appeal = await scene.opened(a_reading(Kind.APPEAL))
    await noted(scene, Lesson("appellen", "lærte os noget", number=appeal.number), assessor)
    return appeal


async def test_p_mx_14_a_lesson_of_an_appeal_is_not_for_whom_it_shuts_out(scene: Scene) -> None:
    manager = await scene.hire("management")
    assessor = await scene.hire("appeal_assessor")
    await noted(scene, LATE_ROOM, manager)
    complaint = await scene.opened(a_reading(Kind.COMPLAINT))
    appeal = await an_appeal(scene, assessor)
    assert set(await shown_to(scene, manager)) == {LATE_ROOM.cause, "appellen"}
    await scene.book.run(casebook.save, replace(appeal, appeal_of=complaint.id))
    await scene.book.run(casebook.save, complaint, (Event(scene.now, "remarked", f"staff {manager.id}", {}),))
    assert await shown_to(scene, manager) == [LATE_ROOM.cause]
    assert set(await shown_to(scene, assessor)) == {LATE_ROOM.cause, "appellen"}


async def test_p_mx_14_whoever_is_shut_out_neither_closes_nor_enters_a_lesson_of_it(scene: Scene) -> None:
    manager = await scene.hire("management")
    assessor = await scene.hire("appeal_assessor")
    complaint = await scene.opened(a_reading(Kind.COMPLAINT))
    appeal = await an_appeal(scene, assessor)
    await scene.book.run(casebook.save, replace(appeal, appeal_of=complaint.id))
    await scene.book.run(casebook.save, complaint, (Event(scene.now, "remarked", f"staff {manager.id}", {}),))
    (lesson,) = await scene.book.read(improvements.of_case, "mentorix", appeal.number)
    with pytest.raises(NotAllowed, match="no such improvement"):
        await made(scene, lesson, manager)
    with pytest.raises(NotAllowed, match="no such case"):
        await noted(scene, Lesson("noget", "andet", number=appeal.number), manager)
    await made(scene, lesson, assessor)


async def test_a_lesson_outlives_the_case_that_taught_it(scene: Scene, bo: Staff) -> None:
    await scene.book.run(improvements.add, "mentorix", Improvement(7, "fra en sag", "der er slettet", bo.id, scene.now))
    gone = Improvement(8, "fra en anden", "som ikke findes", bo.id, scene.now, case_number="MX-26-000000")
    await scene.book.run(improvements.add, "mentorix", gone)
    assert await shown_to(scene, bo) == ["fra en sag", "fra en anden"]
