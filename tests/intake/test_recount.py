"""The law's calendar changes: an earlier date moves at once, a later one only once the person was told (R-T-26)."""

from dataclasses import replace
from datetime import date

from cases.case import Case
from cases.kind import Kind
from cases.message import Report
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from intake.recount import FIRST, Walked, recount
from storage import clocks
from tests.builders import a_reading
from tests.intake.scene import FILED, Scene
from tests.intake.test_pause import asked

ANSWER = ClockName.ANSWER
TUESDAY = date(2026, 4, 7)
MONDAY = date(2026, 4, 6)


def edition(scene: Scene, *, more: tuple[date, ...] = (), less: tuple[date, ...] = ()) -> None:
    """Let an edition hold from now on that has more holidays, or less."""
    old = scene.office.calendars["DK"]
    holidays = {day: name for day, name in old.holidays.items() if day not in less} | dict.fromkeys(more, "New day")
    new = replace(old, version="2027-01", holidays=holidays)
    scene.office = replace(scene.office, calendars={**scene.office.calendars, "DK": new})


async def count(scene: Scene, *, dry_run: bool = False) -> Walked:
    return await scene.book.run(recount, scene.office, FIRST, scene.now, dry_run=dry_run)


async def due(scene: Scene, case: Case) -> str:
    return (await scene.clocks(case))[ANSWER].due_at.date().isoformat()


async def requested(scene: Scene) -> Case:
    await scene.hire("privacy_officer")
    return await scene.opened(a_reading(Kind.ACCESS))


async def test_where_nothing_changed_nothing_is_counted(scene: Scene) -> None:
    await requested(scene)
    assert await count(scene) == Walked((), None)


async def test_r_t_26_a_date_that_comes_closer_moves_at_once_and_staff_are_told(scene: Scene) -> None:
    case = await requested(scene)
    edition(scene, less=(date(2026, 4, 2), date(2026, 4, 3), MONDAY))
    (moved,) = (await count(scene)).moved
    assert (moved.number, moved.waits) == (case.number, False)
    assert await due(scene, case) == "2026-04-02"
    assert any("rykket frem" in one.outgoing.subject for one in await scene.letters(case))
    clock = (await scene.clocks(case))[ANSWER]
    assert clock.calendar == "DK 2027-01"
    assert "recounted" in await scene.verbs(case)


async def test_r_t_26_a_later_date_never_moves_what_the_person_was_told(scene: Scene) -> None:
    case = await requested(scene)
    edition(scene, more=(TUESDAY,))
    (moved,) = (await count(scene)).moved
    clock = (await scene.clocks(case))[ANSWER]
    assert moved.waits
    assert (clock.due_at.date(), clock.calendar) == (TUESDAY, "DK 2026-11"), "the edition it was told by stays readable"
    notice = await scene.letter(case, "date_notice")
    assert notice.status is OutboxStatus.DRAFT
    assert "senest den 7. april 2026" in notice.outgoing.body
    assert "senest den 8. april 2026 (til og med)" in notice.outgoing.body


async def test_the_later_date_holds_once_the_notice_has_left_and_not_where_it_comes_back(scene: Scene) -> None:
    case = await requested(scene)
    edition(scene, more=(TUESDAY,))
    await count(scene)
    notice = await scene.letter(case, "date_notice")
    await scene.send(notice)
    assert await due(scene, case) == "2026-04-08"
    reports = (Report("anna@example.org", "failed", "5.1.1", notice.message_id),)
    await scene.hear(judgement=replace(FILED, reason="is_bounce"), reports=reports, return_path="")
    assert await due(scene, case) == "2026-04-07"


async def test_counting_twice_has_no_effect(scene: Scene) -> None:
    case = await requested(scene)
    edition(scene, more=(TUESDAY,))
    await count(scene)
    before = (await scene.verbs(case), len(await scene.letters(case)))
    await count(scene)
    assert (await scene.verbs(case), len(await scene.letters(case))) == before


async def test_a_dry_run_shows_what_would_move_and_moves_nothing(scene: Scene) -> None:
    case = await requested(scene)
    edition(scene, less=(MONDAY, date(2026, 4, 2), date(2026, 4, 3)))
    before = await scene.clocks(case)
    (moved,) = (await count(scene, dry_run=True)).moved
    assert (moved.was.due_at.date(), moved.clock.due_at.date()) == (TUESDAY, date(2026, 4, 2))
    assert await scene.clocks(case) == before
    assert "recounted" not in await scene.verbs(case)


async def test_a_clock_whose_date_stays_only_notes_the_new_edition(scene: Scene) -> None:
    case = await requested(scene)
    edition(scene, more=(date(2026, 12, 24),))
    assert (await count(scene)).moved == ()
    assert (await scene.clocks(case))[ANSWER].calendar == "DK 2027-01"
    assert "recounted" not in await scene.verbs(case)


async def test_a_clock_that_waits_goes_on_waiting_and_counts_by_the_new_edition_then(scene: Scene) -> None:
    case = await asked(scene)
    edition(scene, less=(date(2026, 4, 2), date(2026, 4, 3), MONDAY))
    await count(scene)
    assert (await scene.clocks(case))[ANSWER].waiting
    scene.later(days=7)
    await scene.hear(a_reading(Kind.ACCESS), references=("<1@example.org>",))
    assert await due(scene, case) == "2026-04-09"


async def test_what_is_over_is_not_counted_again(scene: Scene) -> None:
    case = await requested(scene)
    await scene.send(await scene.letter(case, "answer_access"))
    edition(scene, more=(TUESDAY,))
    assert (await count(scene)).moved == ()
    (kept,) = [one for one in await scene.book.read(clocks.of_case, "mentorix", case.id) if one.name is ANSWER]
    assert kept.calendar == "DK 2026-11"
