"""A case: one matter of one person with one organisation, its status, and the steps that are allowed."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from cases.errors import NotAllowed
from cases.kind import Flag, Kind
from cases.message import Channel
from cases.relation import Relation


class Status(StrEnum):
    """Where a case stands. Clocks run apart from it: a held case runs them too."""

    HELD = "held"
    OPEN = "open"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    APPEALED = "appealed"
    CLOSED = "closed"


class Move(StrEnum):
    """What can happen to a case's status."""

    HEAR = "hear"
    HOLD = "hold"
    RELEASE = "release"
    FORWARD = "forward"
    ANSWER = "answer"
    APPEAL = "appeal"
    CLOSE = "close"
    REOPEN = "reopen"


TABLE: dict[tuple[Status, Move], Status] = {
    (Status.HELD, Move.HEAR): Status.HELD,
    (Status.HELD, Move.RELEASE): Status.OPEN,
    (Status.HELD, Move.FORWARD): Status.FORWARDED,
    (Status.HELD, Move.ANSWER): Status.ANSWERED,
    (Status.HELD, Move.CLOSE): Status.CLOSED,
    (Status.OPEN, Move.HEAR): Status.OPEN,
    (Status.OPEN, Move.HOLD): Status.HELD,
    (Status.OPEN, Move.FORWARD): Status.FORWARDED,
    (Status.OPEN, Move.ANSWER): Status.ANSWERED,
    (Status.OPEN, Move.CLOSE): Status.CLOSED,
    (Status.FORWARDED, Move.HEAR): Status.FORWARDED,
    (Status.FORWARDED, Move.ANSWER): Status.ANSWERED,
    (Status.FORWARDED, Move.CLOSE): Status.CLOSED,
    (Status.ANSWERED, Move.HEAR): Status.OPEN,
    (Status.ANSWERED, Move.APPEAL): Status.APPEALED,
    (Status.ANSWERED, Move.REOPEN): Status.OPEN,
    (Status.ANSWERED, Move.CLOSE): Status.CLOSED,
    (Status.APPEALED, Move.HEAR): Status.APPEALED,
    (Status.APPEALED, Move.CLOSE): Status.CLOSED,
    (Status.CLOSED, Move.HEAR): Status.OPEN,
    (Status.CLOSED, Move.APPEAL): Status.APPEALED,
    (Status.CLOSED, Move.REOPEN): Status.OPEN,
}
"""The life of a case. What is not listed is not allowed."""


def after(status: Status, move: Move) -> Status:
    """Give the status after a move; raise NotAllowed where the table has none."""
    try:
        return TABLE[status, move]
    except KeyError:
        raise NotAllowed(f"a case that is {status} cannot {move}") from None


@dataclass(frozen=True)
class Requester:
    """Who the matter is about, as far as we were told. `address` is where our letters go."""

    name: str | None
    address: str | None
    phone: str | None = None


@dataclass(frozen=True)
class Case:
    """One matter. `met` are the requirements that are fulfilled, `missing` what was asked for and has not come.

    `opened_for` is the message that opened it; `received_at` the instant its clocks run from. `identity` is how
    somebody made sure who the requester is, None where nobody has. `excluded` are the ids of staff who must not see it,
    because they took part in what it is about (P-MX-14). `relation` is who the requester is to a processor, None where
    nobody has said; `direct`: the customer wants the processor to answer its learner itself (AMB-4). `authority` is how
    somebody made sure that the sender may act for the person they write for, None where nobody has (P-AL-02). `channel`
    is the way our letters to the requester go: the one they came by last.
    """

    organisation: str
    id: int
    number: str
    kind: Kind
    status: Status
    thread: int
    requester: Requester
    language: str
    queue: str
    received_at: datetime
    opened_for: int
    met: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    flags: frozenset[Flag] = frozenset()
    held_for: str | None = None
    assigned_to: int | None = None
    appeal_of: int | None = None
    customer: str | None = None
    identity: str | None = None
    excluded: frozenset[int] = frozenset()
    relation: Relation | None = None
    direct: bool = False
    authority: str | None = None
    channel: Channel = Channel.MAIL

    def move(self, move: Move) -> Self:
        """Give the case after a move; raise NotAllowed where the table has none."""
        return replace(self, status=after(self.status, move))


@dataclass(frozen=True)
class Event:
    """Who did what when, in the past tense. `data` holds ids, codes and dates, never the words of people."""

    at: datetime
    verb: str
    actor: str
    data: dict[str, str | int | None] = field(default_factory=dict)
