"""What an organisation's own system is told: that a case is opened, answered, late; and nothing of anybody."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cases.kind import Kind
from cases.outgoing import OutboxStatus
from intake.drafts import ANSWER
from intake.webhook_told import KEPT, OFF_AFTER, not_told, pause, told, works
from storage import webhooks
from storage.api_tables import WEBHOOK_CALL
from storage.erasing import erase_case
from storage.page import Page
from storage.webhooks import LEASE, Call
from tests.builders import a_reading
from tests.intake.scene import Scene

HERE = ("mentorix",)


@pytest.fixture(autouse=True)
def _announces(scene: Scene) -> None:
    scene.office = replace(scene.office, announces=True)


def bodies(page: Page) -> list[dict[str, Any]]:
    """Give what is to be told, in its order."""
    return [json.loads(row.body) for row in page.all(select(WEBHOOK_CALL).order_by(WEBHOOK_CALL.c.id))]


async def types(scene: Scene) -> list[str]:
    """Give the events that are to be told."""
    return [one["type"] for one in await scene.book.read(bodies)]


async def claimed(scene: Scene) -> tuple[Call, ...]:
    """Take what is to be told now."""
    return await scene.book.run(webhooks.claim, HERE, scene.now, 10)


async def test_a_case_that_is_opened_is_told_with_its_number_and_its_dates(scene: Scene) -> None:
    case = await scene.opened()
    (body,) = await scene.book.read(bodies)
    assert body["id"].startswith("msg_")
    assert body["type"] == "case.opened"
    assert body["data"]["number"] == case.number
    assert body["data"]["kind"] == "complaint"
    assert body["data"]["due"]


async def test_nothing_of_anybody_is_told(scene: Scene) -> None:
    case = await scene.opened()
    said = json.dumps(await scene.book.read(bodies)).lower()
    assert case.requester.address
    assert case.requester.address.lower() not in said
    assert "anna" not in said


async def test_each_case_of_a_letter_is_told(scene: Scene) -> None:
    heard = await scene.hear(a_reading(Kind.COMPLAINT, Kind.ACCESS))
    told_of = [one["data"]["number"] for one in await scene.book.read(bodies)]
    assert told_of == [case.number for case in heard.opened]


async def test_a_limit_that_passes_is_told_once(scene: Scene) -> None:
    await scene.opened()
    scene.later(days=90)
    await scene.tick()
    late = [one for one in await scene.book.read(bodies) if one["type"] == "case.late"]
    await scene.tick()
    assert late
    assert late == [one for one in await scene.book.read(bodies) if one["type"] == "case.late"]
    assert {one["data"]["clock"] for one in late} >= {"answer"}


async def test_an_answer_that_has_left_is_told(scene: Scene) -> None:
    case = await scene.opened()
    drafts = [one for one in await scene.letters(case) if one.status is OutboxStatus.DRAFT]
    answer = next(one for one in drafts if one.outgoing.reply.startswith(ANSWER))
    await scene.send(answer)
    await scene.send(answer)
    assert (await types(scene)).count("case.answered") == (await scene.case(case)).status.count("answered")


async def test_without_a_webhook_nothing_is_written(scene: Scene) -> None:
    scene.office = replace(scene.office, announces=False)
    await scene.opened()
    assert await types(scene) == []


async def test_what_is_not_opened_is_not_told(scene: Scene) -> None:
    """The row is of the transaction in which the case is written: undone together."""

    def undone(page: Page) -> None:
        webhooks.add(page, Call("mentorix", 1, "case.opened", "{}"), 1, scene.now)
        raise ValueError("power cut")

    with pytest.raises(ValueError, match="power cut"):
        await scene.book.run(undone)
    assert await types(scene) == []


async def test_what_one_has_claimed_nobody_else_calls_until_its_lease_is_over(scene: Scene) -> None:
    await scene.opened()
    (call,) = await claimed(scene)
    assert call.attempts == 1
    assert await claimed(scene) == ()
    scene.now += LEASE
    assert [one.attempts for one in await claimed(scene)] == [2]


async def test_what_was_told_is_gone_and_the_webhook_has_worked(scene: Scene) -> None:
    await scene.opened()
    (call,) = await claimed(scene)
    await scene.book.run(told, call, scene.now)
    state = await scene.book.run(webhooks.state, "mentorix")
    assert (state.told_at, state.waiting, state.failing_since) == (scene.now, 0, None)


async def test_after_days_of_failures_it_is_off_until_it_works_again(scene: Scene) -> None:
    await scene.opened()
    since = scene.now
    while not await scene.book.run(not_told, (await claimed(scene))[0], "unreachable", scene.now):
        scene.now += pause(7)
    state = await scene.book.run(webhooks.state, "mentorix")
    assert (state.failing_since, state.off_at, state.trouble) == (since, scene.now, "unreachable")
    assert scene.now - since >= OFF_AFTER
    scene.later(days=1)
    assert await claimed(scene) == (), "it is off"
    await scene.book.run(works, "mentorix", scene.now)
    assert len(await claimed(scene)) == 1, "what waited is told"


def test_the_pauses_grow_from_seconds_to_hours() -> None:
    pauses = [pause(attempt) for attempt in range(1, 12)]
    assert pauses == sorted(pauses)
    assert pauses[0] <= timedelta(seconds=10)
    assert timedelta(hours=5) <= pauses[-1] <= timedelta(hours=24)


async def test_what_has_waited_too_long_is_let_go(scene: Scene) -> None:
    await scene.opened()
    assert await scene.book.run(webhooks.give_up, HERE, scene.now - KEPT) == 0
    scene.now += KEPT + timedelta(minutes=1)
    assert await scene.book.run(webhooks.give_up, HERE, scene.now - KEPT) == 1


async def test_a_case_that_is_erased_is_told_of_no_more(scene: Scene) -> None:
    case = await scene.opened()
    await scene.book.run(erase_case, "mentorix", case.id, case.number)
    assert await types(scene) == []


async def test_of_one_organisation_half_of_the_calls_are_made_at_a_time_so_that_others_are_told_too(
    scene: Scene,
) -> None:
    for _ in range(6):
        await scene.opened()
    assert len(await scene.book.run(webhooks.claim, HERE, scene.now, 4)) == 2


async def test_an_organisation_whose_webhook_fails_comes_after_the_others(scene: Scene) -> None:
    waiting = await scene.opened()
    other = replace(scene.office, policy=replace(scene.office.policy, id="novaskolen"))
    later = Scene(scene.book, other, scene.now + timedelta(hours=1))
    await later.opened()
    (call,) = await claimed(scene)
    await scene.book.run(not_told, call, "unreachable", scene.now)
    both = (waiting.organisation, "novaskolen")
    taken = await scene.book.run(webhooks.claim, both, later.now, 1)
    assert [one.organisation for one in taken] == ["novaskolen"]
