"""Works on one mailbox: a thread of its own, one connection; whatever is in the way, it tries again after a while."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from cases.errors import TryLater
from cases.mailbox import MailboxTrouble, Trouble
from mail.book_from_thread import PATIENCE, BookFromThread
from mail.imap import Account, Credentials, close, connect, talking
from mail.imap_client import Client
from mail.imap_folder import Folder
from mail.marking import After, Marker
from mail.taking import Owner, Taking
from storage import mailboxes
from storage.book import Book
from storage.claims import Node
from storage.mailboxes import Holder, NotOurs

log = structlog.get_logger()

SLOW = frozenset({Trouble.WRONG_PASSWORD, Trouble.TOKEN_REFUSED, Trouble.SECRET_EXPIRED, Trouble.LOGIN_REFUSED})
"""What does not pass by itself; a server may lock out who tries too often."""

QUICK_PAUSES = (1.0, 300.0)
SLOW_PAUSES = (60.0, 900.0)
"""Seconds until the next try, which double from the first to the longest."""

DATABASE_AWAY = 5.0
BREATH = 0.5
"""Seconds until a database that is away is asked again; until letters that wait for their turn are looked at."""

ENDING = 20.0
"""Seconds that a thread has to end in."""


@dataclass(frozen=True)
class Box:
    """A mailbox as it stands in the settings. `address` is the organisation's own that its letters come to.

    `taken` is the folder that letters are moved to, or the word they are flagged with. Every `poll` seconds it is
    looked at, and at once where the server has IDLE and `idle` is wished for. Of letters larger than `max_bytes` the
    beginning is taken.
    """

    organisation: str
    name: str
    account: Account
    credentials: Credentials
    address: str
    folder: str = "INBOX"
    after: After = "flag"
    taken: str = "Taken"
    poll: float = 60.0
    idle: bool = True
    max_bytes: int = 35 * 1024 * 1024


def pause(trouble: Trouble, attempts: int) -> float:
    """Give the seconds until the next try, after so many in a row that failed."""
    first, longest = SLOW_PAUSES if trouble in SLOW else QUICK_PAUSES
    return float(min(first * 2 ** min(attempts - 1, 20), longest))


class Mailbox:
    """The thread that works on one mailbox; made in the event loop. `pauses` says how long it waits after a failure."""

    def __init__(self, box: Box, book: Book, node: Node, pauses: Callable[[Trouble, int], float] = pause) -> None:
        self._box = box
        self._clock = node.clock
        self._pauses = pauses
        self._book = BookFromThread(book)
        self._holder = Holder(box.organisation, box.name, node.name, timedelta(seconds=2 * box.poll + PATIENCE))
        self._taking = Taking(Owner(self._holder, box.address, node.clock), self._book, box.max_bytes)
        self._log = log.bind(organisation=box.organisation, mailbox=box.name)
        self._stopping = threading.Event()
        self._client: Client | None = None
        self._attempts = 0
        self._thread = threading.Thread(target=self._work, name=f"mailbox {box.name}", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    async def stop(self) -> None:
        """End: what is being kept is kept, the rest is fetched another time. A thread that hangs is left to itself."""
        self._stopping.set()
        if client := self._client:
            client.wake()
        await asyncio.to_thread(self._thread.join, ENDING)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._until_it_fails())
        with contextlib.suppress(TryLater):
            self._book.run(mailboxes.let_go, self._holder)

    def _until_it_fails(self) -> float:
        """Work while it goes well; give the seconds until the next try."""
        try:
            if self._book.run(mailboxes.take, self._holder, self._clock()):
                self._connected()
        except MailboxTrouble as failure:
            return self._failed(failure.trouble, str(failure))
        except NotOurs as lost:
            self._log.info("a mailbox is another's", reason=str(lost))
        except TryLater as away:
            self._log.warning("a mailbox waits", reason=str(away))
            return DATABASE_AWAY
        except Exception as failure:  # noqa: BLE001 - whatever it is, the mailbox is tried again
            self._log.exception("a mailbox could not be worked on")
            return self._failed(Trouble.REFUSED, type(failure).__name__)
        return self._box.poll

    def _failed(self, trouble: Trouble, what: str) -> float:
        if self._stopping.is_set():
            return 0.0
        self._attempts += 1
        wait = self._pauses(trouble, self._attempts)
        self._log.warning("a mailbox is in trouble", trouble=str(trouble), what=what, again_in=wait)
        with contextlib.suppress(TryLater):
            self._book.run(mailboxes.failed, self._holder, trouble, self._clock())
        return wait

    def _connected(self) -> None:
        """Work over one connection, until it fails or we stop."""
        self._client = client = connect(self._box.account, self._box.credentials)
        try:
            folder = Folder(client, self._box.folder)
            marker = Marker(client, self._box.after, self._box.taken)
            while not self._stopping.is_set():
                is_all = self._taking.take_all(folder, marker, self._stopping.is_set)
                self._went_well()
                self._wait(client, self._box.poll if is_all else BREATH)
        finally:
            self._client = None
            close(client)

    def _went_well(self) -> None:
        if self._attempts:
            self._attempts = 0
            self._log.info("a mailbox works again")

    def _wait(self, client: Client, seconds: float) -> None:
        if client.has_news():
            self._stopping.wait(BREATH)
        elif self._box.idle and client.has_capability("IDLE"):
            with talking():
                client.wait_for_news(seconds)
        else:
            self._stopping.wait(seconds)
