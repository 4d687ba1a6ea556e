"""A person says who the requester is to a processor: its clocks, drafts and answers become those of that (P-MB-12)."""

import pytest

from cases.case import Case, Status
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.relation import Relation
from cases.staff import Staff
from intake.approve import approve
from intake.relate import Relating, relate
from storage.book import Book
from tests.at_work import approval_of
from tests.intake.scene import Scene
from tests.mentor import FORGED, GENUINE, JAN, NOORD, a_request, enrol, of_noord, with_customers

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Nothing here depends on the database."""

DRAFT = OutboxStatus.DRAFT


@pytest.fixture
def scene(book: Book, offices: dict[str, Office]) -> Scene:
    """Give a case book of Mentor's with its customers."""
    return Scene(book, with_customers(offices["mentor"]))


async def related(scene: Scene, case: Case, relation: Relation, customer: str = "", by: Staff | None = None) -> Case:
    """Say who the requester of a case is; give the case as it is then."""
    officer = by or await scene.hire("privacy_officer")
    scene.later(minutes=1)
    relating = Relating(case.organisation, case.id, relation, customer)
    await scene.book.run(relate, relating, officer, scene.office, scene.now)
    return await scene.case(case)


@pytest.mark.parametrize("relation", [Relation.PROSPECT, Relation.VISITOR])
async def test_p_mb_12_a_prospect_or_a_visitor_is_answered_by_mentor_itself_within_the_month(
    scene: Scene, relation: Relation
) -> None:
    case = await related(scene, await scene.opened(a_request(), **JAN), relation)
    assert (case.relation, case.missing, case.customer) == (relation, (), None)
    clocks = await scene.clocks(case)
    assert ClockName.REFERRAL not in clocks
    assert scene.office.day(clocks[ClockName.ANSWER].due_at).isoformat() == "2026-04-02"
    assert "answer_access" in await scene.replies(case, DRAFT)
    assert "referral" not in await scene.replies(case, DRAFT)


async def test_p_mb_12_who_was_told_that_their_school_answers_hears_that_mentor_does(scene: Scene) -> None:
    case = await scene.opened(a_request(), **JAN)
    assert "organisatie waar u uw opleiding volgt" in (await scene.letter(case, "acknowledgement")).outgoing.body
    case = await related(scene, case, Relation.VISITOR)
    told = await scene.letter(case, "deadline_reply")
    assert told.status is OutboxStatus.RELEASED
    assert "uiterlijk op 2 april 2026" in told.outgoing.body
    assert "organisatie waar u uw opleiding volgt" not in told.outgoing.body


async def test_p_mb_12_the_answer_to_a_visitor_can_be_approved(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await related(scene, await scene.opened(a_request(Kind.RESTRICTION), **JAN), Relation.VISITOR, by=officer)
    entry = await scene.letter(case, "answer_restriction")
    await scene.book.run(approve, approval_of(entry), officer, scene.office.policy, scene.now)
    assert (await scene.letter(case, "answer_restriction")).status is OutboxStatus.RELEASED


async def test_nothing_is_told_by_itself_to_an_address_that_is_perhaps_forged(scene: Scene) -> None:
    case = await related(scene, await scene.opened(a_request(), **JAN, authentication=FORGED), Relation.VISITOR)
    assert (await scene.letter(case, "deadline_reply")).status is DRAFT


async def test_p_mb_01_a_learner_s_answer_is_the_customers_and_none_is_drafted(scene: Scene) -> None:
    case = await related(scene, await scene.opened(a_request(), **JAN), Relation.LEARNER, "Academie Noord")
    assert (case.customer, case.missing) == ("noord", ())
    assert await scene.replies(case, DRAFT) == ["referral"]
    assert (await scene.letter(case, "referral")).outgoing.recipient == NOORD.contact


async def test_p_mb_04_a_person_who_finds_the_customer_of_a_credible_sender_lets_it_leave_at_once(scene: Scene) -> None:
    case = await related(
        scene, await scene.opened(a_request(), **JAN, authentication=GENUINE), Relation.LEARNER, "noord"
    )
    letter = await scene.letter(case, "referral")
    assert letter.status is OutboxStatus.RELEASED
    assert letter.outgoing.attach == (case.opened_for,)


async def test_the_register_vouches_for_whom_a_person_relates(scene: Scene) -> None:
    case = await scene.opened(a_request(), **JAN)
    await enrol(scene)
    case = await related(scene, case, Relation.LEARNER, "noord")
    assert (await scene.letter(case, "referral")).status is OutboxStatus.RELEASED


async def test_a_mistaken_customer_can_be_put_right_before_anything_left(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await related(scene, await scene.opened(of_noord(), **JAN), Relation.LEARNER, "zuid", officer)
    assert case.customer == "zuid"
    assert [one.outgoing.recipient for one in await scene.letters(case) if one.status is DRAFT] == ["avg@zuid.example"]
    case = await related(scene, case, Relation.VISITOR, by=officer)
    case = await related(scene, case, Relation.LEARNER, "noord", officer)
    assert ClockName.REFERRAL in await scene.clocks(case)
    assert await scene.replies(case, DRAFT) == ["referral"]


async def test_what_cannot_be_said_is_refused_and_changes_nothing(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await scene.opened(a_request(), **JAN)
    with pytest.raises(NotAllowed, match=r"choose the customer whose learner this is \(P-MB-04\)"):
        await related(scene, case, Relation.LEARNER, "Nobody's", officer)
    complaint = await scene.opened(a_request(Kind.PRIVACY_COMPLAINT), **JAN)
    with pytest.raises(NotAllowed, match="only rights are referred"):
        await related(scene, complaint, Relation.LEARNER, "noord", officer)
    before = await scene.verbs(case)
    assert (await scene.case(case), await scene.verbs(case)) == (case, before)


async def test_saying_it_twice_is_a_conflict(scene: Scene) -> None:
    officer = await scene.hire("privacy_officer")
    case = await related(scene, await scene.opened(a_request(), **JAN), Relation.VISITOR, by=officer)
    with pytest.raises(AlreadyDone):
        await related(scene, case, Relation.VISITOR, by=officer)


async def test_what_was_passed_on_is_not_called_back(scene: Scene) -> None:
    case = await scene.opened(of_noord(), **JAN, authentication=GENUINE)
    await scene.send(await scene.letter(case, "referral"))
    assert (await scene.case(case)).status is Status.FORWARDED
    with pytest.raises(NotAllowed, match="passed on already"):
        await related(scene, case, Relation.VISITOR)


async def test_a_controller_has_nobody_to_refer_to(scene: Scene, offices: dict[str, Office]) -> None:
    other = Scene(scene.book, offices["metier"])
    case = await other.opened(a_request(), to=())
    with pytest.raises(NotAllowed, match="P-MB-04"):
        await related(other, case, Relation.LEARNER, "noord", await other.hire("privacy_officer"))
