"""The tables of the JSON interface: its keys, what came by them, and what organisations' own systems are to be told."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, of_case, table_of


class ApiKeyRow(Row, table=True):
    """A key of an organisation's own system. The system has the secret; here is only its digest and how it begins."""

    __tablename__ = "api_key"
    __table_args__ = (UniqueConstraint("digest"),)

    organisation: str = Field(primary_key=True)
    id: int = key()
    prefix: str
    digest: str
    name: str
    scopes: list[str] = json()
    created_at: datetime = at()
    expires_at: datetime | None = maybe_at()
    revoked_at: datetime | None = maybe_at()
    used_at: datetime | None = maybe_at()


class SubmissionRow(Row, table=True):
    """What came by a key, and the arrival that it is.

    `idempotency` is the digest of the name that the other end gave it, None where it gave none; `content` that of what
    was sent.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("organisation", "key_id", "idempotency"),
        Index("ix_submission_at", "organisation", "at"),
        Index("ix_submission_arrival", "organisation", "arrival_id"),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    key_id: int = Field(sa_type=BigInteger)
    idempotency: str | None = None
    content: str
    arrival_id: int = Field(sa_type=BigInteger)
    at: datetime = at()


class WebhookCallRow(Row, table=True):
    """An event that an organisation's own system is still to be told of; its row goes once that is done.

    `body` is what is sent, the same at every attempt; it names nobody.
    """

    __tablename__ = "webhook_call"
    __table_args__ = (
        of_case(),
        Index("ix_webhook_call_next", "next_at"),
        Index("ix_webhook_call_case", "organisation", "case_id"),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    event: str
    body: str
    created_at: datetime = at()
    next_at: datetime = at()
    attempts: int = 0


class WebhookRow(Row, table=True):
    """How an organisation's webhook is: `failing_since` the first failure after the last success, None while it works.

    `off_at`: since then nothing is sent any more, until somebody tries it and it works. `trouble` is the last failure
    in a word.
    """

    __tablename__ = "webhook"

    organisation: str = Field(primary_key=True)
    told_at: datetime | None = maybe_at()
    failing_since: datetime | None = maybe_at()
    off_at: datetime | None = maybe_at()
    trouble: str | None = None


API_KEY = table_of(ApiKeyRow)
SUBMISSION = table_of(SubmissionRow)
WEBHOOK_CALL = table_of(WebhookCallRow)
WEBHOOK = table_of(WebhookRow)
