"""The person answers another way than in the conversation: a person notes it, and the time limit runs on from then."""

from datetime import datetime, timedelta

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import ClockName
from intake.resume import Telling, note_answer
from storage import pauses
from tests.builders import AT
from tests.intake.scene import Scene
from tests.intake.test_pause import asked

DAY = timedelta(days=1)


async def note(scene: Scene, case: Case, at: datetime) -> None:
    person = await scene.hire("privacy_officer", email=f"{scene.now.timestamp()}@mentorix.example")
    await scene.book.run(note_answer, Telling("mentorix", case.id, at), person, scene.office, scene.now)


async def test_an_answer_by_telephone_lets_the_clock_run_on_from_when_it_came(scene: Scene) -> None:
    case = await asked(scene)
    scene.later(days=9)
    await note(scene, case, AT + 9 * DAY)
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.waiting, clock.paused_days) == (False, 7)
    (event,) = [one for one in await scene.events(case) if one.verb == "resumed"]
    assert event.data["how"] == "told_staff"
    assert event.actor.startswith("staff ")


@pytest.mark.parametrize(
    ("days", "why"), [(30, "later than now"), (1, "before the question left")], ids=["ahead", "before it was asked"]
)
async def test_an_impossible_instant_is_refused_and_changes_nothing(scene: Scene, days: int, why: str) -> None:
    case = await asked(scene)
    scene.later(days=5)
    with pytest.raises(NotAllowed, match=f"{why}.*R-CLK-5"):
        await note(scene, case, AT + days * DAY)
    assert (await scene.clocks(case))[ClockName.ANSWER].waiting
    (kept,) = await scene.book.read(pauses.of_case, "mentorix", case.id)
    assert kept.open


async def test_what_is_answered_is_answered_once(scene: Scene) -> None:
    case = await asked(scene)
    scene.later(days=1)
    await note(scene, case, scene.now)
    before = await scene.clocks(case)
    scene.later(days=1)
    with pytest.raises(AlreadyDone, match="nothing is waited for"):
        await note(scene, case, scene.now)
    assert await scene.clocks(case) == before


async def test_a_minute_typed_without_its_seconds_is_not_before_the_question(scene: Scene) -> None:
    case = await asked(scene)
    scene.later(days=1)
    asked_at = (await scene.clocks(case))[ClockName.ANSWER].paused_at
    assert asked_at
    await note(scene, case, asked_at.replace(second=0, microsecond=0))
    assert (await scene.clocks(case))[ClockName.ANSWER].paused_days == 0
