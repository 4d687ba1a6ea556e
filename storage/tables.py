"""The tables of the case book. Every key begins with the organisation; ids are ours, made before the row is written."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, maybe_json, of_case, ref, table_of


class ThreadRow(Row, table=True):
    """One conversation with one person; its token stands in our reply addresses. `joined`: it goes on in that one."""

    __tablename__ = "thread"
    __table_args__ = (UniqueConstraint("token"),)

    organisation: str = Field(primary_key=True)
    id: int = key()
    token: str
    address: str | None = None
    joined: int | None = ref()


class MessageRow(Row, table=True):
    """One thing said to us, with what was understood. `whole` is there only where `text` is not all of it."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("organisation", "fingerprint"),
        Index("ix_message_thread", "organisation", "thread_id"),
        Index("ix_message_rfc_id", "organisation", "rfc_id"),
        Index(
            "ix_message_filed",
            "organisation",
            "id",
            sqlite_where=text("verdict = 'file'"),
            postgresql_where=text("verdict = 'file'"),
        ),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    thread_id: int | None = ref()
    arrival_id: int | None = ref()
    channel: str
    received_at: datetime = at()
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
    reading: dict[str, Any] = json()
    authentication: dict[str, Any] | None = maybe_json()
    scanned: str | None = None
    repeats: int = 0
    redacted_at: datetime | None = maybe_at()


class AttachmentRow(Row, table=True):
    """A file of a message; its bytes are in the arrival, at `part`, until erased; `restricted` ones few may see."""

    __tablename__ = "attachment"
    __table_args__ = (ForeignKeyConstraint(["organisation", "message_id"], ["message.organisation", "message.id"]),)

    organisation: str = Field(primary_key=True)
    message_id: int = key()
    part: int = Field(primary_key=True)
    name: str
    media_type: str
    size: int
    digest: str
    inline: bool
    verdict: str | None = None
    contents: list[str] | None = maybe_json()
    restricted: bool = False
    erased_at: datetime | None = maybe_at()


class CaseRow(Row, table=True):
    """One matter. `due_at` repeats its next running deadline, so that a queue is one index walk.

    `excluded` are the staff who must not see it (P-MX-14). `over_at` is when it ended, `erase_at` when retention does.
    `ended_on` is the day on which what it is about ended, where a policy's retention runs from that: a course.
    `counted` says whether it stands in the figures as it is, `counted_as` as what it stands there.
    """

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
        Index("ix_case_file_every", "organisation", "queue", "id"),
        Index(
            "ix_case_file_anybody",
            "organisation",
            "assigned_to",
            "id",
            sqlite_where=text("assigned_to IS NOT NULL"),
            postgresql_where=text("assigned_to IS NOT NULL"),
        ),
        Index(
            "ix_case_file_uncounted",
            "organisation",
            "id",
            sqlite_where=text("counted = 0"),
            postgresql_where=text("NOT counted"),
        ),
        Index("ix_case_file_thread", "organisation", "thread_id", "id"),
        Index("ix_case_file_address", "organisation", text("lower(address)"), "id"),
        Index(
            "ix_case_file_appeal",
            "organisation",
            "appeal_of",
            sqlite_where=text("appeal_of IS NOT NULL"),
            postgresql_where=text("appeal_of IS NOT NULL"),
        ),
        Index(
            "ix_case_file_erase",
            "erase_at",
            sqlite_where=text("erase_at IS NOT NULL"),
            postgresql_where=text("erase_at IS NOT NULL"),
        ),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
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
    assigned_to: int | None = ref()
    received_at: datetime = at()
    due_at: datetime | None = maybe_at()
    met: list[str] = json()
    missing: list[str] = json()
    flags: list[str] = json()
    held_for: str | None = None
    appeal_of: int | None = ref()
    customer: str | None = None
    identity: str | None = None
    excluded: list[int] = json()
    relation: str | None = None
    direct: bool = False
    authority: str | None = None
    channel: str = "mail"
    policy_version: str
    chain_head: str = ""
    events: int = 0
    over_at: datetime | None = maybe_at()
    erase_at: datetime | None = maybe_at()
    ended_on: date | None = None
    counted: bool = False
    counted_as: str | None = None


class ClockRow(Row, table=True):
    """One term of one case. `next_at` is when the sweep must look at it again; null once nothing is left to do."""

    __tablename__ = "clock"
    __table_args__ = (
        of_case(),
        Index(
            "ix_clock_next",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index(
            "ix_clock_paused",
            "organisation",
            "case_id",
            sqlite_where=text("paused_at IS NOT NULL AND stopped_at IS NULL"),
            postgresql_where=text("paused_at IS NOT NULL AND stopped_at IS NULL"),
        ),
    )

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    name: str = Field(primary_key=True)
    term: str
    basis: str
    law: str
    told: bool
    started_at: datetime = at()
    due_at: datetime = at()
    target_at: datetime = at()
    calendar: str
    because: list[str] = json()
    paused_days: int = 0
    paused_at: datetime | None = maybe_at()
    stopped_at: datetime | None = maybe_at()
    next_at: datetime | None = maybe_at()
    steps_done: list[str] = json()


class EventRow(Row, table=True):
    """Who did what when; append-only, chained by hash within the case. Never the words of people."""

    __tablename__ = "event"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    seq: int = Field(primary_key=True)
    at: datetime = at()
    verb: str
    actor: str
    data: dict[str, Any] = json()
    hash: str


THREAD = table_of(ThreadRow)
MESSAGE = table_of(MessageRow)
ATTACHMENT = table_of(AttachmentRow)
CASE = table_of(CaseRow)
CLOCK = table_of(ClockRow)
EVENT = table_of(EventRow)
