"""What tables are made of: keys, instants, and the names that constraints get."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKeyConstraint, MetaData, Table, TypeDecorator
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware instant: stored as UTC, given back as UTC. SQLite would drop the zone; naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time has no place in the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key() -> Any:  # noqa: ANN401 - SQLModel's Field is untyped
    """Give part of a primary key: one of our own ids."""
    return Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})


def ref() -> Any:  # noqa: ANN401
    """Give a column for the id of another row, or nothing."""
    return Field(default=None, sa_type=BigInteger)


def at() -> Any:  # noqa: ANN401
    """Give a column for an instant."""
    return Field(sa_type=Instant)


def maybe_at() -> Any:  # noqa: ANN401
    """Give a column for an instant, or nothing."""
    return Field(default=None, sa_type=Instant)


def json() -> Any:  # noqa: ANN401
    """Give a column for JSON values."""
    return Field(sa_type=JSON)


def maybe_json() -> Any:  # noqa: ANN401
    """Give a column for JSON values, or nothing."""
    return Field(default=None, sa_type=JSON)


def of_case() -> ForeignKeyConstraint:
    """Give the tie of a row to its case."""
    return ForeignKeyConstraint(["organisation", "case_id"], ["case_file.organisation", "case_file.id"])


class Row(SQLModel):
    """A row of one of our tables."""

    metadata = METADATA


def table_of(row: type[SQLModel]) -> Table:
    """Give the table of a row class."""
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel sets it and does not say so
    return table
