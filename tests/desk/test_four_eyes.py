"""A letter that two people approve, at the desk: what each of them sees, and what the queue says of it."""

import re
from dataclasses import replace

import pytest
from httpx import AsyncClient

from cases.outgoing import OutboxStatus
from cases.policy import Policy
from cases.staff import Staff
from storage.outbox import Entry
from tests.desk.scene import Scene, fields, finished
from tests.desk.test_acts import approve, form_of, letter
from tests.intake.test_four_eyes import with_four_eyes

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """Give a desk of an organisation that wants two people to approve its answers to complaints."""
    scene.policies = {**scene.policies, "mentorix": with_four_eyes(scene.policies["mentorix"])}
    return scene


async def a_colleague(scene: Scene) -> tuple[Staff, AsyncClient]:
    mette = await scene.hire("course_administrator", name="Mette Krog", email="m@mentorix.example", language="en")
    return mette, await scene.at_desk(mette)


async def halfway(scene: Scene) -> tuple[str, Entry, AsyncClient]:
    """Let Bo approve an answer as the first of two; give it as it is then."""
    number = (await scene.hear()).opened[0].number
    draft = await scene.draft(number)
    browser = await scene.at_desk(await scene.hire("course_administrator", language="en"))
    answer = await approve(browser, draft, {**await form_of(browser, number, draft), "body": finished(draft)})
    assert answer.headers["location"] == f"/desk/cases/{number}?done=approved_first"
    return number, await scene.draft(number), browser


def unmarked(page: str) -> str:
    """Give the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


async def test_the_first_is_told_whom_it_waits_for_and_can_take_it_back(scene: Scene) -> None:
    await a_colleague(scene)
    number, draft, browser = await halfway(scene)
    page = await browser.get(f"/desk/cases/{number}?done=approved_first")
    assert "leaves once one more person has approved it: Mette Krog." in page.text
    assert "It waits for a second pair of eyes." in page.text
    address = f"/desk/letters/{draft.id}/undo"
    answer = await browser.post(address, data=fields(page, address))
    assert answer.status_code == 303
    page = await browser.get(f"/desk/cases/{number}")
    assert "Two people approve this letter before it leaves." in page.text
    assert address not in page.text


async def test_the_second_is_told_who_was_first_and_lets_it_go(scene: Scene) -> None:
    _, second = await a_colleague(scene)
    number, draft, _ = await halfway(scene)
    page = await second.get(f"/desk/cases/{number}")
    assert "Bo Lund has approved the letter." in unmarked(page.text)
    assert "Read the draft as the second of two" in page.text
    assert f"/desk/letters/{draft.id}/undo" not in page.text
    form = {**fields(page, f"/desk/letters/{draft.id}/approval"), "subject": draft.outgoing.subject}
    answer = await approve(second, draft, {**form, "body": draft.outgoing.body})
    assert answer.headers["location"].endswith("?done=approved")
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.RELEASED


async def test_the_first_cannot_be_the_second_and_hears_why(scene: Scene) -> None:
    number, draft, browser = await halfway(scene)
    form = {**await form_of(browser, number, draft), "body": draft.outgoing.body}
    answer = await approve(browser, draft, form)
    assert answer.status_code == 422
    assert (await letter(scene, number, draft.id)).status is OutboxStatus.DRAFT


async def test_what_the_second_changes_is_shown_against_what_was_approved(scene: Scene) -> None:
    _, second = await a_colleague(scene)
    number, draft, first = await halfway(scene)
    form = {**await form_of(second, number, draft), "body": f"{draft.outgoing.body}\n\nUndskyld."}
    checked = await second.post(f"/desk/letters/{draft.id}/check", data=form, headers={"hx-request": "true"})
    assert "Changed from what was approved (1 word changed)" in checked.text
    assert "With these changes two people have to approve the letter anew." in checked.text
    answer = await approve(second, draft, form)
    assert answer.headers["location"].endswith("?done=approved_first")
    page = await first.get(f"/desk/cases/{number}")
    assert "Changed since you approved it (1 word changed)" in page.text
    assert "Mette Krog has approved the letter." in unmarked(page.text)


async def test_where_nobody_else_may_approve_the_page_leads_on(scene: Scene) -> None:
    number, _, browser = await halfway(scene)
    page = await browser.get(f"/desk/cases/{number}")
    assert "Nobody else who sees this case may approve letters." in page.text
    assert 'href="#deed-escalation"' in page.text
    assert 'id="deed-escalation"' in page.text


async def test_the_queue_says_that_a_letter_waits_for_a_second_pair_of_eyes(scene: Scene) -> None:
    _, second = await a_colleague(scene)
    number, draft, _ = await halfway(scene)
    assert "Waits for a second pair of eyes" in (await second.get("/desk/")).text
    form = {**await form_of(second, number, draft), "note": "Say when."}
    await second.post(f"/desk/letters/{draft.id}/return", data=form)
    queue = (await second.get("/desk/")).text
    assert "Waits for a second pair of eyes" not in queue
    assert "Draft sent back" in queue


async def test_who_sent_a_draft_back_sees_what_became_of_it(scene: Scene) -> None:
    scene.policies = {**scene.policies, "mentorix": _with_one(scene)}
    number = (await scene.hear()).opened[0].number
    draft = await scene.draft(number)
    _, mette = await a_colleague(scene)
    form = {**await form_of(mette, number, draft), "note": "Say when."}
    await mette.post(f"/desk/letters/{draft.id}/return", data=form)
    assert "Changed since you sent the draft back" not in (await mette.get(f"/desk/cases/{number}")).text
    back = await scene.draft(number)
    form = {**await form_of(mette, number, back), "body": f"{back.outgoing.body}\n\nI morgen."}
    checked = await mette.post(f"/desk/letters/{draft.id}/check", data=form, headers={"hx-request": "true"})
    assert "Changed since you sent the draft back (2 words changed)" in checked.text


def _with_one(scene: Scene) -> Policy:
    policy = scene.policies["mentorix"]
    return replace(policy, kinds={kind: replace(rules, four_eyes=False) for kind, rules in policy.kinds.items()})
