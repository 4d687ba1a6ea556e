"""Where a term ends, and why: every deadline of the house is computed here and nowhere else.

CONTRACT (to be implemented): see `deadline` and `target`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.calendar import Calendar
from cases.term import Basis, Term

type_Calendars = Mapping[str, Calendar]


@dataclass(frozen=True)
class Deadline:
    """The last instant inside a term (aware, local zone), how it came about, and the calendar edition used."""

    due_at: datetime
    because: tuple[str, ...]
    calendar: str


def deadline(received: datetime, term: Term, basis: Basis, calendar: Calendar, paused_days: int = 0) -> Deadline:
    """Give the last instant at which an answer is still in time."""
    raise NotImplementedError
