"""Which letters of a conversation count for a case, and which only wait for a person to look at them."""

import pytest

from cases.case import Case
from cases.message import Address
from intake.counting import counted
from intake.join import Joining, join
from storage import messages, threads
from storage.page import Page
from tests.builders import a_reading
from tests.intake.scene import PORTAL, Scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ANNA, CARL = Address("Anna Holm", "Anna@Example.org"), Address("Carl", "carl@example.net")


async def counts(scene: Scene, case: Case) -> list[int]:
    return await scene.book.read(_counts, await scene.case(case))


def _counts(page: Page, case: Case) -> list[int]:
    told = messages.of_thread(page, case.organisation, case.thread)
    return [one.id for one in counted(page, case, told)]


async def token(scene: Scene, case: Case) -> str:
    thread = await scene.book.read(threads.by_id, case.organisation, case.thread)
    assert thread
    return thread.token


async def test_what_the_person_writes_counts_however_their_address_is_written(scene: Scene) -> None:
    case = await scene.opened()
    more = await scene.hear(a_reading(), tokens=(await token(scene, case),), sender=ANNA)
    assert await counts(scene, case) == [case.opened_for, more.message]


async def test_the_letter_that_opened_a_held_case_counts_for_it(scene: Scene) -> None:
    case = await scene.opened(judgement=PORTAL)
    assert await counts(scene, case) == [case.opened_for]


async def test_what_was_only_kept_does_not_count(scene: Scene) -> None:
    case = await scene.opened()
    tokens = (await token(scene, case),)
    await scene.hear(a_reading(), tokens=tokens, sender=CARL)
    await scene.hear(a_reading(), tokens=tokens, judgement=PORTAL)
    assert await counts(scene, case) == [case.opened_for]


async def test_what_somebody_vouched_for_who_joined_two_cases_counts(scene: Scene) -> None:
    bo = await scene.hire("course_administrator")
    case, other = await scene.opened(), await scene.opened(sender=CARL)
    await scene.book.run(join, Joining("mentorix", other.id, case.number), bo, scene.office, scene.now)
    assert await counts(scene, case) == [case.opened_for, other.opened_for]
