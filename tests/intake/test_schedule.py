"""When a clock must be looked at: every step of the policy in its order, and the miss that no policy leaves out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.office import Office
from cases.policy import Act, ClockName, Step
from cases.term import Basis, Term, Unit
from intake.schedule import MISSED, name_of, next_look, plan
from tests.builders import AT
from tests.storage.written import a_clock

HOURS = timedelta(hours=1)
SECOND = timedelta(seconds=1)
REMIND = Step(ClockName.ANSWER, Act.REMIND, "administration", Term.parse("4 hours"), before=True)
AFTER = Step(ClockName.ANSWER, Act.ESCALATE, "management", Term.parse("2 hours"))
ENDS = Step(ClockName.ANSWER, Act.ESCALATE, "management")
TARGET = Step(ClockName.ANSWER, Act.REMIND, "administration", before=True)

offsets = st.none() | st.builds(Term, st.integers(1, 30), st.sampled_from([Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS]))
a_step = st.builds(
    Step,
    clock=st.sampled_from([ClockName.ANSWER, ClockName.HANDLING]),
    act=st.sampled_from(list(Act)),
    queue=st.sampled_from(["a", "b"]),
    offset=offsets,
    before=st.booleans(),
)


def test_each_step_has_its_instant(offices: dict[str, Office]) -> None:
    clock = a_clock()
    planned = plan(clock, [ENDS, AFTER, REMIND, TARGET], offices["mentorix"].calendar(Basis.PROMISE))
    assert [(one.step, one.at) for one in planned] == [
        (TARGET, clock.target_at),
        (REMIND, clock.due_at - 4 * HOURS),
        (None, clock.due_at + SECOND),
        (ENDS, clock.due_at + SECOND),
        (AFTER, clock.due_at + 2 * HOURS),
    ]


def test_a_step_of_another_clock_is_not_this_clocks(offices: dict[str, Office]) -> None:
    planned = plan(a_clock(ClockName.HANDLING), [REMIND], offices["mentorix"].calendar(Basis.PROMISE))
    assert [one.name for one in planned] == [MISSED]


@given(st.lists(a_step, max_size=6))
def test_every_clock_has_its_miss_and_the_order_is_that_of_time(offices: dict[str, Office], steps: list[Step]) -> None:
    clock = a_clock()
    planned = plan(clock, steps, offices["mentorix"].calendar(Basis.PROMISE))
    assert [one.at for one in planned] == sorted(one.at for one in planned)
    assert [one.name for one in planned].count(MISSED) == 1
    assert len(planned) == 1 + sum(step.clock is clock.name for step in steps)


@given(st.lists(a_step, max_size=6, unique=True), st.data())
def test_the_next_look_is_the_first_step_that_is_not_done(
    offices: dict[str, Office], steps: list[Step], data: st.DataObject
) -> None:
    planned = plan(a_clock(), steps, offices["mentorix"].calendar(Basis.PROMISE))
    done = frozenset(data.draw(st.sets(st.sampled_from([one.name for one in planned]))))
    left = [one.at for one in planned if one.name not in done]
    assert next_look(planned, done) == (min(left) if left else None)


@given(st.lists(a_step, min_size=2, max_size=2, unique_by=name_of))
def test_steps_that_differ_have_different_names(steps: list[Step]) -> None:
    first, second = steps
    assert (first.act, first.queue, first.offset, first.before) != (
        second.act,
        second.queue,
        second.offset,
        second.before,
    )


@given(a_step, a_step)
def test_steps_of_one_clock_with_the_same_name_are_the_same_step(first: Step, second: Step) -> None:
    if name_of(first) == name_of(second):
        assert (first.act, first.queue, first.offset, first.before) == (
            second.act,
            second.queue,
            second.offset,
            second.before,
        )


@pytest.mark.parametrize("organisation", ["alottbetter", "jensenskurser", "mentor", "mentorix", "metier"])
def test_no_policy_has_two_steps_of_one_clock_under_one_name(offices: dict[str, Office], organisation: str) -> None:
    """One of them would never be done."""
    for rules in offices[organisation].policy.kinds.values():
        names = [(step.clock, name_of(step)) for step in rules.steps]
        assert len(names) == len(set(names))


def test_a_term_is_missed_one_second_after_the_last_one_inside_it(offices: dict[str, Office]) -> None:
    clock = a_clock(due_at=AT + 24 * HOURS)
    (missed,) = plan(clock, [], offices["mentorix"].calendar(Basis.PROMISE))
    assert (missed.at, missed.step) == (AT + 24 * HOURS + SECOND, None)
