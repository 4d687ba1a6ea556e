"""A letter that is on its way for hours: where the law sets its date, staff take another way; once, no storm."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cases.case import Case
from cases.kind import Kind
from cases.message import Address, Report
from cases.outgoing import OutboxStatus
from intake.delayed import A_FEW, LONG, delayed
from intake.gather import gather
from intake.sent import put_off
from storage import outbox
from storage.outbox import Entry
from tests.builders import AT, a_reading
from tests.intake.scene import FILED, Scene

HOUSE = "house_notice"
BY_LAW = a_reading(Kind.ACCESS, language="da")
PROMISED = a_reading(Kind.FEEDBACK, language="da")
STAFF = ("course_administrator", "privacy_officer")


@pytest.fixture
async def scene(scene: Scene) -> Scene:
    """Give a case book with people at the desk."""
    for role in STAFF:
        await scene.hire(role)
    return scene


async def swept(scene: Scene, **passed: float) -> int:
    """Let time pass and look at what does not arrive; give how many letters were new to it."""
    scene.later(**passed)
    return await scene.book.run(delayed, {scene.office.policy.id: scene.office}, scene.now)


async def notices(scene: Scene, case: Case) -> list[Entry]:
    return [one for one in await scene.letters(case) if one.outgoing.reply == "staff_notice"]


async def house_notices(scene: Scene) -> list[Entry]:
    return list(await scene.book.read(outbox.of_thread, scene.office.policy.id, 0))


async def test_a_receipt_with_a_date_by_law_is_somebodys_task_after_four_hours(scene: Scene) -> None:
    case = await scene.opened(BY_LAW)
    assert await swept(scene, seconds=LONG.total_seconds() - 1) == 0
    assert await notices(scene, case) == []
    assert await swept(scene, seconds=1) == 1
    event = (await scene.events(case))[-1]
    letter = await scene.letter(case, "acknowledgement")
    assert (event.verb, event.data) == ("delayed", {"letter": letter.id, "reply": "acknowledgement"})
    (notice,) = await notices(scene, case)
    assert "undervejs i flere timer" in notice.outgoing.body
    assert letter.status is OutboxStatus.RELEASED


async def test_it_is_told_once_however_long_it_lasts(scene: Scene) -> None:
    case = await scene.opened(BY_LAW)
    await swept(scene, hours=5)
    assert await swept(scene, hours=5) == 0
    assert (await scene.verbs(case)).count("delayed") == 1
    assert len(await notices(scene, case)) == 1


async def test_a_letter_that_was_tried_and_put_off_is_told_all_the_same(scene: Scene) -> None:
    case = await scene.opened(BY_LAW)
    letter = replace(await scene.letter(case, "acknowledgement"), attempt=8)
    scene.later(hours=3)
    await scene.book.run(put_off, letter, "SMTPConnectError", scene.office, scene.now)
    assert await swept(scene, hours=1) == 1
    assert "delayed" in await scene.verbs(case)


async def test_a_receipt_that_only_keeps_a_promise_is_no_alarm(scene: Scene) -> None:
    case = await scene.opened(PROMISED)
    assert await swept(scene, hours=5) == 1
    assert "delayed" not in await scene.verbs(case)
    assert await notices(scene, case) == []


async def test_a_letter_that_a_person_approved_always_is(scene: Scene) -> None:
    case = await scene.opened(PROMISED)
    await scene.send(await scene.letter(case, "acknowledgement"))
    draft = await scene.letter(case, "answer_feedback")
    await scene.book.run(outbox.release, draft, "staff 7", scene.now)
    await swept(scene, hours=5)
    event = (await scene.events(case))[-1]
    assert (event.verb, event.data["reply"]) == ("delayed", "answer_feedback")
    assert len(await notices(scene, case)) == 1


async def test_a_letter_that_left_and_one_that_waits_for_its_hour_are_not_late(scene: Scene) -> None:
    gone = await scene.opened(BY_LAW)
    await scene.send(await scene.letter(gone, "acknowledgement"))
    assert await swept(scene, hours=5) == 0
    scene.now = datetime.fromisoformat("2026-03-06T20:00+01:00")
    held = await scene.opened(BY_LAW)
    await scene.send(await scene.letter(held, "acknowledgement"))
    assert await swept(scene, hours=5) == 0


async def test_where_nothing_leaves_staff_hear_of_the_house_and_every_case_says_it(scene: Scene) -> None:
    """Forty letters wait because a server is away: that is one piece of news."""
    count = A_FEW + 35
    cases = [await scene.opened(BY_LAW, **person(number)) for number in range(count)]
    assert await swept(scene, hours=5) == count
    assert await swept(scene, hours=5) <= len(STAFF)  # what staff were told waits as well
    told = await house_notices(scene)
    assert {one.outgoing.recipient for one in told} <= {f"{role}@mentorix.example" for role in STAFF}
    assert told
    assert len(told) <= len(STAFF)
    assert str(count) in told[0].outgoing.body
    for case in cases:
        assert "delayed" in await scene.verbs(case)
        assert await notices(scene, case) == []


async def test_letters_that_get_late_one_by_one_are_the_same_news(scene: Scene) -> None:
    cases = []
    for number in range(A_FEW + 5):
        cases.append(await scene.opened(BY_LAW, **person(number)))
        scene.later(minutes=10)
    scene.now = AT + LONG
    for _ in cases:
        await swept(scene, minutes=10)
    told_apart = [len(await notices(scene, case)) for case in cases]
    assert sum(told_apart) == A_FEW
    assert len({one.outgoing.cause for one in await house_notices(scene)}) == len(await house_notices(scene))
    assert len(await house_notices(scene)) <= len(STAFF)


def person(number: int) -> dict[str, Any]:
    """Give whom a letter of somebody else is from."""
    address = f"person{number}@example{number}.org"
    return {"sender": Address(f"Person {number}", address), "return_path": address}


async def test_a_next_hop_that_is_still_trying_is_the_same_alarm(scene: Scene) -> None:
    """The smarthost took the letter and tells after hours that it could not pass it on (RFC 3464)."""
    case = await scene.opened(BY_LAW)
    await scene.send(await scene.letter(case, "acknowledgement"))
    letter = await scene.letter(case, "acknowledgement")
    for _ in range(2):
        scene.later(hours=4)
        await reported(scene, letter, "delayed")
    assert (await scene.verbs(case)).count("delayed") == 1
    assert len(await notices(scene, case)) == 1
    assert (await scene.letter(case, "acknowledgement")).status is OutboxStatus.SENT
    await reported(scene, letter, "failed")
    assert (await scene.verbs(case))[-1] == "undeliverable"
    assert len(await notices(scene, case)) == 2


async def test_a_delay_of_a_letter_that_came_back_already_is_old_news(scene: Scene) -> None:
    case = await scene.opened(BY_LAW)
    await scene.send(await scene.letter(case, "acknowledgement"))
    letter = await scene.letter(case, "acknowledgement")
    await reported(scene, letter, "failed")
    await reported(scene, letter, "delayed")
    assert "delayed" not in await scene.verbs(case)


async def reported(scene: Scene, letter: Entry, action: str) -> None:
    """Let a mail server report on a letter."""
    report = Report("anna@example.org", action, "4.4.1", letter.message_id)
    await scene.hear(judgement=replace(FILED, reason="is_bounce"), reports=(report,), return_path="")
    scene.later(minutes=1)


async def test_notices_to_staff_that_wait_are_nobodys_case(scene: Scene) -> None:
    case = await scene.opened(BY_LAW)
    await swept(scene, hours=5)
    scene.later(hours=24)
    await scene.book.run(gather, {"mentorix": scene.office}, scene.now)
    assert await swept(scene, hours=24) == 1
    assert (await scene.verbs(case)).count("delayed") == 1


async def test_an_organisation_that_is_not_at_work_here_is_told_nothing(scene: Scene) -> None:
    case = await scene.opened(BY_LAW)
    scene.later(hours=5)
    assert await scene.book.run(delayed, {}, scene.now) == 1
    assert "delayed" not in await scene.verbs(case)
    assert scene.now - AT == timedelta(hours=5)
