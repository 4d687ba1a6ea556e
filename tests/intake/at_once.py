"""Two pages at once: the second begins while the first is still open, and has to wait for it."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from storage.book import Book
from storage.page import Page
from tests.smtp import until

Write = Callable[[Page], Any]


async def both(book: Book, first: Write, second: Write) -> list[Any]:
    """Write two pages, the first of which ends only once the second waits for it; give what each gave or raised.

    Only where several write at once (PostgreSQL).
    """
    written, ends = threading.Event(), threading.Event()

    def slowly(page: Page) -> Any:  # noqa: ANN401 - whatever the page gives
        try:
            return first(page)
        finally:
            page.flush()
            written.set()
            ends.wait(20)

    one = asyncio.create_task(book.run(slowly))
    await asyncio.to_thread(written.wait, 20)
    other = asyncio.create_task(book.run(second))
    try:
        await until(lambda: book.read(_somebody_waits), "that the second waits for the first")
    finally:
        ends.set()
    return [*await asyncio.gather(one, other, return_exceptions=True)]


def _somebody_waits(page: Page) -> bool:
    return page.one(text("select 1 from pg_locks where not granted")) is not None
