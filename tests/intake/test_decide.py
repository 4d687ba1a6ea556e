"""What was decided is what the answer tells, also where a colleague lets the answer go at the same instant."""

import asyncio

import pytest

from cases.case import Case
from cases.decision import Decision, Ruling
from cases.errors import AlreadyDone
from cases.outgoing import OutboxStatus
from cases.reading import Document
from cases.staff import Staff
from intake.approve import approve
from intake.decide import Deciding, decide
from storage import decisions
from storage.book import Book
from tests.at_work import approval_of
from tests.builders import a_reading
from tests.intake.at_once import both
from tests.intake.scene import Scene

ON_POSTGRES = pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)


@pytest.fixture
async def bo(scene: Scene) -> Staff:
    """Give somebody who decides complaints."""
    return await scene.hire("course_administrator")


async def complained(scene: Scene) -> Case:
    return await scene.opened(a_reading(documents=(Document(1),)))


async def ruled(scene: Scene, case: Case, who: Staff, ruling: Ruling) -> Decision:
    what = Deciding(case.organisation, case.id, ruling)
    return await scene.book.run(decide, what, who, scene.office.policy, scene.now)


async def last_ruling(book: Book, case: Case) -> Ruling:
    return (await book.read(decisions.of_case, case.organisation, case.id))[-1].ruling


@ON_POSTGRES
async def test_an_answer_that_a_colleague_is_letting_go_is_not_written_over(scene: Scene, bo: Staff) -> None:
    case = await complained(scene)
    first = await ruled(scene, case, bo, Ruling.JUSTIFIED)
    approval = approval_of(await scene.letter(case, "answer_complaint"), ruling=None)
    other = Deciding("mentorix", case.id, Ruling.NOT_JUSTIFIED, seen=first.id)
    _, outcome = await both(
        scene.book,
        lambda page: approve(page, approval, bo, scene.office.policy, scene.now),
        lambda page: decide(page, other, bo, scene.office.policy, scene.now),
    )
    assert isinstance(outcome, AlreadyDone)
    letter = await scene.letter(case, "answer_complaint")
    assert (letter.status, letter.outgoing.body) == (OutboxStatus.RELEASED, approval.body)
    assert await last_ruling(scene.book, case) is Ruling.JUSTIFIED, "what the letter tells"


async def test_what_an_answer_on_its_way_tells_is_decided_no_more(scene: Scene, bo: Staff) -> None:
    case = await complained(scene)
    await ruled(scene, case, bo, Ruling.JUSTIFIED)
    approval = approval_of(await scene.letter(case, "answer_complaint"), ruling=None)
    await scene.book.run(approve, approval, bo, scene.office.policy, scene.now)
    with pytest.raises(AlreadyDone, match="let go"):
        await ruled(scene, case, bo, Ruling.NOT_JUSTIFIED)
    assert await last_ruling(scene.book, case) is Ruling.JUSTIFIED


async def test_of_one_who_decides_and_one_who_approves_with_a_ruling_at_once_one_is_told(
    scene: Scene, bo: Staff
) -> None:
    case = await complained(scene)
    approval = approval_of(await scene.letter(case, "answer_complaint"), ruling=Ruling.JUSTIFIED)
    outcomes = await asyncio.gather(
        scene.book.run(approve, approval, bo, scene.office.policy, scene.now),
        ruled(scene, case, bo, Ruling.NOT_JUSTIFIED),
        return_exceptions=True,
    )
    assert [isinstance(one, AlreadyDone) for one in outcomes].count(True) == 1
    letter = await scene.letter(case, "answer_complaint")
    told = Ruling.JUSTIFIED if letter.status is OutboxStatus.RELEASED else Ruling.NOT_JUSTIFIED
    assert await last_ruling(scene.book, case) is told
