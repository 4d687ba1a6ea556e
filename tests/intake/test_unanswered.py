"""Nobody answers a question: one reminder, then a draft that a person decides upon; nothing is deleted (R-CLK-6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.case import Case, Status
from cases.decision import Ruling
from cases.errors import NotAllowed
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.questions import Question
from intake.approve import approve
from intake.bounced import undeliverable
from intake.decide import Deciding, decide
from intake.unanswered import unanswered
from storage import messages
from storage.outbox import Entry
from tests.at_work import approval_of
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.test_pause import asked


async def sweep(scene: Scene, days: float = 0) -> None:
    scene.later(days=days)
    offices = {scene.office.policy.id: scene.office}
    while await scene.book.run(unanswered, offices, scene.now):
        pass


async def closing(scene: Scene, case: Case) -> Entry:
    """Give the refusal that was drafted because nobody answered."""
    (found,) = [one for one in await scene.letters(case) if one.outgoing.note == "not_answered"]
    return found


async def test_r_clk_6_the_person_is_reminded_once_and_no_more(scene: Scene) -> None:
    case = await asked(scene)
    await sweep(scene, 7)
    assert "question_reminder" not in await scene.replies(case)
    await sweep(scene, 1)
    await sweep(scene, 1)
    letter = await scene.letter(case, "question_reminder")
    assert letter.status is OutboxStatus.RELEASED
    assert "Vi venter til og med den 3. april 2026" in letter.outgoing.body
    assert (await scene.clocks(case))[ClockName.ANSWER].waiting


async def test_a_policy_that_lets_no_reminder_leave_unseen_finds_a_draft(scene: Scene) -> None:
    policy = scene.office.policy
    scene.office = replace(scene.office, policy=replace(policy, unseen=policy.unseen - {"question_reminder"}))
    case = await asked(scene)
    await sweep(scene, 8)
    assert (await scene.letter(case, "question_reminder")).status is OutboxStatus.DRAFT


async def test_r_clk_6_after_that_a_refusal_is_drafted_with_ground_authority_and_court(scene: Scene) -> None:
    case = await asked(scene)
    await sweep(scene, 8)
    await sweep(scene, 23)
    letter = await closing(scene, case)
    assert letter.status is OutboxStatus.DRAFT
    assert "Datatilsynet" in letter.outgoing.body
    assert "domstolene" in letter.outgoing.body
    assert letter.outgoing.statements == ("not_identified", "authority_complaint", "judicial_remedy")
    assert (await scene.case(case)).status is Status.OPEN, "a person decides"
    assert any("har ikke svaret" in one.outgoing.subject for one in await scene.letters(case)), "staff are told"


async def test_the_refusal_leaves_only_once_a_person_has_decided_it_on_that_ground(scene: Scene) -> None:
    case = await asked(scene)
    await sweep(scene, 8)
    await sweep(scene, 23)
    person = await scene.hire("privacy_officer", email="other@mentorix.example")
    refusal = approval_of(await closing(scene, case), ruling=Ruling.REFUSED)
    with pytest.raises(NotAllowed, match="needs its ground"):
        await scene.book.run(approve, refusal, person, scene.office.policy, scene.now)
    deciding = Deciding("mentorix", case.id, Ruling.REFUSED, ("not_identified",))
    await scene.book.run(decide, deciding, person, scene.office.policy, scene.now)
    letter = await closing(scene, case)
    await scene.book.run(approve, approval_of(letter, ruling=None), person, scene.office.policy, scene.now)
    await scene.send(await closing(scene, case))
    assert (await scene.case(case)).status is Status.ANSWERED
    assert not (await scene.clocks(case))[ClockName.ANSWER].late(scene.now), "it waited all the time"


async def test_r_clk_6_an_answer_after_that_takes_the_case_up_again_and_nothing_was_deleted(scene: Scene) -> None:
    case = await asked(scene)
    await sweep(scene, 8)
    await sweep(scene, 23)
    await scene.send(await closing(scene, case))
    before = await scene.book.read(messages.of_thread, "mentorix", case.thread)
    scene.later(days=3)
    await scene.hear(a_reading(), references=("<1@example.org>",))
    assert (await scene.case(case)).status is Status.OPEN
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.waiting, clock.paused_days, clock.started_at) == (False, 0, scene.now)
    assert len(await scene.book.read(messages.of_thread, "mentorix", case.thread)) == len(before) + 1


async def test_r_rec_6_a_request_that_was_too_broad_is_handled_in_full_where_nobody_answers(scene: Scene) -> None:
    """Told: no longer than to and including 11 March. The seven days count, the sweep's own lateness does not."""
    case = await asked(scene, question=Question.CLARIFICATION, asks=())
    await sweep(scene, 7)
    assert (await scene.clocks(case))[ClockName.ANSWER].waiting
    await sweep(scene, 4)
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.waiting, clock.paused_days) == (False, 7)
    assert "question_reminder" not in await scene.replies(case)
    assert not [one for one in await scene.letters(case) if one.outgoing.note == "not_answered"]


async def test_who_has_answered_is_not_reminded(scene: Scene) -> None:
    case = await asked(scene)
    scene.later(days=2)
    await scene.hear(a_reading(), references=("<1@example.org>",))
    await sweep(scene, 40)
    assert "question_reminder" not in await scene.replies(case)


async def test_a_case_that_is_over_reminds_nobody(scene: Scene) -> None:
    case = await asked(scene)
    await scene.send(await scene.letter(case, "answer_access"))
    await sweep(scene, 40)
    assert "question_reminder" not in await scene.replies(case)


# An answer that came back


async def came_back(scene: Scene, letter: Entry) -> None:
    await scene.book.run(undeliverable, letter, "5.1.1", scene.office, scene.now)


@pytest.mark.parametrize("left", [True, False], ids=["after it had left", "at the next hop"])
async def test_r_em_68_a_refusal_that_nobody_got_lets_the_time_limit_run_on(scene: Scene, *, left: bool) -> None:
    """Asked on 4 March, refused on 4 April: 31 days were waited, and count; those since then are the person's."""
    case = await asked(scene)
    await sweep(scene, 8)
    await sweep(scene, 23)
    if left:
        await scene.send(await closing(scene, case))
        scene.later(days=2)
    await came_back(scene, await closing(scene, case))
    assert (await scene.case(case)).status is Status.OPEN
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.running, clock.waiting, clock.paused_days) == (True, False, 31)
    assert clock.due_at.date().isoformat() == "2026-05-04"
    await scene.tick_at(clock.due_at + timedelta(seconds=1))
    assert "missed" in await scene.verbs(case)
    assert len([one for one in await scene.letters(case) if one.outgoing.note == "not_answered"]) == 1


async def test_an_answer_that_came_back_while_its_question_was_open_reminds_nobody_of_that(scene: Scene) -> None:
    case = await asked(scene)
    await scene.send(await scene.letter(case, "answer_access"))
    scene.later(days=1)
    await came_back(scene, await scene.letter(case, "answer_access"))
    await sweep(scene, 40)
    assert "question_reminder" not in await scene.replies(case)
    assert not (await scene.clocks(case))[ClockName.ANSWER].waiting


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the question first", "the answer first"])
async def test_where_question_and_answer_both_came_back_the_clock_ran_all_along(
    scene: Scene, order: tuple[int, ...]
) -> None:
    case = await asked(scene)
    scene.later(days=5)
    await scene.send(await scene.letter(case, "answer_access"))
    scene.later(days=1)
    replies = ("identity_question", "answer_access")
    for place in order:
        await came_back(scene, await scene.letter(case, replies[place]))
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.running, clock.waiting, clock.paused_days) == (True, False, 0)
    assert clock.due_at.date().isoformat() == "2026-04-07"
