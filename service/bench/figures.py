"""What was measured, as figures and as a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

POINTS = (50, 95, 99)
SHOWN = (
    ("messages", "letters sent"),
    ("accepted_per_second", "accepted a second"),
    ("acknowledged_per_second", "acknowledged a second"),
    ("limit_per_second", "limit: bare aiosmtpd, a second"),
    ("share_of_limit", "share of the limit"),
    ("data_to_250_ms", "end of DATA to 250, ms"),
    ("letter_to_answer_ms", "end of DATA to answer, ms"),
    ("half_load", "at half that load"),
    ("cpu_ms_per_letter", "processor time a letter, ms"),
    ("rest_rss_mb", "memory at rest, MB"),
    ("peak_rss_mb", "memory at most, MB"),
    ("lost", "lost"),
    ("doubled", "answered twice"),
    ("repeated", "same answer again"),
    ("unasked", "machines answered"),
    ("database", "database"),
    ("nodes", "nodes"),
)
"""The lines of the table: figure and what it is called."""


@dataclass(frozen=True)
class Figures:
    """The figures of one run. Times in milliseconds at the POINTS ("p50", …), memory in megabytes.

    `acknowledged_per_second` counts caught answers from the first letter sent to the last answer caught. `lost` counts
    people's letters without an answer and letters that were accepted and are not in the database; `doubled` letters
    with two different answers, `repeated` ones with the same answer twice, `unasked` machines that were answered.
    """

    messages: int
    accepted_per_second: float
    acknowledged_per_second: float
    limit_per_second: float
    share_of_limit: float
    data_to_250_ms: Mapping[str, float]
    letter_to_answer_ms: Mapping[str, float]
    cpu_ms_per_letter: float
    rest_rss_mb: float
    peak_rss_mb: float
    lost: int
    doubled: int
    repeated: int
    unasked: int
    database: str
    nodes: int = 1
    half_load: Mapping[str, Any] = field(default_factory=dict)

    @property
    def in_order(self) -> bool:
        """Say whether every letter was answered once."""
        return not self.lost and not self.doubled

    def as_json(self) -> dict[str, Any]:
        """Give the figures as JSON values."""
        return asdict(self)

    def table(self) -> str:
        """Give the figures for people, a line each."""
        return "\n".join(
            f"{title:<32}{_shown(getattr(self, name))}" for name, title in SHOWN if getattr(self, name) != {}
        )


def points(seconds: Iterable[float]) -> dict[str, float]:
    """Give p50, p95 and p99 of times, in milliseconds; 0.0 where there are none."""
    ordered = sorted(seconds)
    return {f"p{point}": round(_point(ordered, point) * 1000, 1) for point in POINTS}


def _point(ordered: list[float], point: int) -> float:
    """Give the least value that so many in a hundred do not exceed."""
    return ordered[max(0, -(-len(ordered) * point // 100) - 1)] if ordered else 0.0


def _shown(value: object) -> str:
    return ", ".join(_pairs(value)) if isinstance(value, Mapping) else str(value)


def _pairs(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield f"{name} {'/'.join(map(str, value.values()))}"
        else:
            yield f"{name} {value}"
