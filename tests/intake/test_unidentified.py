"""Nobody is refused for not being identified before they were asked (R-12-2b)."""

import pytest

from cases.case import Case
from cases.decision import Ruling
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.learner import Learner
from intake.decide import Deciding, decide
from intake.identity_link import Sending, send_link
from storage import decisions
from tests import registers
from tests.builders import a_reading
from tests.intake.scene import Scene
from tests.intake.test_identity import confirmed


async def refused(scene: Scene, case: Case) -> None:
    person = await scene.hire("managing_director", email=f"{scene.now.timestamp()}@mentorix.example")
    what = Deciding("mentorix", case.id, Ruling.REFUSED, ("not_identified",))
    await scene.book.run(decide, what, person, scene.office.policy, scene.now)


async def test_r_12_2b_nobody_is_refused_for_that_who_was_not_asked(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS))
    with pytest.raises(NotAllowed, match=r"before they were asked.*R-12-2b"):
        await refused(scene, case)
    assert await scene.book.read(decisions.of_case, "mentorix", case.id) == ()
    anna = Learner("1001", "Anna Holm", "anna@example.org")
    await scene.book.run(registers.upsert, "mentorix", {"1001": anna}, scene.now)
    person = await scene.hire("privacy_officer")
    await scene.book.run(send_link, Sending("mentorix", case.id), person, scene.office, scene.now)
    scene.later(days=5)
    await refused(scene, case)
    assert await scene.book.read(decisions.refuses, "mentorix", case.id)


async def test_r_12_2b_nor_who_is_known(scene: Scene) -> None:
    case = await scene.opened(a_reading(Kind.ACCESS))
    await confirmed(scene, case, await scene.hire("privacy_officer"))
    with pytest.raises(NotAllowed, match="no ground to refuse"):
        await refused(scene, case)
