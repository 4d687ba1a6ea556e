"""Nobody looks at a case: who works on it is reminded, then the management hears of it, in working hours, each once."""

from datetime import UTC, datetime

import pytest

from cases.case import Case
from cases.policy import ClockName
from tests.at_work import Running
from tests.smtp import PAPER, a_letter

ADMINISTRATOR, MANAGER, TRAINER = (
    f"{role}@mentorix.example" for role in ("course_administrator", "management", "head_trainer")
)
HANDLING_MISSED = ["reminded", "missed", "escalated", "reminded"]


@pytest.fixture
async def staffed(running: Running) -> Running:
    """Give the service with somebody in every queue of a complaint."""
    for role in ("course_administrator", "management", "head_trainer"):
        await running.hire(role)
    return running


async def complained(staffed: Running) -> Case:
    """Receive a complaint; give its case."""
    await staffed.answered(a_letter(files=[PAPER]))
    (case,) = await staffed.cases()
    return case


async def steps(staffed: Running, case: Case) -> list[str]:
    """Give what the passing of time did to a case."""
    return [verb for verb in await staffed.verbs(case) if verb in {"reminded", "missed", "escalated"}]


def told(staffed: Running, address: str) -> list[str]:
    """Give the texts of what one person at work was told."""
    return [caught.text for caught in staffed.catcher.to(address)]


async def test_before_its_time_nobody_is_told_anything(staffed: Running) -> None:
    case = await complained(staffed)
    await staffed.later(hours=19, minutes=59)
    assert await steps(staffed, case) == []
    assert len(staffed.catcher.letters) == 1


async def test_a_reminder_at_night_is_read_in_the_morning(staffed: Running) -> None:
    """Handling is due on Tuesday at eleven: four hours before that nobody is at work, at eight somebody is."""
    case = await complained(staffed)
    await staffed.later(hours=20)
    assert await steps(staffed, case) == ["reminded"]
    assert told(staffed, ADMINISTRATOR) == []
    await staffed.until(datetime(2026, 3, 3, 7, 0, tzinfo=UTC))
    (notice,) = told(staffed, ADMINISTRATOR)
    assert case.number in notice
    assert "Anna" not in notice
    assert told(staffed, MANAGER) == []


async def test_a_missed_day_moves_the_case_to_the_management_and_tells_the_head_trainer(staffed: Running) -> None:
    case = await complained(staffed)
    await staffed.later(hours=24, seconds=1)
    assert await steps(staffed, case) == HANDLING_MISSED
    assert (await staffed.case(case.number)).queue == "management"
    assert len(told(staffed, MANAGER)) == len(told(staffed, TRAINER)) == 1


async def test_what_staff_get_is_from_a_machine_and_names_no_person(staffed: Running) -> None:
    case = await complained(staffed)
    await staffed.later(hours=24, seconds=1)
    (notice,) = staffed.catcher.to(MANAGER)
    assert notice["Auto-Submitted"] == "auto-generated"
    assert f"/desk/cases/{case.number}" in notice.text
    assert "Anna" not in notice.text + notice["Subject"]


async def test_a_second_look_at_the_same_hour_does_nothing_twice(staffed: Running) -> None:
    case = await complained(staffed)
    await staffed.later(hours=24, seconds=1)
    before = list(staffed.catcher.letters)
    for _ in range(3):
        await staffed.later(seconds=30)
    assert await steps(staffed, case) == HANDLING_MISSED
    assert staffed.catcher.letters == before


async def test_a_service_that_was_off_for_weeks_does_every_step_once_and_in_order(staffed: Running) -> None:
    case = await complained(staffed)
    await staffed.until(datetime(2026, 3, 23, 9, 0, tzinfo=UTC))
    assert await steps(staffed, case) == [*HANDLING_MISSED, "reminded", "missed", "escalated"]
    assert (await staffed.case(case.number)).queue == "management"


async def test_the_last_day_itself_is_in_time(staffed: Running) -> None:
    case = await complained(staffed)
    await staffed.until(datetime(2026, 3, 20, 22, 59, 58, tzinfo=UTC))
    assert not (await staffed.ticking(case))[ClockName.ANSWER].late(staffed.clock.now)
    assert (await steps(staffed, case)).count("missed") == 1
    await staffed.later(seconds=2)
    assert (await steps(staffed, case)).count("missed") == 2


async def test_who_complained_hears_nothing_of_all_this(staffed: Running) -> None:
    await complained(staffed)
    await staffed.until(datetime(2026, 3, 23, 9, 0, tzinfo=UTC))
    assert len(staffed.catcher.to("anna@example.org")) == 1
