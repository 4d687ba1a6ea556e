"""What is counted of cases: how many came, were settled and in time, and how long it took; never a name or a word."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Group(NamedTuple):
    """What cases have in common that are counted together; `month` is that of receipt ("2026-03")."""

    month: str
    kind: str
    language: str
    channel: str
    queue: str
    ruling: str


@dataclass
class Sum:
    """What is counted of some cases.

    `settled`: answered, referred or ended otherwise. `limited` are those of them that had a time limit, `in_time` those
    that kept it. `days` and `working` say how often it took so many days. `ends` are the instants from which on what is
    open is late; `late` are those that had passed when it was last looked.
    """

    received: int = 0
    settled: int = 0
    limited: int = 0
    in_time: int = 0
    late: int = 0
    days: Counter[int] = field(default_factory=Counter)
    working: Counter[int] = field(default_factory=Counter)
    remedies: Counter[str] = field(default_factory=Counter)
    ends: Counter[datetime] = field(default_factory=Counter)

    def add(self, other: "Sum") -> None:
        """Count others as well."""
        self._change(other, 1)

    def take(self, other: "Sum") -> None:
        """Count others no longer, who were counted."""
        self._change(other, -1)

    @property
    def share(self) -> float | None:
        """Give how large a part was in time, None where nothing with a limit was settled."""
        return self.in_time / self.limited if self.limited else None

    def _change(self, other: "Sum", times: int) -> None:
        self.received += times * other.received
        self.settled += times * other.settled
        self.limited += times * other.limited
        self.in_time += times * other.in_time
        self.late += times * other.late
        _change(self.days, other.days, times)
        _change(self.working, other.working, times)
        _change(self.remedies, other.remedies, times)
        _change(self.ends, other.ends, times)


def _change(counted: Counter[T], other: Counter[T], times: int) -> None:
    for value, often in other.items():
        counted[value] += times * often
        if not counted[value]:
            del counted[value]
