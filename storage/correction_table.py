"""The table of examples: letters that a person said were misread, with nobody's name in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from storage.columns import Row, at, json, key, table_of


class ExampleRow(Row, table=True):
    """One letter, redacted, as it was read and as a person says it is; it goes with its letter or its case."""

    __tablename__ = "example"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation", "message_id"], ["message.organisation", "message.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["organisation", "case_id"], ["case_file.organisation", "case_file.id"], ondelete="CASCADE"
        ),
        Index("ix_example_case", "organisation", "case_id"),
    )

    organisation: str = Field(primary_key=True)
    message_id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    at: datetime = at()
    role: str
    language: str
    subject: str
    text: str
    read: list[list[Any]] = json()
    unsure: bool
    kinds: list[str] = json()
    fields: dict[str, str] = json()
    flags: list[str] = json()


EXAMPLE = table_of(ExampleRow)
