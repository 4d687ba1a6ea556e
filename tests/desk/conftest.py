"""What the desk's tests stand on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.book import Book
from tests.desk.scene import POLICIES, Scene


@pytest.fixture
async def book(tmp_path: Path) -> AsyncIterator[Book]:
    """Give a case book of its own."""
    async with Book(f"sqlite:///{tmp_path / 'book.db'}") as opened:
        yield opened


@pytest.fixture
def scene(book: Book) -> Scene:
    """Give a desk at which nobody works yet."""
    return Scene(book, POLICIES)
