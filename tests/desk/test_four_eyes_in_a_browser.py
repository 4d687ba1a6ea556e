"""Two real browsers at a letter that two people approve: the first one's waits, the second one's lets it go."""

import pytest

from cases.outgoing import OutboxStatus
from tests.chromium import Browsing, barriers
from tests.desk.scene import Scene, finished
from tests.desk.test_acts import letter
from tests.desk.test_drafts_in_a_browser import at_case, written
from tests.desk.test_people_in_a_browser import served
from tests.intake.test_four_eyes import with_four_eyes

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def test_one_approves_the_other_looks_and_lets_it_go(scene: Scene, people: Browsing) -> None:
    scene.policies = {**scene.policies, "mentorix": with_four_eyes(scene.policies["mentorix"])}
    number = (await scene.hear()).opened[0].number
    draft = await scene.draft(number)
    bo = await scene.hire("course_administrator", language="en")
    mette = await scene.hire("course_administrator", language="da", email="m@mentorix.example", name="Mette Krog")
    async with served(scene) as address:
        first = await at_case(scene, address, await people.visitor(locale="en-GB"), bo, number)
        await written(first, f"{finished(draft)}\n\nPS. Tak.")
        async with first.context.expect_page() as opened:
            await first.get_by_role("button", name="Show it as the person gets it").click()
        preview = await opened.value
        await preview.get_by_text("PS. Tak.").wait_for()
        assert await barriers(preview) == []
        await preview.close()
        await first.get_by_role("button", name="Approve as the first of two").click()
        await first.get_by_text("It leaves once one more person has approved it: Mette Krog.").wait_for()
        assert await barriers(first) == []
        narrow = await people.visitor(locale="da-DK", color_scheme="dark", viewport={"width": 320, "height": 640})
        second = await at_case(scene, address, narrow, mette, number)
        await second.get_by_text("Bo Lund har godkendt brevet.").wait_for()
        assert await barriers(second) == []
        assert await second.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await second.get_by_role("button", name="Godkend som den anden og send").click()
        await second.get_by_text("Brevet er godkendt").first.wait_for()
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.RELEASED
