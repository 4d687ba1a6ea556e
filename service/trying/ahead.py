"""Time while the service is tried out: a clock that can be put forward, and how far."""

import contextlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cases.deadline import deadline
from cases.errors import BadInput
from cases.term import Basis, Term, Unit
from storage.calendars import read_calendars

MOST = timedelta(days=366)
"""Further ahead the calendars might not reach."""

_SHORT = re.compile(r"\s*(\d{1,4})\s*([hd])\s*", re.ASCII)
_HOURS = {"h": 1, "d": 24}


def wall_clock() -> datetime:
    """Say what time it is."""
    return datetime.now(UTC)


class AheadClock:
    """Another clock, the one on the wall if none is given, so far ahead as it was put forward."""

    def __init__(self, clock: Callable[[], datetime] = wall_clock) -> None:
        self._clock = clock
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """Say what time it is."""
        return self._clock() + self._ahead

    def forward_to(self, at: datetime) -> None:
        """Let it be `at` now; a time that is past already changes nothing."""
        self._ahead += max(timedelta(), at - self())


def parse_span(written: str, now: datetime) -> Term:
    """Read "3d" (72 hours), "36h" or a term such as "14 working days".

    Raises BadInput that says what was expected, also where it ends more than a year from now.
    """
    short = _SHORT.fullmatch(written)
    with contextlib.suppress(BadInput):
        span = Term(int(short[1]) * _HOURS[short[2]], Unit.HOURS) if short else Term.parse(written)
        if now < end_of(span, now) <= now + MOST:
            return span
    raise BadInput(f'"{written}" is not understood; expected up to a year, such as "3d", "36h" or "14 working days"')


def end_of(span: Term, now: datetime) -> datetime:
    """Give the instant at which a span from now is over, on Danish working days; raise BadInput like `deadline`."""
    return deadline(now, span, Basis.PROMISE, read_calendars()["DK"]).due_at
