"""The table of our letters: drafts, on their way, sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, table_of


class OutboxRow(Row, table=True):
    """A letter of ours: a draft until somebody (or the policy) releases it, then on its way, then sent.

    `addressee` and `domain` repeat the recipient in the form in which automatic letters are counted; `late_at` is when
    it was seen that a released letter does not arrive. `prepared` is the text that the first
    person found who changed it.
    """

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
        Index(
            "ix_outbox_draft",
            "organisation",
            "case_id",
            sqlite_where=text("status = 'draft'"),
            postgresql_where=text("status = 'draft'"),
        ),
        Index(
            "ix_outbox_failed",
            "organisation",
            "id",
            sqlite_where=text("status = 'failed'"),
            postgresql_where=text("status = 'failed'"),
        ),
        Index("ix_outbox_claimed_by", "claimed_by"),
        Index("ix_outbox_message_id", "organisation", "message_id"),
        Index("ix_outbox_thread", "organisation", "thread_id"),
        Index(
            "ix_outbox_addressee",
            "organisation",
            "addressee",
            "released_at",
            sqlite_where=text("approved_by IS NULL AND released_at IS NOT NULL"),
            postgresql_where=text("approved_by IS NULL AND released_at IS NOT NULL"),
        ),
        Index(
            "ix_outbox_domain",
            "organisation",
            "domain",
            "released_at",
            sqlite_where=text("approved_by IS NULL AND released_at IS NOT NULL"),
            postgresql_where=text("approved_by IS NULL AND released_at IS NOT NULL"),
        ),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    thread_id: int = Field(sa_type=BigInteger)
    reply: str
    cause: str
    channel: str
    status: str
    recipient: str | None = None
    addressee: str = ""
    domain: str = ""
    language: str
    subject: str
    body: str
    headers: dict[str, Any] = json()
    stops: list[list[Any]] = json()
    statements: list[str] = json()
    attach: list[int] = json()
    created_at: datetime = at()
    not_before: datetime = at()
    claimed_by: str | None = None
    claimed_until: datetime | None = maybe_at()
    attempt: int = 0
    message_id: str
    draft_version: int = 1
    approved_by: str | None = None
    released_at: datetime | None = maybe_at()
    note: str | None = None
    sent_at: datetime | None = maybe_at()
    late_at: datetime | None = maybe_at()
    last_error: str | None = None
    prepared: str | None = None


OUTBOX = table_of(OutboxRow)
