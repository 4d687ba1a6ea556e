"""The table of breaches: what a person found out, and did (GDPR Art. 33(5))."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from storage.columns import Row, at, key, maybe_at, of_case, table_of


class BreachRow(Row, table=True):
    """What a person found out about a hint that data have leaked, and what was done (GDPR Art. 33(5)).

    `told_at` is when the authority, or the controller, was told.
    """

    __tablename__ = "breach"
    __table_args__ = (of_case(),)

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    id: int = key()
    judgement: str
    facts: str
    effects: str
    remedy: str
    high_risk: bool
    told_at: datetime | None = maybe_at()
    judged_by: int = Field(sa_type=BigInteger)
    judged_at: datetime = at()


BREACH = table_of(BreachRow)
