"""A kind is corrected after a person was told a date: that date stands, unless a law ends it earlier."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.case import Case
from cases.clock import Clock
from cases.kind import Kind
from cases.office import Office
from cases.outgoing import OutboxStatus
from cases.policy import ClockName
from cases.promise import promised, told_until
from cases.staff import Staff
from cases.term import Basis
from intake.approve import approve
from intake.assign import assign
from intake.correct import correct
from intake.opening import matter_of
from intake.postpone import Postponing, postpone
from intake.promise import Promising, promise
from intake.recast import Correction
from intake.reclock import Clocks, reclock
from intake.sent import refused
from service.offices import read_offices
from service.settings import Settings
from tests.at_work import approval_of
from tests.builders import AT, a_case, a_policy, a_reading
from tests.intake.appealing import Appealing
from tests.intake.scene import Scene, a_heard

ANSWER = ClockName.ANSWER
KINDS = st.sampled_from(Kind)
DAYS = st.integers(1, 200)


@cache
def office() -> Office:
    """Give an office that promises 14 working days for complaints, has the law's month for rights, and no date else."""
    return replace(read_offices(Settings())["mentorix"], policy=a_policy())


def told_by_hand(case: Case, days: int) -> Clock:
    """Give the clock of a case whose person was told a date, so many days after receipt, in a letter of its own."""
    return promised(case, office().day(AT) + timedelta(days=days), office())


def own(kind: Kind) -> Clock | None:
    """Give the clock that a kind has by itself."""
    rule = office().policy.rules(kind).clock(ANSWER)
    return office().start(rule, AT) if rule else None


def as_another(kind: Kind, was: Clocks) -> Clock | None:
    """Give the answer's clock of a case that turned out to be of a kind."""
    case = a_case(kind=kind)
    right = reclock(case, matter_of(a_heard(kind), case), was, office(), AT + timedelta(hours=1)).right
    return next((clock for clock in right if clock.name is ANSWER), None)


@given(kind=KINDS, days=DAYS)
def test_a_date_that_was_promised_in_a_letter_stands_unless_the_law_ends_it_earlier(kind: Kind, days: int) -> None:
    told = told_by_hand(a_case(), days)
    clock, law = as_another(kind, Clocks({ANSWER: told}, told, told)), own(kind)
    assert clock
    binds = law is not None and law.basis is not Basis.PROMISE
    assert clock.due_at == (min(told.due_at, law.due_at) if binds and law else told.due_at)
    assert clock.basis is (law.basis if binds and law else Basis.PROMISE)
    assert clock.target_at <= clock.due_at


@given(kinds=st.lists(KINDS, min_size=1, max_size=5), days=DAYS, by_hand=st.booleans())
def test_however_often_a_kind_is_corrected_no_date_lies_behind_the_law(
    kinds: list[Kind], days: int, *, by_hand: bool
) -> None:
    clock: Clock | None = told_by_hand(a_case(), days)
    told = clock
    for kind in kinds:
        known = clock if by_hand and clock and told and clock.due_at == told.due_at else None
        clock = as_another(kind, Clocks({ANSWER: clock} if clock else {}, clock, known))
        law = own(kind)
        if clock and law and law.basis is not Basis.PROMISE:
            assert clock.due_at <= law.due_at
            assert (clock.basis, clock.term) == (law.basis, law.term), "it may still wait, and be extended"
        if known and told and (law is None or law.basis is Basis.PROMISE or told.due_at <= law.due_at):
            assert clock
            assert clock.due_at == told.due_at


@given(days=DAYS, basis=st.sampled_from((Basis.EU, Basis.PROMISE)))
def test_what_somebody_was_told_never_moves_the_end_of_a_law(days: int, basis: Basis) -> None:
    rule = office().policy.rules(Kind.ACCESS).clock(ANSWER)
    assert rule
    own_clock = office().start(replace(rule, basis=basis), AT)
    due_at = datetime.combine(office().day(AT) + timedelta(days=days), time(23, 59, 59), office().zone)
    clock = told_until(own_clock, due_at, office().calendar(basis))
    assert clock.due_at == (due_at if basis is Basis.PROMISE else min(due_at, own_clock.due_at))
    assert clock.target_at <= clock.due_at


def test_a_date_of_a_receipt_alone_makes_way_for_what_the_kind_has() -> None:
    receipt = own(Kind.ACCESS)
    clock = as_another(Kind.COMPLAINT, Clocks({ANSWER: receipt} if receipt else {}, receipt))
    assert clock == own(Kind.COMPLAINT)


# At the desk


async def due(scene: Scene, case: Case) -> date:
    return scene.office.day((await scene.clocks(case))[ANSWER].due_at)


async def becomes(scene: Scene, case: Case, kind: Kind, by: Staff) -> None:
    now = await scene.case(case)
    await scene.book.run(assign, case.id, by, scene.office.policy, scene.now)
    what = Correction("mentorix", case.id, case.opened_for, kind=(now.kind, kind))
    await scene.book.run(correct, what, by, scene.office, scene.now)


async def promised_by(scene: Scene, case: Case, bo: Staff, day: date) -> None:
    seen = (await scene.clocks(case))[ANSWER].due_at
    what = Promising("mentorix", case.id, day, "Vi venter på redegørelsen.", seen)
    await scene.book.run(promise, what, bo, scene.office, scene.now)


@pytest.mark.parametrize(
    ("kind", "told", "stands"),
    [
        (Kind.FEEDBACK, date(2026, 5, 1), date(2026, 5, 1)),
        (Kind.ACCESS, date(2026, 5, 1), date(2026, 4, 7)),
        (Kind.ACCESS, date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
async def test_p_mx_07_a_promised_date_outlives_the_mistake_about_the_kind(
    scene: Scene, kind: Kind, told: date, stands: date
) -> None:
    bo = await scene.hire("course_administrator")
    case = await scene.opened(a_reading())
    await promised_by(scene, case, bo, told)
    await becomes(scene, case, kind, bo)
    assert await due(scene, case) == stands


async def test_where_its_letter_comes_back_after_that_the_earlier_date_holds_under_the_law(scene: Scene) -> None:
    """Before it they knew of 20 March, and nobody told them of the law's later date."""
    bo = await scene.hire("course_administrator")
    case = await scene.opened(a_reading())
    await promised_by(scene, case, bo, date(2026, 4, 1))
    await becomes(scene, case, Kind.ACCESS, bo)
    await scene.book.run(refused, await scene.letter(case, "new_date"), "5.1.1", scene.office, scene.now)
    assert await due(scene, case) == date(2026, 3, 20)
    assert (await scene.clocks(case))[ANSWER].basis is Basis.EU


async def delayed(one: Appealing, day: date) -> None:
    """Let the assessor write that the decision takes longer, and approve it."""
    what = Postponing("mentorix", one.appeal.id, day, "Underviseren kan først svare senere.")
    scene = one.scene
    await scene.book.run(postpone, what, one.assessor, scene.office, scene.now)
    draft = await scene.letter(one.appeal, "delay_notice")
    await scene.book.run(approve, approval_of(draft), one.assessor, scene.office.policy, scene.now)


@pytest.mark.parametrize(
    ("kind", "stands"), [(Kind.COMPLAINT, date(2026, 4, 30)), (Kind.ACCESS, date(2026, 4, 9))], ids=["promise", "law"]
)
@pytest.mark.parametrize("left", [True, False], ids=["it had left", "it leaves after"])
async def test_p_mx_17_a_delay_that_was_told_outlives_the_appeal_and_no_law(
    scene: Scene, kind: Kind, stands: date, *, left: bool
) -> None:
    one = await Appealing.began(scene)
    await one.ready()
    await delayed(one, date(2026, 4, 30))
    if left:
        await scene.send(await scene.letter(one.appeal, "delay_notice"))
    await becomes(scene, one.appeal, kind, one.assessor)
    if not left:
        await scene.send(await scene.letter(one.appeal, "delay_notice"))
    assert await due(scene, one.appeal) == stands


async def test_a_notice_of_delay_that_waits_is_withdrawn_where_it_is_no_appeal_after_all(scene: Scene) -> None:
    one = await Appealing.began(scene)
    await one.ready()
    what = Postponing("mentorix", one.appeal.id, date(2026, 4, 30), "Underviseren kan først svare senere.")
    await scene.book.run(postpone, what, one.assessor, scene.office, scene.now)
    await becomes(scene, one.appeal, Kind.COMPLAINT, one.assessor)
    assert "delay_notice" not in await scene.replies(one.appeal, OutboxStatus.DRAFT)
