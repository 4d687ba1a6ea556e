"""What concerns the house is told to those who answer for it: once, without a case, and without anybody's data."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cases.mailbox import Trouble
from cases.message import Report
from cases.office import Office
from cases.organisation import Queue
from cases.outgoing import OutboxStatus
from intake.bounced import bounced
from intake.house_letter import HOUSE
from intake.house_notices import HouseNotice, tell_house
from intake.sent import put_off, refused, sent
from replies.house_notice import News
from storage import outbox, staff, threads
from storage.outbox import Entry
from tests.builders import AT, a_message
from tests.intake.scene import Scene, a_heard

SILENT = HouseNotice(News.MAILBOX_SILENT, "info since one", "info", AT - timedelta(hours=1), trouble=Trouble.KICKED)
FRIDAY_EVENING = datetime.fromisoformat("2026-03-06T17:00+01:00")
MONDAY_MORNING = datetime.fromisoformat("2026-03-09T08:00+01:00")


async def told(scene: Scene, notice: HouseNotice = SILENT) -> list[Entry]:
    """Tell the house; give every notice there is."""
    await scene.book.run(tell_house, notice, scene.office, scene.now)
    return await notices(scene)


async def notices(scene: Scene) -> list[Entry]:
    return list(await scene.book.read(outbox.of_thread, scene.office.policy.id, HOUSE))


def recipients(letters: list[Entry]) -> dict[str | None, str]:
    return {one.outgoing.recipient: one.outgoing.language for one in letters}


async def test_those_who_hear_first_and_those_who_answer_for_the_law_are_told_in_their_own_language(
    scene: Scene,
) -> None:
    for role, language in (("course_administrator", None), ("privacy_officer", "en"), ("managing_director", "nl")):
        await scene.hire(role, language=language)
    for role in ("head_trainer", "appeal_assessor", "external_assessor"):
        await scene.hire(role)
    assert recipients(await told(scene)) == {
        "course_administrator@mentorix.example": "da",
        "privacy_officer@mentorix.example": "en",
        "managing_director@mentorix.example": "nl",
    }


async def test_in_a_small_house_whoever_sees_whole_queues_is_told(scene: Scene) -> None:
    await scene.hire("head_trainer")
    await scene.hire("external_assessor")  # sees one case, and nothing of the house
    assert recipients(await told(scene)).keys() == {"head_trainer@mentorix.example"}


async def test_where_nobody_may_log_in_the_queues_own_addresses_are_told(scene: Scene) -> None:
    person = await scene.hire("course_administrator")
    await scene.book.run(staff.disable, person.organisation, person.email)
    assert await told(scene) == []
    policy = scene.office.policy
    last = Queue("appeals", {"en": "appeals"}, ("appeal_assessor",), "kontor@mentorix.example")
    scene.office = replace(scene.office, policy=replace(policy, queues=(*policy.queues[:-1], last)))
    assert recipients(await told(scene)) == {"kontor@mentorix.example": "da"}


@pytest.mark.parametrize("organisation", ["mentorix", "metier", "mentor", "alottbetter", "jensenskurser"])
async def test_every_shipped_organisation_has_somebody_to_tell(
    scene: Scene, offices: dict[str, Office], organisation: str
) -> None:
    scene.office = offices[organisation]
    for role in scene.office.policy.roles:
        await scene.hire(role.id)
    found = recipients(await told(scene))
    assert f"privacy_officer@{organisation}.example" in found
    assert len(found) == 3


async def test_the_same_news_of_the_same_cause_is_told_once_to_each(scene: Scene) -> None:
    await scene.hire("course_administrator")
    assert len(await told(scene)) == 1
    assert len(await told(scene)) == 1
    assert len(await told(scene, replace(SILENT, cause="info since two"))) == 2
    await scene.hire("privacy_officer")
    assert len(await told(scene)) == 3


async def test_a_notice_names_the_mailbox_what_is_wrong_and_what_to_do(scene: Scene) -> None:
    await scene.hire("course_administrator", language="en")
    (letter,) = await told(scene)
    assert letter.outgoing.subject == 'Mentorix: the mailbox "info" is not being read'
    for words in ("since 2 March 2026 at 10:00", "ends the connection again and again", "/desk/mailboxes"):
        assert words in letter.outgoing.body
    assert letter.status is OutboxStatus.RELEASED


@pytest.mark.parametrize(
    ("notice", "leaves"),
    [
        (SILENT, FRIDAY_EVENING),
        (HouseNotice(News.MAILBOX_BACK, "one", "info", AT), FRIDAY_EVENING),
        (HouseNotice(News.LETTERS_NOT_LEAVING, "one", since=AT, count=3), FRIDAY_EVENING),
        (HouseNotice(News.SECRET_EXPIRES, "one", "info", until=date(2026, 3, 20), count=14), MONDAY_MORNING),
        (HouseNotice(News.MAILBOX_DIFFERS, "one", "info", count=1), MONDAY_MORNING),
    ],
    ids=lambda value: getattr(value, "news", ""),
)
async def test_what_cannot_wait_leaves_at_once_and_the_rest_in_working_hours(
    scene: Scene, notice: HouseNotice, leaves: datetime
) -> None:
    await scene.hire("course_administrator")
    scene.now = FRIDAY_EVENING
    (letter,) = await told(scene, notice)
    assert letter.outgoing.not_before == leaves


async def test_where_the_policy_lets_no_notice_leave_unseen_none_is_written(scene: Scene) -> None:
    await scene.hire("course_administrator")
    scene.office = replace(scene.office, policy=replace(scene.office.policy, unseen=frozenset({"acknowledgement"})))
    assert await told(scene) == []


async def test_a_notice_leaves_and_nothing_else_changes(scene: Scene) -> None:
    await scene.hire("course_administrator")
    (letter,) = await told(scene)
    await scene.send(letter)
    assert [one.status for one in await notices(scene)] == [OutboxStatus.SENT]


async def test_a_notice_that_comes_back_is_not_delivered_and_starts_no_other(scene: Scene) -> None:
    await scene.hire("course_administrator")
    (letter,) = await told(scene)
    await scene.book.run(sent, letter, scene.office, scene.now)
    report = Report(letter.outgoing.recipient or "", "failed", "5.1.1", letter.message_id)
    await scene.book.run(bounced, a_heard(message=a_message(reports=(report,))), (), scene.office, scene.now)
    (after,) = await notices(scene)
    assert (after.status, after.last_error) == (OutboxStatus.FAILED, "returned 5.1.1")


async def test_a_bounce_that_carries_nothing_but_the_return_path_finds_its_notice(scene: Scene) -> None:
    await scene.hire("course_administrator")
    (letter,) = await told(scene)
    await scene.send(letter)
    report = Report(letter.outgoing.recipient or "", "failed", "5.2.2", None)
    heard = a_heard(message=a_message(reports=(report,)))
    await scene.book.run(bounced, heard, (letter.token,), scene.office, scene.now)
    assert [one.status for one in await notices(scene)] == [OutboxStatus.FAILED]


async def test_a_notice_that_is_refused_or_put_off_for_days_is_given_up(scene: Scene) -> None:
    await scene.hire("course_administrator")
    await scene.hire("privacy_officer")
    first, second = await told(scene)
    await scene.book.run(refused, first, "5.1.1", scene.office, scene.now)
    await scene.book.run(put_off, replace(second, attempt=100), "4.4.1", scene.office, scene.now)
    assert {one.status for one in await notices(scene)} == {OutboxStatus.FAILED}


async def test_whoever_answers_a_notice_begins_a_conversation_of_their_own(scene: Scene) -> None:
    await scene.hire("course_administrator")
    (letter,) = await told(scene)
    received = await scene.hear(tokens=(letter.token,), references=(letter.message_id,))
    (case,) = received.opened
    assert case.thread != HOUSE
    assert await scene.book.read(threads.by_id, case.organisation, case.thread)
