"""What is asked often is one walk over an index: as the database plans it, not as we hope."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, event

from cases.message import Channel
from storage import checklists, clocks, figures, house_numbers, looks, numbers, outbox, outbox_care, traffic, views
from storage.engines import database_url, reading_engine, writing_engine
from storage.page import Page
from storage.reach import Only, Reach
from tests.builders import AT
from tests.storage.written import write_case

LOOKS: dict[str, tuple[Callable[[Page], object], list[str]]] = {
    "what was filed": (lambda page: checklists.filed(page, "mentorix", 5, 50), ["message: ix_message_filed"]),
    "letters of few cases": (
        lambda page: checklists.letters(page, Reach("mentorix", ("rare",), (7,)), 5, 50),
        [
            "case_file: ix_case_file_every",
            "case_file: ix_case_file_anybody",
            "case_file: sqlite_autoindex_case_file_1",
            "outbox: sqlite_autoindex_outbox_2",
        ],
    ),
    "the clocks of a sweep": (
        lambda page: clocks.due(page, ("mentorix", "metier"), AT, 50),
        ["case_file: sqlite_autoindex_case_file_1", "clock: ix_clock_next"],
    ),
    "the numbers": (
        lambda page: numbers.of_now(page, AT),
        [
            "arrival: ix_arrival_waiting",
            "outbox: ix_outbox_released",
            "outbox: ix_outbox_failed",
            "outbox: ix_outbox_draft",
            "case_file: ix_case_file_queue",
            "case_file: ix_case_file_queue",
            "look: ix_look_waiting",
        ],
    ),
    "the numbers of one organisation": (
        lambda page: house_numbers.of_house(page, "mentorix"),
        [
            *("arrival: ix_arrival_waiting",) * 2,
            *("look: sqlite_autoindex_look_1",) * 2,
            "outbox: ix_outbox_draft",
            *("outbox: ix_outbox_released",) * 2,
            "outbox: ix_outbox_failed",
            "case_file: ix_case_file_held",
            "search_due: sqlite_autoindex_search_due_1",
        ],
    ),
    "letters that are stuck": (
        lambda page: outbox_care.stuck(page, "mentorix", 7),
        [
            "outbox: ix_outbox_failed",
            "outbox: ix_outbox_released",
            *("case_file: sqlite_autoindex_case_file_1",) * 2,
        ],
    ),
    "what is to be counted": (
        lambda page: figures.uncounted(page, "metier", 50),
        ["case_file: ix_case_file_uncounted", "message: sqlite_autoindex_message_1"],
    ),
    "what waits for few persons": (
        lambda page: views.count(page, Reach("mentorix", ("a", "b"), only=Only.AWAITING)),
        ["clock: ix_clock_paused", "case_file: sqlite_autoindex_case_file_1"],
    ),
    "what each queue counts": (
        lambda page: views.tally(page, "mentorix", ("a", "b"), AT, 7),
        ["case_file: ix_case_file_queue"] * 4,
    ),
    "looks that wait": (
        lambda page: looks.claim(page, looks.VIRUS, ("mentorix", "metier"), ("here", AT), 4),
        ["look: ix_look_waiting"],
    ),
    "since when looks wait": (lambda page: looks.oldest(page, looks.VIRUS), ["look: ix_look_waiting"]),
    "whether it is ready": (numbers.answers, []),
    "letters that left for an address": (
        lambda page: traffic.to_address(page, "mentorix", "anna@example.org", AT),
        ["outbox: ix_outbox_addressee"],
    ),
    "what the caps are measured by": (
        lambda page: traffic.sent(page, "mentorix", traffic.To("anna@example.org", "example.org", 1), (AT, AT), 500),
        ["outbox: ix_outbox_addressee", "few: none", "other: ix_outbox_domain", "other: ix_outbox_thread"],
    ),
    "letters that do not arrive": (
        lambda page: outbox.late(page, Channel.MAIL, AT, 50),
        ["outbox: ix_outbox_released", "thread: sqlite_autoindex_thread_1"],
    ),
    "letters that may leave": (
        lambda page: outbox.claim(page, Channel.MAIL, ("here", AT), 50),
        ["outbox: ix_outbox_released", "thread: sqlite_autoindex_thread_1"],
    ),
}


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> URL:
    """Give a database with one case in a rare queue."""
    shutil.copy(sqlite_template, tmp_path / "book.db")
    url = database_url(f"sqlite:///{tmp_path / 'book.db'}")
    engine = writing_engine(url)
    with engine.begin() as connection:
        page = Page(connection)
        write_case(page, queue="rare")
        page.flush()
    engine.dispose()
    return url


@contextmanager
def reading(url: URL) -> Iterator[tuple[Connection, list[tuple[str, Any]]]]:
    """Give a connection and what is asked over it."""
    engine = reading_engine(url)
    asked: list[tuple[str, Any]] = []

    def ask(_connection: object, _cursor: object, statement: str, given: object, *_: object) -> None:
        asked.append((statement, given))

    event.listen(engine, "before_cursor_execute", ask)
    with engine.connect() as connection:
        yield connection, asked
    engine.dispose()


def planned(connection: Connection, statement: str, given: object) -> list[str]:
    """Give "table: index" for each step of a plan; a table that is walked as it lies has none."""
    steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()  # type: ignore[arg-type]  # a row
    words = [step.detail.replace("COVERING ", "").split() for step in steps if step.detail.startswith("S")]
    return [
        f"{step[1]}: {step[4]}" if step[2:4] == ["USING", "INDEX"] else f"{step[1]}: none"
        for step in words
        if step[0] in {"SEARCH", "SCAN"} and not step[1].startswith(("CONSTANT", "anon_", "("))
    ]


@pytest.mark.parametrize("what", LOOKS)
def test_what_is_asked_often_walks_no_table(url: URL, what: str) -> None:
    look, expected = LOOKS[what]
    with reading(url) as (connection, asked):
        look(Page(connection))
        steps = [step for statement, given in list(asked) for step in planned(connection, statement, given)]
    assert sorted(steps) == sorted(expected)
