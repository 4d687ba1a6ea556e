"""The tables of an organisation's own register: the people it knows, and which generation of them holds."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Row, json, key, maybe_at, ref, table_of


class RegisterRow(Row, table=True):
    """An organisation's register of learners: which generation of its rows holds, and who is bringing it up to date."""

    __tablename__ = "learner_register"

    organisation: str = Field(primary_key=True)
    generation: int = Field(default=0)
    importer: int | None = ref()
    imported_at: datetime | None = maybe_at()


class LearnerRow(Row, table=True):
    """A person the organisation knows, as its own register has it: the address on file (R-ID-1).

    A row holds from the generation `since` of its register on, up to the one before `until`.
    """

    __tablename__ = "learner"
    __table_args__ = (
        UniqueConstraint("organisation", "reference", "since"),
        Index("ix_learner_address", "organisation", "address"),
        Index("ix_learner_username", "organisation", "username"),
        Index("ix_learner_name", "organisation", "name"),
    )

    organisation: str = Field(primary_key=True)
    id: int = key()
    reference: str
    name: str
    address: str
    phone: str | None = None
    username: str | None = None
    customer: str | None = None
    courses: list[dict[str, Any]] = json()
    since: int
    until: int | None = None


REGISTER = table_of(RegisterRow)
LEARNER = table_of(LearnerRow)
