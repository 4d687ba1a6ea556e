"""A letter of ours on its way out: drafted, released, sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.message import Channel
from cases.policy import ClockName


class OutboxStatus(StrEnum):
    """Where a letter stands. Only `released` ones are ever fetched by a channel.

    A notice to staff that is `gathering` waits for its hour, and leaves together with what else came until then.
    """

    DRAFT = "draft"
    GATHERING = "gathering"
    RELEASED = "released"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Automatic(StrEnum):
    """The Auto-Submitted value a letter leaves with (RFC 3834 §5); `none` is one that a person approved."""

    REPLIED = "auto-replied"
    GENERATED = "auto-generated"
    NONE = "none"


@dataclass(frozen=True)
class Stop:
    """A clock that stops when a letter has been taken by the next hop."""

    case: int
    clock: ClockName


@dataclass(frozen=True)
class Outgoing:
    """One letter to one recipient, in words, with what its leaving does.

    `cause` is what it answers ("message 17", "clock answer late"): the same case, reply and cause make one letter only.
    `released` is False for a draft. `answers` is the RFC Message-ID it replies to, with that letter's `references`.
    `attach` are arrivals that go along as message/rfc822. `recipient` may be None for a draft: a person decides.
    """

    organisation: str
    case: int
    thread: int
    reply: str
    cause: str
    channel: Channel
    recipient: str | None
    language: str
    subject: str
    body: str
    released: bool
    not_before: datetime
    automatic: Automatic = Automatic.NONE
    answers: str | None = None
    references: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    statements: tuple[str, ...] = ()
    attach: tuple[int, ...] = ()
    note: str | None = None
