"""A mailbox as the settings name it, and what became of its letters."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from imapclient import IMAPClient
from sqlalchemy import Row, select

from storage.book import Book
from storage.inbox_tables import ARRIVAL, MAILBOX
from storage.page import Page
from tests.builders import AT
from tests.dovecot import HOST, WORD, Dovecot
from tests.smtp import until

ADDRESS = "info@mentorix.dk"
LONG_AGO = AT - timedelta(days=200)


@dataclass(frozen=True)
class Inbox:
    """Somebody's mailbox on a real server. `secret` is the file that their password stands in."""

    server: Dovecot
    user: str
    secret: Path

    @classmethod
    def new(cls, server: Dovecot, folder: Path) -> Self:
        """Give an empty one."""
        user = server.someone()
        secret = folder / f"{user}.word"
        secret.write_text(WORD)
        return cls(server, user, secret)

    def settings(self, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - as the settings take it
        """Give it as the settings name a mailbox."""
        plain = {
            "host": HOST,
            "port": self.server.imap_port,
            "tls": "none",
            "user": self.user,
            "password": f"file:{self.secret}",
            "address": ADDRESS,
        }
        return plain | changed

    def of_mentorix(self, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Give the settings of Mentorix with this mailbox, called "info"."""
        return {"mentorix": {"mailboxes": {"info": self.settings(**changed)}}}

    def deliver(self, *letters: bytes) -> None:
        """Deliver letters, one after the other."""
        self.server.deliver(self.user, *letters)

    def put(self, *letters: bytes, at: datetime) -> None:
        """Lay letters in that were received at an instant."""
        self.server.put(self.user, *letters, at=at)

    def holds(self, folder: str = "INBOX") -> dict[int, frozenset[bytes]]:
        """Give the flags of each letter in it, by UID."""
        return self.server.holds(self.user, folder)

    def human(self) -> AbstractContextManager[IMAPClient]:
        """Open it as a person's mail program does."""
        return self.server.human(self.user)


def state(page: Page, name: str = "info") -> Row[Any] | None:
    """Give a mailbox as it is written down."""
    return page.one(select(MAILBOX).where(MAILBOX.c.name == name))


def arrived(page: Page) -> list[Row[Any]]:
    """Give the letters that were fetched, in the order in which they came."""
    return list(page.all(select(ARRIVAL).order_by(ARRIVAL.c.id)))


async def comes_to(book: Book, holds: Callable[[Row[Any]], object], what: str, name: str = "info") -> Row[Any]:
    """Wait until something holds of a mailbox; give it as it is then."""
    found: list[Row[Any]] = []

    async def looks() -> bool:
        row = await book.read(state, name)
        found[:] = [row] if row else []
        return row is not None and bool(holds(row))

    await until(looks, what)
    return found[0]


async def is_begun(book: Book, name: str = "info") -> None:
    """Wait until a mailbox has been looked at, and all that lay there is ours."""
    await comes_to(book, lambda row: row.polled_at and row.history_uid >= row.history_until, "a first look", name)
