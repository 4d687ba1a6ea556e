"""A person approves: only then a letter leaves, only once, and only if it says what it must."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Address
from cases.outgoing import Automatic, OutboxStatus
from cases.policy import ClockName
from cases.reading import Document
from cases.staff import Staff
from intake.approve import Approval, approve
from intake.assign import assign
from intake.send_back import SendBack, send_back
from storage.outbox import Entry
from tests.at_work import approval_of, finished
from tests.builders import AT, a_reading
from tests.intake.scene import Scene


@pytest.fixture
async def person(scene: Scene) -> Staff:
    """Give somebody who may approve complaints."""
    return await scene.hire("course_administrator")


async def a_draft(scene: Scene, **message: Any) -> tuple[Case, Entry]:  # noqa: ANN401 - fields of the message
    case = await scene.opened(a_reading(documents=(Document(1),)), **message)
    scene.later(hours=2)
    return case, await scene.letter(case, "answer_complaint")


async def approved(scene: Scene, approval: Approval, person: Staff) -> None:
    await scene.book.run(approve, approval, person, scene.office.policy, scene.now)


async def test_an_approved_answer_is_released_in_the_persons_words(scene: Scene, person: Staff) -> None:
    case, draft = await a_draft(scene)
    await approved(scene, approval_of(draft, body=f"  {finished(draft)}\n\nPS. Tak.  "), person)
    entry = await scene.letter(case, "answer_complaint")
    assert (entry.status, entry.approved_by) == (OutboxStatus.RELEASED, f"staff {person.id}")
    assert entry.outgoing.body.endswith("PS. Tak.")
    assert entry.outgoing.automatic is Automatic.NONE
    assert entry.outgoing.not_before == scene.now
    event = (await scene.events(case))[-1]
    assert (event.verb, event.actor, event.at) == ("approved", f"staff {person.id}", AT + timedelta(hours=2))


async def test_approving_stops_no_clock_before_the_letter_has_left(scene: Scene, person: Staff) -> None:
    case, draft = await a_draft(scene)
    await approved(scene, approval_of(draft), person)
    assert (await scene.clocks(case))[ClockName.ANSWER].running


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"body": "Du får medhold."}, "the letter must still say: appeal_right"),
        ({"body": ""}, "must still say"),
        ({"subject": "  \n "}, "needs a subject and a text"),
    ],
)
async def test_what_the_policy_says_must_be_in_it_or_it_cannot_leave(
    scene: Scene, person: Staff, change: dict[str, str], says: str
) -> None:
    case, draft = await a_draft(scene)
    with pytest.raises(NotAllowed, match=says):
        await approved(scene, approval_of(draft, **change), person)
    assert (await scene.letter(case, "answer_complaint")) == draft
    assert "approved" not in await scene.verbs(case)


async def test_a_place_that_nobody_filled_in_holds_it_back(scene: Scene, person: Staff) -> None:
    _, draft = await a_draft(scene)
    with pytest.raises(NotAllowed, match=re.escape("still to be filled in: [ Beskriv kort")):
        await approved(scene, approval_of(draft, body=draft.outgoing.body), person)


async def test_a_letter_that_asks_for_a_national_number_never_leaves(scene: Scene, person: Staff) -> None:
    _, draft = await a_draft(scene)
    body = f"{finished(draft)}\n\nSend os venligst dit CPR-nummer."
    with pytest.raises(NotAllowed, match="must not say: asks_for_a_national_number"):
        await approved(scene, approval_of(draft, body=body), person)


async def test_a_subject_is_one_line(scene: Scene, person: Staff) -> None:
    case, draft = await a_draft(scene)
    await approved(scene, approval_of(draft, subject="Svar\r\nBcc: alle@example.org"), person)
    assert (await scene.letter(case, "answer_complaint")).outgoing.subject == "Svar Bcc: alle@example.org"


@pytest.mark.parametrize("role", ["external_assessor", "head_trainer", "privacy_officer", "appeal_assessor"])
async def test_who_does_not_see_the_case_finds_no_letter(scene: Scene, role: str) -> None:
    _, draft = await a_draft(scene)
    stranger = await scene.hire(role)
    with pytest.raises(NotAllowed, match="there is no such letter"):
        await approved(scene, approval_of(draft), stranger)


async def test_who_sees_the_case_but_does_not_decide_may_not_approve(scene: Scene, person: Staff) -> None:
    case, draft = await a_draft(scene)
    assessor = await scene.hire("external_assessor")
    await scene.book.run(assign, case.id, assessor, scene.office.policy, scene.now)
    with pytest.raises(NotAllowed, match="role external_assessor may not approve"):
        await approved(scene, approval_of(draft), assessor)
    await approved(scene, approval_of(draft), person)


async def test_another_organisations_staff_find_no_letter(scene: Scene, person: Staff) -> None:
    _, draft = await a_draft(scene)
    theirs = replace(person, organisation="mentor", role="privacy_officer")
    with pytest.raises(NotAllowed, match="there is no such letter"):
        await approved(scene, approval_of(draft), theirs)
    with pytest.raises(NotAllowed, match="there is no such letter"):
        await approved(scene, approval_of(draft, organisation="mentor"), theirs)


async def test_a_role_that_the_policy_no_longer_has_may_nothing(scene: Scene, person: Staff) -> None:
    _, draft = await a_draft(scene)
    with pytest.raises(NotAllowed, match="has no role"):
        await approved(scene, approval_of(draft), replace(person, role="tidligere"))


async def test_of_two_who_approve_at_once_the_second_hears_that_it_is_done(scene: Scene, person: Staff) -> None:
    _, draft = await a_draft(scene)
    other = await scene.hire("course_administrator", email="other@mentorix.example")
    outcomes = await asyncio.gather(
        *(approved(scene, approval_of(draft), one) for one in (person, other)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadyDone", "NoneType"]


async def test_who_opened_an_older_version_hears_that_it_was_changed(scene: Scene, person: Staff) -> None:
    _, draft = await a_draft(scene)
    back = SendBack("mentorix", draft.id, draft.version, "  Se på datoen igen.  ")
    await scene.book.run(send_back, back, person, scene.now)
    with pytest.raises(AlreadyDone, match="changed this draft"):
        await approved(scene, approval_of(draft), person)


async def test_what_has_left_cannot_be_approved_again(scene: Scene, person: Staff) -> None:
    case, draft = await a_draft(scene)
    await approved(scene, approval_of(draft), person)
    await scene.send(await scene.letter(case, "answer_complaint"))
    with pytest.raises(AlreadyDone, match="already sent"):
        await approved(scene, approval_of(draft), person)


async def test_a_letter_that_is_not_there_cannot_be_approved(scene: Scene, person: Staff) -> None:
    _, draft = await a_draft(scene)
    with pytest.raises(NotAllowed, match="there is no such letter"):
        await approved(scene, approval_of(draft, letter=404), person)


async def test_a_letter_to_nobody_waits_until_an_address_is_known(scene: Scene, person: Staff) -> None:
    nameless: dict[str, Any] = {"sender": Address("", ""), "return_path": ""}
    case = await scene.opened(a_reading(fields={"name": "Anna Holm"}), **nameless)
    draft = await scene.letter(case, "answer_complaint")
    assert draft.outgoing.recipient is None
    with pytest.raises(NotAllowed, match="find an address first"):
        await approved(scene, approval_of(draft), person)


async def test_a_receipt_that_waited_can_be_let_go_by_a_person(scene: Scene, person: Staff) -> None:
    case, _ = await a_draft(scene, to=(Address("", "everybody@example.org"),))
    receipt = await scene.letter(case, "acknowledgement")
    await approved(scene, approval_of(receipt), person)
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.RELEASED


async def test_the_answer_to_a_right_says_where_to_complain(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await scene.opened(a_reading(Kind.ACCESS))
    draft = await scene.letter(case, "answer_access")
    without = re.sub(r"(?m)^.*Datatilsynet.*$", "", finished(draft))
    with pytest.raises(NotAllowed, match="authority_complaint"):
        await approved(scene, approval_of(draft, body=without), officer)
    await approved(scene, approval_of(draft), officer)


# Sending back


async def test_a_draft_that_is_sent_back_keeps_the_note_and_counts_as_changed(scene: Scene, person: Staff) -> None:
    case, draft = await a_draft(scene)
    await scene.book.run(send_back, SendBack("mentorix", draft.id, 1, " Se på datoen. "), person, scene.now)
    entry = await scene.letter(case, "answer_complaint")
    assert (entry.outgoing.note, entry.version, entry.status) == ("Se på datoen.", 2, OutboxStatus.DRAFT)
    event = (await scene.events(case))[-1]
    assert event.verb == "sent_back"
    assert "datoen" not in str(event.data), "the history holds no words of people"


async def test_of_two_who_send_back_the_same_version_the_second_hears_of_it(scene: Scene, person: Staff) -> None:
    _, draft = await a_draft(scene)
    back = SendBack("mentorix", draft.id, draft.version, "x")
    await scene.book.run(send_back, back, person, scene.now)
    with pytest.raises(AlreadyDone):
        await scene.book.run(send_back, back, person, scene.now)
