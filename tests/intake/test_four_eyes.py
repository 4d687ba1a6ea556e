"""Two people approve the same words where the policy wants that: never one of them twice, nobody who is kept out."""

import asyncio
from dataclasses import replace

import pytest

from cases.case import Case
from cases.decision import Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.outgoing import OutboxStatus
from cases.policy import Policy
from cases.staff import Staff
from intake.approve import approve
from intake.decide import Deciding, decide
from intake.four_eyes import Pair, find_pair
from intake.keep_out import KeepingOut, keep_out
from intake.send_back import SendBack, send_back
from intake.undo import Undoing, undo
from storage import decisions, seen_drafts
from storage import staff as people
from storage.outbox import Entry
from storage.seen_drafts import Look
from tests.at_work import approval_of, finished
from tests.intake.scene import Scene


def with_four_eyes(policy: Policy, *kinds: Kind) -> Policy:
    """Give a policy in which two people approve the answers about some kinds of case."""
    changed = {kind: replace(policy.rules(kind), four_eyes=True) for kind in kinds or (Kind.COMPLAINT,)}
    return replace(policy, kinds={**policy.kinds, **changed})


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """Give an organisation that wants two people to approve what it answers to complaints."""
    scene.office = replace(scene.office, policy=with_four_eyes(scene.office.policy))
    return scene


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give one who may approve."""
    return await scene.hire("course_administrator")


@pytest.fixture
async def mette(scene: Scene) -> Staff:
    """Give another."""
    return await scene.hire("course_administrator", email="mette@mentorix.example")


async def a_draft(scene: Scene) -> tuple[Case, Entry]:
    case = await scene.opened()
    scene.later(hours=2)
    return case, await scene.letter(case, "answer_complaint")


async def approved(scene: Scene, draft: Entry, person: Staff, **changed: object) -> bool:
    what = approval_of(draft, **changed)
    return await scene.book.run(approve, what, person, scene.office.policy, scene.now)


async def first(scene: Scene, person: Staff, words: str = "PS. Tak.") -> tuple[Case, Entry]:
    """Let one approve an answer; give it as it is then."""
    case, draft = await a_draft(scene)
    assert not await approved(scene, draft, person, body=f"{finished(draft)}\n\n{words}")
    return case, await scene.letter(case, "answer_complaint")


async def again(scene: Scene, draft: Entry, person: Staff, **changed: object) -> bool:
    """Approve a draft as it stands."""
    return await approved(scene, draft, person, **{"body": draft.outgoing.body, "ruling": None, **changed})


async def pair(scene: Scene, case: Case) -> Pair | None:
    letter = await scene.letter(case, "answer_complaint")
    return await scene.book.read(find_pair, await scene.case(case), letter, scene.office.policy)


async def test_the_first_approval_is_noted_and_the_letter_stays(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await first(scene, bo)
    assert (draft.status, draft.approved_by) == (OutboxStatus.DRAFT, None)
    assert draft.outgoing.body.endswith("PS. Tak.")
    event = (await scene.events(case))[-1]
    assert (event.verb, event.actor, event.data["letter"]) == ("approved_first", f"staff {bo.id}", draft.id)
    assert await pair(scene, case) == Pair(bo.id, (mette,))


async def test_the_second_person_lets_it_go(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await first(scene, bo)
    assert await again(scene, draft, mette)
    sent = await scene.letter(case, "answer_complaint")
    assert (sent.status, sent.approved_by) == (OutboxStatus.RELEASED, f"staff {mette.id}")
    assert await scene.book.read(seen_drafts.of_case, case.organisation, case.id) == ()
    (decision,) = await scene.book.read(decisions.of_case, case.organisation, case.id)
    assert (decision.decided_by, decision.letter) == (bo.id, draft.id)


async def test_nobody_is_both(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await first(scene, bo)
    with pytest.raises(NotAllowed, match="a second person"):
        await again(scene, draft, bo)
    assert await scene.letter(case, "answer_complaint") == draft
    assert await again(scene, draft, mette)


async def test_a_doubled_click_of_the_first_has_no_effect(scene: Scene, bo: Staff) -> None:
    case, draft = await a_draft(scene)
    for _ in range(2):
        assert not await approved(scene, draft, bo)
    assert (await scene.verbs(case)).count("approved_first") == 1


async def test_two_who_approve_the_same_draft_at_once_are_first_and_told(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await a_draft(scene)
    both = (approved(scene, draft, person) for person in (bo, mette))
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in outcomes if one is not False] == [AlreadyDone]
    assert (await scene.letter(case, "answer_complaint")).status is OutboxStatus.DRAFT
    assert (await scene.verbs(case)).count("approved_first") == 1


async def test_who_changes_the_words_is_the_first_anew(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await first(scene, bo)
    assert not await again(scene, draft, mette, body=f"{draft.outgoing.body} Og undskyld.")
    assert await pair(scene, case) == Pair(mette.id, (bo,))
    changed = await scene.letter(case, "answer_complaint")
    seen = {one.staff: one.body for one in await scene.book.read(seen_drafts.of_case, case.organisation, case.id)}
    assert seen == {bo.id: draft.outgoing.body, mette.id: changed.outgoing.body}
    assert await again(scene, changed, bo)


async def test_another_subject_is_a_change_as_well(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await first(scene, bo)
    assert not await again(scene, draft, mette, subject="Noget helt andet")
    assert await pair(scene, case) == Pair(mette.id, (bo,))


async def test_a_draft_that_is_sent_back_needs_both_again(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await first(scene, bo)
    back = SendBack(case.organisation, draft.id, draft.version, "Skriv hvornår pengene kommer.")
    await scene.book.run(send_back, back, mette, scene.now)
    assert await pair(scene, case) == Pair(None, (bo, mette))
    seen = await scene.book.read(seen_drafts.of_case, case.organisation, case.id)
    assert {(one.staff, one.look) for one in seen} == {(bo.id, Look.APPROVED), (mette.id, Look.RETURNED)}


async def test_who_was_first_takes_it_back_and_nobody_else_does(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await first(scene, bo)
    what = Undoing(case.organisation, draft.id, draft.version)
    with pytest.raises(AlreadyDone, match="no approval of yours"):
        await scene.book.run(undo, what, mette, scene.office.policy, scene.now)
    for _ in range(2):
        await scene.book.run(undo, what, bo, scene.office.policy, scene.now)
    assert (await scene.verbs(case)).count("approval_undone") == 1
    assert await pair(scene, case) == Pair(None, (bo, mette))
    assert not await again(scene, await scene.letter(case, "answer_complaint"), mette)


async def test_who_decided_may_be_one_of_the_two(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, _ = await a_draft(scene)
    deciding = Deciding(case.organisation, case.id, Ruling.JUSTIFIED)
    await scene.book.run(decide, deciding, bo, scene.office.policy, scene.now)
    draft = await scene.letter(case, "answer_complaint")
    assert not await approved(scene, draft, mette, ruling=None)
    assert await again(scene, await scene.letter(case, "answer_complaint"), bo)


async def test_who_decides_and_approves_is_still_one_person(scene: Scene, bo: Staff) -> None:
    case, _ = await a_draft(scene)
    deciding = Deciding(case.organisation, case.id, Ruling.JUSTIFIED)
    await scene.book.run(decide, deciding, bo, scene.office.policy, scene.now)
    assert not await approved(scene, await scene.letter(case, "answer_complaint"), bo, ruling=None)
    assert (await scene.letter(case, "answer_complaint")).status is OutboxStatus.DRAFT


async def test_who_is_kept_out_counts_as_nobody(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, _ = await first(scene, bo)
    head = await scene.hire("managing_director")
    await scene.book.run(keep_out, KeepingOut(case.organisation, case.id, bo.id), mette, scene.office, scene.now)
    assert await pair(scene, case) == Pair(None, (head,))
    assert not await again(scene, await scene.letter(case, "answer_complaint"), head)


async def test_whoever_left_the_house_counts_as_nobody(scene: Scene, bo: Staff, mette: Staff) -> None:
    case, draft = await first(scene, bo)
    await scene.book.run(people.disable, bo.organisation, bo.email)
    assert await pair(scene, case) == Pair(None, (mette,))
    assert not await again(scene, draft, mette)


async def test_where_nobody_else_approves_that_is_known(scene: Scene, bo: Staff) -> None:
    case, _ = await first(scene, bo)
    await scene.hire("external_assessor")
    assert await pair(scene, case) == Pair(bo.id, ())


async def test_a_receipt_and_other_kinds_need_one(scene: Scene, bo: Staff) -> None:
    policy = with_four_eyes(scene.office.policy, Kind.ERASURE)
    one = replace(policy.rules(Kind.COMPLAINT), four_eyes=False)
    scene.office = replace(scene.office, policy=replace(policy, kinds={**policy.kinds, Kind.COMPLAINT: one}))
    _, draft = await a_draft(scene)
    assert await approved(scene, draft, bo)
