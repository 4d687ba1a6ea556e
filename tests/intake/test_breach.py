"""A hint that data have leaked: the alarm, the 72 hours, and what a person makes of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cases.breach import BreachJudgement
from cases.case import Case, Status
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Flag, Kind
from cases.message import Address
from cases.office import Office
from cases.policy import ClockName
from cases.staff import Staff
from cases.task import Result, TaskKind
from intake.breach import Judging, judge_breach
from intake.close import Closing, close
from storage import breaches, tasks
from storage.book import Book
from tests.builders import AT, a_reading
from tests.intake.scene import Scene

BREACH = ClockName.BREACH
HINT = frozenset({Flag.BREACH_HINT})
FACTS = "A list of participants went to another customer."


async def hinted(scene: Scene) -> tuple[Case, Staff]:
    """Receive a complaint that hints at a breach; give its case and somebody who may judge it."""
    person = await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.PRIVACY_COMPLAINT, flags=HINT))
    return case, person


async def judge(scene: Scene, case: Case, person: Staff, **changed: Any) -> None:  # noqa: ANN401 - a builder takes any field
    plain = Judging("mentorix", case.id, BreachJudgement.NO_RISK, FACTS, "None so far.", "They deleted it.")
    judging = replace(plain, organisation=scene.office.policy.id, **changed)
    await scene.book.run(judge_breach, judging, person, scene.office.policy, scene.now)


async def work(scene: Scene, case: Case) -> dict[TaskKind, Result | None]:
    found = await scene.book.read(tasks.of_case, case.organisation, case.id)
    return {task.kind: task.result for task in found}


# The alarm


async def test_r_33_1_a_hint_alarms_the_privacy_queue_at_once_and_starts_72_hours(scene: Scene) -> None:
    case, person = await hinted(scene)
    clock = (await scene.clocks(case))[BREACH]
    assert (clock.law, clock.due_at - AT > timedelta(hours=72)) == ("GDPR Art. 33(1)", True)
    assert clock.due_at - AT < timedelta(hours=73)
    assert person.email in [one.outgoing.recipient for one in await scene.letters(case)]
    assert await work(scene, case) == {TaskKind.ASSESS_BREACH: None}


async def test_r_33_1_a_hint_in_a_later_letter_counts_from_that_letter_on(scene: Scene) -> None:
    person = await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    scene.later(days=2)
    await scene.hear(a_reading(Kind.COMPLAINT, flags=HINT), references=("<1@example.org>",))
    assert (await scene.clocks(case))[BREACH].started_at == scene.now
    assert await work(scene, case) == {TaskKind.ASSESS_BREACH: None}
    assert person.email in [one.outgoing.recipient for one in await scene.letters(case)]


async def test_r_33_1_a_hint_from_somebody_else_counts_although_nothing_else_they_write_does(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    (receipt,) = [one for one in await scene.letters(case) if one.outgoing.reply == "acknowledgement"]
    other = Address("", "other@example.org")
    await scene.hear(a_reading(Kind.COMPLAINT, flags=HINT), tokens=(receipt.token,), sender=other)
    assert (await scene.clocks(case))[BREACH].running
    assert (await scene.case(case)).flags == HINT


async def test_a_second_hint_starts_no_second_72_hours(scene: Scene) -> None:
    case, _ = await hinted(scene)
    scene.later(days=1)
    await scene.hear(a_reading(Kind.COMPLAINT, flags=HINT), references=("<1@example.org>",))
    assert (await scene.clocks(case))[BREACH].started_at == AT


async def test_whoever_works_on_breaches_is_reminded_before_the_end_and_at_the_end(scene: Scene) -> None:
    case, _ = await hinted(scene)
    clock = (await scene.clocks(case))[BREACH]
    await scene.tick_at(clock.target_at)
    await scene.tick_at(clock.due_at + timedelta(seconds=1))
    told = [event.verb for event in await scene.events(case) if event.data.get("clock") == BREACH]
    assert told == ["started", "reminded", "missed", "reminded"]


async def test_an_answer_to_the_person_judges_no_breach(scene: Scene) -> None:
    case, _ = await hinted(scene)
    await scene.send(await scene.letter(case, "answer_privacy_complaint"))
    assert (await scene.case(case)).status is Status.ANSWERED
    assert (await scene.clocks(case))[BREACH].running


async def test_a_case_with_an_unjudged_hint_is_not_closed(scene: Scene) -> None:
    case, person = await hinted(scene)
    with pytest.raises(NotAllowed, match=r"R-33-1, GDPR Art. 33\(1\)"):
        await scene.book.run(close, Closing("mentorix", case.id, "withdrawn"), person, scene.now)
    await judge(scene, case, person, judgement=BreachJudgement.NO_BREACH)
    await scene.book.run(close, Closing("mentorix", case.id, "withdrawn"), person, scene.now)


# What a person makes of it


async def test_a_breach_that_was_reported_stops_the_clock_when_it_was_reported(scene: Scene) -> None:
    case, person = await hinted(scene)
    scene.later(hours=80)
    told_at = AT + timedelta(hours=71)
    await judge(scene, case, person, judgement=BreachJudgement.REPORTED, told_at=told_at)
    clock = (await scene.clocks(case))[BREACH]
    assert (clock.stopped_at, clock.late(scene.now)) == (told_at, False)
    assert await work(scene, case) == {TaskKind.ASSESS_BREACH: Result.DONE}


async def test_r_33_1_what_was_found_out_is_documented_and_stands_in_no_event(scene: Scene) -> None:
    case, person = await hinted(scene)
    await judge(scene, case, person)
    (kept,) = await scene.book.read(breaches.of_case, "mentorix", case.id)
    assert (kept.facts, kept.effects, kept.remedy, kept.judged_by) == (
        FACTS,
        "None so far.",
        "They deleted it.",
        person.id,
    )
    assert all(FACTS not in str(event.data) for event in await scene.events(case))
    assert "breach_judged" in await scene.verbs(case)


async def test_no_breach_is_documented_too_and_gives_nothing_to_do(scene: Scene) -> None:
    case, person = await hinted(scene)
    await judge(scene, case, person, judgement=BreachJudgement.NO_BREACH, effects="", remedy="", high_risk=True)
    assert await work(scene, case) == {TaskKind.ASSESS_BREACH: Result.NOT_NEEDED}


async def test_where_persons_are_at_high_risk_somebody_has_to_tell_them(scene: Scene) -> None:
    case, person = await hinted(scene)
    reported = {"judgement": BreachJudgement.REPORTED, "told_at": scene.now, "high_risk": True}
    await judge(scene, case, person, **reported)
    assert (await work(scene, case))[TaskKind.TELL_PERSONS] is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"facts": " "}, r"document what happened.*GDPR Art. 33\(5\)"),
        ({"effects": ""}, r"document the effects.*GDPR Art. 33\(5\)"),
        ({"judgement": BreachJudgement.REPORTED}, "say when it was reported"),
        ({"judgement": BreachJudgement.REPORTED, "told_at": AT + timedelta(hours=9)}, "later than now"),
        ({"judgement": BreachJudgement.REPORTED, "told_at": AT - timedelta(hours=9)}, "before the hint came"),
        ({"judgement": BreachJudgement.CONTROLLER_TOLD, "told_at": AT}, "does not judge controller_told"),
    ],
    ids=["no facts", "no effects", "no time", "a time ahead", "a time before", "a processor's judgement"],
)
async def test_r_33_1_a_judgement_that_lacks_something_changes_nothing(
    scene: Scene, changed: dict[str, Any], why: str
) -> None:
    case, person = await hinted(scene)
    with pytest.raises(NotAllowed, match=why):
        await judge(scene, case, person, **changed)
    assert (await scene.clocks(case))[BREACH].running
    assert await scene.book.read(breaches.of_case, "mentorix", case.id) == ()


async def test_what_is_judged_is_judged_once(scene: Scene) -> None:
    case, person = await hinted(scene)
    await judge(scene, case, person)
    with pytest.raises(AlreadyDone, match="judged this already"):
        await judge(scene, case, person)
    assert len(await scene.book.read(breaches.of_case, "mentorix", case.id)) == 1


async def test_a_case_without_a_hint_has_nothing_to_judge(scene: Scene) -> None:
    person = await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.ACCESS))
    with pytest.raises(NotAllowed, match="nothing in this case hints"):
        await judge(scene, case, person)


async def test_r_33_2_a_processor_tells_the_controller_within_a_day(book: Book, offices: dict[str, Office]) -> None:
    scene = Scene(book, offices["mentor"])
    person = await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.PRIVACY_COMPLAINT, flags=HINT))
    clock = (await scene.clocks(case))[BREACH]
    assert (clock.law, clock.due_at) == ("GDPR Art. 33(2)", (AT + timedelta(hours=24)))
    assert await work(scene, case) == {TaskKind.TELL_CONTROLLER: None}
    with pytest.raises(NotAllowed, match="does not judge no_risk"):
        await judge(scene, case, person)
    scene.later(hours=2)
    await judge(scene, case, person, judgement=BreachJudgement.CONTROLLER_TOLD, told_at=scene.now)
    assert await work(scene, case) == {TaskKind.TELL_CONTROLLER: Result.DONE}
