"""The two promises of time about an appeal, from whatever day it comes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.kind import Kind
from cases.policy import ClockName
from cases.term import Basis
from tests.builders import a_reading
from tests.intake.scene import Scene

FRIDAY_EVENING = datetime(2026, 2, 13, 20, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 2, 14, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("came", [FRIDAY_EVENING, SATURDAY, datetime(2026, 3, 27, 22, 0, tzinfo=UTC)])
async def test_p_mx_12_an_appeal_is_confirmed_within_48_hours_that_run_through_weekends(
    scene: Scene, came: datetime
) -> None:
    scene.now = came
    clock = (await scene.clocks(await scene.opened(a_reading(Kind.APPEAL))))[ClockName.ACKNOWLEDGEMENT]
    assert clock.due_at - came == timedelta(hours=48)
    assert (clock.basis, clock.law) == (Basis.PROMISE, "promise of Mentorix (P-MX-12)")


async def test_p_mx_12_the_receipt_leaves_at_once_and_meets_it(scene: Scene) -> None:
    scene.now = SATURDAY
    appeal = await scene.opened(a_reading(Kind.APPEAL))
    receipt = await scene.letter(appeal, "acknowledgement")
    assert receipt.status == "released"
    assert receipt.outgoing.not_before == SATURDAY
    await scene.send(receipt)
    assert (await scene.clocks(appeal))[ClockName.ACKNOWLEDGEMENT].stopped_at == SATURDAY


async def test_p_mx_12_a_receipt_that_does_not_leave_is_escalated_after_48_hours(scene: Scene) -> None:
    scene.now = SATURDAY
    appeal = await scene.opened(a_reading(Kind.APPEAL))
    await scene.tick_at(SATURDAY + timedelta(hours=48))
    assert "escalated" not in await scene.verbs(appeal)
    await scene.tick_at(SATURDAY + timedelta(hours=48, seconds=2))
    assert (await scene.verbs(appeal))[-2:] == ["missed", "escalated"] or "escalated" in await scene.verbs(appeal)
    assert (await scene.case(appeal)).queue == "management"


@pytest.mark.parametrize(
    ("came", "by"),
    [
        (datetime(2026, 3, 9, 10, 0, tzinfo=UTC), date(2026, 3, 27)),
        (FRIDAY_EVENING, date(2026, 3, 5)),
        (SATURDAY, date(2026, 3, 5)),
        (datetime(2026, 2, 15, 22, 59, tzinfo=UTC), date(2026, 3, 5)),
        (datetime(2026, 3, 27, 12, 0, tzinfo=UTC), date(2026, 4, 21)),
    ],
)
async def test_p_mx_16_an_appeal_is_decided_by_the_end_of_the_fourteenth_working_day(
    scene: Scene, came: datetime, by: date
) -> None:
    scene.now = came
    appeal = await scene.opened(a_reading(Kind.APPEAL))
    clock = (await scene.clocks(appeal))[ClockName.ANSWER]
    due = clock.due_at.astimezone(scene.office.zone)
    assert (due.date(), f"{due:%H:%M:%S}") == (by, "23:59:59")
    assert clock.started_at == came
    assert clock.told
