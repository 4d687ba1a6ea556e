"""What the use cases hand to each other while a message is considered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cases.case import Case, Event
from cases.clock import Clock
from cases.message import Judgement, Message
from cases.outgoing import Outgoing
from cases.policy import ClockName
from cases.reading import Reading


@dataclass(frozen=True)
class Heard:
    """A message as it was understood, with its own id. `heard_at` is when we came to it, None: when it was received.

    `blacked_out` is how many numbers were taken out of it, as its organisation may not keep them.
    """

    id: int
    message: Message
    judgement: Judgement
    reading: Reading
    heard_at: datetime | None = None
    blacked_out: int = 0


@dataclass(frozen=True)
class Traffic:
    """How many letters left without a person: what the caps that end a loop are measured against (R-EM-11).

    `hour` and `day`: to this address, in the last hour and the last day. `domain`: to everybody in its domain, in the
    last hour. `conversation`: in this conversation, to whomever, in the last day.
    """

    hour: int = 0
    day: int = 0
    domain: int = 0
    conversation: int = 0


@dataclass(frozen=True)
class Whose:
    """What is known of a processor's customer beside a letter's own words, by subdomain.

    `on_file`: for whom the sender's address stands in the register. `named`: whose learner has the reference or the
    user name that the letter names. `writes`: whose own contact wrote it.
    """

    on_file: frozenset[str] = frozenset()
    named: str | None = None
    writes: str | None = None

    @property
    def customer(self) -> str | None:
        """Give the customer, where there is just one that it can be."""
        return self.writes or self.named or (next(iter(self.on_file)) if len(self.on_file) == 1 else None)


@dataclass(frozen=True)
class Place:
    """Where a message belongs: its conversation, the cases already in it, and what else counts for it.

    `stranger`: somebody else named the number of a case that is not theirs. `earlier` are the sender's other cases,
    newest first. `told_clocks` are, by case, the clocks whose date the person was told. `guessed_language` are cases
    that began with words too few to tell a language, where this message tells one. `whose` is, for a processor, what
    is known of the sender's customer.
    """

    thread: int
    cases: tuple[Case, ...] = ()
    stranger: bool = False
    earlier: tuple[Case, ...] = ()
    told_clocks: Mapping[int, Clock] = field(default_factory=dict)
    sent: Traffic = Traffic()
    guessed_language: frozenset[int] = frozenset()
    whose: Whose = Whose()


@dataclass(frozen=True)
class Opening:
    """A case that begins: its clocks, each with the instant the sweep first looks at it, and what happened."""

    case: Case
    clocks: tuple[tuple[Clock, datetime | None], ...]
    events: tuple[Event, ...]

    def clock(self, name: ClockName) -> Clock | None:
        """Give one of its clocks by name, or None."""
        return next((clock for clock, _ in self.clocks if clock.name is name), None)

    @property
    def told(self) -> Clock | None:
        """Give the clock whose date the person is told: the first to end of those that are."""
        return min((clock for clock, _ in self.clocks if clock.told), key=lambda clock: clock.due_at, default=None)


@dataclass(frozen=True)
class Change:
    """A case that goes on: as it is now, what happened, and the clocks that begin anew.

    `look`: staff are told to look at it, because what came was only kept and changed nothing. `asked`: it is the
    customer's own request about its learner, and the processor's time runs from then (P-MB-05).
    """

    case: Case
    events: tuple[Event, ...]
    clocks: tuple[tuple[Clock, datetime | None], ...] = ()
    look: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Outcome:
    """All that a message leads to."""

    openings: tuple[Opening, ...] = ()
    changes: tuple[Change, ...] = ()
    letters: tuple[Outgoing, ...] = ()


Draw = Callable[[], tuple[int, str]]
"""Gives the id and the public number for a new case."""
