"""What an organisation promised, as values. `policies/<id>/policy.toml` is where they are written down."""

from calendar import day_name
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from cases.errors import PolicyError
from cases.kind import Kind
from cases.term import Basis, Term, Unit

Words = Mapping[str, str]
"""The same thing in several languages: ISO 639-1 code to text."""

LAW_STATEMENTS = frozenset({"authority_complaint", "judicial_remedy"})
"""What the law itself wants answers to say (GDPR Art. 12(4), 15(1)(f)); the words stand with the replies."""

REQUIREMENTS = (
    "name",
    "email",
    "documents",
    "description",
    "customer",
    "authority",
    "what_is_wrong",
    "proposed_value",
    "programme",
)
"""All that a policy can ask a person for: never a signature (CON-2), never a national number (CON-3)."""

MAY_LEAVE_UNSEEN = ("acknowledgement", "deadline_reply", "staff_notice", "referral_notice", "file_refused", "referral")
"""Replies a policy may send without a person having read them; every other reply decides something (GDPR Art. 22)."""

CATCH_UP = Term(3, Unit.DAYS)
"""How old a letter may be when we come to it, and still be answered unseen, where the policy says nothing else."""

NEEDED_QUEUES = ("privacy", "authority-requests")
"""Queues every policy has: a hint of a breach goes to the first, what an authority asks for to the second."""


class Role(StrEnum):
    """What the organisation is under GDPR Art. 4(7) and (8)."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


class ClockName(StrEnum):
    """What a clock waits for; each is stopped by one event only.

    `acknowledgement`: our receipt was taken by the next hop. `handling`: a person is assigned. `answer`: the approved
    answer left. `referral`: the request left for the controller. `processor_reply`: we told the controller.
    """

    ACKNOWLEDGEMENT = "acknowledgement"
    HANDLING = "handling"
    ANSWER = "answer"
    REFERRAL = "referral"
    PROCESSOR_REPLY = "processor_reply"


class Start(StrEnum):
    """The event a clock runs from: the person's own request, or the customer's (P-MB-05)."""

    RECEIPT = "receipt"
    CUSTOMER_REQUEST = "customer_request"


@dataclass(frozen=True)
class Quote:
    """The words a rule comes from: verbatim, with the file they stand in and the rule's id ("P-MX-05")."""

    words: str
    file: str
    rule: str


@dataclass(frozen=True)
class ClockRule:
    """One term that runs on a kind of case.

    `law` is what people are told it rests on: "GDPR Art. 12(3)", or the promise. `told`: its date stands in letters to
    the person. `assumed`: not in the policy's words, chosen for it (`policy check` says so). `starts`: what it runs
    from.
    """

    name: ClockName
    term: Term
    basis: Basis
    law: str
    told: bool = False
    assumed: bool = False
    says: Quote | None = None
    starts: Start = Start.RECEIPT


class Act(StrEnum):
    """What a step does when its time comes."""

    REMIND = "remind"
    ESCALATE = "escalate"


@dataclass(frozen=True)
class Step:
    """What happens around a deadline: `offset` before (or after) it, remind the queue or move the case to another.

    Without an offset the step is due when the clock is missed or, with `before`, at the clock's cautious target. Hours
    count elapsed, working days by the calendar.
    """

    clock: ClockName
    act: Act
    queue: str
    offset: Term | None = None
    before: bool = False
    says: Quote | None = None


@dataclass(frozen=True)
class KindRules:
    """Everything a policy says of one kind of case.

    `requires` are some of REQUIREMENTS, in the order they are asked for. `statements` are ids of what the answer must
    say.
    """

    queue: str
    requires: tuple[str, ...]
    clocks: tuple[ClockRule, ...]
    steps: tuple[Step, ...]
    statements: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()

    def clock(self, name: ClockName) -> ClockRule | None:
        """Give the rule of a clock, or None where the policy has none of that name."""
        return next((rule for rule in self.clocks if rule.name is name), None)


class Sight(StrEnum):
    """How far a staff role sees (P-MB-08 to P-MB-10)."""

    CASES = "cases"
    OWN = "own"
    ONE_CASE = "one_case"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class StaffRole:
    """A role people of the organisation have, with how far it sees and what it may do."""

    id: str
    names: Words
    sight: Sight
    approves: bool


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
    """A controller that this processor works for (P-MB-04): found by subdomain or name, told at `contact`."""

    subdomain: str
    name: str
    contact: str


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
class Statement:
    """Something an answer must say, in each language, and how to see that a text says it.

    `markers` per language are regular expressions, all of which must be found (case ignored, white space folded).
    """

    id: str
    texts: Words
    markers: Mapping[str, tuple[str, ...]]
    says: Quote | None = None


@dataclass(frozen=True)
class Retention:
    """How long what is kept: `starts` names the event that the term runs from; without a term it goes at that event.

    `assumed`: not in the policy's words, chosen for it (`policy check` says so).
    """

    what: str
    term: Term | None
    starts: str
    says: Quote | None = None
    assumed: bool = False


@dataclass(frozen=True)
class Policy:
    """One organisation's policy, complete and checked. Made by the policy reader alone.

    `addresses` are in lower case. `registration` is its number in the trade register ("CVR 32666396"). `signature` is
    "none", or "ask" where a signed letter may be asked for, never demanded (CON-2). `assumed` names the keys of the
    organisation that its own words do not give ("hours"). `quotes` are rules that belong to no single kind. What we
    come to later than `catch_up` after it was received is not answered unseen. `form_senders` are the addresses, in
    lower case, under which forms on its own site write for people (R-EM-23).
    """

    id: str
    letters: str
    name: str
    legal_name: str
    country: str
    zone: str
    role: Role
    languages: tuple[str, ...]
    addresses: tuple[str, ...]
    contact: Contact
    version: str
    hours: WorkingHours
    kinds: Mapping[Kind, KindRules]
    queues: tuple[Queue, ...]
    roles: tuple[StaffRole, ...]
    unseen: frozenset[str]
    statements: Mapping[str, Statement] = field(default_factory=dict)
    customers: tuple[Customer, ...] = ()
    retention: tuple[Retention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    signature: str = "none"
    registration: str | None = None
    assumed: tuple[str, ...] = ()
    catch_up: Term = CATCH_UP
    form_senders: tuple[str, ...] = ()

    def rules(self, kind: Kind) -> KindRules:
        """Give the rules of a kind; every policy has all kinds."""
        return self.kinds[kind]

    def queue(self, id_: str) -> Queue:
        """Give a queue by its id; raise PolicyError where there is none."""
        for queue in self.queues:
            if queue.id == id_:
                return queue
        raise PolicyError(f'policy {self.id} has no queue "{id_}"')

    def language(self, wished: str) -> str:
        """Give the language to write in: the wished one where the organisation has it, else English, else its first."""
        if wished in self.languages:
            return wished
        return "en" if "en" in self.languages else self.languages[0]

    def leaves_unseen(self, reply: str) -> bool:
        """Say whether a reply may go out without a person having read it."""
        return reply in self.unseen
