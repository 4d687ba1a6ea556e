"""The case book as a thread of its own uses it, while its pages are written in the event loop's."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

from cases.errors import TryLater
from storage.book import Book
from storage.page import Page

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 120.0
"""Seconds within which the database has to answer."""


class BookFromThread:
    """Runs and reads pages from another thread than the event loop's; made in the loop."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._loop = asyncio.get_running_loop()

    def run(self, use_case: Callable[Concatenate[Page, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run a use case; when this returns, what it wrote is on the disk. Raises as `Book.run` does."""
        return self._answer(self._book.run(use_case, *args, **named))

    def read(self, look: Callable[Concatenate[Page, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Look at what is committed."""
        return self._answer(self._book.read(look, *args, **named))

    def _answer(self, asked: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(asked, self._loop).result(PATIENCE)
        except TimeoutError:
            raise TryLater("the database does not answer") from None
