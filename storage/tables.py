"""The tables. Every key begins with the organisation; times are UTC; ids are ours, made before the row is written."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware instant: stored as UTC, given back as UTC. SQLite would drop the zone; naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time has no place in the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _key() -> Any:  # noqa: ANN401 - SQLModel's Field is untyped
    return Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})


def _ref() -> Any:  # noqa: ANN401
    return Field(default=None, sa_type=BigInteger)


def _at() -> Any:  # noqa: ANN401
    return Field(sa_type=Instant)


def _maybe_at() -> Any:  # noqa: ANN401
    return Field(default=None, sa_type=Instant)


def _json() -> Any:  # noqa: ANN401
    return Field(sa_type=JSON)


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["organisation", "case_id"], ["case_file.organisation", "case_file.id"])


class _Row(SQLModel):
    metadata = METADATA


class ArrivalRow(_Row, table=True):
    """Bytes as they came. `raw` is here until the vault has them (`vault_key`)."""

    __tablename__ = "arrival"
    __table_args__ = (
        Index("ix_arrival_waiting", "received_at", sqlite_where=text("done = 0"), postgresql_where=text("NOT done")),
        Index("ix_arrival_claimed_by", "claimed_by"),
    )

    organisation: str = Field(primary_key=True)
    id: int = _key()
    channel: str
    received_at: datetime = _at()
    sender: str
    recipients: list[str] = _json()
    peer: str
    size: int
    raw: bytes | None = Field(default=None, sa_type=LargeBinary)
    vault_key: str | None = None
    done: bool = False
    claimed_by: str | None = None
    claimed_until: datetime | None = _maybe_at()
    attempts: int = 0
    message_id: int | None = _ref()


class ThreadRow(_Row, table=True):
    """One conversation with one person; its token stands in our reply addresses."""

    __tablename__ = "thread"
    __table_args__ = (UniqueConstraint("token"),)

    organisation: str = Field(primary_key=True)
    id: int = _key()
    token: str
    address: str | None = None


class MessageRow(_Row, table=True):
    """One thing said to us, with what was understood. `whole` is there only where `text` is not all of it."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("organisation", "fingerprint"),
        Index("ix_message_thread", "organisation", "thread_id"),
        Index("ix_message_rfc_id", "organisation", "rfc_id"),
    )

    organisation: str = Field(primary_key=True)
    id: int = _key()
    thread_id: int | None = _ref()
    arrival_id: int | None = _ref()
    channel: str
    received_at: datetime = _at()
    sender_name: str
    sender_address: str
    subject: str
    text: str
    whole: str | None = None
    language: str
    verdict: str
    reason: str
    automatic: bool
    may_answer: bool
    fingerprint: str
    rfc_id: str | None = None
    reading: dict[str, Any] = _json()
    repeats: int = 0


class AttachmentRow(_Row, table=True):
    """A file of a message; its bytes are in the arrival, at `part`."""

    __tablename__ = "attachment"
    __table_args__ = (ForeignKeyConstraint(["organisation", "message_id"], ["message.organisation", "message.id"]),)

    organisation: str = Field(primary_key=True)
    message_id: int = _key()
    part: int = Field(primary_key=True)
    name: str
    media_type: str
    size: int
    digest: str
    inline: bool


class CaseRow(_Row, table=True):
    """One matter. `due_at` repeats its next running deadline, so that a queue is one index walk."""

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("organisation", "number"),
        Index(
            "ix_case_file_queue",
            "organisation",
            "queue",
            "due_at",
            "id",
            sqlite_where=text("live = 1"),
            postgresql_where=text("live"),
        ),
        Index(
            "ix_case_file_due", "organisation", "due_at", sqlite_where=text("live = 1"), postgresql_where=text("live")
        ),
        Index(
            "ix_case_file_assigned",
            "organisation",
            "assigned_to",
            "due_at",
            "id",
            sqlite_where=text("live = 1 AND assigned_to IS NOT NULL"),
            postgresql_where=text("live AND assigned_to IS NOT NULL"),
        ),
        Index(
            "ix_case_file_held",
            "organisation",
            "queue",
            "due_at",
            "id",
            sqlite_where=text("status = 'held'"),
            postgresql_where=text("status = 'held'"),
        ),
        Index("ix_case_file_thread", "organisation", "thread_id"),
        Index("ix_case_file_address", "organisation", "address"),
    )

    organisation: str = Field(primary_key=True)
    id: int = _key()
    number: str
    kind: str
    status: str
    live: bool = True
    thread_id: int = Field(sa_type=BigInteger)
    opened_for: int = Field(sa_type=BigInteger)
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    language: str
    queue: str
    assigned_to: int | None = _ref()
    received_at: datetime = _at()
    due_at: datetime | None = _maybe_at()
    met: list[str] = _json()
    missing: list[str] = _json()
    flags: list[str] = _json()
    held_for: str | None = None
    appeal_of: int | None = _ref()
    customer: str | None = None
    policy_version: str
    chain_head: str = ""
    events: int = 0


class ClockRow(_Row, table=True):
    """One term of one case. `next_at` is when the sweep must look at it again; null once nothing is left to do."""

    __tablename__ = "clock"
    __table_args__ = (
        _of_case(),
        Index(
            "ix_clock_next",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    organisation: str = Field(primary_key=True)
    case_id: int = _key()
    name: str = Field(primary_key=True)
    term: str
    basis: str
    law: str
    told: bool
    started_at: datetime = _at()
    due_at: datetime = _at()
    target_at: datetime = _at()
    calendar: str
    because: list[str] = _json()
    paused_days: int = 0
    stopped_at: datetime | None = _maybe_at()
    next_at: datetime | None = _maybe_at()
    steps_done: list[str] = _json()


class EventRow(_Row, table=True):
    """Who did what when; append-only, chained by hash within the case. Never the words of people."""

    __tablename__ = "event"
    __table_args__ = (_of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = _key()
    seq: int = Field(primary_key=True)
    at: datetime = _at()
    verb: str
    actor: str
    data: dict[str, Any] = _json()
    hash: str


class OutboxRow(_Row, table=True):
    """A letter of ours: a draft until somebody (or the policy) releases it, then on its way, then sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("organisation", "case_id", "reply", "cause"),
        Index(
            "ix_outbox_released",
            "channel",
            "not_before",
            sqlite_where=text("status = 'released'"),
            postgresql_where=text("status = 'released'"),
        ),
        Index("ix_outbox_claimed_by", "claimed_by"),
        Index("ix_outbox_message_id", "organisation", "message_id"),
        Index("ix_outbox_thread", "organisation", "thread_id"),
        Index("ix_outbox_recipient", "organisation", "recipient", "created_at"),
    )

    organisation: str = Field(primary_key=True)
    id: int = _key()
    case_id: int = Field(sa_type=BigInteger)
    thread_id: int = Field(sa_type=BigInteger)
    reply: str
    cause: str
    channel: str
    status: str
    recipient: str | None = None
    language: str
    subject: str
    body: str
    headers: dict[str, Any] = _json()
    stops: list[list[Any]] = _json()
    statements: list[str] = _json()
    attach: list[int] = _json()
    created_at: datetime = _at()
    not_before: datetime = _at()
    claimed_by: str | None = None
    claimed_until: datetime | None = _maybe_at()
    attempt: int = 0
    message_id: str
    draft_version: int = 1
    approved_by: str | None = None
    note: str | None = None
    sent_at: datetime | None = _maybe_at()
    last_error: str | None = None


class StaffRow(_Row, table=True):
    """A person who may log in at the desk of one organisation."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("organisation", "email"), Index("ix_staff_email", "email"))

    organisation: str = Field(primary_key=True)
    id: int = _key()
    email: str
    name: str
    role: str
    password_hash: str
    language: str | None = None
    disabled: bool = False
    created_at: datetime = _at()


class SessionRow(_Row, table=True):
    """A log-in. The browser has the secret; here is only its hash."""

    __tablename__ = "session"
    __table_args__ = (ForeignKeyConstraint(["organisation", "staff_id"], ["staff.organisation", "staff.id"]),)

    digest: str = Field(primary_key=True)
    organisation: str
    staff_id: int = Field(sa_type=BigInteger)
    csrf: str
    created_at: datetime = _at()
    seen_at: datetime = _at()
    expires_at: datetime = _at()


class FailedLoginRow(_Row, table=True):
    """A failed log-in, so that guessing is slow (by address and by peer)."""

    __tablename__ = "failed_login"
    __table_args__ = (Index("ix_failed_login_who", "who", "at"),)

    id: int = _key()
    who: str
    at: datetime = _at()


def _table(row: type[SQLModel]) -> Table:
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel sets it and does not say so
    return table


ARRIVAL = _table(ArrivalRow)
THREAD = _table(ThreadRow)
MESSAGE = _table(MessageRow)
ATTACHMENT = _table(AttachmentRow)
CASE = _table(CaseRow)
CLOCK = _table(ClockRow)
EVENT = _table(EventRow)
OUTBOX = _table(OutboxRow)
STAFF = _table(StaffRow)
SESSION = _table(SessionRow)
FAILED_LOGIN = _table(FailedLoginRow)

ORDER: dict[Table, int] = {table: place for place, table in enumerate(METADATA.sorted_tables)}
"""The place of each table when rows are written: parents before children."""
