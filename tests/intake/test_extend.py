"""Two further months: told with reasons within the first, and what happens where the notice does not get there."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.extension import ExtensionReason
from cases.kind import Kind
from cases.message import Report
from cases.policy import ClockName
from cases.staff import Staff
from intake.extend import Extending, extend
from storage import extensions
from tests.builders import a_reading
from tests.intake.scene import FILED, Scene
from tests.intake.test_pause import asked, requested

ANSWER = ClockName.ANSWER
MONTH, LONGER = "2026-04-07", "2026-06-02"
WHY = "Vi skal hente oplysninger fra tre systemer."


async def extend_it(scene: Scene, case: Case, person: Staff, **changed: Any) -> None:  # noqa: ANN401 - a builder takes any field
    plain = Extending("mentorix", case.id, (ExtensionReason.COMPLEXITY,), WHY)
    await scene.book.run(extend, replace(plain, **changed), person, scene.office, scene.now)


async def due(scene: Scene, case: Case) -> str:
    return (await scene.clocks(case))[ANSWER].due_at.date().isoformat()


async def extended(scene: Scene) -> tuple[Case, Staff]:
    """Receive a request and extend it on the third day; the notice leaves."""
    case, person = await requested(scene)
    scene.later(days=3)
    await extend_it(scene, case, person)
    await scene.send(await scene.letter(case, "extension_notice"))
    return case, person


async def bounce(scene: Scene, case: Case) -> None:
    letter = await scene.letter(case, "extension_notice")
    reports = (Report("anna@example.org", "failed", "5.1.1", letter.message_id),)
    await scene.hear(judgement=replace(FILED, reason="is_bounce"), reports=reports, return_path="")


async def test_r_12_3c_the_notice_gives_the_reasons_and_the_new_date_in_a_persons_name(scene: Scene) -> None:
    case, _ = await extended(scene)
    letter = await scene.letter(case, "extension_notice")
    assert "senest den 2. juni 2026 (til og med)" in letter.outgoing.body
    assert "det, du beder om, er kompliceret" in letter.outgoing.body
    assert WHY in letter.outgoing.body
    assert "Bo Lund" in letter.outgoing.body


async def test_the_date_moves_when_the_notice_has_left_and_not_before(scene: Scene) -> None:
    case, person = await requested(scene)
    await extend_it(scene, case, person)
    assert await due(scene, case) == MONTH
    await scene.send(await scene.letter(case, "extension_notice"))
    assert await due(scene, case) == LONGER, "three months from 2 March, not two from 7 April"
    assert (await scene.verbs(case))[-1] == "extended"


async def test_the_steps_around_the_first_end_do_not_happen_and_those_around_the_new_one_do(scene: Scene) -> None:
    case, _ = await extended(scene)
    await scene.tick_at((await scene.clocks(case))[ANSWER].due_at - timedelta(days=30))
    of_answer = [one.verb for one in await scene.events(case) if one.data.get("clock") == ANSWER]
    assert not {"reminded", "missed"} & set(of_answer)
    await scene.tick_at((await scene.clocks(case))[ANSWER].due_at + timedelta(seconds=1))
    assert "missed" in [one.verb for one in await scene.events(case) if one.data.get("clock") == ANSWER]


async def test_r_12_3c_after_the_first_month_it_is_refused_and_nothing_is_half_done(scene: Scene) -> None:
    case, _ = await requested(scene)
    await scene.tick_at((await scene.clocks(case))[ANSWER].due_at + timedelta(seconds=1))
    person = await scene.hire("management")
    before = await scene.verbs(case)
    with pytest.raises(NotAllowed, match=r"ended on Tuesday 7 April 2026; afterwards no extension exists \(R-12-3c"):
        await extend_it(scene, case, person)
    assert await scene.verbs(case) == before
    assert "extension_notice" not in await scene.replies(case)


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"reasons": ()}, "how complex it is"), ({"words": "  "}, "words for the person")],
    ids=["no reason of the law", "nothing that the person can read"],
)
async def test_r_12_3c_without_reasons_there_is_no_extension(scene: Scene, changed: dict[str, Any], why: str) -> None:
    case, person = await requested(scene)
    with pytest.raises(NotAllowed, match=f"{why}.*R-12-3c"):
        await extend_it(scene, case, person, **changed)
    assert "extension_notice" not in await scene.replies(case)


async def test_r_12_3b_it_is_extended_once(scene: Scene) -> None:
    case, person = await extended(scene)
    with pytest.raises(NotAllowed, match="extended already"):
        await extend_it(scene, case, person)
    assert await due(scene, case) == LONGER


async def test_of_two_who_extend_at_once_the_second_is_told_and_one_notice_leaves(scene: Scene) -> None:
    case, person = await requested(scene)
    outcomes = await asyncio.gather(
        extend_it(scene, case, person), extend_it(scene, case, person), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AlreadyDone.__name__, "NoneType"]
    assert (await scene.replies(case)).count("extension_notice") == 1


async def test_a_complaints_promise_is_not_extended(scene: Scene) -> None:
    case, person = await requested(scene, Kind.COMPLAINT)
    with pytest.raises(NotAllowed, match="tell the person a new date"):
        await extend_it(scene, case, person)


async def test_while_the_clock_waits_nothing_is_extended(scene: Scene) -> None:
    case = await asked(scene)
    person = await scene.hire("privacy_officer", email="other@mentorix.example")
    with pytest.raises(NotAllowed, match="extend it once it runs on"):
        await extend_it(scene, case, person)


async def test_a_pause_before_counts_for_the_three_months_as_well(scene: Scene) -> None:
    case = await asked(scene)
    scene.later(days=7)
    await scene.hear(a_reading(Kind.ACCESS), references=("<1@example.org>",))
    person = await scene.hire("privacy_officer", email="other@mentorix.example")
    await extend_it(scene, case, person)
    await scene.send(await scene.letter(case, "extension_notice"))
    assert await due(scene, case) == "2026-06-09"


async def test_r_12_3c_a_notice_that_came_back_told_nobody_and_the_month_is_what_there_is(scene: Scene) -> None:
    case, person = await extended(scene)
    scene.later(days=1)
    await bounce(scene, case)
    assert await due(scene, case) == MONTH
    assert await scene.book.read(extensions.of_case, "mentorix", case.id) == ()
    assert {"not_extended", "undeliverable"} <= set(await scene.verbs(case))
    await extend_it(scene, case, person)


async def test_a_notice_that_came_back_after_the_month_leaves_it_missed(scene: Scene) -> None:
    case, _ = await extended(scene)
    scene.later(days=40)
    await bounce(scene, case)
    await scene.tick()
    assert await due(scene, case) == MONTH
    assert "missed" in [one.verb for one in await scene.events(case) if one.data.get("clock") == ANSWER]


async def test_r_12_3c_a_notice_that_left_after_the_month_extends_nothing(scene: Scene) -> None:
    case, person = await requested(scene)
    scene.now = (await scene.clocks(case))[ANSWER].due_at - timedelta(minutes=1)
    await extend_it(scene, case, person)
    scene.later(minutes=2)
    await scene.send(await scene.letter(case, "extension_notice"))
    assert await due(scene, case) == MONTH
    assert (await scene.clocks(case))[ANSWER].late(scene.now)
    assert [one.data["why"] for one in await scene.events(case) if one.verb == "not_extended"] == ["left_late"]
