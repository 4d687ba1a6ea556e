"""The tables of drafts: what staff typed into them and have not sent yet, and what they last saw of them."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Row, at, key, of_case, table_of


class DraftTypedRow(Row, table=True):
    """What one of staff has typed into a draft so far; `version` is the draft's when they began."""

    __tablename__ = "draft_typed"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    letter_id: int = key()
    staff_id: int = key()
    version: int
    subject: str
    body: str
    note: str
    saved_at: datetime = at()


class DraftSeenRow(Row, table=True):
    """A draft as one of staff last approved it, or sent it back: `version` is the draft's after that."""

    __tablename__ = "draft_seen"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    letter_id: int = key()
    staff_id: int = key()
    act: str
    version: int
    subject: str
    body: str
    seen_at: datetime = at()


DRAFT_TYPED = table_of(DraftTypedRow)
DRAFT_SEEN = table_of(DraftSeenRow)
