"""A term running on a case: frozen as it was computed, with the reasons that were given."""

from dataclasses import dataclass
from datetime import datetime

from cases.policy import ClockName
from cases.term import Basis, Term


@dataclass(frozen=True)
class Clock:
    """One term of one case. Instants are aware; `due_at` is the last instant inside the term.

    `target_at` is the cautious date that reminders use (never later than `due_at`). `calendar` is "NL 2026-11", the edition
    that was used. `because` are the steps of the computation, one sentence each.
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

    @property
    def running(self) -> bool:
        """Say whether the event it waits for has not happened yet."""
        return self.stopped_at is None

    def late(self, now: datetime) -> bool:
        """Say whether it ran out: overdue means after the last instant, never on the day itself."""
        return (self.stopped_at or now) > self.due_at
