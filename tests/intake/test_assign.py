"""What a person does with a case besides answering it: take it, let it go on, end it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.case import Case, Status
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.staff import Staff
from intake.assign import assign
from intake.close import REASONS, Closing, close
from intake.release import release
from tests.builders import AT, a_reading
from tests.intake.scene import UNREADABLE, Scene


@pytest.fixture
async def person(scene: Scene) -> Staff:
    """Give somebody at work."""
    return await scene.hire("course_administrator")


async def assigned(scene: Scene, case: Case, person: Staff) -> None:
    await scene.book.run(assign, case.id, person, scene.office.policy, scene.now)


async def closed(scene: Scene, case: Case, person: Staff, reason: str = "withdrawn") -> None:
    await scene.book.run(close, Closing(person.organisation, case.id, reason), person, scene.now)


async def test_a_case_that_a_person_has_is_being_handled(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    scene.later(hours=3)
    await assigned(scene, case, person)
    clocks = await scene.clocks(case)
    assert clocks[ClockName.HANDLING].stopped_at == AT + timedelta(hours=3)
    assert clocks[ClockName.ACKNOWLEDGEMENT].running
    assert clocks[ClockName.ANSWER].running
    assert (await scene.case(case)).assigned_to == person.id
    assert (await scene.events(case))[-1].data == {"to": person.id}


async def test_another_person_takes_over_and_the_clock_keeps_its_first_stop(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await assigned(scene, case, person)
    other = await scene.hire("course_administrator", email="other@mentorix.example")
    scene.later(hours=30)
    await assigned(scene, case, other)
    assert (await scene.case(case)).assigned_to == other.id
    assert (await scene.clocks(case))[ClockName.HANDLING].stopped_at == AT


async def test_a_case_that_is_over_is_nobodys_work(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await closed(scene, case, person)
    with pytest.raises(NotAllowed, match="closed is nobody's work"):
        await assigned(scene, case, person)


@pytest.mark.parametrize("act", [assigned, closed])
async def test_a_case_of_another_organisation_is_not_there(scene: Scene, person: Staff, act: object) -> None:
    assert callable(act)
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="there is no such case"):
        await act(scene, case, replace(person, organisation="mentor"))
    with pytest.raises(NotAllowed, match="there is no such case"):
        await act(scene, replace(case, id=404), person)


async def test_nobody_acts_for_an_organisation_that_is_not_theirs(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    theirs = replace(person, organisation="mentor")
    with pytest.raises(NotAllowed, match="there is no such case"):
        await scene.book.run(assign, case.id, theirs, scene.office.policy, scene.now)
    with pytest.raises(NotAllowed, match="there is no such case"):
        await scene.book.run(release, case.id, theirs, scene.office, scene.now)


async def test_a_held_case_goes_on_once_a_person_has_judged_it(scene: Scene, person: Staff) -> None:
    case = await scene.opened(judgement=UNREADABLE)
    await scene.book.run(release, case.id, person, scene.office, scene.now)
    now = await scene.case(case)
    assert (now.status, now.held_for) == (Status.OPEN, None)
    assert (await scene.events(case))[-1].data == {"reason": "is_unreadable"}
    with pytest.raises(NotAllowed, match="open cannot release"):
        await scene.book.run(release, case.id, person, scene.office, scene.now)


async def test_releasing_moves_no_clock(scene: Scene, person: Staff) -> None:
    case = await scene.opened(judgement=UNREADABLE)
    before = await scene.clocks(case)
    scene.later(days=1)
    await scene.book.run(release, case.id, person, scene.office, scene.now)
    assert await scene.clocks(case) == before


@pytest.mark.parametrize("reason", REASONS)
async def test_a_closed_case_has_no_clocks_no_drafts_and_a_reason(scene: Scene, person: Staff, reason: str) -> None:
    case = await scene.opened()
    scene.later(hours=1)
    await closed(scene, case, person, reason)
    assert (await scene.case(case)).status is Status.CLOSED
    assert all(clock.stopped_at == scene.now for clock in (await scene.clocks(case)).values())
    assert await scene.replies(case, OutboxStatus.DRAFT) == []
    assert await scene.replies(case) == ["acknowledgement"], "what was promised to the person still leaves"
    assert (await scene.events(case))[-1].data == {"reason": reason}
    scene.later(days=99)
    await scene.tick()
    assert (await scene.verbs(case))[-1] == "closed"


async def test_a_case_is_closed_for_a_reason_that_there_is(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match='"because I say so" is no reason'):
        await closed(scene, case, person, "because I say so")
    assert (await scene.case(case)).status is Status.OPEN


async def test_a_case_is_closed_once(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await closed(scene, case, person)
    with pytest.raises(NotAllowed, match="closed cannot close"):
        await closed(scene, case, person)


async def test_closing_one_case_of_a_letter_leaves_the_others(scene: Scene, person: Staff) -> None:
    complaint, access = (await scene.hear(a_reading(Kind.COMPLAINT, Kind.ACCESS))).opened
    await closed(scene, complaint, person)
    assert (await scene.case(access)).status is Status.OPEN
    assert await scene.replies(access, OutboxStatus.DRAFT) == ["answer_access"]


async def test_what_a_person_writes_to_a_closed_case_is_work_again(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await closed(scene, case, person)
    await scene.hear(a_reading(Kind.OTHER, fields={"reference": case.number}))
    assert (await scene.case(case)).status is Status.OPEN
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_complaint"]
