"""What was measured of the chat, as figures and as a table."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

SHOWN = (
    ("conversations", "conversations at once"),
    ("lines", "lines said"),
    ("lines_per_second", "lines a second"),
    ("line_to_answer_ms", "line to answer, ms"),
    ("coming_ms", "the same while all come, ms"),
    ("line_to_tick_ms", "line to tick, ms"),
    ("cpu_ms_per_line", "processor time a line, ms"),
    ("idle_sockets", "idle sockets"),
    ("idle_memory_mb", "memory more with them, MB"),
    ("idle_cpu_share", "processor that they keep busy"),
    ("rest_rss_mb", "memory at rest, MB"),
    ("peak_rss_mb", "memory at most, MB"),
    ("unanswered", "not answered"),
    ("refused", "refused"),
    ("lost", "lost"),
    ("doubled", "there twice"),
    ("database", "database"),
)
"""The lines of the table: figure and what it is called."""


@dataclass(frozen=True)
class ChatFigures:
    """The figures of one run. Times in milliseconds at p50, p95 and p99, memory in megabytes.

    A line is answered by the first line of the program's that stands after it; a tick says that it is on the disk.
    `coming_ms` is how long answers take while everybody opens the chat within one pause and states a matter; all else
    is measured after that. `cpu_ms_per_line` is that of the service and all its processes, `idle_cpu_share` of one
    core. `lost` counts lines that were ticked and are not in the database as a message, `doubled` those that are there
    more than once.
    """

    conversations: int
    lines: int
    lines_per_second: float
    line_to_answer_ms: Mapping[str, float]
    coming_ms: Mapping[str, float]
    line_to_tick_ms: Mapping[str, float]
    cpu_ms_per_line: float
    idle_sockets: int
    idle_memory_mb: float
    idle_cpu_share: float
    rest_rss_mb: float
    peak_rss_mb: float
    unanswered: int
    refused: int
    lost: int
    doubled: int
    database: str

    @property
    def in_order(self) -> bool:
        """Say whether every line was taken, kept once and answered."""
        return not (self.unanswered or self.refused or self.lost or self.doubled)

    def as_json(self) -> dict[str, object]:
        """Give the figures as JSON values."""
        return asdict(self)

    def table(self) -> str:
        """Give the figures for people, a line each."""
        return "\n".join(f"{title:<32}{_shown(getattr(self, name))}" for name, title in SHOWN)


def _shown(value: object) -> str:
    return ", ".join(f"{name} {one}" for name, one in value.items()) if isinstance(value, Mapping) else str(value)
