"""Two further months for a request, once, with reasons told within the first (GDPR Art. 12(3)). Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cases.calendar import Calendar
from cases.clock import Clock, count_again
from cases.days import written
from cases.errors import NotAllowed
from cases.policy import ClockName
from cases.term import Basis, Term, Unit

MONTH = Term(1, Unit.MONTHS)
EXTENDED = Term(3, Unit.MONTHS)
"""The month of the law with its two further ones: one term, counted from receipt, never from another end (R-T-22)."""


class ExtensionReason(StrEnum):
    """Why a request may take longer; how busy the organisation is, is no reason (R-12-3c)."""

    COMPLEXITY = "complexity"
    NUMBER_OF_REQUESTS = "number_of_requests"


@dataclass(frozen=True)
class Extension:
    """That a clock was given longer, by whom and why. `letter` is the notice that told the person.

    The clock ends at `due_at` from the instant that notice has left; before that, and where it came back, it does not.
    """

    id: int
    case: int
    clock: ClockName
    made_at: datetime
    made_by: int
    reasons: tuple[str, ...]
    due_before: datetime
    due_at: datetime
    letter: int | None = None


def is_the_month(clock: Clock) -> bool:
    """Say whether a clock is the month of GDPR Art. 12(3), extended or not, and no promise."""
    return clock.name is ClockName.ANSWER and clock.basis is Basis.EU and clock.term in {MONTH, EXTENDED}


def check_extendable(clock: Clock, now: datetime) -> None:
    """Raise NotAllowed, with the rule and what to do, where a clock cannot be given two further months now."""
    if not is_the_month(clock):
        raise NotAllowed(
            f"{clock.term} is not the month of GDPR Art. 12(3), and only that can be extended (R-12-3b); for a promise,"
            " tell the person a new date"
        )
    if clock.term == EXTENDED:
        raise NotAllowed("it has been extended already; three months from receipt are the most there is (R-12-3b)")
    if clock.late(now):
        raise NotAllowed(
            f"the first month ended on {written(clock.due_at)}; afterwards no extension exists (R-12-3c, GDPR Art."
            " 12(3)); answer now"
        )
    if clock.waiting:
        raise NotAllowed(
            "the time limit waits for the person's answer and loses no day (R-CLK-5); extend it once it runs on"
        )


def extended(clock: Clock, calendar: Calendar) -> Clock:
    """Give a clock its three months: counted from receipt with its pauses, clipped and rolled once (R-T-22)."""
    return count_again(replace(clock, term=EXTENDED), calendar)


def shortened(clock: Clock, calendar: Calendar) -> Clock:
    """Give a clock its first month back: nobody was told of more, so there is no more (R-12-3c)."""
    return count_again(replace(clock, term=MONTH), calendar)
