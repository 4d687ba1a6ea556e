"""Who an organisation is: its role in law, its people and their queues, its hours, and whom it works for."""

from calendar import day_name
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from cases.term import Term

Words = Mapping[str, str]
"""The same thing in several languages: ISO 639-1 code to text."""


class Role(StrEnum):
    """What the organisation is under GDPR Art. 4(7) and (8)."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


class Sight(StrEnum):
    """How far a staff role sees (P-MB-08 to P-MB-10)."""

    CASES = "cases"
    OWN = "own"
    ONE_CASE = "one_case"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class StaffRole:
    """A role people of the organisation have, with how far it sees and what it may do.

    `administers`: it lets colleagues in at the desk, and keeps them out.
    """

    id: str
    names: Words
    sight: Sight
    approves: bool
    administers: bool = False


@dataclass(frozen=True)
class Queue:
    """What some roles see, by deadline. `notify` is told where no member of staff has one of the roles."""

    id: str
    names: Words
    roles: tuple[str, ...]
    notify: str | None = None


@dataclass(frozen=True)
class Contact:
    """How a person reaches the organisation; what the policy does not name is None."""

    email: str
    phone: str | None = None
    post: str | None = None
    web: str | None = None


@dataclass(frozen=True)
class Customer:
    """A controller that this processor works for (P-MB-04): found by subdomain or name, told at `contact`.

    `ended` is the last day of that relation, None while it lasts (P-MB-16). `accounts` is how long the customer has its
    learners' accounts kept (P-MB-14), None where its record does not say.
    """

    subdomain: str
    name: str
    contact: str
    ended: date | None = None
    accounts: Term | None = None

    def active(self, day: date) -> bool:
        """Say whether it is a customer on a day."""
        return self.ended is None or day <= self.ended


@dataclass(frozen=True)
class WorkingHours:
    """When staff can be told of something: ISO weekdays (1 is Monday), from and to, local time."""

    days: frozenset[int]
    start: time
    end: time

    def __str__(self) -> str:
        """Write it as one says it: "Monday, Tuesday, Friday 08:00 to 16:00"."""
        return f"{', '.join(day_name[day - 1] for day in sorted(self.days))} {self.start:%H:%M} to {self.end:%H:%M}"


@dataclass(frozen=True)
class ExternalBody:
    """Who outside the organisation settles what it could not: named in its answers (R-NL-1, R-DK-1).

    `binding`: what it decides binds the organisation.
    """

    name: str
    link: str
    binding: bool = False


@dataclass(frozen=True)
class Recipient:
    """Somebody the organisation passes personal data on to, and what for (GDPR Art. 15(1)(c), 19).

    `outside_eea`: the data leave the European Economic Area there, which needs a basis of its own (GDPR Art. 15(2)).
    """

    name: str
    purpose: Words
    outside_eea: bool = False

    def described(self, language: str) -> str:
        """Name it as a letter does, with what for: "Mollie (payments)"."""
        return f"{self.name} ({self.purpose[language]})"
