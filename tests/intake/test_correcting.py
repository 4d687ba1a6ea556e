"""A matter that was overlooked, and fields that were misread: what a person adds to a case and its letter."""

import pytest

from cases.case import Case, Requester, Status
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address, Authentication
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.staff import Staff
from intake.assign import assign
from intake.confirm import Confirmation, confirm_identity
from intake.correct import correct
from intake.declare import Declaring, declare
from intake.keep_out import KeepingOut, keep_out
from intake.recast import Correction
from storage import casebook, messages
from tests.builders import AT, a_reading
from tests.intake.appealing import Appealing
from tests.intake.correcting import Correcting
from tests.intake.scene import PORTAL, Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What the two databases do alike here is shown in test_correct.py."""


@pytest.fixture
async def desk(scene: Scene) -> Correcting:
    return await Correcting.by(scene)


async def of_letter(desk: Correcting, case: Case) -> tuple[Case, ...]:
    """Give the other cases of a case's conversation."""
    every = await desk.scene.book.read(casebook.of_thread, case.organisation, case.thread)
    return tuple(one for one in every if one.id != case.id)


async def test_an_overlooked_matter_is_a_case_of_its_own_from_the_same_receipt(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    desk.scene.later(days=3)
    await desk.correct(case, also=Kind.ACCESS)
    (other,) = await of_letter(desk, case)
    assert (other.kind, other.queue, other.received_at, other.opened_for) == (
        Kind.ACCESS,
        "privacy",
        AT,
        case.opened_for,
    )
    assert (await desk.scene.clocks(other))[ClockName.ANSWER].started_at == AT
    assert other.requester == case.requester
    assert (await desk.scene.case(case)).kind is Kind.COMPLAINT


async def test_the_person_hears_its_number_and_date_and_nothing_of_the_first_again(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    await desk.correct(case, also=Kind.ACCESS)
    (other,) = await of_letter(desk, case)
    receipt = await desk.scene.letter(other, "acknowledgement")
    assert receipt.status is OutboxStatus.RELEASED
    assert other.number in receipt.outgoing.body
    assert "7. april 2026" in receipt.outgoing.body
    assert case.number not in receipt.outgoing.body


async def test_a_letter_that_was_acknowledged_in_time_is_not_late_for_its_second_matter(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    desk.scene.later(days=3)
    await desk.correct(case, also=Kind.ACCESS)
    (other,) = await of_letter(desk, case)
    acknowledged = (await desk.scene.clocks(other))[ClockName.ACKNOWLEDGEMENT]
    assert acknowledged.stopped_at == AT
    assert not acknowledged.late(desk.scene.now)


async def test_its_answer_is_prepared_and_both_histories_tell_of_each_other(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    await desk.correct(case, also=Kind.ACCESS)
    (other,) = await of_letter(desk, case)
    assert await desk.drafts(other) == ["answer_access"]
    (here,) = [one for one in await desk.scene.events(case) if one.verb == "corrected"]
    (there,) = [one for one in await desk.scene.events(other) if one.verb == "corrected"]
    assert here.data == {"message": case.opened_for, "also": "access", "opened": other.number}
    assert there.data == {"kind": "access", "of": case.number}
    assert (await desk.scene.verbs(other))[:2] == ["received", "opened"]


async def test_a_matter_can_be_overlooked_in_a_later_letter(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    desk.scene.later(days=5)
    receipt = await desk.scene.letter(case, "acknowledgement")
    await desk.scene.hear(a_reading(Kind.OTHER), references=(receipt.message_id,))
    *_, second = await desk.scene.book.read(messages.of_thread, "mentorix", case.thread)
    await desk.correct(case, message=second.id, also=Kind.ERASURE)
    (other,) = await of_letter(desk, case)
    assert (other.kind, other.opened_for, other.received_at) == (Kind.ERASURE, second.id, second.at)
    with pytest.raises(NotAllowed):
        await desk.correct(case, message=second.id, kind=(Kind.COMPLAINT, Kind.ACCESS))


async def test_each_matter_of_a_letter_is_one_case(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    await desk.correct(case, also=Kind.ACCESS)
    with pytest.raises(AlreadyDone):
        await desk.correct(case, also=Kind.ACCESS)
    with pytest.raises(AlreadyDone):
        await desk.correct(case, also=Kind.COMPLAINT)
    with pytest.raises(NotAllowed, match="duplicate"):
        await desk.becomes(case, Kind.ACCESS)


async def test_kind_and_overlooked_matter_are_corrected_at_once(desk: Correcting) -> None:
    case = await desk.misread(Kind.OTHER)
    changed = await desk.correct(case, kind=(Kind.OTHER, Kind.COMPLAINT), also=Kind.ACCESS)
    (other,) = await of_letter(desk, case)
    assert {changed.kind, other.kind} == {Kind.COMPLAINT, Kind.ACCESS}
    example = await desk.example(case)
    assert example
    assert example.kinds == (Kind.COMPLAINT, Kind.ACCESS)


async def test_what_is_overlooked_in_a_held_letter_is_held_too(desk: Correcting) -> None:
    case = await desk.scene.opened(a_reading(Kind.COMPLAINT), judgement=PORTAL)
    await desk.take(case)
    await desk.correct(case, also=Kind.ACCESS)
    (other,) = await of_letter(desk, case)
    assert (other.status, other.held_for) == (Status.HELD, "is_automatic_and_asks")
    assert set(await desk.scene.replies(other)) <= {"staff_notice"}


async def test_an_overlooked_matter_is_opened_by_those_who_see_its_queue_or_have_the_case(desk: Correcting) -> None:
    case = await desk.scene.opened(a_reading(Kind.COMPLAINT))
    with pytest.raises(NotAllowed, match="take this case first"):
        await desk.correct(case, also=Kind.ACCESS)


async def test_a_corrected_name_stands_in_the_case_the_reading_and_the_draft(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    changed = await desk.correct(case, fields={"name": ("Anna Holm", "Anne Holme")})
    assert changed.requester == Requester("Anne Holme", "anna@example.org")
    (told,) = await desk.scene.book.read(messages.of_thread, "mentorix", case.thread)
    assert told.reading.fields["name"] == "Anne Holme"
    draft = next(one for one in await desk.scene.letters(case) if one.status is OutboxStatus.DRAFT)
    assert "Kære Anne Holme" in draft.outgoing.body
    assert "deadline_reply" not in await desk.scene.replies(case)


async def test_the_history_names_the_field_and_never_what_stood_in_it(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    await desk.correct(case, fields={"name": ("Anna Holm", "Anne Holme"), "course": ("", "PRINCE2")})
    (event,) = [one for one in await desk.scene.events(case) if one.verb == "corrected"]
    assert event.data == {"message": case.opened_for, "fields": "name course"}


async def test_another_address_must_be_known_anew(desk: Correcting) -> None:
    proven = Authentication("pass", "pass", "pass", "example.org", "here", aligned=True)
    case = (await desk.scene.hear(a_reading(Kind.COMPLAINT), authentication=proven)).opened[0]
    await desk.take(case)
    case = await desk.correct(case, fields={"email": ("anna@example.org", "anna@new.example")})
    what = Confirmation("mentorix", case.id, "called_back")
    await desk.scene.book.run(confirm_identity, what, desk.bo, desk.scene.office, desk.scene.now)
    known = await desk.scene.case(case)
    assert known.identity
    again = await desk.correct(known, fields={"email": ("anna@new.example", "anna@third.example")})
    assert again.identity is None
    draft = next(one for one in await desk.scene.letters(case) if one.status is OutboxStatus.DRAFT)
    assert draft.outgoing.recipient == "anna@third.example"


@pytest.mark.parametrize("address", ["nowhere", "a@b", "anna@example.org, bo@example.org", "<a@example.org>", ""])
async def test_what_is_no_address_is_not_written_to(desk: Correcting, address: str) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    with pytest.raises(NotAllowed, match="no e-mail address"):
        await desk.correct(case, fields={"email": ("anna@example.org", address)})


async def test_nobody_is_answered_at_our_own_address(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    with pytest.raises(NotAllowed, match="takes letters in"):
        await desk.correct(case, fields={"email": ("anna@example.org", "Info+x@mentorix.dk")})


async def test_two_who_correct_the_same_field_do_not_overwrite_each_other(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    await desk.correct(case, fields={"name": ("Anna Holm", "Anne Holme")})
    with pytest.raises(AlreadyDone):
        await desk.correct(case, fields={"name": ("Anna Holm", "Anna Holmgaard")})
    await desk.correct(case, fields={"phone": ("", "+4522415587")})
    assert (await desk.scene.case(case)).requester.name == "Anne Holme"


async def test_a_field_that_a_person_fills_in_is_missing_no_longer(book_of_metier: Correcting) -> None:
    desk = book_of_metier
    case = await desk.misread(Kind.RECTIFICATION)
    assert case.missing == ("what_is_wrong", "proposed_value")
    changed = await desk.correct(
        case, fields={"what_is_wrong": ("", "navnet på beviset"), "proposed_value": ("", "Anne")}
    )
    assert changed.missing == ()
    assert (await desk.scene.verbs(case))[-1] == "met"


@pytest.fixture
async def book_of_metier(scene: Scene, offices: dict[str, Office]) -> Correcting:
    return await Correcting.by(Scene(scene.book, offices["metier"]), "privacy_officer")


async def test_a_processor_that_learns_the_customer_prepares_to_pass_it_on(
    scene: Scene, offices: dict[str, Office]
) -> None:
    desk = await Correcting.by(Scene(scene.book, offices["mentor"]), "administrator")
    case = await desk.misread(Kind.OTHER, language="nl")
    changed = await desk.becomes(case, Kind.ACCESS)
    clocks = await desk.scene.clocks(case)
    assert ClockName.REFERRAL in clocks
    assert "customer" in changed.missing
    told = await desk.scene.letter(case, "deadline_reply")
    assert "door aan de organisatie waar u uw opleiding volgt" in told.outgoing.body
    known = await desk.correct(changed, fields={"customer": ("", "noord")})
    assert known.customer == "noord"


async def test_the_letter_becomes_an_example_in_which_nobody_is_named(desk: Correcting) -> None:
    case = (
        await desk.scene.hear(
            a_reading(Kind.OTHER, text="Jeg er Anna Holm, cpr 311299-0000, ring 22 41 55 87. Hvad har I om mig?"),
            subject="Anna spørger",
            sender=Address("Anna Holm", "anna@example.org"),
        )
    ).opened[0]
    await desk.take(case)
    await desk.becomes(case, Kind.ACCESS)
    example = await desk.example(case)
    assert example
    assert example.text.startswith("Jeg er •••, cpr ••••••-••••, ring •••. Hvad har I om mig?")
    assert example.subject == "••• spørger"
    assert (example.role, example.language) == ("course_administrator", "da")
    assert [found.kind for found in example.read] == [Kind.OTHER]
    assert example.kinds == (Kind.ACCESS,)


async def test_a_field_alone_makes_an_example_too_and_says_what_was_wrong_with_it(desk: Correcting) -> None:
    case = await desk.misread(Kind.COMPLAINT)
    await desk.correct(case, fields={"name": ("Anna Holm", "Anne Holme"), "course": ("", "PRINCE2")})
    example = await desk.example(case)
    assert example
    assert example.fields == {"name": "wrong", "course": "missed"}
    assert example.kinds == (Kind.COMPLAINT,)


async def test_a_name_that_could_not_be_read_is_not_left_in_the_example(desk: Correcting) -> None:
    case = await desk.scene.opened(
        a_reading(Kind.OTHER, text="Hej, her er Karoline Friis fra Nørre Alslev skole. Hvad har I om mig?", fields={}),
        subject="Fra Karoline",
        sender=Address("", "k1@example.org"),
    )
    await desk.take(case)
    await desk.correct(case, fields={"name": ("", "Karoline Friis"), "reference": ("", "Nørre Alslev")})
    example = await desk.example(case)
    assert example
    assert example.text.startswith("Hej, her er ••• fra ••• skole. Hvad har I om mig?")
    assert example.subject == "Fra •••"


async def test_a_receipt_that_waits_names_no_matter_that_has_a_receipt_of_its_own(desk: Correcting) -> None:
    case = await desk.scene.opened(a_reading(Kind.COMPLAINT), to=())
    await desk.take(case)
    await desk.correct(case, also=Kind.ACCESS)
    (other,) = await of_letter(desk, case)
    waiting = [
        entry
        for entry in (*await desk.scene.letters(case), *await desk.scene.letters(other))
        if entry.outgoing.reply == "acknowledgement" and entry.status is OutboxStatus.DRAFT
    ]
    named = [[one.number for one in (case, other) if one.number in entry.outgoing.body] for entry in waiting]
    assert named == [[case.number], [other.number]]
    assert [[stop.case for stop in entry.outgoing.stops] for entry in waiting] == [[case.id], [other.id]]


async def test_a_receipt_that_waits_goes_on_naming_every_matter_that_it_told_of(desk: Correcting) -> None:
    received = await desk.scene.hear(a_reading(Kind.COMPLAINT, Kind.OBJECTION), to=())
    complaint, other = received.opened
    await desk.take(complaint)
    await desk.becomes(complaint, Kind.FEEDBACK)
    (receipt,) = [
        entry
        for entry in await desk.scene.letters(complaint)
        if entry.outgoing.reply == "acknowledgement" and entry.status is OutboxStatus.DRAFT
    ]
    assert complaint.number in receipt.outgoing.body
    assert other.number in receipt.outgoing.body


# Whom a case concerns


async def kept_out(scene: Scene, case: Case, person: Staff, by: Staff) -> None:
    await scene.book.run(keep_out, KeepingOut("mentorix", case.id, person.id), by, scene.office, scene.now)


async def becomes(scene: Scene, case: Case, kind: Kind, by: Staff) -> Case:
    """Let a person who has taken a case, and declared to have no interest in it, correct its kind."""
    now = await scene.case(case)
    if now.kind is Kind.APPEAL:
        declaring = Declaring("mentorix", case.id, interest=False)
        await scene.book.run(declare, declaring, by, scene.office, scene.now)
    await scene.book.run(assign, case.id, by, scene.office.policy, scene.now)
    what = Correction("mentorix", case.id, case.opened_for, kind=(now.kind, kind))
    await scene.book.run(correct, what, by, scene.office, scene.now)
    return await scene.case(case)


async def test_p_mx_06_whom_a_case_concerns_is_kept_out_of_it_whatever_kind_it_turns_out_to_be(scene: Scene) -> None:
    one = await Appealing.began(scene)
    manager = await scene.hire("management")
    await kept_out(scene, one.appeal, one.assessor, manager)
    assert (await one.now()).excluded == {one.handler.id, one.assessor.id}
    changed = await becomes(scene, one.appeal, Kind.FEEDBACK, manager)
    assert changed.excluded == {one.assessor.id}, "the handler was shut out of an appeal, and it is none"
    again = await becomes(scene, changed, Kind.APPEAL, manager)
    assert again.excluded == {one.handler.id, one.assessor.id}


async def test_p_mx_06_a_case_does_not_come_to_the_queue_of_whom_it_concerns(scene: Scene) -> None:
    bo, manager = await scene.hire("course_administrator"), await scene.hire("management")
    case = await scene.opened(a_reading(Kind.COMPLAINT))
    await kept_out(scene, case, bo, await scene.hire("course_administrator", email="other@mentorix.example"))
    moved = await scene.case(case)
    assert (moved.queue, *moved.excluded) == ("management", bo.id)
    changed = await becomes(scene, moved, Kind.FEEDBACK, manager)
    assert (changed.queue, *changed.excluded) == ("management", bo.id)


async def test_p_mx_06_an_overlooked_matter_of_a_letter_concerns_whom_the_letter_concerns(scene: Scene) -> None:
    bo, officer = await scene.hire("course_administrator"), await scene.hire("managing_director")
    case = await scene.opened(a_reading(Kind.ACCESS))
    await kept_out(scene, case, bo, officer)
    await scene.book.run(assign, case.id, officer, scene.office.policy, scene.now)
    what = Correction("mentorix", case.id, case.opened_for, also=Kind.FEEDBACK)
    await scene.book.run(correct, what, officer, scene.office, scene.now)
    (other,) = await of_letter(Correcting(scene, officer), case)
    assert other.excluded == {bo.id}
    assert "kept_out" in await scene.verbs(other)
