"""Who complains about PeopleCert's decision is told in writing of the right to appeal to them, however it was found."""

from dataclasses import replace

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Flag, Kind
from cases.outgoing import Automatic, OutboxStatus
from cases.staff import Staff
from intake.approve import approve
from intake.flag import Flagging, flag
from intake.release import release
from intake.send_back import SendBack, send_back
from tests.at_work import approval_of
from tests.builders import a_reading
from tests.intake.correcting import Correcting
from tests.intake.scene import PORTAL, UNREADABLE, Scene

ABOUT = frozenset({Flag.PEOPLECERT_DECISION})
TERMS = "https://www.peoplecert.org/terms-of-service-and-privacy-policy#terms-of-use"
COMPLAINTS = "https://peoplecert.org/complaint-management-policy"


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give somebody at work."""
    return await scene.hire("course_administrator")


async def flagged(scene: Scene, case: Case, who: Staff) -> None:
    await scene.book.run(flag, Flagging(case.organisation, case.id), who, scene.office, scene.now)


async def test_p_mx_10_p_mx_11_the_receipt_itself_tells_it_in_writing_with_both_links(scene: Scene) -> None:
    case = await scene.opened(a_reading(flags=ABOUT))
    receipt = await scene.letter(case, "acknowledgement")
    assert receipt.status is OutboxStatus.RELEASED
    assert all(said in receipt.outgoing.body for said in ("skriftligt", TERMS, COMPLAINTS, "kandidatnummer"))
    assert "candidate_notice" not in await scene.replies(case)


async def test_p_mx_10_where_a_person_of_the_staff_sees_it_the_candidate_is_told_at_once(
    scene: Scene, bo: Staff
) -> None:
    case = await scene.opened()
    await flagged(scene, case, bo)
    notice = await scene.letter(case, "candidate_notice")
    assert (notice.status, notice.outgoing.not_before) == (OutboxStatus.RELEASED, scene.now)
    assert notice.outgoing.automatic is Automatic.GENERATED
    assert all(said in notice.outgoing.body for said in ("skriftligt", TERMS, COMPLAINTS, "kandidatnummer"))
    event = next(one for one in await scene.events(case) if one.verb == "flagged")
    assert (event.actor, event.data) == (f"staff {bo.id}", {"flag": "peoplecert_decision"})


async def test_p_mx_11_the_answer_must_say_it_too_from_then_on(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await flagged(scene, case, bo)
    draft = await scene.letter(case, "answer_complaint")
    assert "peoplecert_links" in draft.outgoing.statements
    assert TERMS in draft.outgoing.body
    silent = approval_of(draft, body=approval_of(draft).body.replace(TERMS, ""))
    with pytest.raises(NotAllowed, match="must still say: peoplecert_links"):
        await scene.book.run(approve, silent, bo, scene.office.policy, scene.now)


async def test_p_mx_10_a_later_letter_that_shows_it_is_answered_with_it(scene: Scene) -> None:
    case = await scene.opened()
    await scene.hear(a_reading(Kind.OTHER, fields={"reference": case.number}, flags=ABOUT))
    notice = await scene.letter(case, "candidate_notice")
    assert notice.status is OutboxStatus.RELEASED
    await scene.hear(a_reading(Kind.OTHER, fields={"reference": case.number}, flags=ABOUT))
    assert (await scene.replies(case)).count("candidate_notice") == 1


async def test_a_machine_that_shows_it_is_told_nothing(scene: Scene) -> None:
    case = await scene.opened()
    await scene.hear(a_reading(Kind.OTHER, fields={"reference": case.number}, flags=ABOUT), judgement=PORTAL)
    assert "candidate_notice" not in await scene.replies(case) + await scene.replies(case, OutboxStatus.DRAFT)


async def test_p_mx_10_a_held_complaint_is_told_as_soon_as_it_goes_on(scene: Scene, bo: Staff) -> None:
    case = await scene.opened(a_reading(flags=ABOUT), judgement=UNREADABLE)
    assert "candidate_notice" not in await scene.replies(case)
    await scene.book.run(release, case.id, bo, scene.office, scene.now)
    assert "candidate_notice" in await scene.replies(case)


async def test_p_mx_10_what_was_no_complaint_before_is_told_once_it_is_one(scene: Scene) -> None:
    correcting = await Correcting.by(scene)
    case = await correcting.misread(Kind.OTHER, flags=ABOUT)
    said = (await scene.letter(case, "acknowledgement")).outgoing.body
    assert TERMS in said
    await correcting.becomes(case, Kind.COMPLAINT)
    assert "candidate_notice" not in await scene.replies(case), "the receipt had told it"
    assert "peoplecert_links" in (await scene.letter(case, "answer_complaint")).outgoing.statements


async def test_it_is_told_once_however_often_it_is_clicked(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    await flagged(scene, case, bo)
    with pytest.raises(AlreadyDone, match="has this flag already"):
        await flagged(scene, case, bo)
    assert (await scene.replies(case)).count("candidate_notice") == 1


async def test_where_the_policy_lets_nothing_leave_unseen_the_notice_waits_for_a_person(
    scene: Scene, bo: Staff
) -> None:
    policy = scene.office.policy
    scene.office = replace(scene.office, policy=replace(policy, unseen=policy.unseen - {"candidate_notice"}))
    case = await scene.opened()
    await flagged(scene, case, bo)
    assert "candidate_notice" in await scene.replies(case, OutboxStatus.DRAFT)


async def test_what_a_person_has_worked_on_is_not_written_anew(scene: Scene, bo: Staff) -> None:
    case = await scene.opened()
    draft = await scene.letter(case, "answer_complaint")
    await scene.book.run(send_back, SendBack(case.organisation, draft.id, draft.version, "Se her"), bo, scene.now)
    await flagged(scene, case, bo)
    after = await scene.letter(case, "answer_complaint")
    assert after.outgoing.body == draft.outgoing.body
    assert "peoplecert_links" in after.outgoing.statements


async def test_only_a_complaint_gets_the_flag_and_only_where_the_policy_has_the_words(scene: Scene, bo: Staff) -> None:
    question = await scene.opened(a_reading(Kind.OTHER))
    with pytest.raises(NotAllowed, match="no flag that a person gives to other"):
        await flagged(scene, question, bo)
    case = await scene.opened()
    scene.office = replace(scene.office, policy=replace(scene.office.policy, statements={}))
    with pytest.raises(NotAllowed, match='has no statement "peoplecert_links"'):
        await flagged(scene, case, bo)


@pytest.mark.parametrize(
    "promise",
    [
        "Vi sørger for, at din eksamen bliver rettet igen.",
        "Du får en ny bedømmelse af eksamen.",
        "Your exam will be re-marked.",
        "Wij laten uw examen opnieuw beoordelen.",
    ],
)
async def test_no_letter_promises_that_peoplecerts_exam_is_marked_again(scene: Scene, bo: Staff, promise: str) -> None:
    case = await scene.opened(a_reading(flags=ABOUT))
    approval = approval_of(await scene.letter(case, "answer_complaint"))
    with pytest.raises(NotAllowed, match="R-PC-6"):
        await scene.book.run(
            approve, replace(approval, body=f"{approval.body}\n\n{promise}"), bo, scene.office.policy, scene.now
        )


@pytest.mark.parametrize(
    "said",
    [
        "Vi kan ikke love, at eksamen bliver rettet igen.",
        "You can ask PeopleCert for a re-mark.",
        "Wij kunnen uw examen niet opnieuw beoordelen.",
    ],
)
async def test_to_say_that_it_is_not_ours_or_how_it_is_asked_for_promises_nothing(
    scene: Scene, bo: Staff, said: str
) -> None:
    case = await scene.opened(a_reading(flags=ABOUT))
    approval = approval_of(await scene.letter(case, "answer_complaint"))
    body = f"{approval.body}\n\n{said}"
    await scene.book.run(approve, replace(approval, body=body), bo, scene.office.policy, scene.now)
    assert (await scene.replies(case)).count("answer_complaint") == 1
