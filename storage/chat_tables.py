"""The tables of conversations by chat: one conversation, and the lines of it in the order in which they are shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import Row, at, json, key, maybe_at, maybe_json, ref, table_of


class ChatRow(Row, table=True):
    """One conversation by chat. `secret` is the digest of what the other end shows to go on with it, "" where none is.

    `link` is the digest of the code that opens it once on another device, until `link_until`; "" where there is none.
    `next_line` is the number of the line that comes next. `heard` is the last line of the person that was answered;
    `shown` the last line that the other end has said it has. `present_until`: the person is there until then.
    """

    __tablename__ = "chat"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "thread_id"], ["thread.organisation", "thread.id"], ondelete="CASCADE"),
        Index("ix_chat_thread", "organisation", "thread_id"),
        Index("ix_chat_last", "organisation", "last_at"),
        Index(
            "ix_chat_secret",
            "organisation",
            "secret",
            unique=True,
            sqlite_where=text("secret <> ''"),
            postgresql_where=text("secret <> ''"),
        ),
        Index(
            "ix_chat_address",
            "organisation",
            "channel",
            "address",
            sqlite_where=text("address <> ''"),
            postgresql_where=text("address <> ''"),
        ),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    channel: str
    thread_id: int = Field(sa_type=BigInteger)
    address: str = ""
    secret: str = ""
    origin: str = ""
    expires_at: datetime | None = maybe_at()
    link: str = ""
    link_until: datetime | None = maybe_at()
    dialogue: dict[str, Any] = json()
    began_at: datetime = at()
    last_at: datetime = at()
    next_line: int = 1
    heard: int = 0
    shown: int = 0
    present_until: datetime | None = maybe_at()


class ChatLineRow(Row, table=True):
    """One line: a message of the person's, a letter of ours, or a code for what the program says; nobody's words.

    The person's line has its `arrival_id` from the beginning, and its `message_id` once it was understood.
    """

    __tablename__ = "chat_line"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "chat_id"], ["chat.organisation", "chat.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["organisation", "message_id"], ["message.organisation", "message.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["organisation", "outbox_id"], ["outbox.organisation", "outbox.id"], ondelete="CASCADE"),
        UniqueConstraint("organisation", "chat_id", "client_id"),
        Index("ix_chat_line_message", "organisation", "message_id"),
        Index("ix_chat_line_letter", "organisation", "outbox_id"),
        Index("ix_chat_line_arrival", "organisation", "arrival_id"),
    )

    organisation: str = Field(primary_key=True)
    chat_id: int = key()
    seq: int = Field(primary_key=True)
    at: datetime = at()
    side: str
    arrival_id: int | None = ref()
    message_id: int | None = ref()
    outbox_id: int | None = ref()
    say: dict[str, Any] | None = maybe_json()
    client_id: str | None = None


class AttendanceRow(Row, table=True):
    """Whether a person of the organisation is in a conversation: one is waited for, or `staff_id` goes on with it.

    There is a row only while one of the two is so.
    """

    __tablename__ = "chat_attendance"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "chat_id"], ["chat.organisation", "chat.id"], ondelete="CASCADE"),
    )

    organisation: str = Field(primary_key=True)
    chat_id: int = key()
    staff_id: int | None = ref()
    since: datetime | None = maybe_at()
    waits_since: datetime | None = maybe_at()


CHAT = table_of(ChatRow)
CHAT_LINE = table_of(ChatLineRow)
CHAT_ATTENDANCE = table_of(AttendanceRow)
