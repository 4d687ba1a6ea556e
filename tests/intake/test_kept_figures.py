"""The numbers that are kept are those of a count from the beginning, whatever happens in between, and when."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import delete, update

from cases.case import Case, Event, Status
from cases.clock import Clock
from cases.decision import Decision, Remedy, Ruling
from cases.kind import Kind
from cases.office import Office
from cases.policy import ClockName
from cases.term import Basis
from intake.figures import Figures, total
from intake.kept_figures import AT_ONCE, bring_up, kept, let_go
from storage import casebook, clocks, decisions, erasing
from storage.figure_table import FIGURE
from storage.ids import new_id
from storage.page import Page
from storage.sums import Sum
from storage.tables import CASE
from tests.builders import AT
from tests.intake.scene import Scene
from tests.storage.written import a_clock, write_case

HAPPENED = Event(AT, "corrected", "staff 7")


def fresh(page: Page, office: Office) -> Figures:
    """Count every case that is there from the beginning."""
    page.execute(delete(FIGURE).where(~FIGURE.c.gone))
    page.execute(update(CASE).values(counted=False, counted_as=None))
    while bring_up(page, office):
        pass
    return kept(page, office, AT)


def settled(found: Figures) -> Sum:
    """Add up all of it."""
    return total(found, frozenset(group.month for group, _ in found.seen_by(None)), None)


class Year:
    """A year of an organisation, in which anything may happen in any order."""

    def __init__(self, page: Page, office: Office, chance: Random) -> None:
        self.page, self.office, self.chance = page, office, chance
        self.open: list[int] = []
        self.count = 0

    def go_on(self) -> None:
        """Let one thing happen."""
        acts = (
            *(self.come,) * 3,
            *(self.stop, self.pause, self.correct, self.shut_out, self.decide, self.end, self.erase, self.bring_up),
        )
        act = self.chance.choice(acts)
        if self.open or act == self.come:
            act()

    def come(self) -> None:
        self.count += 1
        received = AT - timedelta(days=self.chance.randrange(200))
        names = (ClockName.ANSWER, ClockName.REFERRAL, ClockName.HANDLING)
        given = [self.clock(name) for name in self.chance.sample(names, self.chance.randrange(4))]
        write_case(
            self.page,
            *((one, None) for one in given),
            id=self.count,
            thread=self.count,
            number=f"MX-26-{self.count:06}",
            received_at=received,
            kind=self.chance.choice((Kind.COMPLAINT, Kind.ACCESS)),
            queue=self.chance.choice(("course-administration", "privacy")),
            opened_for=1,
        )
        self.open.append(self.count)

    def clock(self, name: ClockName) -> Clock:
        return a_clock(name, due_at=AT + timedelta(days=self.chance.randrange(-60, 60)))

    @property
    def case(self) -> Case:
        found = casebook.find(self.page, "mentorix", self.chance.choice(self.open))
        assert found
        return found

    def stop(self) -> None:
        case, name = self.case, self.chance.choice((ClockName.ANSWER, ClockName.REFERRAL))
        clocks.stop(self.page, "mentorix", [(case.id, name)], AT + timedelta(days=self.chance.randrange(30)))
        casebook.refresh_due(self.page, "mentorix", (case.id,))

    def pause(self) -> None:
        case = self.case
        due = clocks.find(self.page, case, ClockName.ANSWER)
        if due and due.clock.running:
            clocks.move(self.page, due, replace(due.clock, paused_at=AT), (frozenset(), None))
            casebook.refresh_due(self.page, "mentorix", (case.id,))

    def correct(self) -> None:
        casebook.save(self.page, replace(self.case, kind=self.chance.choice((Kind.APPEAL, Kind.ERASURE))), (HAPPENED,))

    def shut_out(self) -> None:
        casebook.save(self.page, replace(self.case, excluded=frozenset(self.chance.sample((7, 8, 9), 2))), (HAPPENED,))

    def decide(self) -> None:
        case, ruling = self.case, self.chance.choice((Ruling.JUSTIFIED, Ruling.NOT_JUSTIFIED))
        decision = Decision(new_id(AT), case.id, ruling, (), (Remedy.REFUND,), 7, AT)
        decisions.add(self.page, "mentorix", decision)
        casebook.save(self.page, case, (HAPPENED,))

    def end(self) -> None:
        casebook.save(
            self.page, replace(self.case, status=self.chance.choice((Status.CLOSED, Status.OPEN))), (HAPPENED,)
        )

    def erase(self) -> None:
        case = self.case
        let_go(self.page, case.id, self.office)
        erasing.erase_case(self.page, "mentorix", case.id, case.number)
        self.open.remove(case.id)

    def bring_up(self) -> None:
        bring_up(self.page, self.office)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_the_kept_numbers_are_those_of_a_count_from_the_beginning(
    scene: Scene, seed: int
) -> None:
    def live(page: Page) -> tuple[Figures, Figures]:
        year = Year(page, scene.office, Random(seed))  # noqa: S311 - reproducible is what it has to be
        for _ in range(80):
            year.go_on()
        bring_up(page, scene.office)
        return kept(page, scene.office, AT), fresh(page, scene.office)

    found, again = await scene.book.run(live)
    assert settled(found).received > 10
    assert found.groups == again.groups
    assert sorted(map(str, found.apart)) == sorted(map(str, again.apart))


async def answered(scene: Scene, case: Case) -> None:
    """Let a case be answered now."""

    def stop(page: Page) -> None:
        clocks.stop(page, case.organisation, [(case.id, ClockName.ANSWER)], scene.now)
        casebook.refresh_due(page, case.organisation, (case.id,))

    await scene.book.run(stop)


async def counted(scene: Scene) -> Sum:
    while await scene.book.run(bring_up, scene.office):
        pass
    return settled(await scene.book.read(kept, scene.office, scene.now))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_month_that_is_over_changes_where_a_case_of_it_does(scene: Scene) -> None:
    case = await scene.opened()
    before = await counted(scene)
    scene.later(days=60)
    await answered(scene, case)
    after = await counted(scene)
    assert (before.settled, before.days.total(), before.late) == (0, 0, 0)
    assert (after.settled, after.in_time, after.days[60]) == (1, 0, 1)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_is_open_becomes_late_by_time_alone_though_nothing_is_counted_anew(scene: Scene) -> None:
    await scene.opened()
    assert (await counted(scene)).late == 0
    scene.later(days=90)
    assert settled(await scene.book.read(kept, scene.office, scene.now)).late == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_more_cases_than_are_counted_at_once_are_all_counted_once(scene: Scene) -> None:
    def many(page: Page) -> None:
        for id_ in range(1, AT_ONCE + 8):
            write_case(page, id=id_, number=f"MX-26-{id_:06}", opened_for=1)

    await scene.book.run(many)
    assert await scene.book.run(bring_up, scene.office)
    assert not await scene.book.run(bring_up, scene.office)
    assert (await counted(scene)).received == AT_ONCE + 7


async def test_two_who_count_at_once_count_nothing_twice(scene: Scene) -> None:
    def many(page: Page) -> None:
        for id_ in range(1, 40):
            write_case(page, id=id_, number=f"MX-26-{id_:06}", opened_for=1)

    await scene.book.run(many)
    await asyncio.gather(*(scene.book.run(bring_up, scene.office) for _ in range(4)))
    assert (await counted(scene)).received == 39


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_another_edition_of_the_calendar_counts_every_case_anew(scene: Scene) -> None:
    """Days that nobody knew were holidays are none of the working days that a case took."""
    for _ in range(5):
        await answered_after(scene, days=7)
    before = await counted(scene)
    calendar = scene.office.calendar(Basis.PROMISE)
    day = AT.date() + timedelta(days=1)
    other = replace(calendar, version="later", holidays={**calendar.holidays, day: "Ny fridag"})
    scene.office = replace(scene.office, calendars={**scene.office.calendars, calendar.id: other})
    after = await counted(scene)
    assert before.working == Counter({5: 5})
    assert after.working == Counter({4: 5})
    assert (before.received, after.received, after.days) == (5, 5, before.days)


async def answered_after(scene: Scene, days: int) -> None:
    """Let a case come on the first day and be answered some days later."""
    case = await scene.opened()
    began = scene.now
    scene.later(days=days)
    await answered(scene, case)
    scene.now = began


async def test_an_excluded_person_s_numbers_leave_out_what_all_others_count(scene: Scene) -> None:
    case = await scene.opened()
    await scene.book.run(casebook.save, replace(case, excluded=frozenset({7})), (HAPPENED,))
    await counted(scene)
    found = await scene.book.read(kept, scene.office, scene.now)
    months = frozenset({"2026-03"})
    assert [total(found, months, viewer).received for viewer in (7, 8, None)] == [0, 1, 1]
