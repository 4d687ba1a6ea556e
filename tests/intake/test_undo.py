"""A person takes an approved letter back: within its window, and never so that a letter is late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.message import Channel
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.staff import Staff
from intake.approve import approve
from intake.leaving import MARGIN
from intake.send_back import SendBack, send_back
from intake.undo import Undoing, undo
from storage import decisions, outbox
from storage.outbox import Entry
from tests.at_work import approval_of, finished
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.talking import talking
from tests.intake.test_chat_letters import KNOWN, a_question

WINDOW = timedelta(seconds=20)


@pytest.fixture
async def person(scene: Scene) -> Staff:
    """Give somebody who may approve complaints."""
    return await scene.hire("course_administrator")


async def an_approved_answer(scene: Scene, person: Staff, window: timedelta = WINDOW) -> tuple[Case, Entry]:
    case = await scene.opened()
    scene.later(hours=2)
    return case, await approved(scene, case, person, window)


async def approved(scene: Scene, case: Case, person: Staff, window: timedelta = WINDOW) -> Entry:
    draft = await scene.letter(case, "answer_complaint")
    approval = replace(approval_of(draft, body=f"{finished(draft)}\n\nPS. Tak."), undo=window)
    await scene.book.run(approve, approval, person, scene.office.policy, scene.now)
    return await scene.letter(case, "answer_complaint")


async def undone(scene: Scene, letter: Entry, person: Staff) -> None:
    what = Undoing(letter.outgoing.organisation, letter.id, letter.version)
    await scene.book.run(undo, what, person, scene.office.policy, scene.now)


async def leaves(scene: Scene) -> bool:
    """Say whether the mail's sender finds a letter to send."""
    return bool(await scene.book.run(outbox.claim, Channel.MAIL, ("here", scene.now), 10))


async def test_an_approved_letter_waits_for_the_end_of_its_window(scene: Scene, person: Staff) -> None:
    case = await scene.opened()
    await scene.send(await scene.letter(case, "acknowledgement"))
    await approved(scene, case, person)
    scene.later(seconds=19)
    assert not await leaves(scene)
    scene.later(seconds=1)
    assert await leaves(scene)


async def test_a_letter_that_is_taken_back_is_a_draft_with_the_words_it_was_to_leave_with(
    scene: Scene, person: Staff
) -> None:
    case, letter = await an_approved_answer(scene, person)
    scene.later(seconds=19)
    await undone(scene, letter, person)
    draft = await scene.letter(case, "answer_complaint")
    assert (draft.status, draft.approved_by, draft.released_at) == (OutboxStatus.DRAFT, None, None)
    assert draft.outgoing.body.endswith("PS. Tak.")
    event = (await scene.events(case))[-1]
    assert (event.verb, event.actor, event.data["letter"]) == ("approval_undone", f"staff {person.id}", draft.id)
    assert (await scene.clocks(case))[ClockName.ANSWER].running
    scene.later(hours=1)
    assert "answer_complaint" not in await scene.replies(case)


async def test_what_was_decided_with_it_is_told_by_the_next_answer(scene: Scene, person: Staff) -> None:
    case, letter = await an_approved_answer(scene, person)

    async def standing() -> object:
        return decisions.standing(await scene.book.read(decisions.of_case, case.organisation, case.id))

    assert await standing() is None, "the letter tells it"
    await undone(scene, letter, person)
    assert await standing() is not None
    again = await approved(scene, case, person)
    assert again.status is OutboxStatus.RELEASED
    assert (await scene.verbs(case)).count("decided") == 1


async def test_twice_has_no_effect(scene: Scene, person: Staff) -> None:
    case, letter = await an_approved_answer(scene, person)
    await undone(scene, letter, person)
    await undone(scene, letter, person)
    assert (await scene.verbs(case)).count("approval_undone") == 1


async def test_what_a_colleague_changed_meanwhile_is_not_undone(scene: Scene, person: Staff) -> None:
    case, letter = await an_approved_answer(scene, person)
    await undone(scene, letter, person)
    draft = await scene.letter(case, "answer_complaint")
    await scene.book.run(send_back, SendBack("mentorix", draft.id, draft.version, "Se her."), person, scene.now)
    with pytest.raises(AlreadyDone):
        await undone(scene, letter, person)


async def test_after_its_window_a_letter_is_on_its_way(scene: Scene, person: Staff) -> None:
    case, letter = await an_approved_answer(scene, person)
    scene.later(seconds=20)
    with pytest.raises(AlreadyDone, match="on its way"):
        await undone(scene, letter, person)
    assert (await scene.letter(case, "answer_complaint")).status is OutboxStatus.RELEASED


async def test_a_letter_that_somebody_has_begun_to_send_is_not_taken_back(scene: Scene, person: Staff) -> None:
    _, letter = await an_approved_answer(scene, person)
    await scene.book.run(outbox.claim, Channel.MAIL, ("ahead", scene.now + WINDOW), 10)
    with pytest.raises(AlreadyDone):
        await undone(scene, letter, person)


async def test_a_letter_that_was_put_off_is_not_taken_back(scene: Scene, person: Staff) -> None:
    _, letter = await an_approved_answer(scene, person)
    scene.later(seconds=20)
    await leaves(scene)
    later = scene.now + timedelta(minutes=5)
    await scene.book.run(outbox.postpone, "mentorix", letter.id, later, "4.4.1")
    with pytest.raises(AlreadyDone):
        await undone(scene, letter, person)


async def test_without_a_window_a_letter_leaves_at_once(scene: Scene, person: Staff) -> None:
    _, letter = await an_approved_answer(scene, person, timedelta(0))
    assert letter.outgoing.not_before == scene.now
    with pytest.raises(AlreadyDone):
        await undone(scene, letter, person)


@pytest.mark.parametrize("role", ["external_assessor", "head_trainer", "privacy_officer"])
async def test_who_could_not_approve_it_cannot_take_it_back(scene: Scene, person: Staff, role: str) -> None:
    _, letter = await an_approved_answer(scene, person)
    stranger = await scene.hire(role)
    with pytest.raises(NotAllowed):
        await undone(scene, letter, stranger)


async def test_another_organisations_staff_find_no_letter(scene: Scene, person: Staff) -> None:
    _, letter = await an_approved_answer(scene, person)
    theirs = replace(person, organisation="mentor")
    with pytest.raises(NotAllowed, match="there is no such letter"):
        await undone(scene, letter, theirs)
    nowhere = Undoing("mentorix", 404, 1)
    with pytest.raises(NotAllowed, match="there is no such letter"):
        await scene.book.run(undo, nowhere, person, scene.office.policy, scene.now)


@pytest.mark.parametrize(
    ("left", "window"),
    [
        (timedelta(hours=1), WINDOW),
        (MARGIN + timedelta(seconds=7), timedelta(seconds=7)),
        (MARGIN, timedelta(0)),
        (timedelta(seconds=1), timedelta(0)),
        (timedelta(days=-1), WINDOW),
    ],
)
async def test_the_window_makes_no_letter_late(scene: Scene, person: Staff, left: timedelta, window: timedelta) -> None:
    case = await scene.opened()
    scene.now = (await scene.clocks(case))[ClockName.ANSWER].due_at - left
    letter = await approved(scene, case, person)
    assert letter.outgoing.not_before - scene.now == window


async def test_an_answer_in_a_chat_does_not_stand_there_before_its_window_is_over(scene: Scene, person: Staff) -> None:
    chat = await talking(scene, minutes=30)
    case = await a_question(chat, **KNOWN)
    draft = await scene.letter(case, "answer_other")
    approval = replace(approval_of(draft, body="Kære Anna\n\nKurset begynder mandag.\n\nHilsen"), undo=WINDOW)
    await scene.book.run(approve, approval, person, scene.office.policy, scene.now)
    letter = await scene.letter(case, "answer_other")
    await chat.hear(a_reading(Kind.OTHER, fields={}, text="Er I der?"))
    assert letter.id not in {line.letter for line in await chat.lines()}
    await undone(scene, letter, person)
    assert (await scene.letter(case, "answer_other")).status is OutboxStatus.DRAFT


def test_an_organisation_that_says_nothing_has_no_window() -> None:
    assert not Office.__dataclass_fields__["undo"].default
