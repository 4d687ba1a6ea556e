"""What an organisation promised, as values. `policies/<id>/policy.toml` is where they are written down."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cases.errors import PolicyError
from cases.kind import Flag, Kind
from cases.organisation import Contact, Customer, ExternalBody, Queue, Recipient, Role, StaffRole, Words, WorkingHours
from cases.questions import Questions
from cases.task import TaskKind
from cases.term import Basis, Term, Unit

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

MAY_LEAVE_UNSEEN = (
    "acknowledgement",
    "deadline_reply",
    "staff_notice",
    "referral_notice",
    "file_refused",
    "referral",
    "struck_out",
    "candidate_notice",
    "question_reminder",
    "case_link",
    "case_code",
)
"""Replies a policy may send without a person having read them; every other reply decides something (GDPR Art. 22)."""

CATCH_UP = Term(3, Unit.DAYS)
"""How old a letter may be when we come to it, and still be answered unseen, where the policy says nothing else."""

NEEDED_QUEUES = ("privacy", "authority-requests")
"""Queues every policy has: a hint of a breach goes to the first, what an authority asks for to the second."""


class ClockName(StrEnum):
    """What a clock waits for; each is stopped by one event only.

    `acknowledgement`: our receipt was taken by the next hop. `handling`: a person is assigned. `answer`: the approved
    answer left. `referral`: the request left for the controller. `processor_reply`: we told the controller. `breach`: a
    person judged whether data have leaked, and whoever has to be told was told.
    """

    ACKNOWLEDGEMENT = "acknowledgement"
    HANDLING = "handling"
    ANSWER = "answer"
    REFERRAL = "referral"
    PROCESSOR_REPLY = "processor_reply"
    BREACH = "breach"


class Start(StrEnum):
    """The event a clock runs from: the person's own request, or the customer's (P-MB-05)."""

    RECEIPT = "receipt"
    CUSTOMER_REQUEST = "customer_request"


@dataclass(frozen=True)
class Quote:
    """The words a rule comes from: verbatim, with the file they stand in and the rule's id ("P-MX-05").

    `doubt` is what the organisation should look at in them, and how they are read meanwhile; "" where nothing is.
    """

    words: str
    file: str
    rule: str
    doubt: str = ""


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
    say. `consult` are roles: one of them is consulted before a person is told that such a case is theirs (P-MX-06), the
    first of whom it does not concern. `impartial` is the queue for a case that concerns somebody of its own.
    `independent`: nobody has to do with such a case who took part in what it is about, or has an interest (P-MX-14).
    `four_eyes`: its answers leave once two people have approved the same words.
    """

    queue: str
    requires: tuple[str, ...]
    clocks: tuple[ClockRule, ...]
    steps: tuple[Step, ...]
    statements: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()
    consult: tuple[str, ...] = ()
    impartial: str | None = None
    independent: bool = False
    four_eyes: bool = False

    def clock(self, name: ClockName) -> ClockRule | None:
        """Give the rule of a clock, or None where the policy has none of that name."""
        return next((rule for rule in self.clocks if rule.name is name), None)


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

    `assumed`: not in the policy's words, chosen for it (`policy check` says so). `any_time`: erased whenever the person
    asks, whatever the reason (P-ME-10); `warning` is the statement that says what is lost. `kinds` are the kinds
    of case whose files it keeps here, `register`: it keeps the learners of the register here; of all else the program
    only tells. `within`: only cases that came so soon after `starts`. `review`: after so long a person looks whether it
    is still needed (CON-5). `task` is what people are given to do when it has to go; `names` what they call it.
    """

    what: str
    term: Term | None
    starts: str
    says: Quote | None = None
    assumed: bool = False
    any_time: bool = False
    warning: str | None = None
    kinds: tuple[Kind, ...] = ()
    register: bool = False
    within: Term | None = None
    review: Term | None = None
    task: TaskKind = TaskKind.ERASE_DATA
    names: Words = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Give what people call it in a language."""
        return self.names.get(language) or self.what.replace("-", " ")


@dataclass(frozen=True)
class Consequence:
    """What a person is told and confirms before an objection with a flag is acted upon (P-ME-08): a statement's id."""

    flag: Flag
    statement: str


@dataclass(frozen=True)
class Policy:
    """One organisation's policy, complete and checked. Made by the policy reader alone.

    `addresses` are in lower case. `registration` is its number in the trade register ("CVR 32666396"). `signature` is
    "none", or "ask" where a signed letter may be asked for, never demanded (CON-2). `sensitive` is "keep", or "strike
    out" where health and the like is masked as soon as it comes, for a person to delete (P-JK-07). `restricted_to` are
    the roles that may open restricted files. `assumed` names the keys of the
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
    recipients: tuple[Recipient, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    quotes: tuple[Quote, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    signature: str = "none"
    sensitive: str = "keep"
    restricted_to: tuple[str, ...] = ()
    registration: str | None = None
    assumed: tuple[str, ...] = ()
    catch_up: Term = CATCH_UP
    form_senders: tuple[str, ...] = ()
    external_body: ExternalBody | None = None
    questions: Questions = field(default_factory=Questions)

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

    @property
    def legal_entity(self) -> str:
        """Give the legal entity with its address and number (P-JK-01); "" where the name alone says it."""
        said = ", ".join(filter(None, (self.legal_name, self.contact.post, self.registration)))
        return "" if said == self.name else said

    def consequence(self, flags: Collection[Flag]) -> Consequence | None:
        """Give what has to be told before an objection with these flags is acted upon, or None."""
        return next((one for one in self.consequences if one.flag in flags), None)

    @property
    def strikes_out(self) -> bool:
        """Say whether sensitive matter is masked on arrival, until a person deletes or keeps it."""
        return self.sensitive == "strike out"

    @property
    def trusted_roles(self) -> frozenset[str]:
        """Give the roles that may open restricted files: those named, else those of the privacy queue."""
        named = self.restricted_to or next((one.roles for one in self.queues if one.id == NEEDED_QUEUES[0]), ())
        return frozenset(named)

    def leaves_unseen(self, reply: str) -> bool:
        """Say whether a reply may go out without a person having read it."""
        return reply in self.unseen
