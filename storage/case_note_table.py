"""The tables of what staff write down for one another about a case, whom they mention there, and who is looking."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Row, at, key, of_case, table_of


class CaseNoteRow(Row, table=True):
    """A note that never leaves the house. `client` names the form it was typed in, so that it is written once."""

    __tablename__ = "case_note"
    __table_args__ = (of_case(), UniqueConstraint("organisation", "case_id", "client"))

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    text: str
    written_by: int = Field(sa_type=BigInteger)
    written_at: datetime = at()
    client: str


class CaseMentionRow(Row, table=True):
    """Somebody whom a note mentions: they are to look at it."""

    __tablename__ = "case_mention"
    __table_args__ = (of_case(), Index("ix_case_mention_staff", "organisation", "staff_id", "mentioned_at"))

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    note_id: int = key()
    staff_id: int = key()
    mentioned_at: datetime = at()


class CaseWatchRow(Row, table=True):
    """Somebody who has a case's page open, seen there last at an instant; `edits`: they type into its draft."""

    __tablename__ = "case_watch"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    staff_id: int = key()
    seen_at: datetime = at()
    edits: bool = False


CASE_NOTE = table_of(CaseNoteRow)
CASE_MENTION = table_of(CaseMentionRow)
CASE_WATCH = table_of(CaseWatchRow)
