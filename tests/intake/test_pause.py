"""A person is asked back: what may be asked and when, and that the clock stands still from the letter's leaving on."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address, Report
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.questions import Knowledge, Question, Questions
from cases.staff import Staff
from intake.pause import Asking, pause
from intake.resume import Telling, note_answer
from intake.sent import refused
from storage import pauses, views
from storage.reach import Reach
from tests.builders import AT, a_reading
from tests.intake.scene import FILED, PORTAL, Scene

DAY = timedelta(days=1)
WHY = "Two learners of that name; the letter came from an address that is on no list."


def asking(case: Case, **changed: Any) -> Asking:  # noqa: ANN401 - a builder takes any field
    plain = Asking("mentorix", case.id, Question.IDENTITY, WHY, (Knowledge.KNOWN_ADDRESS, Knowledge.COURSE_NUMBER))
    return replace(plain, **changed)


async def requested(scene: Scene, kind: Kind = Kind.ACCESS) -> tuple[Case, Staff]:
    """Receive a request; give its case and whoever works on it."""
    case = await scene.opened(a_reading(kind))
    await scene.send(await scene.letter(case, "acknowledgement"))
    return case, await scene.hire("privacy_officer" if kind is not Kind.COMPLAINT else "course_administrator")


async def ask(scene: Scene, case: Case, person: Staff, **changed: Any) -> None:  # noqa: ANN401 - as above
    await scene.book.run(pause, asking(case, **changed), person, scene.office, scene.now)


async def asked(scene: Scene, **changed: Any) -> Case:  # noqa: ANN401 - as above
    """Receive a request for access and ask back on the third day; the letter leaves."""
    case, person = await requested(scene)
    scene.later(days=2)
    await ask(scene, case, person, **changed)
    await scene.send(await scene.letter(case, f"{changed.get('question', Question.IDENTITY)}_question"))
    return case


async def due(scene: Scene, case: Case) -> str:
    return (await scene.clocks(case))[ClockName.ANSWER].due_at.date().isoformat()


# Asking


async def test_the_question_leaves_in_a_persons_name_and_says_that_no_copy_of_a_passport_is_wanted(
    scene: Scene,
) -> None:
    case, person = await requested(scene)
    await ask(scene, case, person, words="Was it in Odense?")
    letter = await scene.letter(case, "identity_question")
    assert (letter.status, letter.approved_by) == (OutboxStatus.RELEASED, f"staff {person.id}")
    assert "Was it in Odense?" in letter.outgoing.body
    assert "ordrenummer" in letter.outgoing.body
    assert "Send ikke en kopi af pas" in letter.outgoing.body
    assert WHY not in letter.outgoing.body
    assert letter.outgoing.answers == "<1@example.org>", "it stands under the person's own letter"


async def test_r_12_6a_the_reason_is_written_down_and_never_stands_in_the_history(scene: Scene) -> None:
    case = await asked(scene)
    (kept,) = await scene.book.read(pauses.of_case, "mentorix", case.id)
    assert kept.why == WHY
    assert all(WHY not in str(event.data) for event in await scene.events(case))


@pytest.mark.parametrize("why", ["", "   ", "doubt"])
async def test_r_12_6a_without_a_reason_about_this_person_nobody_is_asked(scene: Scene, why: str) -> None:
    case, person = await requested(scene)
    with pytest.raises(NotAllowed, match=r"R-12-6a, GDPR Art. 12\(6\)"):
        await ask(scene, case, person, why=why)
    assert "identity_question" not in await scene.replies(case)


async def test_what_would_show_who_it_is_has_to_be_said(scene: Scene) -> None:
    case, person = await requested(scene)
    with pytest.raises(NotAllowed, match="R-ID-1"):
        await ask(scene, case, person, asks=())


async def test_r_rec_6_whoever_asks_for_everything_is_told_that_no_answer_means_everything(scene: Scene) -> None:
    case = await asked(scene, question=Question.CLARIFICATION, asks=())
    letter = await scene.letter(case, "clarification_question")
    assert "Gør du ikke det, behandler vi hele din anmodning" in letter.outgoing.body
    assert "højst til og med den 11. marts 2026" in letter.outgoing.body


async def test_a_held_case_is_judged_first(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS), judgement=PORTAL)
    person = await scene.hire("privacy_officer")
    with pytest.raises(NotAllowed, match="release it first"):
        await ask(scene, case, person)


async def test_a_role_that_only_prepares_asks_nobody(scene: Scene) -> None:
    case, person = await requested(scene)
    preparing = tuple(replace(role, approves=False) for role in scene.office.policy.roles)
    scene.office = replace(scene.office, policy=replace(scene.office.policy, roles=preparing))
    with pytest.raises(NotAllowed, match="prepares and does not decide"):
        await ask(scene, case, person)


# The clock


async def test_the_clock_stands_still_when_the_question_has_left_and_not_before(scene: Scene) -> None:
    case, person = await requested(scene)
    await ask(scene, case, person)
    assert not (await scene.clocks(case))[ClockName.ANSWER].waiting
    scene.later(minutes=5)
    await scene.send(await scene.letter(case, "identity_question"))
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.waiting, clock.paused_at) == (True, AT + timedelta(minutes=5))
    assert (await scene.verbs(case))[-2:] == ["sent", "paused"]


async def test_r_clk_5_the_days_in_between_are_added_to_the_nominal_end_which_rolls_once(scene: Scene) -> None:
    """Received on 2 March, asked on the 4th, answered on the 11th: 2 April and seven days, not 7 April and seven."""
    case = await asked(scene)
    scene.later(days=7)
    await scene.hear(a_reading(Kind.ACCESS), references=("<1@example.org>",))
    assert await due(scene, case) == "2026-04-09"
    assert (await scene.clocks(case))[ClockName.ANSWER].paused_days == 7
    assert "resumed" in await scene.verbs(case)


async def test_while_it_waits_nothing_is_reminded_missed_or_escalated(scene: Scene) -> None:
    case = await asked(scene)
    await scene.tick_at(AT + 60 * DAY)
    assert not {"reminded", "missed", "escalated"} & {
        event.verb for event in await scene.events(case) if event.data.get("clock") == "answer"
    }


async def test_a_reminder_of_before_comes_again_for_the_later_date(scene: Scene) -> None:
    case = await asked(scene)
    scene.later(days=20)
    await scene.hear(a_reading(Kind.ACCESS), references=("<1@example.org>",))
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    await scene.tick_at(clock.target_at + timedelta(minutes=1))
    told = [event for event in await scene.events(case) if event.verb == "reminded" and event.data["clock"] == "answer"]
    assert {event.data["due_at"] for event in told} == {clock.due_at.isoformat()}


async def test_a_queue_shows_that_a_case_waits_and_does_not_count_its_date(scene: Scene) -> None:
    case = await asked(scene)
    lines, _ = await scene.book.read(views.walk, Reach("mentorix", ("privacy",)), None, 9)
    (line,) = [one for one in lines if one.id == case.id]
    assert line.waiting
    assert line.waits_for is not ClockName.ANSWER


async def test_the_time_limit_runs_on_where_whoever_asks_wants_no_pause(scene: Scene) -> None:
    case = await asked(scene, waits=False)
    assert not (await scene.clocks(case))[ClockName.ANSWER].waiting
    assert "Fristen for vores svar løber videre imens" in (await scene.letter(case, "identity_question")).outgoing.body


# When it may not


async def test_r_12_6b_a_question_on_the_fifth_day_stops_no_clock_but_may_be_asked(scene: Scene) -> None:
    case, person = await requested(scene)
    scene.later(days=4)
    with pytest.raises(NotAllowed, match=r"until Thursday 5 March 2026, 3 days after receipt \(R-12-6b, R-CLK-5"):
        await ask(scene, case, person)
    assert await scene.book.read(pauses.of_case, "mentorix", case.id) == ()
    await ask(scene, case, person, waits=False)
    assert "identity_question" in await scene.replies(case)


async def test_a_question_that_left_late_stops_no_clock_either(scene: Scene) -> None:
    case, person = await requested(scene)
    scene.later(days=3)
    await ask(scene, case, person)
    scene.later(days=3)
    await scene.send(await scene.letter(case, "identity_question"))
    assert not (await scene.clocks(case))[ClockName.ANSWER].waiting
    assert (await scene.events(case))[-1].data == {"clock": "answer", "why": "left_late"}


async def test_the_promise_of_a_complaint_waits_only_where_the_policy_says_so(scene: Scene) -> None:
    case, person = await requested(scene, Kind.COMPLAINT)
    with pytest.raises(NotAllowed, match="14 working days is a promise of ours"):
        await ask(scene, case, person)
    policy = replace(scene.office.policy, questions=Questions(promises=True))
    scene.office = replace(scene.office, policy=policy)
    await ask(scene, case, person)
    await scene.send(await scene.letter(case, "identity_question"))
    assert (await scene.clocks(case))[ClockName.ANSWER].waiting


async def test_an_answered_case_has_no_time_limit_to_stop(scene: Scene) -> None:
    case, person = await requested(scene)
    await scene.send(await scene.letter(case, "answer_access"))
    with pytest.raises(NotAllowed, match="nobody's work"):
        await ask(scene, case, person)


# Two at once, and twice


async def test_of_two_who_ask_at_once_one_is_told_that_the_person_has_been_asked(scene: Scene) -> None:
    case, person = await requested(scene)
    both = (ask(scene, case, person), ask(scene, case, person))
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AlreadyDone.__name__, "NoneType"]
    assert (await scene.replies(case)).count("identity_question") == 1


async def test_a_second_click_asks_nobody_twice_also_where_no_clock_waits(scene: Scene) -> None:
    case, person = await requested(scene)
    await ask(scene, case, person, waits=False)
    with pytest.raises(AlreadyDone, match="a moment ago"):
        await ask(scene, case, person, waits=False)


async def test_that_a_question_left_is_noted_once_however_often_it_is_told(scene: Scene) -> None:
    case = await asked(scene)
    before = await scene.clocks(case)
    scene.later(days=1)
    await scene.send(await scene.letter(case, "identity_question"))
    assert await scene.clocks(case) == before


# What does not arrive


async def test_a_question_that_came_back_was_never_asked_and_the_clock_ran_all_along(scene: Scene) -> None:
    case = await asked(scene)
    letter = await scene.letter(case, "identity_question")
    scene.later(days=5)
    reports = (Report("anna@example.org", "failed", "5.1.1", letter.message_id),)
    await scene.hear(judgement=replace(FILED, reason="is_bounce"), reports=reports, return_path="")
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.waiting, clock.paused_days, await due(scene, case)) == (False, 0, "2026-04-07")
    assert await scene.book.read(pauses.of_case, "mentorix", case.id) == ()
    assert {"not_paused", "undeliverable"} <= set(await scene.verbs(case))


async def test_a_question_that_the_next_hop_refuses_stops_nothing(scene: Scene) -> None:
    case, person = await requested(scene)
    await ask(scene, case, person)
    await scene.book.run(refused, await scene.letter(case, "identity_question"), "550", scene.office, scene.now)
    assert not (await scene.clocks(case))[ClockName.ANSWER].waiting
    await scene.book.run(pause, asking(case), person, scene.office, scene.now + timedelta(minutes=2))


async def test_a_person_who_writes_before_the_question_has_left_waits_for_nothing(scene: Scene) -> None:
    case, person = await requested(scene)
    await ask(scene, case, person)
    scene.later(minutes=1)
    await scene.hear(a_reading(Kind.ACCESS), references=("<1@example.org>",))
    scene.later(minutes=1)
    await scene.send(await scene.letter(case, "identity_question"))
    assert not (await scene.clocks(case))[ClockName.ANSWER].waiting
    assert (await scene.events(case))[-1].data["why"] == "meanwhile"


async def test_somebody_else_who_writes_into_the_conversation_has_not_answered(scene: Scene) -> None:
    case = await asked(scene)
    scene.later(days=1)
    letter = await scene.letter(case, "identity_question")
    await scene.hear(
        a_reading(Kind.ACCESS), tokens=(letter.token,), sender=Address("", "other@example.org"), return_path="o@x.org"
    )
    assert (await scene.clocks(case))[ClockName.ANSWER].waiting


async def asked_twice(scene: Scene) -> Case:
    """Ask who it is on the third day, hear an answer, and ask what is meant on the same day."""
    case, person = await requested(scene)
    scene.later(days=1)
    await ask(scene, case, person)
    await scene.send(await scene.letter(case, "identity_question"))
    scene.later(days=1)
    telling = Telling("mentorix", case.id, scene.now)
    await scene.book.run(note_answer, telling, person, scene.office, scene.now)
    scene.later(minutes=5)
    await ask(scene, case, person, question=Question.CLARIFICATION, asks=())
    await scene.send(await scene.letter(case, "clarification_question"))
    return case


async def test_an_earlier_question_that_comes_back_late_ends_no_later_wait(scene: Scene) -> None:
    case = await asked_twice(scene)
    since = scene.now
    scene.later(days=1)
    await scene.book.run(refused, await scene.letter(case, "identity_question"), "5.1.1", scene.office, scene.now)
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.paused_at, clock.paused_days, await due(scene, case)) == (since, 0, "2026-04-07")
    scene.later(days=2)
    await scene.hear(a_reading(Kind.ACCESS), references=("<1@example.org>",))
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.waiting, clock.paused_days) == (False, 3)


async def test_a_later_question_that_comes_back_leaves_the_days_of_the_earlier(scene: Scene) -> None:
    case = await asked_twice(scene)
    scene.later(days=1)
    letter = await scene.letter(case, "clarification_question")
    await scene.book.run(refused, letter, "5.1.1", scene.office, scene.now)
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.waiting, clock.paused_days) == (False, 1)
