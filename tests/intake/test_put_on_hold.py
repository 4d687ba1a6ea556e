"""A person puts a case on hold, and lets one live again that is over: what the clocks do is the law's affair."""

from datetime import timedelta

import pytest

from cases.case import Case, Status
from cases.errors import AlreadyDone, NotAllowed
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.staff import Staff
from intake.approve import approve
from intake.close import Closing, close
from intake.join import Joining, join
from intake.put_on_hold import Changing, hold, reopen
from intake.release import release
from tests.at_work import approval_of
from tests.intake.scene import Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
async def person(scene: Scene) -> Staff:
    """Give somebody who decides complaints."""
    return await scene.hire("course_administrator")


async def held(scene: Scene, case: Case, person: Staff, reason: str = "advice_awaited") -> None:
    await scene.book.run(hold, Changing(case.organisation, case.id, reason), person, scene.office, scene.now)


async def reopened(scene: Scene, case: Case, person: Staff, reason: str = "closed_by_mistake") -> None:
    await scene.book.run(reopen, Changing(case.organisation, case.id, reason), person, scene.office, scene.now)


async def closed(scene: Scene, case: Case, person: Staff) -> None:
    scene.later(hours=2)
    await scene.book.run(close, Closing(case.organisation, case.id, "no_case"), person, scene.now)


async def answered(scene: Scene, case: Case, person: Staff) -> None:
    scene.later(hours=2)
    draft = await scene.letter(case, "answer_complaint")
    await scene.book.run(approve, approval_of(draft), person, scene.office.policy, scene.now)
    await scene.send(await scene.letter(case, "answer_complaint"))


async def test_a_case_on_hold_waits_with_its_reason_and_its_clocks_run_on(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    before = await scene.clocks(case)
    await held(scene, case, person)
    now = await scene.case(case)
    assert (now.status, now.held_for) == (Status.HELD, "advice_awaited")
    assert await scene.clocks(case) == before
    event = (await scene.events(case))[-1]
    assert (event.verb, event.actor, event.data) == ("held", f"staff {person.id}", {"reason": "advice_awaited"})


async def test_a_hold_is_ended_as_any_other_and_asks_for_no_task_twice(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    given = (await scene.verbs(case)).count("task_given")
    await held(scene, case, person)
    await scene.book.run(release, case.id, person, scene.office, scene.now)
    now = await scene.case(case)
    assert (now.status, now.held_for) == (Status.OPEN, None)
    assert (await scene.verbs(case)).count("task_given") == given


async def test_a_case_is_put_on_hold_once(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await held(scene, case, person)
    with pytest.raises(AlreadyDone, match="on hold already"):
        await held(scene, case, person)
    with pytest.raises(NotAllowed, match="cannot hold"):
        await held(scene, case, person, "facts_examined")
    assert (await scene.verbs(case)).count("held") == 1


async def test_a_reason_of_ones_own_is_none(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="is no reason"):
        await held(scene, case, person, "Anna ringede")
    with pytest.raises(NotAllowed, match="is no reason"):
        await reopened(scene, case, person, "Anna ringede")


async def test_who_only_prepares_or_does_not_see_the_case_changes_nothing(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    stranger = await scene.hire("appeal_assessor")
    with pytest.raises(NotAllowed, match="no such case"):
        await held(scene, case, stranger)
    await closed(scene, case, person)
    with pytest.raises(NotAllowed, match="no such case"):
        await reopened(scene, case, stranger)
    assert (await scene.case(case)).status is Status.CLOSED


async def test_what_was_closed_without_an_answer_runs_on_as_if_it_had_never_been(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    due = (await scene.clocks(case))[ClockName.ANSWER].due_at
    await closed(scene, case, person)
    scene.later(days=60)
    await reopened(scene, case, person)
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert clock.running
    assert clock.due_at == due
    assert clock.late(scene.now)
    event = (await scene.events(case))[-1]
    assert (event.verb, event.data) == ("reopened", {"reason": "closed_by_mistake"})
    await scene.tick()
    assert "missed" in await scene.verbs(case)


async def test_what_had_stopped_before_the_case_was_closed_stays_stopped(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await scene.send(await scene.letter(case, "acknowledgement"))
    await closed(scene, case, person)
    scene.later(days=1)
    await reopened(scene, case, person)
    assert not (await scene.clocks(case))[ClockName.ACKNOWLEDGEMENT].running


async def test_an_answer_that_was_given_counts_and_no_new_limit_begins(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await answered(scene, case, person)
    scene.later(days=3)
    await reopened(scene, case, person, "answer_incomplete")
    assert (await scene.case(case)).status is Status.OPEN
    assert not (await scene.clocks(case))[ClockName.ANSWER].running


async def test_another_answer_is_drafted(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await closed(scene, case, person)
    assert await scene.replies(case, OutboxStatus.DRAFT) == []
    scene.later(hours=1)
    await reopened(scene, case, person)
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_complaint"]


async def test_a_case_is_reopened_once(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await closed(scene, case, person)
    await reopened(scene, case, person)
    with pytest.raises(AlreadyDone, match="open already"):
        await reopened(scene, case, person)
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_complaint"]


async def test_a_case_can_be_closed_and_reopened_again(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    for _ in range(2):
        await closed(scene, case, person)
        scene.now += timedelta(hours=1)
        await reopened(scene, case, person)
    assert (await scene.clocks(case))[ClockName.ANSWER].running


async def test_a_case_whose_letters_are_in_another_is_not_reopened(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    other = await scene.opened()
    await scene.book.run(join, Joining(case.organisation, case.id, other.number), person, scene.office, scene.now)
    with pytest.raises(NotAllowed, match="in another one"):
        await reopened(scene, case, person)
