"""What the desk's tests stand on."""

import pytest

from storage.book import Book
from tests.desk.scene import POLICIES, Scene


@pytest.fixture
def scene(book: Book) -> Scene:
    """Give a desk at which nobody works yet."""
    return Scene(book, POLICIES)
