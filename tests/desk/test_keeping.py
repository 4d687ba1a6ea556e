"""Staff keep a case for a claim, say when something ended, and erase what its person wants erased."""

import pytest
from httpx import AsyncClient, Response

from cases.case import Case
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Staff
from intake.close import Closing, close
from intake.sent import sent
from storage import casebook, holds, proofs, retained
from tests.desk.scene import CALENDARS, Scene, fields

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""The rules are the same on both engines; what the databases do is tested on both in tests/storage and the journeys."""


async def _person(scene: Scene, organisation: str) -> Staff:
    """Add somebody who decides what comes into the organisation's complaint queue."""
    policy = scene.policies[organisation]
    queue = policy.queue(policy.rules(Kind.COMPLAINT).queue)
    approving = {role.id for role in policy.roles if role.approves}
    return await scene.hire(next(role for role in queue.roles if role in approving), organisation, language="en")


async def _done(browser: AsyncClient, case: Case, deed: str, **form: str) -> Response:
    action = f"/desk/cases/{case.number}/deeds/{deed}"
    hidden = fields(await browser.get(f"/desk/cases/{case.number}"), action)
    return await browser.post(action, data={**hidden, **form}, follow_redirects=True)


async def _closed(scene: Scene, case: Case, bo: Staff) -> None:
    office = Office(scene.policies[case.organisation], CALENDARS)
    for letter in await scene.letters(case.number, case.organisation):
        if letter.status is OutboxStatus.RELEASED:
            await scene.book.run(sent, letter, office, scene.now)
    await scene.book.run(close, Closing(case.organisation, case.id, "withdrawn"), bo, scene.now)


async def test_a_case_is_kept_for_a_claim_and_looked_at_again(scene: Scene) -> None:
    bo = await _person(scene, "mentorix")
    case = (await scene.hear()).opened[0]
    browser = await scene.at_desk(bo)
    kept = await _done(browser, case, "legal_hold", purpose="court", scope="The invoice", review_on="2027-03-01")
    assert "The case will not be erased." in kept.text
    assert "/deeds/legal_hold" not in kept.text
    (hold,) = await scene.book.read(holds.of_case, case.organisation, case.id)
    lifted = await _done(browser, case, "hold_review", hold=str(hold.id))
    assert "No longer kept for a claim" in lifted.text
    assert "/deeds/hold_review" not in lifted.text


async def test_a_review_too_far_off_is_refused_with_its_rule(scene: Scene) -> None:
    bo = await _person(scene, "mentorix")
    case = (await scene.hear()).opened[0]
    browser = await scene.at_desk(bo)
    refused = await _done(browser, case, "legal_hold", purpose="court", scope="All", review_on="2036-03-01")
    assert refused.status_code == 422
    assert "CON-5" in refused.text


async def test_the_end_of_an_internship_is_asked_for_where_the_policy_counts_from_it(scene: Scene) -> None:
    bo = await _person(scene, "alottbetter")
    case = (await scene.hear(organisation="alottbetter")).opened[0]
    browser = await scene.at_desk(bo)
    said = await _done(browser, case, "ended", day="2025-06-30")
    assert "Said when it ended" in said.text
    await _closed(scene, case, bo)
    found = await scene.book.read(retained.one, case.organisation, case.number)
    assert found
    assert str(found.ended_on) == "2025-06-30"
    other = (await scene.hear()).opened[0]
    mentorix = await scene.at_desk(await _person(scene, "mentorix"))
    assert "/deeds/ended" not in (await mentorix.get(f"/desk/cases/{other.number}")).text


async def test_erasing_wants_the_number_typed_and_leads_back_to_the_queue(scene: Scene) -> None:
    bo = await _person(scene, "mentorix")
    case = (await scene.hear()).opened[0]
    browser = await scene.at_desk(bo)
    assert "/deeds/forget" not in (await browser.get(f"/desk/cases/{case.number}")).text
    await _closed(scene, case, bo)
    unsure = await _done(browser, case, "forget", reason="erasure_request", confirmed="yes")
    assert unsure.status_code == 422
    assert await scene.book.read(casebook.find, case.organisation, case.id)
    gone = await _done(browser, case, "forget", reason="erasure_request", confirmed=case.number)
    assert gone.url.path == "/desk/"
    assert await scene.book.read(proofs.find, case.organisation, case.number)
    assert (await browser.get(f"/desk/cases/{case.number}")).status_code == 404
