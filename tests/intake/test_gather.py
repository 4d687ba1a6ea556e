"""What happens within a few minutes, or through the night, comes as one letter; what is done by then does not come."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from cases.case import Case, Status
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.staff import Absence, Staff
from cases.term import Basis
from intake.gather import PATIENCE, gather
from intake.notice_hours import next_hour, quiet_until
from intake.notices import Notice, notify, take_back
from intake.told import Wishes, choose
from replies.staff_notice import News
from storage import absences, casebook, staff, staff_telegrams
from storage.ids import new_id
from storage.notice_choices import Quiet
from storage.notice_table import WAITING_NOTICE
from storage.outbox_table import OUTBOX
from storage.page import Page
from storage.tables import CASE
from tests.builders import AT
from tests.intake.scene import Scene
from tests.storage.written import a_clock, write_case, write_reply

QUEUE = "course-administration"
FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
WAITS, IS_NEAR = "a case is waiting for judgement", "a time limit is near"
BO, JAN = "bo@mentorix.example", "jan@mentorix.example"


@pytest.fixture
def mentorix(offices: dict[str, Office]) -> Office:
    """Give Mentorix as it is shipped: notices are gathered for five minutes."""
    return offices["mentorix"]


async def written(scene: Scene, **changed: Any) -> Case:  # noqa: ANN401 - fields of the case
    return await scene.book.run(write_case, queue=QUEUE, **changed)


async def told(scene: Scene, case: Case, notice: Notice) -> None:
    await scene.book.run(notify, case, notice, scene.office, scene.now)


async def gathered(scene: Scene) -> int:
    """Let leave what may; give for how many readers."""
    count = 0
    while found := await scene.book.run(gather, {"mentorix": scene.office}, scene.now):
        count += found
    return count


async def left(scene: Scene) -> list[tuple[str, str]]:
    """Give the address and the first line of every letter that may leave by now."""
    gone = (OUTBOX.c.status == OutboxStatus.RELEASED) & (OUTBOX.c.not_before <= scene.now)
    mine = OUTBOX.c.reply.in_(("staff_notice", "gathered_notices"))
    wanted = select(OUTBOX.c.recipient, OUTBOX.c.subject, OUTBOX.c.body).where(gone, mine).order_by(OUTBOX.c.id)
    rows = await scene.book.read(lambda page: page.all(wanted))
    return [(row.recipient, f"{row.subject}\n{row.body}") for row in rows]


async def test_what_happens_within_a_few_minutes_comes_as_one_letter(scene: Scene) -> None:
    await scene.hire("course_administrator", email=BO, language="en")
    first, due_at = await written(scene), AT + timedelta(days=3)
    second = await scene.book.run(_with_clock, due_at, id=2, number="MX-26-481904", thread=2)
    await told(scene, first, Notice(News.NEW_HOLD, "message 1"))
    scene.later(minutes=3)
    await told(scene, second, Notice(News.REMINDER, "answer x 2026", due_at))
    scene.later(minutes=1)
    assert await gathered(scene) == 0
    assert await left(scene) == []
    scene.later(minutes=1)
    assert await gathered(scene) == 1
    ((address, words),) = await left(scene)
    assert address == BO
    assert "2 things since 11:00" in words
    places = [words.index(f"{what}: MX-26-48190{n}") for what, n in ((WAITS, 3), (IS_NEAR, 4))]
    assert places == sorted(places)
    scene.later(minutes=30)
    assert await gathered(scene) == 0
    assert await scene.book.read(lambda page: page.all(select(WAITING_NOTICE))) == []


async def test_one_thing_alone_is_the_letter_that_it_always_was(scene: Scene) -> None:
    await scene.hire("course_administrator", email=BO, language="en")
    case = await written(scene)
    await told(scene, case, Notice(News.NEW_HOLD, "message 1"))
    scene.later(minutes=5)
    await gathered(scene)
    ((_, words),) = await left(scene)
    assert words.startswith("Mentorix: a case is waiting for judgement [MX-26-481903]")


async def test_what_waits_through_the_night_comes_in_the_morning_as_one(scene: Scene) -> None:
    await scene.hire("course_administrator", email=BO, language="en")
    case = await written(scene)
    scene.now = FRIDAY
    for number in range(4):
        await told(scene, case, Notice(News.NEW_HOLD, f"message {number}"))
        scene.later(hours=9)
    scene.now = MONDAY - timedelta(seconds=1)
    assert await gathered(scene) == 0
    scene.now = MONDAY
    assert await gathered(scene) == 1
    ((_, words),) = await left(scene)
    assert "4 things since 6 March 2026 at 17:00" in words


async def test_what_is_urgent_comes_at_once_and_by_itself(scene: Scene) -> None:
    await scene.hire("course_administrator", email=BO)
    case = await written(scene)
    scene.now = FRIDAY
    await told(scene, case, Notice(News.NEW_HOLD, "message 1"))
    await told(scene, case, Notice(News.NEW_HOLD, "breach 1", urgent=True))
    assert len(await left(scene)) == 1


async def test_whoever_waits_in_the_chat_is_not_gathered(scene: Scene) -> None:
    await scene.hire("course_administrator", email=BO)
    await told(scene, await written(scene), Notice(News.PERSON_CALLED, "chat 1"))
    assert len(await left(scene)) == 1


async def test_a_deadline_within_the_minutes_in_which_notices_are_gathered_is_told_at_once(scene: Scene) -> None:
    await scene.hire("course_administrator", email=BO)
    case = await scene.book.run(_with_clock, scene.now + timedelta(minutes=4))
    await told(scene, case, Notice(News.NEW_HOLD, "message 1"))
    assert len(await left(scene)) == 1


def _with_clock(page: Page, due_at: datetime, /, **changed: Any) -> Case:  # noqa: ANN401 - as above
    return write_case(page, (a_clock(due_at=due_at), None), queue=QUEUE, **changed)


async def test_without_a_letter_in_the_end_none_leaves(scene: Scene) -> None:
    """The clock has stopped, the case was looked at, it is closed: three reasons, and nothing to tell."""
    bo = await scene.hire("course_administrator", email=BO)
    case = await scene.book.run(_with_clock, FRIDAY + timedelta(days=9))
    scene.now = FRIDAY
    await told(scene, case, Notice(News.REMINDER, "answer", FRIDAY + timedelta(days=8)))
    await told(scene, case, Notice(News.YOURS, "given", to=bo))
    closed = await written(scene, id=2, number="MX-26-481904", thread=2)
    await told(scene, closed, Notice(News.NEW_HOLD, "message 1"))
    await scene.book.run(_close, closed)
    scene.now = MONDAY
    await gathered(scene)
    assert await left(scene) == []


def _close(page: Page, case: Case) -> None:
    casebook.save(page, replace(case, status=Status.CLOSED), ())


async def test_of_several_things_only_what_is_still_to_do_is_told(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO, language="en")
    case = await written(scene, assigned_to=bo.id)
    scene.now = FRIDAY
    await told(scene, case, Notice(News.YOURS, "given", to=bo))
    await told(scene, case, Notice(News.UNANSWERED, "pause 1"))
    await told(scene, case, Notice(News.REMINDER, "answer", FRIDAY + timedelta(days=8)))
    scene.now = MONDAY
    await gathered(scene)
    ((_, words),) = await left(scene)
    assert "2 things since" in words
    assert "a time limit is near" not in words


async def test_p_mx_14_a_case_that_somebody_is_shut_out_of_by_then_is_left_out(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO, language="en")
    await scene.hire("course_administrator", email=JAN, language="en")
    case, other = await written(scene), await written(scene, id=2, number="MX-26-481904", thread=2)
    scene.now = FRIDAY
    for one in (case, other):
        await told(scene, one, Notice(News.NEW_HOLD, "message 1"))

    def shut_out(page: Page) -> None:
        page.execute(update(CASE).where(CASE.c.id == case.id).values(excluded=[bo.id]))

    await scene.book.run(shut_out)
    scene.now = MONDAY
    await gathered(scene)
    letters = dict(await left(scene))
    assert case.number not in letters[BO]
    assert other.number in letters[BO]
    assert case.number in letters[JAN]


async def test_p_mx_14_what_was_taken_back_while_it_waited_does_not_leave(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    case = await written(scene)
    scene.now = FRIDAY
    await told(scene, case, Notice(News.NEW_HOLD, "message 1"))
    await scene.book.run(take_back, case, {bo.id})
    scene.now = MONDAY
    await gathered(scene)
    assert await left(scene) == []


async def test_whoever_is_away_by_the_morning_is_not_told_and_their_deputy_is(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO, language="da")
    jan = await scene.hire("course_administrator", email=JAN, language="en")
    case = await written(scene, assigned_to=bo.id)
    scene.now = FRIDAY
    await told(scene, case, Notice(News.YOURS, "given", to=bo))
    absence = Absence(new_id(scene.now), bo.id, jan.id, MONDAY.date(), MONDAY.date())
    await scene.book.run(absences.add, "mentorix", absence, scene.now)
    scene.now = MONDAY
    await gathered(scene)
    scene.later(minutes=5)
    await gathered(scene)
    ((address, words),) = await left(scene)
    assert address == JAN
    assert "a case has been given to you" in words


async def test_whoever_is_gone_by_the_morning_leaves_the_news_to_the_others_of_the_queue(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    case = await written(scene)
    scene.now = FRIDAY
    await told(scene, case, Notice(News.NEW_HOLD, "message 1"))
    await scene.hire("course_administrator", email=JAN)
    await scene.book.run(staff.disable, bo.organisation, bo.email)
    scene.now = MONDAY
    await gathered(scene)
    scene.later(minutes=5)
    await gathered(scene)
    assert [address for address, _ in await left(scene)] == [JAN]


async def test_a_queues_own_address_gets_one_letter_too(scene: Scene) -> None:
    policy = scene.office.policy
    queues = tuple(replace(one, notify="kontor@mentorix.example") if one.id == QUEUE else one for one in policy.queues)
    scene.office = replace(scene.office, policy=replace(policy, queues=queues))
    case = await written(scene)
    for number in range(2):
        await told(scene, case, Notice(News.NEW_HOLD, f"message {number}"))
    scene.later(minutes=5)
    await gathered(scene)
    ((address, words),) = await left(scene)
    assert address == "kontor@mentorix.example"
    assert "2 nye ting siden kl. 11.00" in words


async def test_what_telegram_does_not_take_goes_by_mail(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await scene.book.run(staff_telegrams.begin, bo, "code", scene.now + timedelta(minutes=10))
    await scene.book.run(staff_telegrams.link, bo, "5000001", scene.now)
    await told(scene, await written(scene), Notice(News.NEW_HOLD, "message 1"))
    scene.later(minutes=5)
    await gathered(scene)
    assert await left(scene) == []
    scene.now += PATIENCE
    await gathered(scene)
    assert [address for address, _ in await left(scene)] == [BO]


async def test_a_draft_that_has_left_meanwhile_is_not_told(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    case = await written(scene)
    draft = await scene.book.run(write_reply, scene.now, released=False)
    await told(scene, case, Notice(News.DRAFT_WAITS, f"draft {draft}", to=bo))

    def release(page: Page) -> None:
        page.execute(update(OUTBOX).where(OUTBOX.c.id == draft).values(status=OutboxStatus.SENT))

    await scene.book.run(release)
    scene.later(minutes=5)
    await gathered(scene)
    assert await left(scene) == []


async def test_whoever_has_a_role_that_the_policy_dropped_is_told_nothing_and_holds_up_nobody(scene: Scene) -> None:
    bo = await scene.hire("course_administrator", email=BO)
    await scene.hire("course_administrator", email=JAN)
    await told(scene, await written(scene), Notice(News.NEW_HOLD, "message 1"))
    await scene.book.run(lambda page: staff.change(page, bo, role="gone"))
    scene.later(minutes=5)
    await gathered(scene)
    assert [address for address, _ in await left(scene)] == [JAN]


# Quiet hours


async def quiet(scene: Scene, person: Staff, start: time, end: time, *days: int) -> None:
    wishes = Wishes(daily=True, zone="", silent=(), quiet=Quiet(start, end, frozenset(days)))
    await scene.book.run(choose, person, wishes, scene.office)


async def test_nothing_that_can_wait_comes_in_somebodys_quiet_hours(scene: Scene) -> None:
    await quiet(scene, await scene.hire("course_administrator", email=BO), time(11), time(13), 1)
    await scene.hire("course_administrator", email=JAN)
    await told(scene, await written(scene), Notice(News.NEW_HOLD, "message 1"))
    scene.later(minutes=5)
    await gathered(scene)
    assert [address for address, _ in await left(scene)] == [JAN]
    scene.now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    await gathered(scene)
    assert {address for address, _ in await left(scene)} == {JAN, BO}


async def test_what_is_urgent_comes_in_quiet_hours(scene: Scene) -> None:
    await quiet(scene, await scene.hire("course_administrator", email=BO), time(11), time(13), 1)
    await told(scene, await written(scene), Notice(News.NEW_HOLD, "breach 1", urgent=True))
    assert len(await left(scene)) == 1


OFF = Quiet(time(15), time(9), frozenset({1, 2, 3, 4}))


@pytest.mark.parametrize(
    ("now", "expected", "because"),
    [
        ("2026-03-02T14:59+01:00", "2026-03-02T14:59+01:00", "a minute before it is quiet"),
        ("2026-03-02T15:00+01:00", "2026-03-03T09:00+01:00", "quiet until nine of the next day"),
        ("2026-03-03T08:30+01:00", "2026-03-03T09:00+01:00", "the quiet of the day before goes on"),
        ("2026-03-06T15:30+01:00", "2026-03-06T15:30+01:00", "Friday is none of the days"),
        ("2026-03-05T15:30+01:00", "2026-03-06T09:00+01:00", "Thursday's goes on until Friday at nine"),
        ("2026-03-26T15:30+01:00", "2026-03-27T09:00+01:00", "before the clocks change"),
        ("2026-03-30T15:30+02:00", "2026-03-31T09:00+02:00", "after the clocks changed"),
    ],
)
def test_quiet_hours_go_over_midnight_and_know_their_days(
    mentorix: Office, now: str, expected: str, because: str
) -> None:
    hours, calendar = mentorix.policy.hours, mentorix.calendar(Basis.PROMISE)
    found = next_hour(datetime.fromisoformat(now), hours, calendar, OFF)
    assert found == datetime.fromisoformat(expected), because


minutes = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware by st
    minutes,
    minutes,
    st.frozensets(st.integers(1, 7)),
)
def test_nobody_is_told_in_quiet_hours_unless_they_leave_no_other(
    offices: dict[str, Office], now: datetime, start: time, end: time, days: frozenset[int]
) -> None:
    office, quiet = offices["mentorix"], Quiet(start, end, days)
    calendar = office.calendar(Basis.PROMISE)
    found = next_hour(now, office.policy.hours, calendar, quiet)
    assert found >= now
    never = next_hour(now, office.policy.hours, calendar, None)
    assert quiet_until(found, quiet, calendar) is None or found == never
