"""Examples: kept once a letter, listed and counted by their organisation, and gone with their letter or case."""

from datetime import timedelta

from alembic import command
from alembic.config import Config
from sqlalchemy import delete, inspect

from cases.kind import Kind
from cases.message import Verdict
from storage import corrections
from storage.book import Book
from storage.corrections import Example, Read
from storage.engines import database_url, writing_engine
from storage.migrate import FOLDER
from storage.page import Page
from storage.tables import CASE, CLOCK, EVENT, MESSAGE
from tests.builders import AT
from tests.storage.written import an_example, write_example, write_letter

DAY = timedelta(days=1)


async def found(book: Book, message: int = 1) -> Example | None:
    return await book.read(corrections.find, "mentorix", message)


async def test_an_example_is_given_back_as_it_was_kept(book: Book) -> None:
    await book.run(write_example, an_example())
    assert await found(book) == an_example()
    assert await book.read(corrections.find, "metier", 1) is None


async def test_a_letter_is_one_example_however_often_it_is_corrected(book: Book) -> None:
    await book.run(write_example, an_example())
    await book.run(corrections.keep, an_example(kinds=(Kind.ERASURE,)))
    assert [one.kinds for one in await book.read(corrections.listed, "mentorix")] == [(Kind.ERASURE,)]


async def test_what_was_read_rightly_after_all_is_no_example(book: Book) -> None:
    await book.run(write_example, an_example())
    await book.run(corrections.keep, an_example(kinds=(Kind.OTHER,), fields={}))
    assert await found(book) is None


async def test_an_example_goes_with_its_case(book: Book) -> None:
    def forget(page: Page) -> None:
        for table in (CLOCK, EVENT):
            page.execute(delete(table))
        page.execute(delete(CASE))

    await book.run(write_example, an_example())
    await book.run(forget)
    assert await found(book) is None


async def test_an_example_goes_with_its_letter(book: Book) -> None:
    await book.run(write_example, an_example())
    await book.run(lambda page: page.execute(delete(MESSAGE)) and None)
    assert await found(book) is None


async def test_examples_are_listed_by_when_their_letters_came(book: Book) -> None:
    await book.run(write_example, an_example())
    assert await book.read(corrections.listed, "mentorix", AT)
    assert not await book.read(corrections.listed, "mentorix", AT + DAY)
    assert not await book.read(corrections.listed, "metier")


async def test_letters_are_counted_by_what_was_read_and_how_surely(book: Book) -> None:
    def write(page: Page) -> None:
        write_letter(page, 1)
        write_letter(page, 2, read=(Kind.ACCESS, 0.9), language="nl")
        write_letter(page, 3, read=(Kind.ACCESS, 0.99), language="nl")
        write_letter(page, 4, read=(Kind.ACCESS, 0.6), received_at=AT + DAY)
        write_letter(page, 5, verdict=Verdict.FILE)

    await book.run(write)
    counted = await book.read(corrections.read, "mentorix")
    assert sorted(counted, key=str) == [
        Read("da", Kind.ACCESS, 6, 1),
        Read("da", Kind.OTHER, 9, 1),
        Read("nl", Kind.ACCESS, 9, 2),
    ]
    assert await book.read(corrections.read, "mentorix", AT + DAY) == [Read("da", Kind.ACCESS, 6, 1)]


async def test_the_table_can_be_taken_back(database: str) -> None:
    engine = writing_engine(database_url(database))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        assert "example" not in inspect(connection).get_table_names()
        command.upgrade(config, "head")
        assert "example" in inspect(connection).get_table_names()
    engine.dispose()
