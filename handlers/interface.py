"""What every kind of case answers: three questions, asked the same way."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from cases.case import Case
from cases.decision import Ruling
from cases.kind import Kind
from cases.policy import ClockRule, Policy
from cases.reading import Reading
from cases.task import Task, ToDo


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


@dataclass(frozen=True)
class Judged:
    """A case as a person is about to decide it: the ruling, its grounds, what is kept, and the tasks it has so far."""

    case: Case
    ruling: Ruling
    grounds: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()


class Work(Protocol):
    """What a kind of case gives people to do outside the program, and what the law forbids them to decide."""

    kind: ClassVar[Kind]

    def at_once(self, matter: Matter, policy: Policy) -> tuple[ToDo, ...]:
        """Give what is to be done as soon as the matter is here, before anybody has decided anything."""

    def forbidden(self, judged: Judged, policy: Policy) -> str | None:
        """Say in one sentence, with its rule, why this must not be decided, or None."""

    def after(self, judged: Judged, policy: Policy) -> tuple[ToDo, ...]:
        """Give what the decision wants done."""

    def warnings(self, policy: Policy) -> tuple[str, ...]:
        """Give the ids of the statements that warn the person of what is lost when it is done."""
