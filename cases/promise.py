"""The date that a person of the staff promises: where it may lie, and the clock that then runs. Pure."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from cases.calendar import Calendar
from cases.case import Case
from cases.clock import Clock, count_again
from cases.days import days_later
from cases.errors import NotAllowed
from cases.kind import PRIVACY, Kind
from cases.office import Office
from cases.policy import ClockName, ClockRule
from cases.term import Basis, Term, Unit

LONGEST = timedelta(days=366)
"""A date later than so far ahead is a slip of the pen, and no promise."""


def check_promise(case: Case, known: Clock | None, day: date, office: Office, now: datetime) -> None:
    """Raise NotAllowed, with the rule and what to do, where a person cannot be promised an answer by the end of a day.

    `known` is the answer clock that runs, None where no date was promised so far.
    """
    if case.kind in PRIVACY or (known and known.basis is not Basis.PROMISE):
        raise NotAllowed(
            f"the date for {case.kind} is the law's, and nobody promises a later one (GDPR Art. 12(3)); extend it"
        )
    if case.kind is Kind.APPEAL:
        raise NotAllowed("that an appeal takes longer is told in a notice of its own (P-MX-17)")
    if known and known.waiting:
        raise NotAllowed("the time limit waits for the person's answer; promise a date once it runs on (R-CLK-5)")
    _check_day(case, known, day, office, now)


def _check_day(case: Case, known: Clock | None, day: date, office: Office, now: datetime) -> None:
    today = office.day(now)
    first = max(today, days_later(office.day(case.received_at), 1))
    if day < first:
        why = "is over" if day < today else "is the day on which it came"
        raise NotAllowed(f"{day.isoformat()} {why}; choose {first.isoformat()} or a later day (P-MX-07)")
    if day > today + LONGEST:
        raise NotAllowed(f"{day.isoformat()} is more than a year away; choose a day that is meant (P-MX-07)")
    if known and day == office.day(known.due_at):
        raise NotAllowed(f"{day.isoformat()} is what the person was told already; choose another day")


def promised(case: Case, day: date, office: Office) -> Clock:
    """Give the answer clock that ends with a day, counted in days from receipt: no calendar ever moves it."""
    days = (day - office.day(case.received_at)).days
    law = f"promise of {office.policy.name}"
    rule = ClockRule(ClockName.ANSWER, Term(days, Unit.DAYS), Basis.PROMISE, law, told=True)
    return office.start(rule, case.received_at)


def told_until(clock: Clock, due_at: datetime, calendar: Calendar) -> Clock:
    """Let a clock end at the date that the person was told; where a law ends it earlier, at the law's (R-12-3a)."""
    law = clock if clock.basis is Basis.PROMISE else count_again(clock, calendar)
    if law is not clock and law.due_at <= due_at:
        return law
    return replace(clock, due_at=due_at, target_at=min(law.target_at, due_at))
