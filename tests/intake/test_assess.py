"""The initial, informal assessment of an appeal, and what comes of it."""

import pytest

from cases.assessment import Finding
from cases.case import Status
from cases.decision import Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from intake.approve import approve
from storage import decisions
from tests.at_work import approval_of
from tests.intake.appealing import Appealing
from tests.intake.scene import Scene


@pytest.fixture
async def one(scene: Scene) -> Appealing:
    """Give an appeal whose assessor has declared to have no interest in it."""
    one = await Appealing.began(scene)
    await one.declares(one.assessor)
    return one


async def test_p_mx_13_an_appeal_is_decided_only_after_its_initial_assessment(one: Appealing) -> None:
    with pytest.raises(NotAllowed, match=r"assessed first, informally.*P-MX-13"):
        await one.decided(one.assessor)
    await one.assesses(one.assessor)
    assert (await one.scene.events(one.appeal))[-1].data == {"finding": "complete"}
    await one.decided(one.assessor)


async def test_p_mx_13_a_question_becomes_a_letter_that_a_person_approves_and_no_clock_waits(one: Appealing) -> None:
    before = (await one.scene.clocks(one.appeal))[ClockName.ANSWER].due_at
    await one.assesses(one.assessor, Finding.QUESTION_ASKED, words="Hvilken dag kom underviseren ikke?")
    draft = await one.scene.letter(one.appeal, "assessment_question")
    assert draft.status is OutboxStatus.DRAFT
    assert "Hvilken dag kom underviseren ikke?" in draft.outgoing.body
    await one.scene.book.run(approve, approval_of(draft), one.assessor, one.scene.office.policy, one.scene.now)
    await one.scene.send(await one.scene.letter(one.appeal, "assessment_question"))
    clock = (await one.scene.clocks(one.appeal))[ClockName.ANSWER]
    assert (clock.due_at, clock.running) == (before, True)
    assert (await one.now()).status is Status.OPEN


async def test_p_mx_13_what_is_solved_informally_is_decided_and_told(one: Appealing) -> None:
    await one.assesses(
        one.assessor, Finding.SOLVED_INFORMALLY, words="Anna får kurset igen i maj.", ruling=Ruling.AMENDED
    )
    (made,) = await one.scene.book.read(decisions.of_case, "mentorix", one.appeal.id)
    assert (made.ruling, made.decided_by) == (Ruling.AMENDED, one.assessor.id)
    draft = await one.scene.letter(one.appeal, "answer_appeal")
    assert (draft.status, draft.outgoing.note) == (OutboxStatus.DRAFT, "Anna får kurset igen i maj.")
    await one.decided(one.assessor, ruling=None)
    await one.scene.send(await one.scene.letter(one.appeal, "answer_appeal"))
    assert (await one.now()).status is Status.ANSWERED


@pytest.mark.parametrize(
    ("finding", "said", "why"),
    [
        (Finding.QUESTION_ASKED, {"words": "  "}, "say in a few words"),
        (Finding.SOLVED_INFORMALLY, {"words": ""}, "say in a few words"),
        (Finding.SOLVED_INFORMALLY, {"words": "Aftalt."}, "amended or upheld"),
    ],
)
async def test_what_is_only_half_said_is_not_written_down(
    one: Appealing, finding: Finding, said: dict[str, str], why: str
) -> None:
    with pytest.raises(NotAllowed, match=why):
        await one.assesses(one.assessor, finding, **said)
    assert "assessed" not in await one.scene.verbs(one.appeal)


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (Finding.COMPLETE, {}),
        (Finding.QUESTION_ASKED, {"words": "Hvornår?"}),
        (Finding.SOLVED_INFORMALLY, {"words": "Aftalt.", "ruling": Ruling.UPHELD}),
    ],
)
async def test_a_doubled_click_assesses_once(one: Appealing, finding: Finding, said: dict[str, object]) -> None:
    await one.assesses(one.assessor, finding, **said)
    letters, events = await one.scene.letters(one.appeal), await one.scene.events(one.appeal)
    with pytest.raises(AlreadyDone, match="noted already"):
        await one.assesses(one.assessor, finding, **said)
    assert await one.scene.letters(one.appeal) == letters
    assert await one.scene.events(one.appeal) == events


async def test_another_question_may_be_asked(one: Appealing) -> None:
    for words in ("Hvornår?", "Hvor?"):
        await one.assesses(one.assessor, Finding.QUESTION_ASKED, words=words)
    asked = [letter for letter in await one.scene.letters(one.appeal) if letter.outgoing.reply == "assessment_question"]
    assert len(asked) == 2


async def test_p_mx_14_nobody_assesses_without_a_declaration(scene: Scene) -> None:
    one = await Appealing.began(scene)
    with pytest.raises(NotAllowed, match="declares first"):
        await one.assesses(one.assessor)


async def test_a_complaint_is_not_assessed_like_an_appeal(one: Appealing) -> None:
    one.appeal = one.complaint
    with pytest.raises(NotAllowed, match="only an appeal that is open is assessed"):
        await one.assesses(one.handler)
