"""What the person says is compared with the register and not kept (R-ID-1, R-ID-2, P-MB-13)."""

from datetime import date

import pytest

from cases.case import Case
from cases.errors import NotAllowed
from cases.kind import Kind
from cases.learner import Course, Learner, Stated
from cases.message import Address
from cases.staff import Staff
from intake.approve import approve
from intake.knowledge import Recognising, recognise
from tests import registers
from tests.at_work import approval_of
from tests.builders import a_reading
from tests.intake.scene import Scene

ANNA = Learner(
    "1001", "Anna Holm", "anna@example.org", "72441234", "annah", courses=(Course("ITIL", date(2026, 1, 12)),)
)


@pytest.fixture
async def person(scene: Scene) -> Staff:
    """Give somebody who may approve, at an organisation with a register."""
    await scene.book.run(registers.upsert, "mentorix", {"1001": ANNA}, scene.now)
    return await scene.hire("privacy_officer")


async def asked(scene: Scene) -> Case:
    return await scene.opened(a_reading(Kind.PORTABILITY), sender=Address("Anna Holm", "anna.new@example.net"))


async def said(scene: Scene, case: Case, person: Staff, stated: Stated) -> None:
    await scene.book.run(recognise, Recognising("mentorix", case.id, stated), person, scene.office, scene.now)


async def test_p_mb_13_who_names_a_user_name_and_a_date_needs_no_identity_paper(scene: Scene, person: Staff) -> None:
    case = await asked(scene)
    draft = await scene.letter(case, "answer_portability")
    with pytest.raises(NotAllowed, match=r"not in the register \(R-ID-4\)"):
        await scene.book.run(approve, approval_of(draft), person, scene.office.policy, scene.now)
    await said(scene, case, person, Stated(username="annah", day=date(2026, 1, 12)))
    assert (await scene.case(case)).identity == "knowledge"
    await scene.book.run(approve, approval_of(draft), person, scene.office.policy, scene.now)
    assert "answer_portability" in await scene.replies(case)


async def test_r_id_2_what_was_said_is_not_kept(scene: Scene, person: Staff) -> None:
    case = await asked(scene)
    await said(scene, case, person, Stated(reference="1001", username="annah", phone="72441234"))
    (event,) = [one for one in await scene.events(case) if one.verb == "identity_confirmed"]
    assert event.data == {"way": "knowledge"}


async def test_p_al_15_less_than_that_or_a_name_shows_nothing(scene: Scene, person: Staff) -> None:
    case = await asked(scene)
    for stated in (Stated(), Stated("1001", "bo"), Stated("Anna Holm", day=date(2026, 1, 12)), Stated("9")):
        with pytest.raises(NotAllowed, match="does not show who it is"):
            await said(scene, case, person, stated)
    assert (await scene.case(case)).identity is None


async def test_it_is_shown_once(scene: Scene, person: Staff) -> None:
    case, stated = await asked(scene), Stated("1001", "annah")
    await said(scene, case, person, stated)
    with pytest.raises(NotAllowed, match="confirmed already"):
        await said(scene, case, person, stated)
