"""A complaint is moved to the management or the head trainer where needed, and is weighed (P-MX-02, R-ISO-4)."""

import pytest

from cases.case import Case
from cases.errors import AlreadyDone, NotAllowed
from cases.kind import Kind
from cases.staff import Staff
from intake.escalate import Escalating, escalate, targets
from intake.weigh import Severity, Weighing, weigh, weighed
from tests.builders import a_reading
from tests.intake.scene import Scene

HOME = "course-administration"


@pytest.fixture
async def ida(scene: Scene) -> Staff:
    """Give the course administrator."""
    return await scene.hire("course_administrator")


async def escalated(scene: Scene, case: Case, who: Staff, queue: str, seen: str = HOME) -> None:
    await scene.book.run(escalate, Escalating(case.organisation, case.id, queue, seen), who, scene.office, scene.now)


async def test_p_mx_02_a_complaint_begins_with_the_course_administration(scene: Scene) -> None:
    case = await scene.opened()
    assert case.queue == HOME
    assert targets(case, scene.office.policy) == ("management", "head-trainer")


@pytest.mark.parametrize(("queue", "role"), [("management", "management"), ("head-trainer", "head_trainer")])
async def test_p_mx_02_it_is_escalated_to_the_management_or_the_head_trainer_who_are_told(
    scene: Scene, ida: Staff, queue: str, role: str
) -> None:
    person = await scene.hire(role)
    case = await scene.opened()
    clocks = await scene.clocks(case)
    await escalated(scene, case, ida, queue)
    assert (await scene.case(case)).queue == queue
    assert await scene.clocks(case) == clocks
    told = [one.outgoing.recipient for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]
    assert told == [person.email]
    assert (await scene.events(case))[-1].actor == f"staff {ida.id}"


async def test_two_who_escalate_at_once_move_it_once(scene: Scene, ida: Staff) -> None:
    boss = await scene.hire("managing_director")
    case = await scene.opened()
    await escalated(scene, case, ida, "management")
    with pytest.raises(AlreadyDone, match="moved to another queue"):
        await escalated(scene, case, boss, "head-trainer")


@pytest.mark.parametrize("queue", ["privacy", HOME, "nowhere"])
async def test_it_goes_only_where_the_policy_escalates_it(scene: Scene, ida: Staff, queue: str) -> None:
    case = await scene.opened()
    with pytest.raises(NotAllowed, match="is no queue that such a case is escalated to"):
        await escalated(scene, case, ida, queue)


async def test_how_serious_a_complaint_is_can_be_said_again_and_the_last_word_counts(scene: Scene, ida: Staff) -> None:
    case = await scene.opened()
    assert weighed(await scene.events(case)) is None
    for severity in (Severity.LOW, Severity.URGENT):
        what = Weighing(case.organisation, case.id, severity, act_now=severity is Severity.URGENT)
        await scene.book.run(weigh, what, ida, scene.office.policy, scene.now)
    assert weighed(await scene.events(case)) is Severity.URGENT
    assert (await scene.events(case))[-1].data == {"severity": "urgent", "at_once": "yes"}


async def test_only_a_complaint_is_weighed(scene: Scene, ida: Staff) -> None:
    case = await scene.opened(a_reading(Kind.OTHER))
    with pytest.raises(NotAllowed, match="R-ISO-4"):
        await scene.book.run(
            weigh, Weighing(case.organisation, case.id, Severity.LOW), ida, scene.office.policy, scene.now
        )
