"""The tables of the procedures: what was decided, what is to be done, what was paused, shared, kept and erased."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, of_case, ref, table_of


class DecisionRow(Row, table=True):
    """What a person decided of a case. The newest counts; `letter_id` is the answer that told it."""

    __tablename__ = "decision"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    ruling: str
    grounds: list[str] = json()
    remedies: list[str] = json()
    kept: list[str] = json()
    decided_by: int = Field(sa_type=BigInteger)
    decided_at: datetime = at()
    letter_id: int | None = ref()


class TaskRow(Row, table=True):
    """Something a person does for a case outside this program. `told_at` is when staff were last reminded of it."""

    __tablename__ = "task"
    __table_args__ = (
        of_case(),
        UniqueConstraint("organisation", "case_id", "kind", "about"),
        Index(
            "ix_task_due",
            "due_at",
            sqlite_where=text("result IS NULL AND due_at IS NOT NULL"),
            postgresql_where=text("result IS NULL AND due_at IS NOT NULL"),
        ),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    kind: str
    about: str
    law: str
    made_at: datetime = at()
    due_at: datetime | None = maybe_at()
    told_at: datetime | None = maybe_at()
    result: str | None = None
    done_by: int | None = ref()
    done_at: datetime | None = maybe_at()


class PauseRow(Row, table=True):
    """A clock that waits for the person's answer: to who they are, or to what they mean.

    `asked_at` is when the question left, None while it has not. `why` are the words of whoever asked. `next_at` is when
    the sweep must look at it again; null once nothing is left to do.
    """

    __tablename__ = "pause"
    __table_args__ = (
        of_case(),
        Index(
            "ix_pause_next",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    clock: str
    reason: str
    why: str
    asked_by: int = Field(sa_type=BigInteger)
    asked_at: datetime | None = maybe_at()
    answered_at: datetime | None = maybe_at()
    reminded_at: datetime | None = maybe_at()
    next_at: datetime | None = maybe_at()
    letter_id: int | None = ref()


class ExtensionRow(Row, table=True):
    """The one extension that a clock may have (GDPR Art. 12(3)), or the new date of a promise."""

    __tablename__ = "extension"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    clock: str = Field(primary_key=True)
    id: int = key()
    made_at: datetime = at()
    made_by: int = Field(sa_type=BigInteger)
    reasons: list[str] = json()
    due_before: datetime = at()
    due_at: datetime = at()
    letter_id: int | None = ref()


class DeclarationRow(Row, table=True):
    """What a person of the staff declared about an interest in a case (P-MX-14)."""

    __tablename__ = "declaration"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    staff_id: int = key()
    declared_at: datetime = at()
    interest: bool


class DisclosureRow(Row, table=True):
    """Whom a case may be shown outside the organisation, and on which basis (P-MX-20)."""

    __tablename__ = "disclosure"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    recipient: str
    basis: str
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: datetime = at()
    message_id: int | None = ref()


class IdentityCheckRow(Row, table=True):
    """A one-time link to an address on file; here is only its hash, and nothing of what was looked at (R-ID-2)."""

    __tablename__ = "identity_check"
    __table_args__ = (of_case(), UniqueConstraint("digest"))

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    digest: str
    address: str
    made_at: datetime = at()
    until: datetime = at()
    used_at: datetime | None = maybe_at()


class ImprovementRow(Row, table=True):
    """What the organisation learns from complaints: cause, action, owner (P-MX-08)."""

    __tablename__ = "improvement"
    __table_args__ = (Index("ix_improvement_open", "organisation", "closed_at"),)

    organisation: str = Field(primary_key=True)
    id: int = key()
    case_number: str | None = None
    cause: str
    action: str
    owner: int | None = ref()
    due_on: date | None = None
    made_by: int = Field(sa_type=BigInteger)
    made_at: datetime = at()
    closed_by: int | None = ref()
    closed_at: datetime | None = maybe_at()


class LegalHoldRow(Row, table=True):
    """A case that must not be erased: for what, how far, and when a person looks again (GDPR Art. 17(3)(e))."""

    __tablename__ = "legal_hold"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    purpose: str
    scope: str
    placed_by: int = Field(sa_type=BigInteger)
    placed_at: datetime = at()
    review_on: date
    lifted_by: int | None = ref()
    lifted_at: datetime | None = maybe_at()


class RedactionRow(Row, table=True):
    """Something sensitive in a message that is to be struck out: its category, never itself (P-JK-07).

    `struck_at` is when it went, once somebody had decided so.
    """

    __tablename__ = "redaction"
    __table_args__ = (of_case(), Index("ix_redaction_message", "organisation", "message_id"))

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    message_id: int = Field(sa_type=BigInteger)
    category: str
    place: str
    found_at: datetime = at()
    judgement: str | None = None
    judged_by: int | None = ref()
    judged_at: datetime | None = maybe_at()
    struck_at: datetime | None = maybe_at()


class ProofRow(Row, table=True):
    """What is left of an erased case: that there was one, when, and by which rule it went (GDPR Art. 5(2)).

    `chain_head` and `events` are those of its history. `seal` ties a proof to all before it: `seq` counts them.
    """

    __tablename__ = "proof"
    __table_args__ = (UniqueConstraint("organisation", "seq"),)

    organisation: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    kind: str
    received_on: date
    over_on: date | None = None
    in_time: bool | None = None
    ruling: str | None = None
    rule: str
    erased_at: datetime = at()
    erased_by: str
    events: int
    chain_head: str
    seq: int
    seal: str


DECISION = table_of(DecisionRow)
TASK = table_of(TaskRow)
PAUSE = table_of(PauseRow)
EXTENSION = table_of(ExtensionRow)
DECLARATION = table_of(DeclarationRow)
DISCLOSURE = table_of(DisclosureRow)
IDENTITY_CHECK = table_of(IdentityCheckRow)
IMPROVEMENT = table_of(ImprovementRow)
LEGAL_HOLD = table_of(LegalHoldRow)
REDACTION = table_of(RedactionRow)
PROOF = table_of(ProofRow)
