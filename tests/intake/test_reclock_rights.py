"""A corrected kind takes nothing back of what was asked and extended: both belong to the request, whatever its kind."""

from datetime import timedelta

import pytest

from cases.extension import ExtensionReason
from cases.kind import Flag, Kind
from cases.policy import ClockName
from cases.term import Term
from intake.extend import Extending, extend
from tests.builders import AT, a_reading
from tests.intake.correcting import Correcting
from tests.intake.scene import Scene
from tests.intake.test_pause import ask

ANSWER = ClockName.ANSWER


@pytest.fixture
async def desk(scene: Scene) -> Correcting:
    """Give a scene with a privacy officer who corrects."""
    return await Correcting.by(scene, "privacy_officer")


async def test_a_clock_that_waits_waits_on_as_another_right(desk: Correcting) -> None:
    case = await desk.misread(Kind.ACCESS)
    await ask(desk.scene, case, desk.bo)
    await desk.scene.send(await desk.scene.letter(case, "identity_question"))
    desk.scene.later(days=1)
    await desk.becomes(case, Kind.ERASURE)
    assert (await desk.scene.clocks(case))[ANSWER].waiting
    desk.scene.later(days=6)
    await desk.scene.hear(a_reading(Kind.ERASURE), references=("<1@example.org>",))
    clock = (await desk.scene.clocks(case))[ANSWER]
    assert (clock.paused_days, clock.due_at.date().isoformat()) == (7, "2026-04-09")


async def test_an_extended_month_stays_extended_as_another_right(desk: Correcting) -> None:
    case = await desk.misread(Kind.ACCESS)
    extending = Extending("mentorix", case.id, (ExtensionReason.COMPLEXITY,), "Vi skal lede tre steder.")
    await desk.scene.book.run(extend, extending, desk.bo, desk.scene.office, desk.scene.now)
    await desk.scene.send(await desk.scene.letter(case, "extension_notice"))
    await desk.becomes(case, Kind.PORTABILITY)
    clock = (await desk.scene.clocks(case))[ANSWER]
    assert (clock.term, clock.due_at.date().isoformat()) == (Term.parse("3 months"), "2026-06-02")


async def test_the_72_hours_of_a_later_hint_are_not_counted_from_the_first_letter(desk: Correcting) -> None:
    case = await desk.misread(Kind.ACCESS)
    desk.scene.later(days=2)
    await desk.scene.hear(a_reading(Kind.ACCESS, flags=frozenset({Flag.BREACH_HINT})), references=("<1@example.org>",))
    await desk.becomes(case, Kind.ERASURE)
    assert (await desk.scene.clocks(case))[ClockName.BREACH].started_at == AT + timedelta(days=2)
