"""The tables of what comes in: bytes as they arrived, the mailboxes they are fetched from, looks still to be taken."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, text
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, ref, table_of


class ArrivalRow(Row, table=True):
    """Bytes as they came. `raw` is here until the vault has them (`vault_key`); `cut`: it is only their beginning.

    One that is `done` and has no message is erased: where it lies in a mailbox, or in the vault, is all that is left.
    """

    __tablename__ = "arrival"
    __table_args__ = (
        Index("ix_arrival_waiting", "received_at", sqlite_where=text("done = 0"), postgresql_where=text("NOT done")),
        Index("ix_arrival_claimed_by", "claimed_by"),
        Index("ix_arrival_message", "organisation", "message_id"),
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
    cut: bool = False
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

    What UIDs mean changes with `uid_validity`. New letters are in our own hands up to `last_uid`. Older ones, which lay
    there when we first looked at these UIDs, go up to `history_until`, and are in our hands up to `history_uid`. They
    are history, nobody's question to us; once the mailbox was `renumbered`, only as far as they were received before
    `begun_at`. New letters were flagged or moved up to `marked_uid`, the others up to `history_marked_uid`. One process
    works on a mailbox at a time: `claimed_by`.

    `polled_at` is when everything was last fetched without a fault; `trouble` says what is wrong since `trouble_since`,
    in a word that is the same every time. `silent_since`: staff were told that nothing was fetched since then.
    `missing` and `unknown` are what the last reconciliation counted.
    """

    __tablename__ = "mailbox"

    organisation: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    uid_validity: int | None = ref()
    last_uid: int = Field(default=0, sa_type=BigInteger)
    history_until: int | None = ref()
    history_uid: int = Field(default=0, sa_type=BigInteger)
    marked_uid: int = Field(default=0, sa_type=BigInteger)
    history_marked_uid: int = Field(default=0, sa_type=BigInteger)
    begun_at: datetime | None = maybe_at()
    renumbered: bool = False
    polled_at: datetime | None = maybe_at()
    trouble: str | None = None
    trouble_since: datetime | None = maybe_at()
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = maybe_at()
    silent_since: datetime | None = maybe_at()
    secret_until: datetime | None = maybe_at()
    reconciled_at: datetime | None = maybe_at()
    missing: int | None = None
    unknown: int | None = None


class LookRow(Row, table=True):
    """A slow look into a message's files that is still to be taken; its row goes once the result is written.

    `look` names what is looked for. `answer_to` is whom the result may be told, None for nobody; `why_not` the rule
    that wants a person to read such a letter first.
    """

    __tablename__ = "look"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "message_id"], ["message.organisation", "message.id"]),
        Index("ix_look_waiting", "look", "since"),
        Index("ix_look_claimed_by", "claimed_by"),
    )

    organisation: str = Field(primary_key=True)
    message_id: int = key()
    look: str = Field(primary_key=True)
    since: datetime = at()
    answer_to: str | None = None
    why_not: str | None = None
    claimed_by: str | None = None
    claimed_until: datetime | None = maybe_at()
    attempts: int = 0


ARRIVAL = table_of(ArrivalRow)
MAILBOX = table_of(MailboxRow)
LOOK = table_of(LookRow)
