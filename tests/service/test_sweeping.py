"""A sweep that somebody asked for is made to its end, whatever stops in between, and once."""

from datetime import timedelta
from pathlib import Path

import pytest

from cases.office import Office
from cases.staff import Staff
from intake.foresee import foresee
from intake.sweep import begin_sweep, sweep_on
from service.forgetting import reckon
from service.sweeping import Sweeps
from storage import staff, sweeps
from storage.book import Book
from storage.claims import Node
from storage.ids import new_id
from storage.vault import Vault
from tests.builders import AT
from tests.old_cases import WORD, fill
from tests.remains import files_with, traces

NODE = Node("test", lambda: AT)


async def asked(book: Book, vault: Vault, offices: dict[str, Office], count: int) -> Sweeps:
    """Let there be old cases, and somebody who wants them erased; give what makes sweeps."""
    for key, raw in await book.run(fill, count):
        vault.put(key, raw)
    await reckon(book, offices, NODE)
    bo = Staff("mentorix", new_id(AT), "bo@mentorix.example", "Bo", "managing_director")
    await book.run(staff.add, bo, "", AT)
    seen = await book.read(foresee, offices["mentorix"], AT)
    assert seen.total == count
    await book.run(begin_sweep, seen.total, bo, offices["mentorix"], AT)
    return Sweeps(book, vault, offices, NODE)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Give a vault of its own."""
    return Vault(str(tmp_path / "vault"))


async def test_it_goes_from_the_book_and_the_vault_and_its_numbers_are_told(
    book: Book, vault: Vault, offices: dict[str, Office], tmp_path: Path
) -> None:
    making = await asked(book, vault, offices, 13)
    await making.sweep()
    assert await book.read(traces, WORD) == []
    assert files_with(tmp_path / "vault", WORD) == []
    done = await book.read(sweeps.last, "mentorix")
    assert done
    assert (done.gone["cases"], done.so_far, done.total, done.kept, done.done_at) == (13, 13, 13, 0, AT)


async def test_after_a_crash_another_process_goes_on_and_counts_nothing_twice(
    book: Book, vault: Vault, offices: dict[str, Office]
) -> None:
    making = await asked(book, vault, offices, 13)
    assert await book.run(sweep_on, offices["mentorix"], AT)
    half = await book.read(sweeps.last, "mentorix")
    assert half
    assert (half.gone, half.done_at) == ({"cases": 10}, None)
    await making.sweep()
    await Sweeps(book, vault, offices, NODE).sweep()
    done = await book.read(sweeps.last, "mentorix")
    assert done
    assert (done.gone["cases"], done.total) == (13, 13)
    assert not await book.run(sweep_on, offices["mentorix"], AT + timedelta(days=1))


async def test_what_was_not_asked_for_is_left_alone(book: Book, vault: Vault, offices: dict[str, Office]) -> None:
    await book.run(fill, 2)
    await reckon(book, offices, NODE)
    await Sweeps(book, vault, offices, NODE).sweep()
    assert await book.read(traces, WORD) != []
