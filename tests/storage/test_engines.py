"""How the databases are opened: readers cannot write, and errors say nothing of what people wrote."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import DBAPIError

from storage.engines import database_url, reading_engine, writing_engine
from storage.tables import THREAD


@pytest.fixture
def file(sqlite_template: Path) -> str:
    return f"sqlite:///{sqlite_template}"


def write(engine: Engine, token: str, id_: int = 1) -> None:
    with engine.connect() as connection:
        connection.execute(insert(THREAD).values(organisation="mentorix", id=id_, token=token, address="bjørn@x.dk"))


def test_a_reader_of_sqlite_is_refused_when_it_writes(file: str) -> None:
    engine = reading_engine(database_url(file))
    with pytest.raises(DBAPIError, match="readonly"):
        write(engine, "t")
    engine.dispose()


@pytest.mark.parametrize(
    "engine_of", [writing_engine, pytest.param(writing_engine, marks=pytest.mark.postgres, id="postgres")]
)
def test_an_error_does_not_repeat_what_a_statement_was_given(
    request: pytest.FixtureRequest, engine_of: object, file: str
) -> None:
    """Both databases refuse a null; SQLAlchemy would add every value of the row."""
    on_postgres = "postgres" in request.node.callspec.id
    url = request.getfixturevalue("postgres").url("with_tables") if on_postgres else file
    assert callable(engine_of)
    engine = engine_of(database_url(url))
    with pytest.raises(DBAPIError) as refused:
        write(engine, None)  # type: ignore[arg-type]  # that is the point
    assert "token" in str(refused.value)
    assert "[SQL parameters hidden" in str(refused.value)
    engine.dispose()
