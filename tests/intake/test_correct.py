"""A person corrects a case's kind: all that follows from it is as if it had been read rightly when the letter came."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from cases.case import Case, Status
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Flag, Kind
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from intake.approve import approve
from intake.close import Closing, close
from intake.correct import correct
from intake.declare import Declaring, declare
from intake.recast import Correction
from storage import casebook
from storage.outbox_table import OUTBOX
from storage.page import Page
from tests.at_work import approval_of
from tests.builders import AT, a_reading
from tests.intake.correcting import Correcting
from tests.intake.scene import PORTAL, Scene

LEGAL = datetime(2026, 4, 7, 21, 59, 59, tzinfo=UTC)
"""A month from AT by EU law: 2 April is Maundy Thursday in Denmark, the 7th the first day of work after Easter."""


@pytest.fixture
async def desk(scene: Scene) -> Correcting:
    return await Correcting.by(scene)


async def test_a_question_that_was_a_request_has_its_month_from_receipt(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    desk.scene.later(days=2)
    changed = await desk.becomes(case, Kind.ACCESS)
    clock = (await desk.scene.clocks(case))[ClockName.ANSWER]
    assert (changed.kind, changed.queue, changed.status) == (Kind.ACCESS, "privacy", Status.OPEN)
    assert (clock.started_at, clock.due_at, clock.law) == (AT, LEGAL, "GDPR Art. 12(3)")
    assert clock.running


async def test_the_person_hears_the_new_date_once_and_shortly(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    desk.scene.later(days=2)
    await desk.becomes(case, Kind.ACCESS)
    told = await desk.scene.letter(case, "deadline_reply")
    assert told.status is OutboxStatus.RELEASED
    assert told.outgoing.recipient == "anna@example.org"
    assert "Du får svar på din anmodning om indsigt senest den 7. april 2026 (til og med)." in told.outgoing.body
    assert "artikel 12, stk. 3" in told.outgoing.body
    assert len([one for one in await desk.scene.letters(case) if one.outgoing.reply == "acknowledgement"]) == 1


async def test_a_receipt_whose_date_still_holds_is_followed_by_nothing(desk: Correcting) -> None:
    case = await desk.misread(Kind.ACCESS)
    await desk.becomes(case, Kind.ERASURE)
    assert "deadline_reply" not in [one.outgoing.reply for one in await desk.scene.letters(case)]
    assert (await desk.scene.clocks(case))[ClockName.ANSWER].due_at == LEGAL


@pytest.mark.parametrize(
    ("date", "heard"), [("17. april 2026", True), ("27. april 2026", True), ("7. april 2026", False)]
)
async def test_a_date_within_another_is_not_the_date_that_was_told(desk: Correcting, date: str, *, heard: bool) -> None:
    case = await desk.misread(Kind.OTHER)
    await desk.scene.book.run(_say, case, f"Du får svar senest den {date}.")
    await desk.becomes(case, Kind.ACCESS)
    assert ("deadline_reply" in await desk.scene.replies(case)) is heard


async def test_a_date_that_only_staff_were_told_is_still_told_to_the_person(desk: Correcting) -> None:
    scene = desk.scene
    unseen = frozenset({"acknowledgement", "staff_notice"})
    scene.office = replace(scene.office, policy=replace(scene.office.policy, unseen=unseen))
    await scene.hire("privacy_officer")
    case = await desk.misread(Kind.OTHER)
    case = await desk.becomes(case, Kind.ACCESS)
    assert "staff_notice" in await scene.replies(case)
    await desk.becomes(case, Kind.ERASURE)
    assert "deadline_reply" in await desk.drafts(case)


def _say(page: Page, case: Case, words: str) -> None:
    """Let our letters about a case say this."""
    page.execute(update(OUTBOX).where(OUTBOX.c.case_id == case.id).values(body=words))


async def test_the_wrong_clocks_end_and_the_receipt_stays_given(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    before = await desk.scene.clocks(case)
    assert ClockName.HANDLING in before
    await desk.becomes(case, Kind.ACCESS)
    after = await desk.scene.clocks(case)
    assert set(after) == {ClockName.ACKNOWLEDGEMENT, ClockName.ANSWER}
    assert after[ClockName.ACKNOWLEDGEMENT].stopped_at == before[ClockName.ACKNOWLEDGEMENT].stopped_at == AT


async def test_the_old_draft_is_withdrawn_and_the_right_one_prepared(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    assert await desk.drafts(case) == ["answer_complaint"]
    await desk.becomes(case, Kind.ACCESS)
    assert await desk.drafts(case) == ["answer_access"]
    assert await desk.scene.replies(case, OutboxStatus.DROPPED) == ["answer_complaint"]
    draft = await desk.scene.letter(case, "answer_access")
    assert "access_copy" in draft.outgoing.statements
    assert "authority_complaint" in draft.outgoing.statements
    assert draft.outgoing.answers == (await desk.scene.letter(case, "acknowledgement")).outgoing.answers


async def test_a_correction_can_be_corrected_back(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    await desk.becomes(await desk.becomes(case, Kind.ACCESS), Kind.COMPLAINT)
    assert await desk.drafts(case) == ["answer_complaint"]
    assert (await desk.scene.case(case)).queue == "course-administration"
    assert await desk.example(case) is None


async def test_what_is_asked_for_changes_with_the_kind_and_is_asked_with_the_date(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    changed = await desk.becomes(case, Kind.COMPLAINT)
    assert changed.missing == ("documents",)
    told = await desk.scene.letter(case, "deadline_reply")
    assert "Har du dokumenter, der belyser sagen" in told.outgoing.body
    assert "asked" in await desk.scene.verbs(case)


async def test_papers_that_a_right_does_not_need_are_no_longer_missing(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    assert case.missing == ("documents",)
    assert (await desk.becomes(case, Kind.ACCESS)).missing == ()


async def test_a_month_that_is_over_is_late_at_once_and_staff_hear_of_it(desk: Correcting) -> None:
    officer = await desk.scene.hire("privacy_officer")
    case = await desk.misread(Kind.OTHER)
    desk.scene.later(days=40)
    await desk.becomes(case, Kind.ACCESS)
    assert (await desk.scene.clocks(case))[ClockName.ANSWER].late(desk.scene.now)
    notices = [one.outgoing for one in await desk.scene.letters(case) if one.outgoing.recipient == officer.email]
    assert any("Fristen er overskredet." in notice.body for notice in notices)
    assert "deadline_reply" not in await desk.scene.replies(case)
    await desk.scene.tick()
    assert "missed" in await desk.scene.verbs(case)


async def test_those_whose_queue_a_case_comes_to_are_told_and_nobody_is_named(desk: Correcting) -> None:
    officer = await desk.scene.hire("privacy_officer")
    case = await desk.misread(Kind.OTHER)
    await desk.becomes(case, Kind.ACCESS)
    (notice,) = [one.outgoing for one in await desk.scene.letters(case) if one.outgoing.recipient == officer.email]
    assert "en sag er kommet i jeres kø" in notice.subject
    assert "Anna" not in notice.body


async def test_a_legal_date_that_was_told_stands_as_a_promise_where_the_case_was_none(desk: Correcting) -> None:
    case = await desk.misread(Kind.ACCESS)
    await desk.becomes(case, Kind.OTHER)
    clock = (await desk.scene.clocks(case))[ClockName.ANSWER]
    assert (clock.due_at, clock.running) == (LEGAL, True)
    assert clock.law == "the date that the person was told"
    assert "deadline_reply" not in await desk.scene.replies(case)


async def test_a_legal_date_that_nobody_was_told_ends_with_the_mistake(desk: Correcting) -> None:
    case = await desk.scene.opened(a_reading(Kind.ACCESS), judgement=PORTAL)
    await desk.take(case)
    await desk.becomes(case, Kind.OTHER)
    assert ClockName.ANSWER not in await desk.scene.clocks(case)


async def test_a_promise_that_ends_earlier_than_the_law_is_the_date(desk: Correcting) -> None:
    case = await desk.misread(Kind.ACCESS)
    await desk.becomes(case, Kind.COMPLAINT)
    clock = (await desk.scene.clocks(case))[ClockName.ANSWER]
    assert clock.due_at < LEGAL
    told = await desk.scene.letter(case, "deadline_reply")
    assert "20. marts 2026" in told.outgoing.body


async def test_a_held_case_is_corrected_and_its_person_told_nothing(desk: Correcting) -> None:
    case = await desk.scene.opened(a_reading(Kind.OTHER), judgement=PORTAL)
    await desk.take(case)
    changed = await desk.becomes(case, Kind.ACCESS)
    assert (changed.status, changed.held_for) == (Status.HELD, "is_automatic_and_asks")
    assert await desk.drafts(case) == ["answer_access"]
    assert set(await desk.scene.replies(case)) <= {"staff_notice"}


async def test_a_receipt_that_waits_for_a_person_is_written_anew(desk: Correcting) -> None:
    case = await desk.scene.opened(a_reading(Kind.OTHER), return_path="bounce@elsewhere.example")
    await desk.take(case)
    assert "acknowledgement" in await desk.drafts(case)
    await desk.becomes(case, Kind.ACCESS)
    (waiting,) = [
        one
        for one in await desk.scene.letters(case)
        if one.outgoing.reply == "acknowledgement" and one.status is OutboxStatus.DRAFT
    ]
    assert "anmodning om indsigt" in waiting.outgoing.body
    assert waiting.outgoing.note == "sender_is_not_credible"
    assert "deadline_reply" not in await desk.drafts(case)


async def test_one_event_says_who_corrected_and_from_what_to_what(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    await desk.becomes(case, Kind.ACCESS)
    (event,) = [one for one in await desk.scene.events(case) if one.verb == "corrected"]
    assert event.actor == f"staff {desk.bo.id}"
    assert event.data == {"message": case.opened_for, "from": "other", "kind": "access"}


async def test_an_appeal_that_was_read_as_a_question_is_tied_to_what_it_is_about(desk: Correcting) -> None:
    complaint = await desk.misread(Kind.COMPLAINT)
    await desk.scene.book.run(close, Closing("mentorix", complaint.id, "answered"), desk.bo, desk.scene.now)
    case = await desk.misread(Kind.OTHER)
    changed = await desk.becomes(case, Kind.APPEAL)
    assert changed.appeal_of == complaint.id
    assert (await desk.scene.case(complaint)).status is Status.APPEALED


async def test_whoever_decided_what_it_is_about_sees_it_no_more_once_it_is_an_appeal(desk: Correcting) -> None:
    """P-MX-14: they took part, so they do not even correct it again."""
    complaint = await desk.misread(Kind.COMPLAINT)
    await desk.scene.book.run(close, Closing("mentorix", complaint.id, "answered"), desk.bo, desk.scene.now)
    changed = await desk.becomes(await desk.misread(Kind.OTHER), Kind.APPEAL)
    assert changed.excluded == {desk.bo.id}
    assert changed.assigned_to is None
    with pytest.raises(NotAllowed, match="there is no such case"):
        await desk.becomes(changed, Kind.COMPLAINT)


async def test_of_what_is_no_appeal_after_all_nobody_is_shut_out(desk: Correcting) -> None:
    complaint = await desk.misread(Kind.COMPLAINT)
    await desk.scene.book.run(close, Closing("mentorix", complaint.id, "answered"), desk.bo, desk.scene.now)
    appeal = (await desk.scene.hear(a_reading(Kind.APPEAL))).opened[0]
    assert appeal.excluded == {desk.bo.id}
    other = await Correcting.by(desk.scene, "management")
    declaring = Declaring("mentorix", appeal.id, interest=False)
    await desk.scene.book.run(declare, declaring, other.bo, desk.scene.office, desk.scene.now)
    await other.take(appeal)
    changed = await other.becomes(appeal, Kind.FEEDBACK)
    assert changed.appeal_of is None
    assert changed.excluded == frozenset()


async def test_what_an_authority_asks_stays_where_such_things_are_answered(scene: Scene) -> None:
    desk = await Correcting.by(scene, "privacy_officer")
    case = await scene.opened(a_reading(Kind.OTHER, flags=frozenset({Flag.AUTHORITY_REQUEST})))
    assert (await desk.becomes(case, Kind.ACCESS)).queue == "authority-requests"


async def test_the_second_of_two_who_correct_the_same_case_hears_so(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    await desk.becomes(case, Kind.ACCESS)
    with pytest.raises(AlreadyDone):
        await desk.correct(case, kind=(Kind.OTHER, Kind.ERASURE))
    assert (await desk.scene.case(case)).kind is Kind.ACCESS


async def test_who_sees_the_case_but_not_what_it_becomes_has_to_take_it_first(desk: Correcting) -> None:
    case = await desk.scene.opened(a_reading(Kind.OTHER))
    with pytest.raises(NotAllowed, match="take this case first"):
        await desk.becomes(case, Kind.ACCESS)
    assert (await desk.becomes(case, Kind.FEEDBACK)).kind is Kind.FEEDBACK


async def test_whoever_does_not_see_the_case_corrects_nothing(scene: Scene) -> None:
    desk = await Correcting.by(scene, "privacy_officer")
    with pytest.raises(NotAllowed):
        await desk.becomes(await scene.opened(a_reading(Kind.OTHER)), Kind.ACCESS)


async def test_a_role_that_prepares_does_not_decide_what_a_case_is(scene: Scene) -> None:
    desk = await Correcting.by(scene, "external_assessor")
    case = await scene.opened(a_reading(Kind.APPEAL))
    await scene.book.run(casebook.save, replace(case, assigned_to=desk.bo.id))
    with pytest.raises(NotAllowed, match="does not decide"):
        await desk.becomes(case, Kind.COMPLAINT)


async def test_a_case_of_another_organisation_is_no_case(desk: Correcting, offices: dict[str, Office]) -> None:
    case = await desk.misread(Kind.OTHER)
    metier = Scene(desk.scene.book, offices["metier"])
    stranger = await metier.hire("manager")
    what = Correction("mentorix", case.id, case.opened_for, (Kind.OTHER, Kind.ACCESS))
    with pytest.raises(NotAllowed):
        await metier.book.run(correct, what, stranger, metier.office, metier.now)


async def test_a_case_that_is_over_stays_what_it_was(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    await desk.scene.book.run(close, Closing("mentorix", case.id, "no_case"), desk.bo, desk.scene.now)
    with pytest.raises(NotAllowed, match="closed"):
        await desk.becomes(case, Kind.ACCESS)


async def test_a_case_whose_answer_is_on_its_way_is_not_corrected_under_it(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    draft = await desk.scene.letter(case, "answer_other")
    what = approval_of(draft)
    await desk.scene.book.run(approve, what, desk.bo, desk.scene.office.policy, desk.scene.now)
    with pytest.raises(NotAllowed, match="on its way"):
        await desk.becomes(case, Kind.ACCESS)


async def test_nothing_is_no_correction(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    with pytest.raises(NotAllowed, match="nothing is different"):
        await desk.correct(case)


async def test_a_letter_of_another_conversation_cannot_be_corrected_here(desk: Correcting) -> None:
    case, other = await desk.misread(Kind.OTHER), await desk.misread(Kind.COMPLAINT)
    with pytest.raises(NotAllowed):
        await desk.correct(case, message=other.opened_for, also=Kind.ACCESS)


async def test_a_correction_that_fails_leaves_everything_as_it_was(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    with pytest.raises(NotAllowed):
        await desk.correct(case, kind=(Kind.OTHER, Kind.ACCESS), fields={"email": ("anna@example.org", "nowhere")})
    assert await desk.scene.case(case) == case
    assert await desk.drafts(case) == ["answer_other"]
    assert await desk.example(case) is None


async def test_reminders_of_the_new_kind_hold_from_now_on(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    desk.scene.later(days=2)
    await desk.becomes(case, Kind.ACCESS)
    await desk.scene.tick()
    assert "reminded" not in await desk.scene.verbs(case)
    await desk.scene.tick_at(LEGAL + timedelta(seconds=1))
    assert {"missed"} <= set(await desk.scene.verbs(case))


async def test_staff_who_heard_of_the_wrong_clock_hear_of_the_right_one_too(desk: Correcting) -> None:
    manager = await desk.scene.hire("managing_director")
    case = await desk.misread(Kind.COMPLAINT)
    await desk.scene.tick_at(AT + timedelta(days=25))
    before = len([one for one in await desk.scene.letters(case) if one.outgoing.recipient == manager.email])
    await desk.becomes(await desk.scene.case(case), Kind.ACCESS)
    await desk.scene.tick_at(LEGAL + timedelta(seconds=1))
    after = [one for one in await desk.scene.letters(case) if one.outgoing.recipient == manager.email]
    assert len(after) > before
