"""What becomes of a letter after it left: clocks stop, cases move, and a letter that comes back undoes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.case import Case, Status
from cases.kind import Kind
from cases.message import Report
from cases.office import Office
from cases.organisation import Customer
from cases.outgoing import Automatic, OutboxStatus
from cases.policy import ClockName
from cases.reading import Document
from intake.assign import assign
from intake.close import Closing, close
from intake.sent import GIVE_UP, PAUSES, put_off, refused
from storage import outbox, threads
from storage.book import Book
from storage.outbox import Entry
from tests.builders import AT, a_reading
from tests.intake.scene import FILED, Scene

COMPLETE = a_reading(documents=(Document(1),))
ACKNOWLEDGEMENT, ANSWER, HANDLING = ClockName.ACKNOWLEDGEMENT, ClockName.ANSWER, ClockName.HANDLING


async def running(scene: Scene, case: Case) -> set[ClockName]:
    return {name for name, clock in (await scene.clocks(case)).items() if clock.running}


async def bounce(scene: Scene, letter: Entry, *, action: str = "failed", token: bool = False) -> None:
    """Let a report come back about a letter, naming it or only the token it was sent back to."""
    named = None if token else letter.message_id
    reports = (Report("anna@example.org", action, "5.1.1", named),)
    bounced = replace(FILED, reason="is_bounce")
    await scene.hear(judgement=bounced, reports=reports, return_path="", tokens=(letter.token,) if token else ())


async def answered(scene: Scene, case: Case) -> Entry:
    """Let the answer to a case leave; give it."""
    await scene.send(await scene.letter(case, "answer_complaint"))
    return await scene.letter(case, "answer_complaint")


# Taken


async def test_a_receipt_that_was_taken_stops_the_acknowledgement_clock_alone(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    scene.later(seconds=9)
    await scene.send(await scene.letter(case, "acknowledgement"))
    assert await running(scene, case) == {HANDLING, ANSWER}
    letter = await scene.letter(case, "acknowledgement")
    assert (letter.status, letter.sent_at) == (OutboxStatus.SENT, AT + timedelta(seconds=9))
    assert (await scene.case(case)).status is Status.OPEN
    assert (await scene.verbs(case))[-1] == "sent"


async def test_one_receipt_for_several_cases_stops_the_clock_of_each(scene: Scene) -> None:
    cases = (await scene.hear(a_reading(Kind.ACCESS, Kind.COMPLAINT))).opened
    await scene.send(await scene.letter(cases[0], "acknowledgement"))
    for case in cases:
        assert ACKNOWLEDGEMENT not in await running(scene, case)
        assert (await scene.verbs(case))[-1] == "sent"


async def test_an_answer_that_was_taken_ends_the_work_on_the_case(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await answered(scene, case)
    assert await running(scene, case) == set(), "an answer is more than a receipt"
    assert (await scene.case(case)).status is Status.ANSWERED


async def test_that_a_letter_left_is_noted_once_however_often_it_is_told(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    letter = await scene.letter(case, "acknowledgement")
    await scene.send(letter)
    before = await scene.events(case)
    scene.later(hours=1)
    await scene.send(letter)
    assert await scene.events(case) == before
    assert (await scene.letter(case, "acknowledgement")).sent_at == AT


async def test_an_answer_that_was_on_its_way_when_the_case_was_closed_is_noted_all_the_same(scene: Scene) -> None:
    person = await scene.hire("course_administrator")
    case = await scene.opened(COMPLETE)
    letter = await scene.letter(case, "answer_complaint")
    await scene.book.run(close, Closing("mentorix", case.id, "withdrawn"), person, scene.now)
    await scene.send(letter)
    assert (await scene.case(case)).status is Status.CLOSED
    assert (await scene.verbs(case))[-1] == "sent"


async def test_a_letter_that_is_not_there_is_nothing_to_note(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.send(replace(await scene.letter(case, "acknowledgement"), id=404))
    assert ACKNOWLEDGEMENT in await running(scene, case)


# Not taken


async def test_a_letter_that_was_not_taken_is_tried_again_after_growing_pauses(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    letter = await scene.letter(case, "acknowledgement")
    waits = []
    for attempt in range(12):
        await scene.book.run(put_off, replace(letter, attempt=attempt), "451", scene.office, scene.now)
        waits.append((await scene.letter(case, "acknowledgement")).outgoing.not_before - scene.now)
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=PAUSES[0])
    assert waits[-1] == timedelta(hours=4)
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.RELEASED


async def test_after_five_days_of_attempts_it_is_a_persons_task(scene: Scene) -> None:
    await scene.hire("course_administrator")
    case = await scene.opened(COMPLETE)
    letter, tried = await scene.letter(case, "acknowledgement"), timedelta()
    for attempt in range(99):
        letter = replace(letter, attempt=attempt)
        await scene.book.run(put_off, letter, "451", scene.office, AT + tried)
        now = await scene.letter(case, "acknowledgement")
        if now.status is OutboxStatus.FAILED:
            break
        tried = now.outgoing.not_before - AT
    assert GIVE_UP < tried <= GIVE_UP + timedelta(hours=4)
    assert "undeliverable" in await scene.verbs(case)
    assert "staff_notice" in [one.outgoing.reply for one in await scene.letters(case)]


async def test_an_answer_that_waited_long_for_approval_has_all_its_attempts_left(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    draft = await scene.letter(case, "answer_complaint")
    scene.later(days=14)
    await scene.book.run(put_off, draft, "451", scene.office, scene.now)
    letter = await scene.letter(case, "answer_complaint")
    assert letter.status is not OutboxStatus.FAILED
    assert "undeliverable" not in await scene.verbs(case)


async def test_a_letter_refused_for_good_is_told_to_staff_and_stops_nothing(scene: Scene) -> None:
    await scene.hire("course_administrator")
    case = await scene.opened(COMPLETE)
    await scene.book.run(refused, await scene.letter(case, "acknowledgement"), "550", scene.office, scene.now)
    assert await running(scene, case) == {ACKNOWLEDGEMENT, HANDLING, ANSWER}
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.FAILED
    assert "undeliverable" in await scene.verbs(case)
    assert await scene.replies(case) == ["staff_notice"]


async def test_a_notice_to_staff_that_fails_makes_no_further_notices(scene: Scene) -> None:
    await scene.hire("course_administrator")
    case = await scene.opened(COMPLETE)
    await scene.book.run(refused, await scene.letter(case, "acknowledgement"), "550", scene.office, scene.now)
    notice = await scene.letter(case, "staff_notice")
    await scene.book.run(refused, notice, "550", scene.office, scene.now)
    assert (await scene.letter(case, "staff_notice")).status is OutboxStatus.FAILED


# Come back


@pytest.mark.parametrize("token", [False, True], ids=["by our Message-ID", "by the token of its return path"])
async def test_a_receipt_that_came_back_has_met_no_duty(scene: Scene, token: bool) -> None:  # noqa: FBT001 - a row
    await scene.hire("course_administrator")
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    scene.later(minutes=5)
    await bounce(scene, await scene.letter(case, "acknowledgement"), token=token)
    assert await running(scene, case) == {ACKNOWLEDGEMENT, HANDLING, ANSWER}
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.FAILED
    assert (await scene.verbs(case))[-1] == "undeliverable"
    assert await scene.replies(case) == ["staff_notice"]


async def test_an_answer_that_came_back_has_answered_nothing(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    letter = await answered(scene, case)
    await bounce(scene, letter)
    assert (await scene.case(case)).status is Status.OPEN
    assert {ANSWER, HANDLING} <= await running(scene, case)


async def test_a_case_that_somebody_had_taken_is_still_being_handled(scene: Scene) -> None:
    """The clock that a person stopped did not stop because of the letter that came back."""
    person = await scene.hire("course_administrator")
    case = await scene.opened(COMPLETE)
    await scene.book.run(assign, case.id, person, scene.office.policy, scene.now)
    scene.later(hours=1)
    await bounce(scene, await answered(scene, case))
    assert HANDLING not in await running(scene, case)
    assert ANSWER in await running(scene, case)


async def test_a_clock_that_runs_again_is_swept_with_what_it_missed_meanwhile(scene: Scene) -> None:
    await scene.hire("course_administrator")
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    scene.later(hours=30)
    await bounce(scene, await scene.letter(case, "acknowledgement"))
    await scene.tick()
    missed = [event.data["clock"] for event in await scene.events(case) if event.verb == "missed"]
    assert "acknowledgement" in missed


async def test_a_second_report_about_the_same_letter_changes_nothing(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    letter = await scene.letter(case, "acknowledgement")
    await bounce(scene, letter)
    before = await scene.verbs(case)
    await bounce(scene, letter, token=True)
    assert await scene.verbs(case) == before


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
async def test_a_letter_that_is_only_late_may_still_arrive(scene: Scene, action: str) -> None:
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    await bounce(scene, await scene.letter(case, "acknowledgement"), action=action)
    assert ACKNOWLEDGEMENT not in await running(scene, case)
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.SENT


async def test_a_report_that_names_no_letter_of_ours_changes_nothing(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    letter = await scene.letter(case, "acknowledgement")
    await bounce(scene, replace(letter, message_id="<forged@mentorix.dk>"))
    await bounce(scene, replace(letter, token="abcdefghijklmnop"), token=True)
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.SENT


async def test_a_report_to_another_organisation_reaches_no_letter_of_this_one(
    scene: Scene, offices: dict[str, Office]
) -> None:
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "acknowledgement"))
    letter = await scene.letter(case, "acknowledgement")
    await bounce(Scene(scene.book, offices["mentor"]), letter)
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.SENT


# Referred


@pytest.fixture
def mentor(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of Mentor BV, who has one customer."""
    customer = Customer("voorbeeld", "Voorbeeld Opleidingen", "privacy@voorbeeld.example")
    policy = replace(offices["mentor"].policy, customers=(customer,))
    return Scene(book, replace(offices["mentor"], policy=policy))


OF_CUSTOMER = a_reading(Kind.ACCESS, language="nl", fields={"name": "J. de Vries", "customer": "Voorbeeld Opleidingen"})


async def test_a_referral_that_left_forwards_the_case_and_the_person_is_told_to_whom_and_when(mentor: Scene) -> None:
    case = await mentor.opened(OF_CUSTOMER)
    referral = await mentor.letter(case, "referral")
    assert (referral.outgoing.recipient, referral.status) == ("privacy@voorbeeld.example", OutboxStatus.DRAFT)
    assert referral.outgoing.attach == (case.opened_for,)
    mentor.later(hours=2)
    await mentor.send(referral)
    assert (await mentor.case(case)).status is Status.FORWARDED
    assert await running(mentor, case) == {ACKNOWLEDGEMENT, ANSWER}
    notice = (await mentor.letter(case, "referral_notice")).outgoing
    assert notice.recipient == "anna@example.org"
    assert notice.automatic is Automatic.GENERATED
    assert "Voorbeeld Opleidingen" in notice.body
    assert "2 maart 2026" in notice.body
    assert notice.released


async def test_a_referral_told_twice_makes_one_notice(mentor: Scene) -> None:
    case = await mentor.opened(OF_CUSTOMER)
    referral = await mentor.letter(case, "referral")
    await mentor.send(referral)
    await mentor.send(referral)
    assert await mentor.replies(case) == ["acknowledgement", "referral_notice"]


async def test_a_customer_that_is_named_later_is_written_to_then(mentor: Scene) -> None:
    case = await mentor.opened(a_reading(Kind.ACCESS, language="nl", fields={"name": "J. de Vries"}))
    assert case.missing == ("customer",)
    assert "referral" not in await mentor.replies(case, OutboxStatus.DRAFT)
    thread = await mentor.book.read(threads.by_id, "mentor", case.thread)
    assert thread
    about = a_reading(Kind.OTHER, language="nl", fields={"customer": "voorbeeld"})
    await mentor.hear(about, tokens=(thread.token,))
    letter = await mentor.letter(case, "referral")
    assert letter.outgoing.recipient == "privacy@voorbeeld.example"
    assert len(letter.outgoing.attach) == 2


async def test_an_unknown_customer_is_written_to_by_nobody(mentor: Scene) -> None:
    case = await mentor.opened(a_reading(Kind.ACCESS, language="nl", fields={"name": "x", "customer": "Onbekend BV"}))
    assert "referral" not in await mentor.replies(case, OutboxStatus.DRAFT)


async def test_a_complaint_to_the_processor_is_its_own_to_answer(mentor: Scene) -> None:
    case = await mentor.opened(replace(OF_CUSTOMER, kinds=a_reading(Kind.COMPLAINT).kinds))
    assert await mentor.replies(case, OutboxStatus.DRAFT) == ["answer_complaint"]
    assert await mentor.book.read(outbox.has, "mentor", case.id, "referral", "case") is False
