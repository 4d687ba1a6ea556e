"""What every kind of case answers: three questions, asked the same way."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from cases.kind import Kind
from cases.policy import ClockRule, Policy
from cases.reading import Reading


@dataclass(frozen=True)
class Matter:
    """One matter as it was understood: what a handler needs to know and nothing else.

    `address` is where the person can be answered, or None. `met` are requirements fulfilled by earlier messages.
    """

    kind: Kind
    received_at: datetime
    reading: Reading
    address: str | None
    met: frozenset[str] = frozenset()


class Handler(Protocol):
    """One kind of case."""

    kind: ClassVar[Kind]

    def clocks(self, matter: Matter, policy: Policy) -> tuple[ClockRule, ...]:
        """Give the terms that run from the moment it came."""

    def missing(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Give what is still needed, in the order the policy asks for it. Never a condition: no clock waits for it."""

    def statements(self, matter: Matter, policy: Policy) -> tuple[str, ...]:
        """Give the ids of the statements that the answer must contain."""
