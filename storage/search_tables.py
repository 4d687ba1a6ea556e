"""The tables of the search: a case's words as they may be shown, what is to be indexed, what is to be merged away."""

from typing import Any

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from storage.columns import Row, key, of_case, table_of

_VECTOR = Text().with_variant(TSVECTOR(), "postgresql")


class SearchedRow(Row, table=True):
    """A case as it is found. `head` is who and what about, `text` what was said, both without what is masked.

    SQLite indexes `place`, `head_words` and `words` (the table search_index follows by triggers), PostgreSQL `vector`;
    each leaves the other's empty. The key alone is unique, as it is the index's row number.
    """

    __tablename__ = "searched"
    __table_args__ = (
        of_case(),
        UniqueConstraint("case_id"),
        Index("ix_searched_thread", "organisation", "thread_id"),
        Index("ix_searched_vector", "vector", postgresql_using="gin", sqlite_where=text("vector IS NOT NULL")),
    )

    organisation: str = Field(primary_key=True)
    case_id: int = key()
    thread_id: int = Field(sa_type=BigInteger)
    head: str
    text: str
    place: str | None = None
    head_words: str | None = None
    words: str | None = None
    vector: Any = Field(default=None, sa_type=_VECTOR, nullable=True)


class SearchDueRow(Row, table=True):
    """That a conversation is to be indexed (again)."""

    __tablename__ = "search_due"

    organisation: str = Field(primary_key=True)
    id: int = key()
    thread_id: int = Field(sa_type=BigInteger)


class SearchGoneRow(Row, table=True):
    """That words were taken out of the index whose traces lie in its files until these are merged."""

    __tablename__ = "search_gone"

    organisation: str = Field(primary_key=True)
    id: int = key()


SEARCHED = table_of(SearchedRow)
SEARCH_DUE = table_of(SearchDueRow)
SEARCH_GONE = table_of(SearchGoneRow)
