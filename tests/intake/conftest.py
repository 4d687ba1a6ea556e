"""A scene at Mentorix for each test, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.office import Office
from storage.book import Book
from tests.intake.scene import Scene


@pytest.fixture
def mentorix(offices: dict[str, Office]) -> Office:
    """Give Mentorix as it is shipped, where each notice to staff leaves by itself and at once."""
    return replace(offices["mentorix"], together=timedelta(0))


@pytest.fixture
def scene(book: Book, mentorix: Office) -> Scene:
    """Give a case book of Mentorix with nothing in it."""
    return Scene(book, mentorix)
