"""A message is taken in: once, in its place, with everything that follows from it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cases.case import Status
from cases.kind import PRIVACY, Flag, Kind
from cases.message import Address, Channel
from cases.office import Office
from cases.outgoing import Automatic, OutboxStatus, Stop
from cases.policy import ClockName
from cases.reading import Document
from intake.receive import Received
from storage import messages, outbox, threads
from tests.builders import AT, a_reading
from tests.intake.scene import FILED, PORTAL, UNREADABLE, Scene

COMPLETE = a_reading(documents=(Document(1),))
BARE = a_reading(fields={}, text="Det er for dårligt.")


async def thread_token(scene: Scene, received: Received) -> str:
    found = await scene.book.read(threads.by_id, "mentorix", received.opened[0].thread)
    assert found
    return found.token


# One message


async def test_a_complaint_becomes_a_case_with_clocks_events_a_receipt_and_a_draft(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    assert (case.kind, case.status, case.queue) == (Kind.COMPLAINT, Status.OPEN, "course-administration")
    assert case.received_at == AT
    assert set(await scene.clocks(case)) == {"acknowledgement", "handling", "answer"}
    assert await scene.verbs(case) == ["received", "opened", "started", "started", "started"]
    assert await scene.replies(case) == ["acknowledgement"]
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_complaint"]


async def test_the_receipt_answers_the_letter_and_stops_its_own_clock_when_it_leaves(scene: Scene) -> None:
    case = await scene.opened(COMPLETE, references=("<zero@example.org>",))
    letter = (await scene.letter(case, "acknowledgement")).outgoing
    assert (letter.answers, letter.references) == ("<1@example.org>", ("<zero@example.org>",))
    assert letter.automatic is Automatic.REPLIED
    assert letter.stops == (Stop(case.id, ClockName.ACKNOWLEDGEMENT),)
    assert case.number in letter.subject
    assert "20. marts 2026" in letter.body


async def test_being_queued_stops_no_clock(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    assert all(clock.running for clock in (await scene.clocks(case)).values())


async def test_what_is_missing_is_asked_for_at_once_and_changes_no_clock(scene: Scene) -> None:
    complete, bare = await scene.opened(COMPLETE), await scene.opened(BARE)
    assert bare.missing == ("name", "documents")
    assert (await scene.events(bare))[-1].data == {"missing": "name documents"}
    body = (await scene.letter(bare, "acknowledgement")).outgoing.body
    assert "Hvad er dit fulde navn?" in body
    assert "Har du dokumenter" in body
    assert "e-mailadresse skal vi svare" not in body
    ends = [{name: clock.due_at for name, clock in (await scene.clocks(case)).items()} for case in (complete, bare)]
    assert ends[0] == ends[1]


@pytest.mark.parametrize("kind", sorted(PRIVACY))
async def test_a_right_is_asked_for_no_papers_and_due_in_a_month(scene: Scene, kind: Kind) -> None:
    case = await scene.opened(a_reading(kind))
    letter = await scene.letter(case, "acknowledgement")
    assert case.missing == ()
    assert "dokumenter" not in letter.outgoing.body
    assert "7. april 2026" in letter.outgoing.body, "2 April is Maundy Thursday: on past Easter (R-T-11)"
    assert case.queue == "privacy"


@pytest.mark.parametrize("kind", [Kind.OTHER, Kind.FEEDBACK])
async def test_a_question_and_praise_get_a_number_and_no_date(scene: Scene, kind: Kind) -> None:
    case = await scene.opened(a_reading(kind, fields={}))
    body = (await scene.letter(case, "acknowledgement")).outgoing.body
    assert case.number in body
    assert "senest den" not in body
    assert case.missing == ()


async def test_several_rights_in_one_letter_are_several_cases_and_one_receipt_that_lists_each(scene: Scene) -> None:
    received = await scene.hear(a_reading(Kind.ACCESS, Kind.ERASURE, Kind.COMPLAINT))
    assert [case.kind for case in received.opened] == [Kind.ACCESS, Kind.ERASURE, Kind.COMPLAINT]
    first, *others = received.opened
    letter = (await scene.letter(first, "acknowledgement")).outgoing
    for case in received.opened:
        assert case.number in letter.body
        assert case.number in letter.subject
    assert letter.body.count("senest den") == 3
    assert {stop.case for stop in letter.stops} == {case.id for case in received.opened}
    assert [await scene.replies(case) for case in others] == [[], []]
    assert len({case.thread for case in received.opened}) == 1


async def test_each_case_of_a_letter_has_a_draft_of_its_own(scene: Scene) -> None:
    received = await scene.hear(a_reading(Kind.ACCESS, Kind.COMPLAINT))
    drafts = [await scene.replies(case, OutboxStatus.DRAFT) for case in received.opened]
    assert drafts == [["answer_access"], ["answer_complaint"]]


async def test_a_letter_in_a_language_we_do_not_write_is_answered_in_english(scene: Scene) -> None:
    case = await scene.opened(replace(COMPLETE, language="de"))
    assert case.language == "en"
    assert "We have received" in (await scene.letter(case, "acknowledgement")).outgoing.body


# The same message again


async def test_the_same_message_twice_is_counted_and_changes_nothing(scene: Scene) -> None:
    first = await scene.hear(COMPLETE, fingerprint="same")
    second = await scene.hear(COMPLETE, fingerprint="same")
    assert (second.message, second.repeat, second.opened) == (first.message, True, ())
    (case,) = first.opened
    assert len(await scene.letters(case)) == 2
    assert [told.repeats for told in await scene.book.read(messages.of_thread, "mentorix", case.thread)] == [1]


async def test_the_same_message_many_times_at_once_is_one_case(scene: Scene) -> None:
    received = await asyncio.gather(*(scene.hear(COMPLETE, fingerprint="same") for _ in range(12)))
    assert len([one for one in received if not one.repeat]) == 1
    assert len({one.message for one in received}) == 1


async def test_the_same_message_id_with_another_content_is_another_message(scene: Scene) -> None:
    first = await scene.hear(COMPLETE, message_id="<same@example.org>")
    second = await scene.hear(COMPLETE, message_id="<same@example.org>")
    assert not second.repeat
    assert first.opened[0].number != second.opened[0].number


async def test_a_page_that_fails_in_the_middle_leaves_nothing_behind(scene: Scene) -> None:
    async def kept() -> object:
        return await scene.book.read(messages.repeat_of, "mentorix", "half")

    broken = replace(scene.office, calendars={})
    whole, scene.office = scene.office, broken
    with pytest.raises(KeyError):
        await scene.hear(COMPLETE, fingerprint="half")
    scene.office = whole
    assert await kept() is None
    assert (await scene.hear(COMPLETE, fingerprint="half")).opened


# Whom it belongs to


async def test_a_reply_to_the_token_address_from_another_sender_is_kept_with_the_case_and_changes_nothing(
    scene: Scene,
) -> None:
    first = await scene.hear(BARE)
    token = await thread_token(scene, first)
    second = await scene.hear(
        a_reading(Kind.ACCESS, fields={"name": "Eva Ond"}),
        tokens=(token,),
        sender=Address("Eva Ond", "eva@example.net"),
        return_path="eva@example.net",
    )
    before, case = first.opened[0], await scene.case(first.opened[0])
    assert second.opened == ()
    assert (case.missing, case.requester, case.status) == (before.missing, before.requester, before.status)
    assert "third_party" in {event.data.get("reason") for event in await scene.events(case)}


async def test_a_reply_to_our_letter_joins_its_case(scene: Scene) -> None:
    first = await scene.hear(BARE)
    ours = await scene.letter(first.opened[0], "acknowledgement")
    assert (await scene.hear(a_reading(Kind.OTHER), references=("<x@y>", ours.message_id))).opened == ()
    assert (await scene.verbs(first.opened[0]))[-2:] == ["heard", "met"]


async def test_a_second_letter_of_the_same_person_to_their_own_first_joins_it(scene: Scene) -> None:
    await scene.hear(BARE)
    assert (await scene.hear(a_reading(Kind.OTHER), references=("<1@example.org>",))).opened == ()


async def test_somebody_elses_letter_that_names_the_persons_letter_does_not_join_it(scene: Scene) -> None:
    await scene.hear(BARE)
    stranger: dict[str, Any] = {"sender": Address("", "eve@example.net"), "return_path": "eve@example.net"}
    assert (await scene.hear(a_reading(Kind.OTHER), references=("<1@example.org>",), **stranger)).opened


async def test_the_number_and_the_same_sender_find_the_case(scene: Scene) -> None:
    case = await scene.opened(BARE)
    assert (await scene.hear(a_reading(Kind.OTHER, fields={"reference": case.number}))).opened == ()


async def test_the_sender_is_the_same_however_the_address_is_written(scene: Scene) -> None:
    """Telephones begin addresses with a capital letter (R-EM-51)."""
    case = await scene.opened(BARE, sender=Address("Anna", "Anna@example.org"))
    about = a_reading(Kind.OTHER, fields={"reference": case.number})
    assert (await scene.hear(about, sender=Address("Anna", "anna@example.org"))).opened == ()
    assert (
        await scene.hear(a_reading(Kind.OTHER), sender=Address("", "ANNA@example.org"), references=("<1@example.org>",))
    ).opened == ()
    reminder = a_reading(Kind.COMPLAINT, flags=frozenset({Flag.FOLLOW_UP}))
    assert (await scene.hear(reminder, sender=Address("", "aNNa@example.org"))).opened == ()


async def test_a_stranger_with_a_known_number_is_held_and_told_nothing_about_it(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    stranger: dict[str, Any] = {"sender": Address("Eve", "eve@example.net"), "return_path": "eve@example.net"}
    about = a_reading(Kind.OTHER, fields={"reference": case.number, "name": "Eve"})
    (other,) = (await scene.hear(about, **stranger)).opened
    assert (other.status, other.held_for) == (Status.HELD, "third_party")
    assert other.thread != case.thread
    assert await scene.verbs(case) == ["received", "opened", "started", "started", "started"]
    letter = (await scene.letter(other, "acknowledgement")).outgoing
    assert letter.recipient == "eve@example.net"
    words = f"{letter.subject}\n{letter.body}"
    assert case.number not in words
    assert "Anna" not in words
    assert other.number in words


async def test_a_stranger_is_not_shown_an_appealed_case(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    stranger: dict[str, Any] = {"sender": Address("Eve", "eve@example.net"), "return_path": "eve@example.net"}
    (appeal,) = (await scene.hear(a_reading(Kind.APPEAL, fields={"reference": case.number}), **stranger)).opened
    assert appeal.appeal_of is None
    assert (await scene.case(case)).status is Status.OPEN


async def test_a_reminder_joins_the_persons_only_open_case_of_its_kind(scene: Scene) -> None:
    await scene.hear(a_reading(Kind.ACCESS))
    complaint = await scene.opened(COMPLETE)
    reminder = a_reading(Kind.COMPLAINT, flags=frozenset({Flag.FOLLOW_UP}))
    assert (await scene.hear(reminder)).opened == ()
    assert "heard" in await scene.verbs(complaint)


async def test_a_reminder_that_fits_two_cases_is_a_matter_of_its_own(scene: Scene) -> None:
    await scene.hear(COMPLETE)
    await scene.hear(COMPLETE)
    assert (await scene.hear(a_reading(Kind.COMPLAINT, flags=frozenset({Flag.FOLLOW_UP})))).opened


async def test_a_number_of_another_organisation_leads_nowhere(scene: Scene, offices: dict[str, Office]) -> None:
    theirs = Scene(scene.book, offices["mentor"], count=500)
    first = await theirs.hear(a_reading(Kind.ACCESS))
    token = (await scene.book.read(threads.by_id, "mentor", first.opened[0].thread)).token  # type: ignore[union-attr]  # it is there
    about = a_reading(fields={"reference": first.opened[0].number})
    (case,) = (await scene.hear(about, tokens=(token,))).opened
    assert (case.organisation, case.status) == ("mentorix", Status.OPEN)
    assert "heard" not in await theirs.verbs(first.opened[0])


# What is still missing, and what comes


async def test_when_the_last_missing_piece_comes_the_date_is_told_again_and_has_not_moved(scene: Scene) -> None:
    first = await scene.hear(BARE)
    (case,) = first.opened
    ends = await scene.clocks(case)
    token = await thread_token(scene, first)
    scene.later(days=3)
    await scene.hear(a_reading(Kind.OTHER, documents=(Document(1),)), tokens=(token,))
    assert (await scene.case(case)).missing == ()
    letter = (await scene.letter(case, "deadline_reply")).outgoing
    assert letter.released
    assert "20. marts 2026" in letter.body
    assert letter.recipient == "anna@example.org"
    assert await scene.clocks(case) == ends


async def test_as_long_as_something_is_missing_nothing_is_sent_again(scene: Scene) -> None:
    first = await scene.hear(BARE)
    token = await thread_token(scene, first)
    await scene.hear(a_reading(Kind.OTHER), tokens=(token,))
    await scene.hear(a_reading(Kind.OTHER), tokens=(token,))
    assert (await scene.case(first.opened[0])).missing == ("documents",)
    assert await scene.replies(first.opened[0]) == ["acknowledgement"]


async def test_to_say_that_there_are_no_papers_is_enough(scene: Scene) -> None:
    first = await scene.hear(a_reading())
    token = await thread_token(scene, first)
    await scene.hear(a_reading(Kind.OTHER, says_no_documents=True), tokens=(token,))
    assert await scene.replies(first.opened[0]) == ["acknowledgement", "deadline_reply"]


async def test_a_later_letter_never_makes_a_case_lack_more_than_before(scene: Scene) -> None:
    first = await scene.hear(COMPLETE)
    token = await thread_token(scene, first)
    await scene.hear(a_reading(Kind.OTHER, fields={}, flags=frozenset({Flag.ON_BEHALF})), tokens=(token,))
    case = await scene.case(first.opened[0])
    assert (case.missing, case.requester.name) == ((), "Anna Holm")
    assert Flag.ON_BEHALF in case.flags


async def test_a_right_asked_for_in_a_reply_is_a_case_of_its_own(scene: Scene) -> None:
    first = await scene.hear(COMPLETE)
    token = await thread_token(scene, first)
    (access,) = (await scene.hear(a_reading(Kind.ACCESS), tokens=(token,))).opened
    assert (access.kind, access.thread) == (Kind.ACCESS, first.opened[0].thread)
    assert await scene.replies(access) == ["acknowledgement"]
    assert "heard" in await scene.verbs(first.opened[0])


async def test_an_unsure_word_in_a_reply_opens_nothing(scene: Scene) -> None:
    first = await scene.hear(COMPLETE)
    token = await thread_token(scene, first)
    unsure = a_reading(Kind.ACCESS)
    unsure = replace(unsure, kinds=(replace(unsure.kinds[0], confidence=0.4),))
    assert (await scene.hear(unsure, tokens=(token,))).opened == ()


async def test_what_comes_to_a_case_that_is_over_opens_it_again_with_a_draft(scene: Scene) -> None:
    first = await scene.hear(COMPLETE)
    (case,) = first.opened
    await scene.send(await scene.letter(case, "answer_complaint"))
    assert (await scene.case(case)).status is Status.ANSWERED
    await scene.hear(a_reading(Kind.OTHER), tokens=(await thread_token(scene, first),))
    assert (await scene.case(case)).status is Status.OPEN
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_complaint"]


# What a machine, an authority or a broken letter is


async def test_a_robot_is_kept_and_never_answered(scene: Scene) -> None:
    received = await scene.hear(judgement=FILED)
    assert received.opened == ()
    assert await scene.book.read(messages.arrival_of, "mentorix", received.message)
    assert await scene.book.run(outbox.claim, Channel.MAIL, ("a", AT + timedelta(days=9)), 9) == ()


async def test_a_portal_that_asks_is_put_before_staff_and_not_answered(scene: Scene) -> None:
    await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.ACCESS), judgement=PORTAL)
    assert (case.status, case.held_for) == (Status.HELD, "is_automatic_and_asks")
    assert await scene.replies(case) == ["staff_notice"]
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_access"]


async def test_a_held_case_runs_its_clocks_from_receipt(scene: Scene) -> None:
    case = await scene.opened(judgement=UNREADABLE)
    assert all(clock.running and clock.started_at == AT for clock in (await scene.clocks(case)).values())


async def test_a_held_case_is_asked_nothing_and_told_no_date_when_papers_come(scene: Scene) -> None:
    first = await scene.hear(BARE, judgement=replace(UNREADABLE, may_answer=True))
    assert "asked" not in await scene.verbs(first.opened[0])
    body = (await scene.letter(first.opened[0], "acknowledgement")).outgoing.body
    assert "Hvad er dit fulde navn?" not in body
    token = await thread_token(scene, first)
    await scene.hear(a_reading(Kind.OTHER, documents=(Document(1),)), tokens=(token,))
    assert "deadline_reply" not in await scene.replies(first.opened[0])


async def test_an_authority_is_answered_by_a_person(scene: Scene) -> None:
    await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(flags=frozenset({Flag.AUTHORITY_REQUEST})))
    assert (case.queue, case.status) == ("authority-requests", Status.HELD)
    assert await scene.replies(case) == ["staff_notice"]


async def test_a_blind_copy_has_a_case_and_a_receipt_that_waits_with_its_reason(scene: Scene) -> None:
    case = await scene.opened(COMPLETE, to=(Address("", "everybody@example.org"),))
    letter = await scene.letter(case, "acknowledgement")
    assert (letter.status, letter.outgoing.note) == (OutboxStatus.DRAFT, "we_were_not_addressed")


async def test_after_a_few_letters_in_an_hour_receipts_wait_for_a_person(scene: Scene) -> None:
    notes = []
    for _ in range(7):
        case = await scene.opened(COMPLETE)
        notes.append((await scene.letter(case, "acknowledgement")).outgoing.note)
        scene.later(minutes=5)
    assert notes == [None] * 5 + ["too_many_letters"] * 2
    scene.later(hours=1)
    case = await scene.opened(COMPLETE)
    assert (await scene.letter(case, "acknowledgement")).outgoing.note is None


# Appeals


async def test_an_appeal_is_tied_to_the_decided_complaint(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    await scene.send(await scene.letter(case, "answer_complaint"))
    appeal = await scene.opened(a_reading(Kind.APPEAL))
    assert (appeal.appeal_of, appeal.queue) == (case.id, "appeals")
    decided = await scene.case(case)
    assert decided.status is Status.APPEALED
    assert (await scene.events(case))[-1].data == {"appeal": appeal.number}


async def test_an_appeal_that_names_its_case_is_tied_to_that_one(scene: Scene) -> None:
    named, later = await scene.opened(COMPLETE), await scene.opened(COMPLETE)
    for case in (named, later):
        await scene.send(await scene.letter(case, "answer_complaint"))
    (appeal,) = (await scene.hear(a_reading(Kind.APPEAL, fields={"reference": named.number}))).opened
    assert appeal.appeal_of == named.id
    assert [(await scene.case(case)).status for case in (named, later)] == [Status.APPEALED, Status.ANSWERED]


async def test_an_appeal_against_nothing_that_was_decided_changes_no_case(scene: Scene) -> None:
    case = await scene.opened(COMPLETE)
    appeal = await scene.opened(a_reading(Kind.APPEAL))
    assert appeal.appeal_of == case.id
    assert (await scene.case(case)).status is Status.OPEN


async def test_an_appeal_of_somebody_unknown_is_a_case_all_the_same(scene: Scene) -> None:
    assert (await scene.opened(a_reading(Kind.APPEAL))).appeal_of is None
