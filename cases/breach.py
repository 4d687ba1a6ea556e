"""A hint that personal data have leaked: how long there is to find out and to tell, and what can come of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.organisation import Role
from cases.policy import Act, ClockName, ClockRule, Policy, Step
from cases.term import Basis, Term, Unit

QUEUE = "privacy"
"""Every policy has this queue; whoever works on it judges a breach, whatever queue the case is in."""

TO_THE_AUTHORITY = ClockRule(ClockName.BREACH, Term(72, Unit.HOURS), Basis.EU, "GDPR Art. 33(1)")
"""The 72 hours of a controller from being aware: from the receipt of the hint on, at the latest (R-33-1)."""

TO_THE_CONTROLLER = ClockRule(ClockName.BREACH, Term(24, Unit.HOURS), Basis.PROMISE, "GDPR Art. 33(2)", assumed=True)
"""A processor tells the controller without undue delay; the law names no hours, a day is our own (R-33-2)."""

STEPS = (
    Step(ClockName.BREACH, Act.REMIND, QUEUE, before=True),
    Step(ClockName.BREACH, Act.REMIND, QUEUE),
)
"""What happens around that clock in every organisation, whatever its policy says."""


def breach_rule(policy: Policy) -> ClockRule:
    """Give the clock that a hint of a breach starts."""
    return TO_THE_CONTROLLER if policy.role is Role.PROCESSOR else TO_THE_AUTHORITY


class BreachJudgement(StrEnum):
    """What a person makes of a hint.

    `no_breach`: no personal data were lost, changed or shown. `no_risk`: they were, and nobody is at risk: documented,
    not reported (GDPR Art. 33(1)). `reported`: the authority was told. `controller_told`: the controller was, by us as
    its processor (GDPR Art. 33(2)).
    """

    NO_BREACH = "no_breach"
    NO_RISK = "no_risk"
    REPORTED = "reported"
    CONTROLLER_TOLD = "controller_told"


TOLD = frozenset({BreachJudgement.REPORTED, BreachJudgement.CONTROLLER_TOLD})
"""Judgements that go with the instant at which somebody was told."""

JUDGEMENTS = {
    Role.CONTROLLER: (BreachJudgement.NO_BREACH, BreachJudgement.NO_RISK, BreachJudgement.REPORTED),
    Role.PROCESSOR: (BreachJudgement.NO_BREACH, BreachJudgement.CONTROLLER_TOLD),
}
"""What each of them can come to: whether there is a risk, the controller judges and not its processor."""


@dataclass(frozen=True)
class Breach:
    """What was found out, and done about it, in the words of whoever judged it (GDPR Art. 33(5))."""

    id: int
    case: int
    judgement: BreachJudgement
    facts: str
    effects: str
    remedy: str
    high_risk: bool
    told_at: datetime | None
    judged_by: int
    judged_at: datetime
