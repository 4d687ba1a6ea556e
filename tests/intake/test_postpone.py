"""An appeal takes longer: the person is told before the promised day ends, and only then the date moves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.errors import AlreadyDone, NotAllowed
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from intake.approve import approve
from intake.postpone import Postponing, postpone
from intake.sent import refused
from storage.outbox import Entry
from tests.at_work import approval_of
from tests.intake.appealing import Appealing
from tests.intake.at_once import both
from tests.intake.scene import Scene

LATER = date(2026, 4, 17)
TOO_LATE = r"a delay is told before it ends \(P-MX-17\)"


@pytest.fixture
async def one(scene: Scene) -> Appealing:
    """Give an appeal of 9 March whose assessor has found it complete; it is promised by 27 March."""
    one = await Appealing.began(scene)
    await one.ready()
    return one


async def postponed(one: Appealing, day: date = LATER, reason: str = "Underviseren kan først svare i april.") -> None:
    what = Postponing("mentorix", one.appeal.id, day, reason)
    await one.scene.book.run(postpone, what, one.assessor, one.scene.office, one.scene.now)


async def notice(one: Appealing) -> Entry:
    drafts = [entry for entry in await one.scene.letters(one.appeal) if entry.outgoing.reply == "delay_notice"]
    return drafts[-1]


async def sent(one: Appealing) -> None:
    draft = await notice(one)
    await one.scene.book.run(approve, approval_of(draft), one.assessor, one.scene.office.policy, one.scene.now)
    await one.scene.send(await notice(one))


async def due(one: Appealing) -> date:
    clock = (await one.scene.clocks(one.appeal))[ClockName.ANSWER]
    return one.scene.office.day(clock.due_at)


async def said_of_the_answer(one: Appealing) -> list[str]:
    """Name what happened to the promised time."""
    return [event.verb for event in await one.scene.events(one.appeal) if event.data.get("clock") == "answer"]


async def test_p_mx_17_the_promised_date_moves_only_when_the_notice_has_left(one: Appealing) -> None:
    assert await due(one) == date(2026, 3, 27)
    await postponed(one)
    draft = await notice(one)
    assert draft.status is OutboxStatus.DRAFT
    assert "17. april 2026" in draft.outgoing.body
    assert "Underviseren kan først svare i april." in draft.outgoing.body
    assert await due(one) == date(2026, 3, 27)
    await sent(one)
    assert await due(one) == LATER
    assert (await one.scene.case(one.appeal)).status == "open"
    clock = (await one.scene.clocks(one.appeal))[ClockName.ANSWER]
    assert clock.because[-1].endswith("to expect it by 2026-04-17 (P-MX-17)")
    assert clock.target_at < clock.due_at
    event = (await one.scene.events(one.appeal))[-1]
    assert (event.verb, event.data["clock"]) == ("postponed", "answer")


async def test_p_mx_17_after_the_fourteenth_working_day_no_delay_can_be_told(one: Appealing) -> None:
    one.scene.now = (await one.scene.clocks(one.appeal))[ClockName.ANSWER].due_at + timedelta(seconds=1)
    with pytest.raises(NotAllowed, match=TOO_LATE):
        await postponed(one)


async def test_p_mx_17_up_to_the_last_second_of_that_day_it_can(one: Appealing) -> None:
    one.scene.now = (await one.scene.clocks(one.appeal))[ClockName.ANSWER].due_at
    await postponed(one)
    await sent(one)
    assert await due(one) == LATER


async def test_p_mx_17_a_notice_that_lay_too_long_cannot_be_approved_any_more(one: Appealing) -> None:
    await postponed(one)
    one.scene.now = datetime(2026, 3, 28, 9, tzinfo=UTC)
    with pytest.raises(NotAllowed, match=TOO_LATE):
        await sent(one)
    assert await due(one) == date(2026, 3, 27)


async def test_p_mx_17_a_notice_that_left_too_late_moves_nothing(one: Appealing) -> None:
    await postponed(one)
    draft = await notice(one)
    await one.scene.book.run(approve, approval_of(draft), one.assessor, one.scene.office.policy, one.scene.now)
    one.scene.now = datetime(2026, 3, 28, 9, tzinfo=UTC)
    await one.scene.send(await notice(one))
    assert await due(one) == date(2026, 3, 27)


async def test_a_notice_that_came_back_told_nobody_and_the_earlier_date_holds(one: Appealing) -> None:
    """R-EM-68."""
    await postponed(one)
    await sent(one)
    await one.scene.book.run(refused, await notice(one), "5.1.1", one.scene.office, one.scene.now)
    assert await due(one) == date(2026, 3, 27)
    clock = (await one.scene.clocks(one.appeal))[ClockName.ANSWER]
    assert clock.target_at <= clock.due_at
    assert "P-MX-17" not in clock.because[-1]


async def test_p_mx_17_a_reminder_comes_on_day_ten_while_there_is_time_for_it(one: Appealing) -> None:
    await one.scene.tick_at(datetime(2026, 3, 23, 22, 58, tzinfo=UTC))
    assert "reminded" not in await said_of_the_answer(one)
    await one.scene.tick_at(datetime(2026, 3, 23, 23, 1, tzinfo=UTC))
    assert (await said_of_the_answer(one))[-1] == "reminded"


async def test_after_a_new_date_reminders_come_before_that_one(one: Appealing) -> None:
    await postponed(one)
    await sent(one)
    await one.scene.tick_at(datetime(2026, 4, 1, 9, tzinfo=UTC))
    assert await said_of_the_answer(one) == ["started", "postponed"]
    await one.scene.tick_at(datetime(2026, 4, 14, 9, tzinfo=UTC))
    assert await said_of_the_answer(one) == ["started", "postponed", "reminded"]


async def test_a_second_delay_can_be_told_before_the_new_date_ends(one: Appealing) -> None:
    await postponed(one)
    await sent(one)
    one.scene.now = datetime(2026, 4, 16, 9, tzinfo=UTC)
    await postponed(one, date(2026, 5, 8))
    await sent(one)
    assert await due(one) == date(2026, 5, 8)


async def test_of_two_drafts_the_later_one_counts(one: Appealing) -> None:
    await postponed(one)
    await postponed(one, date(2026, 4, 20))
    drafts = [entry for entry in await one.scene.letters(one.appeal) if entry.outgoing.reply == "delay_notice"]
    assert [entry.status for entry in drafts] == [OutboxStatus.DROPPED, OutboxStatus.DRAFT]
    await sent(one)
    assert await due(one) == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("day", "reason", "why"),
    [
        (date(2026, 3, 27), "Sygdom.", "must be later than the promised one, 2026-03-27"),
        (date(2020, 1, 1), "Sygdom.", "must be later"),
        (date(2062, 4, 17), "Sygdom.", "more than a year away"),
        (LATER, " \n", "say why it takes longer"),
    ],
)
async def test_impossible_dates_and_no_reason_are_refused(one: Appealing, day: date, reason: str, why: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        await postponed(one, day, reason)
    assert "delay_notice" not in [entry.outgoing.reply for entry in await one.scene.letters(one.appeal)]


async def test_only_an_appeal_is_expected_later_in_this_way(one: Appealing) -> None:
    case = await one.scene.opened()
    what = Postponing("mentorix", case.id, LATER, "Sygdom.")
    with pytest.raises(NotAllowed, match="only the decision on an appeal"):
        await one.scene.book.run(postpone, what, one.handler, one.scene.office, one.scene.now)


# Two at once


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_a_notice_that_a_colleague_is_letting_go_is_not_withdrawn_under_them(one: Appealing) -> None:
    await postponed(one)
    approval = approval_of(await notice(one))
    again = Postponing("mentorix", one.appeal.id, date(2026, 4, 20), "Sygdom.")
    scene = one.scene
    _, outcome = await both(
        scene.book,
        lambda page: approve(page, approval, one.assessor, scene.office.policy, scene.now),
        lambda page: postpone(page, again, one.assessor, scene.office, scene.now),
    )
    assert isinstance(outcome, AlreadyDone)
    assert (await notice(one)).status is OutboxStatus.RELEASED
    await scene.send(await notice(one))
    assert await due(one) == LATER


async def test_while_a_notice_is_on_its_way_no_other_is_written(one: Appealing) -> None:
    await postponed(one)
    scene = one.scene
    await scene.book.run(approve, approval_of(await notice(one)), one.assessor, scene.office.policy, scene.now)
    with pytest.raises(AlreadyDone, match="let go"):
        await postponed(one, date(2026, 4, 20))
    assert (await scene.replies(one.appeal)).count("delay_notice") == 1


# Notices to a dead address


async def notices(one: Appealing, *days: date) -> list[Entry]:
    """Tell one date after another, a day apart; give the notices."""
    for day in days:
        one.scene.later(days=1)
        await postponed(one, day)
        await sent(one)
    return [entry for entry in await one.scene.letters(one.appeal) if entry.outgoing.reply == "delay_notice"]


async def came_back(one: Appealing, *letters: Entry) -> None:
    for letter in letters:
        one.scene.later(hours=1)
        fresh = next(entry for entry in await one.scene.letters(one.appeal) if entry.id == letter.id)
        await one.scene.book.run(refused, fresh, "5.1.1", one.scene.office, one.scene.now)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first first", "the last first"])
async def test_of_two_notices_that_both_came_back_neither_date_stands(one: Appealing, order: tuple[int, ...]) -> None:
    """R-EM-68."""
    letters = await notices(one, LATER, date(2026, 5, 8))
    await came_back(one, *(letters[place] for place in order))
    assert await due(one) == date(2026, 3, 27)
    clock = (await one.scene.clocks(one.appeal))[ClockName.ANSWER]
    assert not [line for line in clock.because if "P-MX-17" in line]


@pytest.mark.parametrize(("lost", "stands"), [(0, date(2026, 5, 8)), (1, LATER)])
async def test_of_two_notices_the_date_stands_that_arrived_last(one: Appealing, lost: int, stands: date) -> None:
    letters = await notices(one, LATER, date(2026, 5, 8))
    await came_back(one, letters[lost])
    assert await due(one) == stands
    clock = (await one.scene.clocks(one.appeal))[ClockName.ANSWER]
    assert clock.because[-1].endswith(f"to expect it by {stands.isoformat()} (P-MX-17)")
    assert clock.target_at < clock.due_at


async def test_a_third_notice_after_two_that_came_back_holds(one: Appealing) -> None:
    letters = await notices(one, LATER, date(2026, 5, 8))
    await came_back(one, *letters)
    *_, third = await notices(one, date(2026, 4, 10))
    assert await due(one) == date(2026, 4, 10)
    await came_back(one, third)
    assert await due(one) == date(2026, 3, 27)


async def test_a_date_that_nobody_knows_of_does_not_return_with_an_answer_that_came_back(one: Appealing) -> None:
    """The address is dead: the answer, sent meanwhile, comes back after the notice."""
    (letter,) = await notices(one, LATER)
    await one.decided(one.assessor)
    await one.scene.send(await one.scene.letter(one.appeal, "answer_appeal"))
    await came_back(one, letter, await one.scene.letter(one.appeal, "answer_appeal"))
    clock = (await one.scene.clocks(one.appeal))[ClockName.ANSWER]
    assert (clock.running, await due(one)) == (True, date(2026, 3, 27))
