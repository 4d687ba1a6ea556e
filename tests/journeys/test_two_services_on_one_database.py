"""Two machines at one PostgreSQL: they share the work, and never do the same thing twice."""

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.served import serving
from tests.postgres import Postgres
from tests.smtp import PAPER, Catcher, a_letter, until

LETTERS = 100


@pytest.fixture
def shared(postgres: Postgres) -> Iterator[str]:
    """Give a database for both."""
    postgres.drop("shared")
    yield postgres.create("shared", "with_tables")
    postgres.drop("shared")


@pytest.mark.postgres
async def test_a_hundred_letters_get_a_hundred_answers_and_none_twice(
    tmp_path: Path, shared: str, catcher: Catcher
) -> None:
    settings = {"DATABASE": shared, "OUTGOING": catcher.url}
    ids = [f"<{number}@example.org>" for number in range(LETTERS)]
    async with serving(tmp_path / "a", **settings) as one, serving(tmp_path / "b", **settings) as other:
        line = asyncio.Semaphore(8)

        async def send(place: int, id_: str) -> None:
            async with line:
                letter = a_letter(sender=id_[1:-1], Message_ID=id_, files=[PAPER])
                await (one, other)[place % 2].letter(letter, sender=id_[1:-1])

        await asyncio.gather(*(send(place, id_) for place, id_ in enumerate(ids)))
        await catcher.wait_for(LETTERS)
    assert Counter(answer["In-Reply-To"] for answer in catcher.seen) == dict.fromkeys(ids, 1)
    assert len({answer["Subject"] for answer in catcher.seen}) == LETTERS


@pytest.mark.postgres
async def test_a_letter_taken_in_by_one_is_answered_by_the_other(tmp_path: Path, shared: str, catcher: Catcher) -> None:
    door = serving(tmp_path / "door", DATABASE=shared, ROLES="smtp")
    work = serving(tmp_path / "work", DATABASE=shared, ROLES="work", OUTGOING=catcher.url)
    async with door as front, work:
        await front.letter(a_letter())
        (answer,) = await catcher.wait_for(1)
    assert answer.recipient == "anna@example.org"


@pytest.mark.postgres
async def test_what_one_was_doing_when_it_was_killed_its_successor_does(
    tmp_path: Path, shared: str, catcher: Catcher
) -> None:
    """The other lives on: its claims are its own, those of the dead one are free at once."""
    settings = {"DATABASE": shared, "OUTGOING": catcher.url}
    catcher.open.clear()
    async with serving(tmp_path / "a", **settings) as doomed:
        await doomed.letter(a_letter())
        await catcher.wait_for(1, catcher.seen)
        await doomed.end(signal.SIGKILL)
    catcher.open.set()
    async with serving(tmp_path / "b", **settings):
        await until(lambda: catcher.letters, "the answer of the successor")
    assert len({answer["Message-ID"] for answer in catcher.seen}) == 1
