"""A term running on a case: frozen as it was computed, with the reasons that were given."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from cases.calendar import Calendar
from cases.days import LATER
from cases.deadline import deadline, target
from cases.errors import BadInput
from cases.policy import ClockName, ClockRule
from cases.term import Basis, Term, Unit


@dataclass(frozen=True)
class Clock:
    """One term of one case. Instants are aware; `due_at` is the last instant inside the term.

    `target_at` is the cautious date that reminders use (never later than `due_at`). `calendar` is "NL 2026-11", the
    edition that was used. `because` are the steps of the computation, one sentence each. `paused_at` is since when it
    stands still until the person answers a question of ours, None where it does not.
    """

    name: ClockName
    term: Term
    basis: Basis
    law: str
    told: bool
    started_at: datetime
    due_at: datetime
    target_at: datetime
    calendar: str
    because: tuple[str, ...]
    paused_days: int = 0
    stopped_at: datetime | None = None
    paused_at: datetime | None = None

    @property
    def running(self) -> bool:
        """Say whether the event it waits for has not happened yet."""
        return self.stopped_at is None

    @property
    def waiting(self) -> bool:
        """Say whether it stands still: the person has been asked something and has not answered (R-CLK-5)."""
        return self.running and self.paused_at is not None

    def late(self, now: datetime) -> bool:
        """Say whether it ran out: overdue means after the last instant, never on the day itself.

        While it stands still nothing runs out, and an answer that left meanwhile was in time.
        """
        until = self.paused_at or self.stopped_at or now
        return until.astimezone(UTC) > self.due_at.astimezone(UTC)


def start_clock(rule: ClockRule, started_at: datetime, calendar: Calendar) -> Clock:
    """Freeze the clock that a rule starts at an instant; raise BadInput like `deadline`."""
    end = deadline(started_at, rule.term, rule.basis, calendar)
    return Clock(
        name=rule.name,
        term=rule.term,
        basis=rule.basis,
        law=rule.law,
        told=rule.told,
        started_at=started_at,
        due_at=end.due_at,
        target_at=target(started_at, rule.term, rule.basis, calendar),
        calendar=end.calendar,
        because=end.because,
    )


def count_again(clock: Clock, calendar: Calendar) -> Clock:
    """Count a clock anew from its start: its term, its pauses or the calendar are other than they were (R-T-22).

    Nothing is chained to the date that it had. Raises BadInput like `deadline`.
    """
    end = deadline(clock.started_at, clock.term, clock.basis, calendar, clock.paused_days)
    return replace(
        clock,
        due_at=end.due_at,
        target_at=target(clock.started_at, clock.term, clock.basis, calendar, clock.paused_days),
        calendar=end.calendar,
        because=end.because,
    )


def instant(due_at: datetime, offset: Term, before: bool, calendar: Calendar) -> datetime:  # noqa: FBT001 - Step.before
    """Give the instant so long before or after a deadline, local zone, at which a step of the policy is due.

    Hours count elapsed. All other units keep the deadline's time of day on the local clock, so that "3 working days
    before" leaves three whole working days; nothing rolls (Reg. 1182/71 Art. 3(4) does not reach what is counted
    backwards). Raises BadInput for years that dates or the calendar do not have.
    """
    try:
        if offset.unit is Unit.HOURS:
            hours = timedelta(hours=-offset.count if before else offset.count)
            return (due_at.astimezone(UTC) + hours).astimezone(calendar.zone)
        local = due_at.astimezone(calendar.zone)
        day = _day(local.date(), offset, before=before, calendar=calendar)
        wall = datetime.combine(day, local.time(), tzinfo=calendar.zone)
        return wall.astimezone(UTC).astimezone(calendar.zone)  # a time that the spring change skips moves past the gap
    except OverflowError:
        raise BadInput(f"{offset} from {due_at.isoformat()} is outside the years 1 to 9999") from None


def _day(day: date, offset: Term, *, before: bool, calendar: Calendar) -> date:
    if offset.unit is not Unit.WORKING_DAYS:
        return LATER[offset.unit](day, -offset.count if before else offset.count)
    days = calendar.working_days_before(day) if before else calendar.working_days_after(day)
    *_, last = islice(days, offset.count)
    return last
