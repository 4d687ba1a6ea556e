"""A scene at Mentorix for each test, on both databases."""

import pytest

from cases.office import Office
from storage.book import Book
from tests.intake.scene import Scene


@pytest.fixture
def mentorix(offices: dict[str, Office]) -> Office:
    """Give Mentorix as it is shipped."""
    return offices["mentorix"]


@pytest.fixture
def scene(book: Book, mentorix: Office) -> Scene:
    """Give a case book of Mentorix with nothing in it."""
    return Scene(book, mentorix)
