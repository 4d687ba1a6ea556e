"""What comes to a case after it began: from the person, from others, from machines, and after its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.case import Case, Status
from cases.kind import Flag, Kind
from cases.message import Address, Report
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.reading import Document
from intake.close import Closing, close
from storage import outbox, threads
from storage.outbox import Entry
from tests.builders import a_reading
from tests.intake.scene import FILED, PORTAL, Scene

BARE = a_reading(Kind.COMPLAINT, fields={"name": "Anna Holm"})
PAPERS = a_reading(Kind.OTHER, documents=(Document(1),))
QUESTION = a_reading(Kind.OTHER)
ANNA = "anna@example.org"


async def token_of(scene: Scene, case: Case) -> str:
    thread = await scene.book.read(threads.by_id, case.organisation, case.thread)
    assert thread
    return thread.token


async def answer(scene: Scene, case: Case) -> Entry:
    """Let the answer leave, as if a person had approved it."""
    letter = await scene.letter(case, f"answer_{case.kind}")
    await scene.book.run(outbox.release, letter, "staff 1", scene.now)
    await scene.send(letter)
    return await scene.letter(case, f"answer_{case.kind}")


async def test_papers_that_come_after_the_answer_promise_no_date_that_is_over(scene: Scene) -> None:
    case = await scene.opened(BARE)
    await answer(scene, case)
    scene.later(days=60)
    await scene.hear(PAPERS, tokens=(await token_of(scene, case),))
    assert "(til og med)" not in (await scene.letter(case, "deadline_reply")).outgoing.body


async def test_papers_that_come_when_the_time_limit_is_over_are_not_answered_with_the_old_date(scene: Scene) -> None:
    case = await scene.opened(BARE)
    scene.later(days=40)
    await scene.hear(PAPERS, tokens=(await token_of(scene, case),))
    assert "(til og med)" not in (await scene.letter(case, "deadline_reply")).outgoing.body
    assert (await scene.case(case)).missing == ()


async def test_who_writes_again_after_the_answer_has_new_time_limits(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS))
    await answer(scene, case)
    scene.later(days=3)
    await scene.hear(QUESTION, tokens=(await token_of(scene, case),))
    again = await scene.case(case)
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert again.status is Status.OPEN
    assert clock.running
    assert clock.started_at == scene.now
    assert "started" in (await scene.verbs(case))[-2:]


async def test_the_new_time_limit_is_missed_like_any_other(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS))
    await answer(scene, case)
    scene.later(days=3)
    await scene.hear(QUESTION, tokens=(await token_of(scene, case),))
    await scene.tick_at(scene.now + timedelta(days=45))
    assert "missed" in await scene.verbs(case)


async def test_a_machine_that_writes_into_an_answered_case_does_not_open_it_again(scene: Scene) -> None:
    case = await scene.opened(BARE)
    await answer(scene, case)
    await scene.hear(PAPERS, judgement=PORTAL, tokens=(await token_of(scene, case),))
    after = await scene.case(case)
    assert after.status is Status.ANSWERED
    assert after.missing == ("documents",)
    assert "is_automatic_and_asks" in {event.data.get("reason") for event in await scene.events(case)}


async def test_staff_are_told_of_what_was_only_kept(scene: Scene) -> None:
    await scene.hire("course_administrator")
    case = await scene.opened(BARE)
    await scene.hear(PAPERS, judgement=PORTAL, tokens=(await token_of(scene, case),))
    assert "staff_notice" in await scene.replies(case)


async def test_authority_that_was_asked_for_is_not_there_because_the_person_writes_again(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS, flags=frozenset({Flag.ON_BEHALF})))
    assert case.missing == ("authority",)
    await scene.hear(QUESTION, tokens=(await token_of(scene, case),))
    assert (await scene.case(case)).missing == ("authority",)
    assert "deadline_reply" not in await scene.replies(case)


async def test_an_answer_to_a_held_case_ends_it(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS), judgement=PORTAL)
    assert case.status is Status.HELD
    await answer(scene, case)
    after = await scene.case(case)
    assert (after.status, after.held_for) == (Status.ANSWERED, None)
    assert not any(clock.running for clock in (await scene.clocks(case)).values())


async def test_a_report_about_somebody_else_fails_no_letter_of_ours(scene: Scene) -> None:
    case = await scene.opened(BARE)
    await answer(scene, case)
    report = Report("somebody.else@example.net", "failed", "5.1.1", None)
    await scene.hear(QUESTION, judgement=FILED, tokens=(await token_of(scene, case),), reports=(report,))
    assert (await scene.letter(case, "answer_complaint")).status is OutboxStatus.SENT
    assert (await scene.case(case)).status is Status.ANSWERED


@pytest.mark.parametrize("recipient", [ANNA, "Anna@Example.org"])
async def test_a_report_about_the_person_fails_the_letter_that_went_there(scene: Scene, recipient: str) -> None:
    case = await scene.opened(BARE)
    await answer(scene, case)
    report = Report(recipient, "failed", "5.1.1", None)
    await scene.hear(QUESTION, judgement=FILED, tokens=(await token_of(scene, case),), reports=(report,))
    assert (await scene.letter(case, "answer_complaint")).status is OutboxStatus.FAILED
    assert (await scene.case(case)).status is Status.OPEN


async def test_an_answer_that_comes_back_opens_even_a_closed_case(scene: Scene) -> None:
    person = await scene.hire("course_administrator")
    case = await scene.opened(BARE)
    letter = await answer(scene, case)
    await scene.book.run(close, Closing(case.organisation, case.id, "answered"), person, scene.now)
    report = Report(ANNA, "failed", "5.1.1", letter.message_id)
    await scene.hear(QUESTION, judgement=FILED, reports=(report,))
    assert (await scene.case(case)).status is Status.OPEN


async def test_an_answer_is_dated_when_it_was_released_and_not_when_it_was_drafted(scene: Scene) -> None:
    case = await scene.opened(BARE)
    scene.later(days=9)
    letter = await scene.letter(case, "answer_complaint")
    assert letter.released_at is None
    await scene.book.run(outbox.release, letter, "staff 1", scene.now)
    assert (await scene.letter(case, "answer_complaint")).released_at == scene.now


async def test_a_hint_of_a_breach_is_told_to_the_privacy_queue_at_once(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.COMPLAINT, flags=frozenset({Flag.BREACH_HINT})))
    notices = [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    assert [one.outgoing.recipient for one in notices] == [officer.email]
    assert case.queue == "course-administration"


async def test_a_sweep_that_does_not_know_an_organisation_leaves_its_clocks_alone(scene: Scene) -> None:
    case = await scene.opened(BARE)
    mine, scene.office = scene.office, replace(scene.office, policy=replace(scene.office.policy, id="elsewhere"))
    await scene.tick_at(scene.now + timedelta(days=40))
    scene.office = mine
    assert "missed" not in await scene.verbs(case)
    await scene.tick()
    assert "missed" in await scene.verbs(case)


async def test_a_clock_whose_queue_the_policy_no_longer_has_does_not_stop_the_others(scene: Scene) -> None:
    case = await scene.opened(BARE)
    policy = scene.office.policy
    gone = tuple(queue for queue in policy.queues if queue.id != "management")
    scene.office = replace(scene.office, policy=replace(policy, queues=gone))
    await scene.tick_at(scene.now + timedelta(days=40))
    verbs = await scene.verbs(case)
    assert "not_swept" in verbs
    assert "escalated" not in verbs


HI = a_reading(Kind.OTHER, language="da", language_known=False, text="hi")


async def test_what_is_too_short_to_tell_a_language_is_answered_in_the_organisations_first(scene: Scene) -> None:
    assert (await scene.opened(HI)).language == "da"


async def test_a_right_asked_for_in_too_few_words_is_answered_in_the_language_of_the_conversation(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.OTHER, language="nl"))
    brief = a_reading(Kind.ERASURE, language="da", language_known=False)
    assert (await scene.opened(brief, tokens=(await token_of(scene, case),))).language == "nl"


async def test_a_new_letter_of_too_few_words_is_answered_in_the_language_of_the_persons_other_case(
    scene: Scene,
) -> None:
    await scene.opened(a_reading(Kind.ACCESS, language="nl"))
    assert (await scene.opened(HI)).language == "nl"


@pytest.mark.parametrize(("spoken", "answered"), [("en", "en"), ("nl", "nl"), ("sv", "en")])
async def test_a_case_that_began_with_hi_goes_on_in_the_language_that_the_person_turns_out_to_speak(
    scene: Scene, spoken: str, answered: str
) -> None:
    case = await scene.opened(HI)
    told = a_reading(Kind.OTHER, language=spoken, text="here are now five words or more")
    await scene.hear(told, tokens=(await token_of(scene, case),))
    assert (await scene.case(case)).language == answered


async def test_a_mere_thanks_turns_no_case_into_another_language(scene: Scene) -> None:
    case = await scene.opened(HI)
    await scene.hear(a_reading(Kind.OTHER, language="en", text="thanks"), tokens=(await token_of(scene, case),))
    assert (await scene.case(case)).language == "da"


async def test_a_case_keeps_the_language_of_its_request_whatever_is_written_later(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.OTHER, language="da"))
    told = a_reading(Kind.OTHER, language="en", text="here are now five words or more")
    await scene.hear(told, tokens=(await token_of(scene, case),))
    assert (await scene.case(case)).language == "da"


async def test_whoever_else_writes_into_a_conversation_decides_nothing_about_its_language(scene: Scene) -> None:
    case = await scene.opened(HI)
    told = a_reading(Kind.OTHER, language="en", text="here are now five words or more")
    sender = Address("Bo Friis", "bo@example.org")
    await scene.hear(told, tokens=(await token_of(scene, case),), sender=sender)
    assert (await scene.case(case)).language == "da"
