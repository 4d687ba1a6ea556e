"""Somebody writes for another person: nobody hears anything before that person's written consent was seen (P-AL-02)."""

from dataclasses import replace
from typing import Any

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Flag, Kind
from cases.learner import Learner
from cases.message import Address
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.reading import Document, DocumentKind, Reading
from cases.staff import Staff
from intake.approve import approve
from intake.authority import (
    Consent,
    Reaching,
    answer_person,
    is_awaited,
    record_authority,
    request_authority,
)
from storage import messages
from storage.book import Book
from storage.outbox import Entry
from tests import registers
from tests.at_work import approval_of
from tests.builders import a_reading
from tests.intake.scene import PORTAL, Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Nothing here depends on the database."""

IDA = "ida@example.org"
BO: dict[str, Any] = {"sender": Address("Bo Skov", "bo@example.org"), "return_path": "bo@example.org"}
"""A letter from Bo, who writes for Ida."""
HERS: dict[str, Any] = {"sender": Address("Ida Skov", IDA), "return_path": IDA}


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of ALOTTbetter's."""
    return Scene(book, offices["alottbetter"])


def for_ida(kind: Kind = Kind.COMPLAINT, **reading: Any) -> Reading:  # noqa: ANN401 - fields of the reading
    """Give what Bo writes for Ida."""
    plain = {"flags": frozenset({Flag.ON_BEHALF}), "fields": {"name": "Bo Skov", "for_whom": "Ida Skov"}}
    return a_reading(kind, **{**plain, **reading})


async def opened(scene: Scene, kind: Kind = Kind.COMPLAINT, **reading: Any) -> tuple[Case, Staff]:  # noqa: ANN401
    """Let Bo write for Ida; give the case, and somebody who may decide about it."""
    await scene.book.run(registers.upsert, "alottbetter", {"L1": Learner("L1", "Ida Skov", IDA)}, scene.now)
    case = await scene.opened(for_ida(kind, **reading), **BO)
    return case, await scene.hire("administrator" if kind is Kind.COMPLAINT else "privacy_officer")


async def answer(scene: Scene, case: Case, by: Staff) -> Entry:
    """Approve the answer to a case; give it."""
    (entry,) = [one for one in await scene.letters(case) if one.outgoing.reply.startswith("answer_")]
    await scene.book.run(approve, approval_of(entry), by, scene.office.policy, scene.now)
    (entry,) = [one for one in await scene.letters(case) if one.outgoing.reply.startswith("answer_")]
    return entry


async def consented(scene: Scene, case: Case, by: Staff, way: str, message: int | None = None) -> Case:
    """Note how it was seen that Bo may write for Ida."""
    consent = Consent("alottbetter", case.id, way, message)
    await scene.book.run(record_authority, consent, by, scene.office.policy, scene.now)
    return await scene.case(case)


async def test_p_al_02_no_answer_about_ida_can_be_approved_to_bo_before_her_consent_was_seen(scene: Scene) -> None:
    case, person = await opened(scene)
    assert is_awaited(case)
    assert case.missing == ("authority",)
    with pytest.raises(NotAllowed, match=r"P-AL-02, R-PRX-2"):
        await answer(scene, case, person)
    assert await scene.replies(case, OutboxStatus.DRAFT) == ["answer_complaint"]


async def test_p_al_02_a_paper_that_looks_like_a_consent_is_none_until_a_person_has_seen_it(scene: Scene) -> None:
    """R-PRX-2: the authority is verified, not guessed."""
    paper = Document(1, DocumentKind.WRITTEN_CONSENT, 0.9)
    case, person = await opened(scene, documents=(paper,))
    assert "authority" not in case.missing, "it is not asked for again"
    assert case.authority is None
    with pytest.raises(NotAllowed, match="P-AL-02"):
        await answer(scene, case, person)


async def test_p_al_02_with_the_letter_that_shows_the_consent_the_case_goes_on(scene: Scene) -> None:
    case, person = await opened(scene)
    case = await consented(scene, case, person, "consent_shown", case.opened_for)
    assert (case.authority, case.missing) == (f"consent_shown {case.opened_for}", ())
    assert not is_awaited(case)
    assert (await answer(scene, case, person)).status is OutboxStatus.RELEASED


async def test_p_al_02_the_clock_of_the_complaint_runs_on_meanwhile(scene: Scene) -> None:
    case, _ = await opened(scene)
    before = await scene.clocks(case)
    scene.later(days=3)
    await scene.tick()
    assert {name: clock.due_at for name, clock in (await scene.clocks(case)).items()} == {
        name: clock.due_at for name, clock in before.items()
    }
    assert (await scene.clocks(case))[ClockName.HANDLING].running


async def test_r_prx_1_the_receipt_confirms_nothing_about_the_person(scene: Scene) -> None:
    case, _ = await opened(scene, Kind.ACCESS)
    body = (await scene.letter(case, "acknowledgement")).outgoing.body
    assert "Vi kan ikke oplyse, om vi kender den person, du nævner" in body
    assert "skriftlig fuldmagt" in body
    assert "En e-mail er nok" in body
    assert "Ida" not in body


async def test_r_prx_2_the_person_is_asked_at_the_address_on_file_and_told_nothing_of_the_matter(scene: Scene) -> None:
    case, person = await opened(scene, Kind.ACCESS)
    reaching = Reaching("alottbetter", case.id, IDA.upper())
    await scene.book.run(request_authority, reaching, person, scene.office, scene.now)
    letter = await scene.letter(case, "authority_request")
    assert (letter.status, letter.outgoing.recipient) == (OutboxStatus.DRAFT, IDA)
    assert "Kære Ida Skov" in letter.outgoing.body
    assert "Bo Skov har skrevet til os" in letter.outgoing.body
    assert "indsigt" not in letter.outgoing.body
    with pytest.raises(AlreadyDone):
        await scene.book.run(request_authority, reaching, person, scene.office, scene.now)


async def test_r_prx_2_her_own_answer_is_kept_for_a_person_who_notes_that_she_agrees(scene: Scene) -> None:
    case, person = await opened(scene)
    asked = await scene.letter(case, "acknowledgement")
    await scene.hear(a_reading(Kind.OTHER), **HERS, references=(asked.message_id,))
    told = await scene.book.read(messages.of_thread, "alottbetter", case.thread)
    assert (await scene.case(case)).authority is None, "what she wrote is for a person to judge"
    hers = next(one.id for one in told if one.sender_address == IDA)
    case = await consented(scene, await scene.case(case), person, "person_wrote", hers)
    assert (await answer(scene, case, person)).outgoing.recipient == "bo@example.org"


async def test_bo_cannot_consent_in_her_name(scene: Scene) -> None:
    case, person = await opened(scene)
    with pytest.raises(NotAllowed, match="the person themself wrote none of theirs"):
        await consented(scene, case, person, "person_wrote", case.opened_for)


@pytest.mark.parametrize(
    ("way", "message", "why"),
    [
        ("consent_shown", None, "choose the letter"),
        ("consent_shown", 404, "choose the letter"),
        ("said", 1, "shows no"),
    ],
)
async def test_a_consent_that_nobody_can_look_up_is_none(scene: Scene, way: str, message: int | None, why: str) -> None:
    case, person = await opened(scene)
    with pytest.raises(NotAllowed, match=why):
        await consented(scene, case, person, way, message)
    assert (await scene.case(case)).authority is None


async def test_a_consent_is_noted_once(scene: Scene) -> None:
    case, person = await opened(scene)
    await consented(scene, case, person, "on_paper")
    with pytest.raises(AlreadyDone):
        await consented(scene, case, person, "on_paper")


async def test_it_holds_for_everything_that_bo_asked_in_one_letter(scene: Scene) -> None:
    both = replace(for_ida(Kind.ACCESS), kinds=(*for_ida(Kind.ACCESS).kinds, *for_ida(Kind.ERASURE).kinds))
    cases = (await scene.hear(both, **BO)).opened
    officer = await scene.hire("privacy_officer")
    await consented(scene, cases[0], officer, "on_paper")
    assert [(await scene.case(case)).authority for case in cases] == ["on_paper", "on_paper"]


async def test_r_prx_2_the_answer_may_go_to_the_person_directly(scene: Scene) -> None:
    case, person = await opened(scene)
    reaching = Reaching("alottbetter", case.id, IDA)
    await scene.book.run(answer_person, reaching, person, scene.office.policy, scene.now)
    letter = await answer(scene, case, person)
    assert (letter.status, letter.outgoing.recipient) == (OutboxStatus.RELEASED, IDA)
    with pytest.raises(NotAllowed, match="no answer is drafted"):
        await scene.book.run(answer_person, reaching, person, scene.office.policy, scene.now)


async def test_r_id_4_an_address_that_only_the_letter_names_is_written_to_by_nobody(scene: Scene) -> None:
    text = "Skriv til Ida på ida.privat@example.org"
    case, person = await opened(scene)
    await scene.hear(for_ida(text=text), **BO, text=text, references=("<1@example.org>",))
    for on_file in (False, True):
        reaching = Reaching("alottbetter", case.id, "ida.privat@example.org", on_file=on_file)
        with pytest.raises(NotAllowed, match="R-ID-4"):
            await scene.book.run(request_authority, reaching, person, scene.office, scene.now)
    with pytest.raises(NotAllowed, match="who writes for the person"):
        await scene.book.run(
            answer_person, Reaching("alottbetter", case.id, "BO@example.org"), person, scene.office.policy, scene.now
        )


async def test_r_prx_3_a_parent_is_believed_by_a_person_alone(scene: Scene) -> None:
    fields = {"name": "Bo Skov", "role": "parent", "for_whom": "Ida Skov"}
    case, person = await opened(scene, fields=fields)
    with pytest.raises(NotAllowed, match="P-AL-02"):
        await answer(scene, case, person)
    case = await consented(scene, case, person, "guardian")
    assert (await answer(scene, case, person)).status is OutboxStatus.RELEASED


@pytest.mark.parametrize("role", ["employer", "lawyer", "other"])
async def test_r_prx_5_an_employer_who_paid_hears_no_more_than_anybody_else(scene: Scene, role: str) -> None:
    case, person = await opened(scene, fields={"name": "Bo Skov", "role": role, "for_whom": "Ida Skov"})
    with pytest.raises(NotAllowed, match="P-AL-02"):
        await answer(scene, case, person)


async def test_r_prx_4_a_portal_is_a_third_party_and_the_person_is_answered_directly(scene: Scene) -> None:
    await scene.book.run(registers.upsert, "alottbetter", {"L1": Learner("L1", "Ida Skov", IDA)}, scene.now)
    portal: dict[str, Any] = {"sender": Address("MyData", "requests@portal.example")}
    case = await scene.opened(for_ida(Kind.ERASURE), **portal, return_path="requests@portal.example", judgement=PORTAL)
    officer = await scene.hire("privacy_officer")
    assert await scene.replies(case) == [], "a machine is not answered"
    with pytest.raises(NotAllowed, match="P-AL-02"):
        await answer(scene, case, officer)
    reaching = Reaching("alottbetter", case.id, IDA)
    await scene.book.run(answer_person, reaching, officer, scene.office.policy, scene.now)
    assert (await answer(scene, case, officer)).outgoing.recipient == IDA


async def test_whoever_writes_for_themself_waits_for_no_consent(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.COMPLAINT), **HERS)
    person = await scene.hire("administrator")
    with pytest.raises(NotAllowed, match="nobody writes for another"):
        await consented(scene, case, person, "on_paper")
    assert (await answer(scene, case, person)).status is OutboxStatus.RELEASED


async def test_only_who_decides_says_that_a_consent_is_one(scene: Scene) -> None:
    case, _ = await opened(scene)
    consultant = await scene.hire("programme_consultant")
    with pytest.raises(NotAllowed):
        await consented(scene, case, consultant, "on_paper")
