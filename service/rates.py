"""Shares with the uncertainty that small numbers bring."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

CERTAINTY = 1.959964
"""Standard deviations on each side that 95 % lie within."""


@dataclass(frozen=True)
class Rate:
    """So many of so many, with the interval in which the true share lies with 95 % certainty (Wilson's)."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """Give the share, 0 to 1; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Give the lower and the upper end; None of nothing."""
        if not self.of:
            return None
        share, squared = self.count / self.of, CERTAINTY**2 / self.of
        middle = (share + squared / 2) / (1 + squared)
        reach = CERTAINTY * sqrt((share * (1 - share) + squared / 4) / self.of) / (1 + squared)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON values."""
        low, high = self.interval or (None, None)
        return {
            "count": self.count,
            "of": self.of,
            "share": short(self.share),
            "low": short(low),
            "high": short(high),
        }


def short(share: float | None) -> float | None:
    """Give a share with the digits that say something."""
    return None if share is None else round(share, 5)
