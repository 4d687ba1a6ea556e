"""Which dates a person of the staff may promise, and the clock that then runs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.clock import Clock, count_again
from cases.errors import NotAllowed
from cases.kind import PRIVACY, Kind
from cases.office import Office
from cases.policy import ClockName
from cases.promise import check_promise, promised, told_until
from cases.term import Basis
from storage.calendars import read_calendars
from tests.builders import AT, a_case, a_policy

OFFICE = Office(a_policy(), read_calendars())
LATER = date(2026, 4, 1)


def known() -> Clock:
    """Give the clock that the policy started: until 20 March."""
    rule = OFFICE.policy.rules(Kind.COMPLAINT).clock(ClockName.ANSWER)
    assert rule
    return OFFICE.start(rule, AT)


@given(st.dates(date(2026, 3, 3), date(2027, 3, 2)))
def test_a_promised_clock_ends_with_the_last_second_of_the_day_whatever_holidays_lie_between(day: date) -> None:
    clock = promised(a_case(), day, OFFICE)
    assert clock.due_at == datetime.combine(day, datetime.max.time().replace(microsecond=0), OFFICE.zone)
    assert AT <= clock.target_at <= clock.due_at
    assert count_again(clock, OFFICE.calendar(Basis.PROMISE)).due_at == clock.due_at


@given(st.integers(-400, 400))
@example(-1)
@example(0)
@example(366)
@example(367)
def test_a_promise_lies_between_today_and_a_year_from_now(days: int) -> None:
    now = AT + timedelta(days=30)
    day = OFFICE.day(now) + timedelta(days=days)
    if 0 <= days <= 366:
        check_promise(a_case(), known(), day, OFFICE, now)
    else:
        with pytest.raises(NotAllowed, match="P-MX-07"):
            check_promise(a_case(), known(), day, OFFICE, now)


def test_the_day_on_which_it_came_is_too_soon_and_the_refusal_names_the_first_day_that_will_do() -> None:
    with pytest.raises(NotAllowed, match="is the day on which it came; choose 2026-03-03 or a later day"):
        check_promise(a_case(), None, date(2026, 3, 2), OFFICE, AT)
    check_promise(a_case(), None, date(2026, 3, 3), OFFICE, AT)


def test_a_promise_is_an_answer_clock_told_to_the_person_that_rests_on_the_organisations_word() -> None:
    clock = promised(a_case(), LATER, OFFICE)
    assert (clock.name, clock.told, clock.law) == (ClockName.ANSWER, True, "promise of Mentorix")


def test_today_is_the_organisations_today() -> None:
    just_before_midnight = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    with pytest.raises(NotAllowed, match="2026-03-31 is over"):
        check_promise(a_case(), known(), date(2026, 3, 31), OFFICE, just_before_midnight)
    check_promise(a_case(), known(), LATER, OFFICE, just_before_midnight)


def test_what_was_told_already_is_no_new_promise() -> None:
    with pytest.raises(NotAllowed, match="told already"):
        check_promise(a_case(), known(), date(2026, 3, 20), OFFICE, AT)


@pytest.mark.parametrize("kind", sorted(PRIVACY))
def test_nobody_promises_away_what_the_law_has_set(kind: Kind) -> None:
    with pytest.raises(NotAllowed, match=r"GDPR Art\. 12\(3\)"):
        check_promise(a_case(kind=kind), None, LATER, OFFICE, AT)


def test_a_clock_of_the_law_is_moved_for_no_kind() -> None:
    with pytest.raises(NotAllowed, match="the law's"):
        check_promise(a_case(), replace(known(), basis=Basis.EU), LATER, OFFICE, AT)


def test_an_appeal_has_a_notice_of_its_own() -> None:
    with pytest.raises(NotAllowed, match=r"^that an appeal takes longer is told in a notice of its own \(P-MX-17\)$"):
        check_promise(a_case(kind=Kind.APPEAL), known(), LATER, OFFICE, AT)


def test_while_a_question_of_ours_is_open_no_date_is_promised() -> None:
    with pytest.raises(NotAllowed, match=r"^the time limit waits .*; promise a date once it runs on \(R-CLK-5\)$"):
        check_promise(a_case(), replace(known(), paused_at=AT), LATER, OFFICE, AT)


# A date that was told


def of_the_law() -> Clock:
    """Give the month of the law: until 7 April."""
    rule = OFFICE.policy.rules(Kind.ACCESS).clock(ClockName.ANSWER)
    assert rule
    return OFFICE.start(rule, AT)


@pytest.mark.parametrize("days", [-20, -1, 0, 1, 40])
def test_a_promise_ends_when_the_person_was_told_however_it_is_counted(days: int) -> None:
    told = known().due_at + timedelta(days=days)
    clock = told_until(known(), told, OFFICE.calendar(Basis.PROMISE))
    assert clock == replace(known(), due_at=told, target_at=min(known().target_at, told))


@pytest.mark.parametrize("days", [0, 1, 40])
def test_r_12_3a_no_date_that_was_told_moves_the_law_s_on(days: int) -> None:
    late = replace(of_the_law(), due_at=of_the_law().due_at + timedelta(days=days), because=())
    assert told_until(late, late.due_at, OFFICE.calendar(Basis.EU)) == of_the_law()


def test_an_earlier_date_than_the_law_s_holds_once_the_person_was_told() -> None:
    told = of_the_law().due_at - timedelta(days=14)
    clock = told_until(of_the_law(), told, OFFICE.calendar(Basis.EU))
    assert (clock.due_at, clock.target_at) == (told, min(told, of_the_law().target_at))
