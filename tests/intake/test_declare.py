"""Before anybody handles an appeal they declare that they have no interest in it."""

import pytest

from cases.decision import Ruling
from cases.errors import AlreadyDone, NotAllowed
from cases.policy import ClockName
from intake.assign import assign
from intake.decide import Deciding, decide
from intake.declare import Declaring, declare
from intake.hand_over import HandingOver, hand_over
from storage import declarations
from tests.builders import a_reading
from tests.intake.appealing import Appealing
from tests.intake.scene import Scene

DECLARES_FIRST = "declares first to have no interest in it"


@pytest.fixture
async def one(scene: Scene) -> Appealing:
    """Give a decided complaint and the appeal against it."""
    return await Appealing.began(scene)


async def test_p_mx_14_nobody_takes_an_appeal_before_declaring_to_have_no_interest(one: Appealing) -> None:
    scene = one.scene
    with pytest.raises(NotAllowed, match=DECLARES_FIRST):
        await scene.book.run(assign, one.appeal.id, one.assessor, scene.office.policy, scene.now)
    await one.declares(one.assessor)
    await scene.book.run(assign, one.appeal.id, one.assessor, scene.office.policy, scene.now)
    assert (await one.now()).assigned_to == one.assessor.id


async def test_p_mx_14_an_appeal_is_given_only_to_somebody_who_has_declared(one: Appealing) -> None:
    scene, manager = one.scene, await one.scene.hire("management")
    handing = HandingOver("mentorix", one.appeal.id, manager.id)
    with pytest.raises(NotAllowed, match=DECLARES_FIRST):
        await scene.book.run(hand_over, handing, one.assessor, scene.office, scene.now)
    await one.declares(manager)
    await scene.book.run(hand_over, handing, one.assessor, scene.office, scene.now)
    assert (await one.now()).assigned_to == manager.id


async def test_p_mx_14_nobody_decides_or_approves_without_a_declaration(one: Appealing) -> None:
    scene = one.scene
    deciding = Deciding("mentorix", one.appeal.id, Ruling.UPHELD)
    with pytest.raises(NotAllowed, match=DECLARES_FIRST):
        await scene.book.run(decide, deciding, one.assessor, scene.office.policy, scene.now)
    with pytest.raises(NotAllowed, match=DECLARES_FIRST):
        await one.decided(one.assessor)
    await one.ready()
    await one.decided(one.assessor)
    assert (await scene.verbs(one.appeal))[-2:] == ["decided", "approved"]


async def test_p_mx_14_who_has_an_interest_sees_the_appeal_no_more(one: Appealing) -> None:
    await one.ready()
    await one.declares(one.assessor, interest=True)
    assert one.assessor.id in (await one.now()).excluded
    with pytest.raises(NotAllowed, match="there is no such letter"):
        await one.decided(one.assessor)
    with pytest.raises(NotAllowed, match="there is no such case"):
        await one.declares(one.assessor)
    assert await one.scene.book.read(declarations.of_case, "mentorix", one.appeal.id) == {one.assessor.id: True}


async def test_the_same_is_declared_once(one: Appealing) -> None:
    await one.declares(one.assessor)
    with pytest.raises(AlreadyDone, match="declared this already"):
        await one.declares(one.assessor)
    assert (await one.scene.verbs(one.appeal)).count("declared") == 1


async def test_of_other_cases_nothing_is_declared(scene: Scene) -> None:
    case, person = await scene.opened(a_reading()), await scene.hire("course_administrator")
    with pytest.raises(NotAllowed, match="nobody declares an interest in a case that is complaint"):
        await scene.book.run(declare, Declaring("mentorix", case.id, interest=False), person, scene.office, scene.now)
    await scene.book.run(assign, case.id, person, scene.office.policy, scene.now)
    assert not (await scene.clocks(case))[ClockName.HANDLING].running


async def test_whoever_does_not_see_the_appeal_declares_nothing(one: Appealing) -> None:
    trainer = await one.scene.hire("head_trainer")
    with pytest.raises(NotAllowed, match="there is no such case"):
        await one.declares(trainer)
