"""Claims: freed when the process that made them is dead, and only then."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cases.message import Channel
from storage import arrivals, outbox
from storage.book import Book
from storage.claims import began, new_node, release_dead, release_own, where
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


def of_our_parent(began: str) -> str:
    """Name the process that started us, as if it had begun at some instant."""
    return f"{HERE}:{os.getppid()}.{began}:cafe"


@contextmanager
def nobody_waits_for() -> Iterator[str]:
    """Name a process that has ended and still has its number."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        yield f"{HERE}:{ended.pid}.{began(ended.pid)}:cafe"


def test_every_process_has_a_name_of_its_own() -> None:
    host, process, _word = new_node().rsplit(":", 2)
    assert (host, process) == (HERE, f"{os.getpid()}.{began(os.getpid())}")
    assert new_node() != new_node()


def test_when_a_process_began_is_read_whatever_it_calls_itself(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text(f"7 (a) R (b c) S {' '.join(str(n) for n in range(4, 53))}\n")
    assert began(7, tmp_path) == "22"


@pytest.mark.parametrize("stat", [None, "", "7 (cut", "7 (sh) S 1 2"])
def test_of_a_process_that_the_system_says_nothing_of_it_is_not_known_when_it_began(
    tmp_path: Path, stat: str | None
) -> None:
    (tmp_path / "7").mkdir()
    if stat is not None:
        (tmp_path / "7" / "stat").write_text(stat)
    assert began(7, tmp_path) == ""


async def test_what_a_dead_process_of_this_machine_had_claimed_is_free_at_once(book: Book) -> None:
    await both_claimed(book, f"{HERE}:{a_dead_process()}:cafe")
    assert await book.run(release_dead, new_node()) == 2
    assert await both_claimed(book, new_node()) == (1, 1)


async def test_an_earlier_life_under_our_own_process_number_is_dead(book: Book) -> None:
    """In a container every process is number 1."""
    await both_claimed(book, new_node())
    assert await book.run(release_dead, new_node()) == 2


async def test_a_process_that_was_given_a_dead_ones_number_keeps_nothing_from_us(book: Book) -> None:
    """After a reboot of a container, and where numbers are few, another program soon has the number."""
    await both_claimed(book, of_our_parent(f"{began(os.getppid())}1"))
    assert await book.run(release_dead, new_node()) == 2


async def test_a_process_that_has_ended_and_that_nobody_waited_for_is_dead(book: Book) -> None:
    """In a container whose first process waits for nobody, what was killed lies there for ever."""
    with nobody_waits_for() as name:
        await both_claimed(book, name)
        assert await book.run(release_dead, new_node()) == 2


@pytest.mark.parametrize(
    "living",
    [
        pytest.param(lambda: of_our_parent(began(os.getppid())), id="another process of this machine"),
        pytest.param(lambda: of_our_parent(""), id="a process of which nobody said when it began"),
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
