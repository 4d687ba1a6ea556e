"""Whom an answer may go to: nobody who perhaps never asked, until a person made sure (R-EM-83, R-ID-4)."""

from dataclasses import replace
from typing import Any

import pytest

from cases.case import Case, Status
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.message import Address, Authentication
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.reading import Document
from cases.staff import Staff
from intake.approve import approve
from intake.confirm import Confirmation, confirm_identity
from intake.identity import BY_HAND, WAYS, Doubt, doubt
from storage import messages, threads
from storage.dossier import dossier
from storage.outbox import Entry
from tests.at_work import approval_of
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.test_pause import asked as asked_who_it_is

PASSED = Authentication("pass", "pass", "pass", "example.org", "here", aligned=True, policy="reject")
VOUCHED = Authentication("pass", "none", "none", "example.org", "here", aligned=True)
FORGED = Authentication("fail", "none", "fail", "example.org", "here", policy="reject")
UNCHECKED = Authentication("temperror", "none", "temperror", "example.org", "here")


@pytest.fixture
async def person(scene: Scene) -> Staff:
    """Give somebody who may approve complaints."""
    return await scene.hire("course_administrator")


async def approved(scene: Scene, entry: Entry, person: Staff) -> None:
    what = approval_of(entry)
    await scene.book.run(approve, what, person, scene.office.policy, scene.now)


async def confirmed(scene: Scene, case: Case, person: Staff, way: str = "called_back", note: str = "") -> None:
    what = Confirmation("mentorix", case.id, way, note)
    await scene.book.run(confirm_identity, what, person, scene.office, scene.now)


async def asked(scene: Scene, known: Authentication | None, **message: Any) -> tuple[Case, Entry]:  # noqa: ANN401 - fields of the message
    """Let a complaint come in of which this is known; give the case and the drafted answer."""
    case = await scene.opened(a_reading(documents=(Document(1),)), authentication=known, **message)
    return case, await scene.letter(case, "answer_complaint")


async def doubted(scene: Scene, case: Case, recipient: str | None = "anna@example.org") -> Doubt | None:
    told = await scene.book.read(messages.of_thread, "mentorix", case.thread)
    return doubt(await scene.case(case), told, recipient, scene.office.policy)


async def test_a_forged_letter_opens_a_case_and_is_not_answered(scene: Scene) -> None:
    case, _ = await asked(scene, FORGED)
    assert case.status is Status.OPEN
    assert await scene.replies(case) == []
    receipt = await scene.letter(case, "acknowledgement")
    assert (receipt.status, receipt.outgoing.note) == (OutboxStatus.DRAFT, "sender_is_perhaps_forged")


async def test_its_answer_cannot_leave_until_somebody_made_sure_who_asked(scene: Scene, person: Staff) -> None:
    case, draft = await asked(scene, FORGED)
    with pytest.raises(NotAllowed, match="perhaps forged: confirm first"):
        await approved(scene, draft, person)
    assert (await scene.letter(case, "answer_complaint")) == draft
    await confirmed(scene, case, person)
    await approved(scene, draft, person)
    assert await scene.replies(case) == ["answer_complaint"]
    assert (await scene.verbs(case))[-3:] == ["identity_confirmed", "decided", "approved"]


@pytest.mark.parametrize("known", [PASSED, VOUCHED, UNCHECKED, None])
async def test_nothing_is_held_back_where_nothing_speaks_against_it(
    scene: Scene, person: Staff, known: Authentication | None
) -> None:
    case, draft = await asked(scene, known)
    assert await doubted(scene, case) is None
    await approved(scene, draft, person)


async def test_the_receipt_of_a_doubtful_letter_is_a_persons_to_let_go(scene: Scene, person: Staff) -> None:
    case, _ = await asked(scene, FORGED)
    await approved(scene, await scene.letter(case, "acknowledgement"), person)
    assert await scene.replies(case) == ["acknowledgement"]


async def test_what_is_known_is_kept_with_the_message(scene: Scene) -> None:
    case, _ = await asked(scene, PASSED)
    (told,) = await scene.book.read(messages.of_thread, "mentorix", case.thread)
    assert told.authentication == PASSED


async def test_who_writes_again_and_is_vouched_for_is_who_they_say(scene: Scene) -> None:
    case, _ = await asked(scene, FORGED)
    again: dict[str, Any] = {"references": ("<1@example.org>",), "sender": Address("Anna Holm", "Anna@Example.org")}
    await scene.hear(a_reading(), authentication=PASSED, **again)
    assert await doubted(scene, case) is None


async def test_who_was_vouched_for_once_is_doubted_when_the_next_letter_is_not(scene: Scene) -> None:
    case, _ = await asked(scene, PASSED)
    await scene.hear(a_reading(), authentication=FORGED, references=("<1@example.org>",))
    assert await doubted(scene, case) is Doubt.PERHAPS_FORGED
    await scene.hear(a_reading(), authentication=UNCHECKED, references=("<1@example.org>",))
    assert await doubted(scene, case) is Doubt.PERHAPS_FORGED, "what could not be looked up says nothing"


async def test_an_answer_to_another_address_than_the_letter_came_from_waits(scene: Scene) -> None:
    case, _ = await asked(scene, PASSED)
    assert await doubted(scene, case, "other@example.org") is Doubt.ANOTHER_ADDRESS
    assert await doubted(scene, case, None) is None
    unseen, _ = await asked(scene, None, sender=Address("", "bo@example.org"))
    assert await doubted(scene, unseen, "other@example.org") is None, "nobody ever looks here"


async def test_a_letter_that_our_own_people_passed_on_is_answered_to_its_author(scene: Scene) -> None:
    ours = replace(PASSED, domain="mentorix.dk")
    case, _ = await asked(scene, ours, sender=Address("Bo Lund", "bo@mentorix.dk"))
    assert await doubted(scene, case) is None


async def test_all_cases_of_the_conversation_are_confirmed_at_once(scene: Scene, person: Staff) -> None:
    received = await scene.hear(a_reading(Kind.COMPLAINT, Kind.ACCESS), authentication=FORGED)
    complaint, access = received.opened
    await confirmed(scene, complaint, person, "other_channel", "  vist   kursusbevis ")
    for case in (complaint, access):
        assert (await scene.case(case)).identity == "other_channel vist kursusbevis"
        event = (await scene.events(case))[-1]
        assert (event.verb, event.actor, event.data) == (
            "identity_confirmed",
            f"staff {person.id}",
            {"way": "other_channel"},
        )


@pytest.mark.parametrize(
    ("way", "note", "says"),
    [
        ("passport_copy", "", '"passport_copy" is no way'),
        ("one_time_link", "", '"one_time_link" is no way'),
        ("", "", "expected one of logged_in, address_on_file, knowledge, known_address, called_back"),
        ("other_channel", "  ", "say in the note"),
    ],
)
async def test_there_are_only_so_many_ways(scene: Scene, person: Staff, way: str, note: str, says: str) -> None:
    case, _ = await asked(scene, FORGED)
    with pytest.raises(NotAllowed, match=says):
        await confirmed(scene, case, person, way, note)
    assert (await scene.case(case)).identity is None


async def test_it_is_confirmed_once_and_by_ones_own_people(scene: Scene, person: Staff) -> None:
    case, _ = await asked(scene, FORGED)
    with pytest.raises(NotAllowed, match="there is no such case"):
        await confirmed(scene, case, replace(person, organisation="mentor"))
    await confirmed(scene, case, person)
    with pytest.raises(NotAllowed, match="confirmed already"):
        await confirmed(scene, case, person)


def test_r_id_1_the_ladder_begins_with_what_is_least_intrusive() -> None:
    assert WAYS == (
        "logged_in",
        "address_on_file",
        "one_time_link",
        "knowledge",
        "known_address",
        "called_back",
        "electronic_id",
        "seen_in_person",
        "shown_in_video",
        "other_channel",
    )


def test_r_id_2_no_copy_of_an_identity_paper_is_a_way() -> None:
    assert not [way for way in WAYS if "copy" in way or "paper" in way or "passport" in way]
    assert set(WAYS) - set(BY_HAND) == {"one_time_link"}, "the program sees for itself that a link was used"


# What a forged name may not do


async def test_a_forged_name_with_the_number_of_a_case_joins_nothing(scene: Scene) -> None:
    case, _ = await asked(scene, PASSED)
    numbered = a_reading(fields={"reference": case.number, "name": "Anna Holm"})
    (other,) = (await scene.hear(numbered, authentication=FORGED)).opened
    assert (other.held_for, other.status) == ("third_party", Status.HELD)
    assert other.thread != case.thread
    assert not (await scene.hear(numbered, authentication=PASSED)).opened, "she herself does"


async def test_a_forged_colleague_is_no_colleague(scene: Scene, person: Staff) -> None:
    case, _ = await asked(scene, PASSED)
    thread = await scene.book.read(threads.by_id, "mentorix", case.thread)
    assert thread
    remark: dict[str, Any] = {"sender": Address("Bo Lund", person.email), "tokens": (thread.token,)}
    await scene.hear(a_reading(), authentication=FORGED, **remark)
    assert "remarked" not in await scene.verbs(case)
    await scene.hear(a_reading(), authentication=PASSED, **remark)
    assert "remarked" in await scene.verbs(case)


# Known from before


@pytest.mark.parametrize(("before", "known"), [(PASSED, True), (None, True), (FORGED, False)])
async def test_who_had_a_case_before_is_known(scene: Scene, before: Authentication | None, known: bool) -> None:  # noqa: FBT001 - a row of the table
    first, _ = await asked(scene, before)
    scene.later(days=40)
    second, _ = await asked(scene, PASSED)
    assert second.thread != first.thread
    found = await scene.book.read(dossier, "mentorix", second.number)
    assert found
    assert found.known.corresponded is known
    earlier = await scene.book.read(dossier, "mentorix", first.number)
    assert earlier
    assert not earlier.known.corresponded


async def test_an_office_behind_no_front_server_loses_nothing(scene: Scene, mentorix: Office, person: Staff) -> None:
    assert mentorix.authserv_id is None
    _, draft = await asked(scene, None)
    await approved(scene, draft, person)


async def test_r_12_6a_what_was_asked_about_who_it_is_is_answered_once_somebody_made_sure(scene: Scene) -> None:
    case = await asked_who_it_is(scene)
    scene.later(days=4)
    await confirmed(scene, case, await scene.hire("privacy_officer", email="ea@mentorix.example"))
    clock = (await scene.clocks(case))[ClockName.ANSWER]
    assert (clock.waiting, clock.paused_days) == (False, 4)
    assert (await scene.verbs(case))[-2:] == ["identity_confirmed", "resumed"]


async def test_r_cpr_1_a_number_in_a_note_is_not_kept(scene: Scene, person: Staff) -> None:
    case, _ = await asked(scene, FORGED)
    await confirmed(scene, case, person, "other_channel", "viste CPR 010190-1234 i receptionen")
    identity = (await scene.case(case)).identity
    assert identity
    assert "1234" not in identity
