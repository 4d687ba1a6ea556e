"""An organisation hears what was assumed for it, and when nobody is there to keep a promise in hours."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.cautions import cautions, gap
from cases.kind import Kind
from cases.organisation import WorkingHours
from cases.policy import ClockName, ClockRule, Policy
from cases.term import Basis, Term
from storage.policies import read_policies
from tests.builders import a_policy

OFFICE = WorkingHours(frozenset({1, 2, 3, 4, 5}), time(8), time(16))
FRIDAY = 4 * 24
NAMED = {"privacy": "https://mentorix.dk/persondata"}


def with_clock(clock: ClockRule, *kinds: Kind, hours: WorkingHours = OFFICE) -> Policy:
    empty = {kind: replace(rules, clocks=()) for kind, rules in a_policy().kinds.items()}
    mine = {kind: replace(empty[kind], clocks=(clock,)) for kind in kinds}
    return a_policy(kinds=empty | mine, hours=hours, links=NAMED)


def handling(term: str, *, assumed: bool = False) -> ClockRule:
    return ClockRule(ClockName.HANDLING, Term.parse(term), Basis.PROMISE, "own promise", assumed=assumed)


@pytest.mark.parametrize(
    ("length", "start"),
    [(24, FRIDAY + 17), (48, FRIDAY + 17), (63, FRIDAY + 17), (64, FRIDAY + 16), (12, 17), (65, None), (72, None)],
)
def test_the_weekend_is_a_gap_of_sixty_four_hours(length: int, start: int | None) -> None:
    assert gap(OFFICE, length) == start


def test_who_is_there_every_hour_has_no_gap() -> None:
    assert gap(WorkingHours(frozenset(range(1, 8)), time(0), time(23, 59)), 1) is None


def test_half_an_hour_on_duty_ends_a_gap() -> None:
    assert gap(WorkingHours(frozenset(range(1, 8)), time(12, 15), time(12, 45)), 24) is None


@given(st.frozensets(st.integers(1, 7), min_size=1), st.integers(0, 22), st.integers(1, 8), st.integers(1, 200))
def test_in_a_gap_nobody_is_ever_on_duty(days: frozenset[int], start: int, span: int, length: int) -> None:
    hours = WorkingHours(days, time(start), time(min(start + span, 23)))
    found = gap(hours, length)
    for hour in range(found or 0, (found or 0) + (length if found is not None else 0)):
        day, of_day = divmod(hour % 168, 24)
        assert not (day + 1 in days and start <= of_day < min(start + span, 23))


def test_a_promise_that_ends_on_saturday_is_pointed_out_with_its_kinds() -> None:
    policy, what = (
        with_clock(handling("24 hours"), Kind.COMPLAINT, Kind.APPEAL),
        "handling, 24 hours (appeal, complaint)",
    )
    assert cautions(policy) == (
        f"{what}: what is received on Friday at 17:00 must be handled by Saturday at 17:00, when nobody is on duty",
    )


def test_a_promise_in_working_days_needs_nobody_on_saturday() -> None:
    assert cautions(with_clock(handling("1 working day"), Kind.COMPLAINT)) == ()


def test_an_acknowledgement_leaves_by_itself_unless_the_letter_is_held() -> None:
    receipt = ClockRule(ClockName.ACKNOWLEDGEMENT, Term.parse("48 hours"), Basis.PROMISE, "own promise")
    policy = with_clock(receipt, Kind.APPEAL)
    (by_itself,) = cautions(policy)
    (by_hand,) = cautions(replace(policy, unseen=frozenset()))
    assert by_itself == f"{by_hand}; it leaves by itself, but a letter that is held waits for a person"


def test_what_is_assumed_is_said_once_for_all_its_kinds() -> None:
    policy = with_clock(handling("14 working days", assumed=True), *Kind)
    assert cautions(policy) == ("handling, 14 working days (every kind): assumed, not in the policy; confirm it",)


def test_the_shipped_mentorix_says_that_its_time_for_a_solution_is_assumed() -> None:
    assert "answer, 14 working days (complaint): assumed, not in the policy; confirm it" in cautions(
        read_policies()["mentorix"]
    )


def test_the_shipped_metier_says_that_its_address_is_assumed() -> None:
    said = cautions(read_policies()["metier"])
    assert "addresses: info@metier.dk is assumed, not in the policy; confirm it" in said
    assert any(line.startswith("hours: Monday, Tuesday") and "08:00 to 16:00" in line for line in said)


@pytest.mark.parametrize("organisation", ["mentorix", "mentor", "alottbetter", "jensenskurser"])
def test_an_address_that_stands_in_the_text_is_not_called_assumed(organisation: str) -> None:
    assert not any("@" in line for line in cautions(read_policies()[organisation]))


def test_whoever_is_there_for_an_hour_s_last_minute_is_there_in_that_hour() -> None:
    assert gap(WorkingHours(frozenset(range(1, 8)), time(12, 59), time(13)), 24) is None


def test_of_two_promises_the_one_that_a_night_can_break_is_pointed_out() -> None:
    quick = replace(handling("4 hours"), name=ClockName.ANSWER)
    policy = with_clock(handling("24 hours"), Kind.COMPLAINT)
    both = replace(policy.kinds[Kind.COMPLAINT], clocks=(handling("24 hours"), quick))
    every_day = WorkingHours(frozenset(range(1, 8)), time(6), time(23, 59))
    (said,) = cautions(replace(policy, kinds={**policy.kinds, Kind.COMPLAINT: both}, hours=every_day))
    assert said.startswith("answer, 4 hours (complaint): what is received on Monday at 01:00 must be answered by")


def test_several_things_assumed_under_one_key_are_listed_as_one_writes_them() -> None:
    policy = replace(
        with_clock(handling("1 working day")), addresses=("info@a.dk", "post@a.dk"), assumed=("addresses",)
    )
    assert cautions(policy) == ("addresses: info@a.dk, post@a.dk is assumed, not in the policy; confirm it",)


@pytest.mark.parametrize(
    ("name", "done"),
    [
        (ClockName.ACKNOWLEDGEMENT, "must be acknowledged by"),
        (ClockName.HANDLING, "must be handled by"),
        (ClockName.ANSWER, "must be answered by"),
        (ClockName.REFERRAL, "must be referred by"),
        (ClockName.PROCESSOR_REPLY, "must be answered to the customer by"),
    ],
)
def test_each_promise_in_hours_is_told_with_what_must_be_done(name: ClockName, done: str) -> None:
    (said,) = cautions(with_clock(replace(handling("24 hours"), name=name), Kind.COMPLAINT))
    assert done in said


def test_p_al_14_a_privacy_notice_that_nobody_named_is_asked_for() -> None:
    policy = with_clock(handling("1 working day"))
    assert cautions(policy) == ()
    (said,) = cautions(replace(policy, links={}))
    assert said.startswith("links.privacy: not named; until it is, chats and pages lead to the site alone")
