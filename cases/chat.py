"""A conversation by chat, a line at a time: what was said, how far the dialogue is, and what a line leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from cases.case import Case
from cases.message import Channel
from cases.office import Office
from cases.reading import Reading


class Side(StrEnum):
    """Who said a line."""

    PERSON = "person"
    PROGRAM = "program"
    STAFF = "staff"


@dataclass(frozen=True)
class Say:
    """Something the program says: the name of its words, and what they are about; codes and dates, nobody's words."""

    name: str
    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Dialogue:
    """How far a conversation has come.

    `language` is what the program speaks in it. `asking` is the requirement that the last question was about, `matter`
    where the person was asked what it is about, `review` where they were shown what they told and asked whether it is
    right, None where nothing is asked. `asked` are
    the requirements that were asked for, `again` how often the last question was put once more. `confirmed`: the
    person said that what they told is right. `human`: a person of the organisation goes on with it. `ended`: the person
    wants no more questions.
    """

    language: str
    asking: str | None = None
    asked: tuple[str, ...] = ()
    again: int = 0
    confirmed: bool = False
    human: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Chat:
    """One conversation by chat. `thread` holds its messages and cases.

    `address` is where it is at the other end: a Telegram chat's id, "" on our own pages. `heard` is the number of the
    last line of the person that was answered, so that lines are taken in their order. `shown` is the last line that the
    other end has said it has. `present_until` is until when the person is taken to be there, None where they never
    were.
    """

    organisation: str
    id: int
    channel: Channel
    thread: int
    dialogue: Dialogue
    began_at: datetime
    address: str = ""
    heard: int = 0
    shown: int = 0
    present_until: datetime | None = None

    def is_there(self, now: datetime) -> bool:
        """Say whether the person is there to read what is said."""
        return self.present_until is not None and now < self.present_until


@dataclass(frozen=True)
class Attendance:
    """Whether a person of the organisation is in a conversation: `staff`, by id, goes on with it since an instant.

    `waits_since` is since when the person at the other end waits for one, None where they do not.
    """

    staff: int | None = None
    since: datetime | None = None
    waits_since: datetime | None = None


@dataclass(frozen=True)
class Gathered:
    """What is known when a line comes: the cases of the conversation, and what the person has told, by field.

    `files` is how many files they sent. `dues` is, by the number of a case, the last day that was told for it.
    """

    cases: tuple[Case, ...]
    told: Mapping[str, str]
    files: int = 0
    dues: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def missing(self) -> tuple[str, ...]:
        """Give what the cases still lack, each once, in the order the policy asks for it."""
        return tuple(dict.fromkeys(name for case in self.cases for name in case.missing))


@dataclass(frozen=True)
class Take:
    """How a line is to be taken. `reading` goes to the cases; None: it is about the talk alone and is only kept.

    What the fields of `reading` say replaces what the person told before. `kept` is how a line that is only kept is
    understood: it may tell a name before there is any matter.
    """

    reading: Reading | None
    dialogue: Dialogue
    says: tuple[Say, ...] = ()
    kept: Reading | None = None


@dataclass(frozen=True)
class Turn:
    """What the program says to a line, and how far the conversation has come with it."""

    dialogue: Dialogue
    says: tuple[Say, ...]


class Talk(Protocol):
    """The dialogue, as the use case needs it: pure, and given all it knows."""

    def take(self, dialogue: Dialogue, reading: Reading, known: Gathered, office: Office, /) -> Take:
        """Understand a line by what was asked before it."""

    def turn(self, take: Take, known: Gathered, opened: tuple[Case, ...], office: Office, /) -> Turn:
        """Say what follows, once the cases have taken it; given what is known now, and the cases that it opened."""
