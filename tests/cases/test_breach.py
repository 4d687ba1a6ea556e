"""The 72 hours: whose they are, how they are counted, and what can come of a hint."""

from datetime import datetime

import pytest

from cases.breach import JUDGEMENTS, STEPS, TOLD, BreachJudgement, breach_rule
from cases.clock import start_clock
from cases.organisation import Role
from cases.policy import Act, ClockName, Policy
from cases.term import Basis
from storage.calendars import read_calendars
from tests.builders import a_policy

NL = read_calendars()["NL"]


def test_r_33_1_a_controller_has_72_hours_that_no_holiday_lengthens() -> None:
    at = datetime.fromisoformat("2026-05-22T15:00:00+02:00")
    clock = start_clock(breach_rule(a_policy()), at, NL)
    assert clock.law == "GDPR Art. 33(1)"
    assert clock.due_at.isoformat() == "2026-05-25T15:59:59+02:00", "to the end of the last hour, on Whit Monday"
    assert clock.target_at.isoformat() == "2026-05-24T21:59:59+02:00", "reminders go by the cautious target"


def test_r_33_2_a_processor_has_a_day_to_tell_the_controller() -> None:
    rule = breach_rule(a_policy(role=Role.PROCESSOR))
    assert (str(rule.term), rule.law, rule.told) == ("24 hours", "GDPR Art. 33(2)", False)


@pytest.mark.parametrize("policy", [a_policy(), a_policy(role=Role.PROCESSOR)], ids=["controller", "processor"])
def test_each_can_come_to_no_breach_and_to_telling_whoever_it_has_to(policy: Policy) -> None:
    possible = JUDGEMENTS[policy.role]
    assert BreachJudgement.NO_BREACH in possible
    assert len(set(possible) & TOLD) == 1


def test_every_organisation_is_reminded_before_and_after_whatever_its_policy_says() -> None:
    assert [(step.queue, step.before) for step in STEPS] == [("privacy", True), ("privacy", False)]
    assert {(step.clock, step.act, step.offset) for step in STEPS} == {(ClockName.BREACH, Act.REMIND, None)}


def test_r_33_2_the_processors_day_is_our_own_reading_and_the_controllers_hours_are_the_laws() -> None:
    own, law = breach_rule(a_policy(role=Role.PROCESSOR)), breach_rule(a_policy())
    assert own.name is law.name is ClockName.BREACH
    assert (own.basis, own.assumed) == (Basis.PROMISE, True)
    assert (law.basis, law.assumed, law.told) == (Basis.EU, False, False)


def test_whether_there_is_a_risk_the_controller_judges_and_not_its_processor() -> None:
    assert JUDGEMENTS == {
        Role.CONTROLLER: (BreachJudgement.NO_BREACH, BreachJudgement.NO_RISK, BreachJudgement.REPORTED),
        Role.PROCESSOR: (BreachJudgement.NO_BREACH, BreachJudgement.CONTROLLER_TOLD),
    }
    assert {BreachJudgement.REPORTED, BreachJudgement.CONTROLLER_TOLD} == TOLD
