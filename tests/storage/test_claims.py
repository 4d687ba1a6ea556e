"""Claims: freed when the process that made them is dead, and only then."""

import os
import socket
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from cases.message import Channel
from storage import arrivals, outbox
from storage.book import Book
from storage.claims import new_node, release_dead, release_own, where
from tests.builders import AT
from tests.storage.written import write_arrival, write_case, write_reply

HERE = where()


def a_dead_process() -> int:
    """Give the number of a process that has ended and been waited for."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(20)
    return ended.pid


def another_container() -> str:
    """Name where processes of a container run that has this machine's name, on this machine."""
    return f"{HERE.rsplit('/', 1)[0]}/4026530000"


def another_machine() -> str:
    """Name where processes of another machine run that was given the same name."""
    return f"{socket.gethostname()}/0b0b0b0b-0000-4000-8000-000000000000/4026531836"


async def both_claimed(book: Book, node: str, now: datetime = AT) -> tuple[int, int]:
    """Claim what there is; give how many arrivals and letters that was."""
    taken = await book.run(arrivals.claim, Channel.MAIL, (node, now), 9)
    return len(taken), len(await book.run(outbox.claim, Channel.MAIL, (node, now), 9))


@pytest.fixture
async def book(book: Book) -> Book:
    """Give a book with an arrival and a released letter."""
    await book.run(write_case)
    await book.run(write_arrival)
    await book.run(write_reply)
    return book


def test_every_process_has_a_name_of_its_own() -> None:
    host, process, _word = new_node().rsplit(":", 2)
    assert (host, int(process)) == (HERE, os.getpid())
    assert new_node() != new_node()


async def test_what_a_dead_process_of_this_machine_had_claimed_is_free_at_once(book: Book) -> None:
    await both_claimed(book, f"{HERE}:{a_dead_process()}:cafe")
    assert await book.run(release_dead, new_node()) == 2
    assert await both_claimed(book, new_node()) == (1, 1)


async def test_an_earlier_life_under_our_own_process_number_is_dead(book: Book) -> None:
    """In a container every process is number 1."""
    await both_claimed(book, new_node())
    assert await book.run(release_dead, new_node()) == 2


@pytest.mark.parametrize(
    "living",
    [
        pytest.param(lambda: f"{HERE}:{os.getppid()}:cafe", id="another process of this machine"),
        pytest.param(lambda: "elsewhere:1:cafe", id="a process of another machine"),
        pytest.param(lambda: f"{another_container()}:{os.getpid()}:cafe", id="another container with this hostname"),
        pytest.param(lambda: f"{another_machine()}:1:cafe", id="another machine with this hostname"),
        pytest.param(lambda: f"{HERE}:1:cafe", id="a process of another user"),
    ],
)
async def test_what_a_living_process_claimed_stays_its_own(book: Book, living: object) -> None:
    assert callable(living)
    await both_claimed(book, living())
    assert await book.run(release_dead, new_node()) == 0
    assert await both_claimed(book, new_node(), AT + timedelta(minutes=5)) == (0, 0)
    assert await both_claimed(book, new_node(), AT + timedelta(minutes=5, seconds=1)) == (1, 1)


async def test_a_process_that_stops_frees_its_own_and_nobody_elses(book: Book) -> None:
    mine, theirs = new_node(), "elsewhere:1:cafe"
    await both_claimed(book, theirs)
    await book.run(write_arrival)
    await both_claimed(book, mine)
    await book.run(release_own, mine)
    assert await both_claimed(book, new_node()) == (1, 0)
