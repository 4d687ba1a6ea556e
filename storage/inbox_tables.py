"""The tables of what comes in: bytes as they arrived, and the mailboxes that letters are fetched from."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, ref, table_of


class ArrivalRow(Row, table=True):
    """Bytes as they came. `raw` is here until the vault has them (`vault_key`)."""

    __tablename__ = "arrival"
    __table_args__ = (
        Index("ix_arrival_waiting", "received_at", sqlite_where=text("done = 0"), postgresql_where=text("NOT done")),
        Index("ix_arrival_claimed_by", "claimed_by"),
        Index(
            "ix_arrival_mailbox",
            "organisation",
            "mailbox",
            "uid_validity",
            "uid",
            unique=True,
            sqlite_where=text("mailbox IS NOT NULL"),
            postgresql_where=text("mailbox IS NOT NULL"),
        ),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    channel: str
    received_at: datetime = at()
    sender: str
    recipients: list[str] = json()
    peer: str
    helo: str = ""
    mailbox: str | None = None
    uid_validity: int | None = ref()
    uid: int | None = ref()
    history: bool = False
    size: int
    raw: bytes | None = Field(default=None, sa_type=LargeBinary)
    vault_key: str | None = None
    done: bool = False
    claimed_by: str | None = None
    claimed_until: datetime | None = maybe_at()
    attempts: int = 0
    message_id: int | None = ref()


class MailboxRow(Row, table=True):
    """One mailbox of one organisation, by its name in the settings.

    The cursor is (`uid_validity`, `last_uid`): everything up to there is in our own hands. `history_until` is the last
    UID that was there before we first looked; what lies up to it is nobody's question to us. `polled_at` is when
    everything was last fetched without a fault; `trouble` says what is wrong since `trouble_since`, in a word that is
    the same every time. `missing` and `unknown` are what the last reconciliation counted.
    """

    __tablename__ = "mailbox"

    organisation: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    uid_validity: int | None = ref()
    last_uid: int = Field(default=0, sa_type=BigInteger)
    history_until: int | None = ref()
    begun_at: datetime | None = maybe_at()
    polled_at: datetime | None = maybe_at()
    trouble: str | None = None
    trouble_since: datetime | None = maybe_at()
    attempts: int = 0
    secret_until: datetime | None = maybe_at()
    reconciled_at: datetime | None = maybe_at()
    missing: int | None = None
    unknown: int | None = None


ARRIVAL = table_of(ArrivalRow)
MAILBOX = table_of(MailboxRow)
