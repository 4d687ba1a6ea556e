"""What opens a case's own page: the passes that were sent out, and the browsers whose holder proved who they are."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Row, at, key, maybe_at, of_case, table_of


class CasePassRow(Row, table=True):
    """A link to a case's own page. Here is only its SHA-256; `address` is where it was sent, "" in a chat."""

    __tablename__ = "case_pass"
    __table_args__ = (of_case(), UniqueConstraint("digest"))

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    digest: str
    address: str
    made_at: datetime = at()
    until: datetime = at()
    revoked_at: datetime | None = maybe_at()


class CaseVisitRow(Row, table=True):
    """A browser that was sent a code for a case: here is the SHA-256 of its cookie, and nothing of the code."""

    __tablename__ = "case_visit"
    __table_args__ = (
        of_case(),
        Index("ix_case_visit_digest", "digest"),
    )

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    pass_id: int = Field(sa_type=BigInteger)
    digest: str
    asked_at: datetime = at()
    until: datetime = at()
    tries: int = 0
    proved_at: datetime | None = maybe_at()


CASE_PASS = table_of(CasePassRow)
CASE_VISIT = table_of(CaseVisitRow)
