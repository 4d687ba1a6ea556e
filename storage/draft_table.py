"""The table of what staff typed into drafts and have not sent yet."""

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


DRAFT_TYPED = table_of(DraftTypedRow)
