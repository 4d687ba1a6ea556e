"""Takes in what lies in an open folder: new letters first, each helping durable before it is flagged or moved there."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cases.mailbox import Trouble
from cases.message import Envelope, Source
from intake.fetched import fetched
from mail.book_from_thread import BookFromThread
from mail.fetching import LETTERS, Fetcher, Helping, Letter
from mail.imap_folder import Folder, Opened
from mail.marking import Marker
from mail.parse import envelope_of
from storage import arrivals, mailboxes
from storage.arrivals import Fetched
from storage.mailboxes import Cursor, Holder

CROWD = 200
"""While so many letters wait to be understood, old ones stay where they are: a new one is not to wait behind them."""

MARK_AGAIN = 600.0
"""Seconds until letters are marked again that the server did not let us mark."""

HEAD = 64 * 1024
RECIPIENTS = 100


@dataclass(frozen=True)
class Owner:
    """Whose letters they are: who works on the mailbox, the organisation's address that it is, and what time it is."""

    holder: Holder
    address: str
    clock: Callable[[], datetime]


class Taking:
    """Takes letters from one mailbox into the case book, over however many connections."""

    def __init__(self, owner: Owner, book: BookFromThread, max_bytes: int) -> None:
        self._owner = owner
        self._holder = owner.holder
        self._book = book
        self._fetcher = Fetcher(max_bytes)
        self._mark_again = 0.0
        self._unmarked = False

    def take_all(self, folder: Folder, marker: Marker, stopping: Callable[[], bool]) -> bool:
        """Take in what is there; say whether that is all for now, or old letters still wait for their turn.

        Raises MailboxTrouble, NotOurs where another process works on the mailbox now, TryLater where the database is
        away: what is durable by then stays so, and the rest is fetched again.
        """
        opened = folder.open(to_write=not marker.leaves)
        cursor = self._mark(self._cursor(opened), marker, opened)
        while not stopping() and (uids := self._next(folder, opened, cursor)):
            helping = self._fetcher.fetch(folder, uids)
            cursor = self._keep(helping, cursor, marker)
            cursor = self._mark(cursor, marker, opened)
        if not cursor.is_complete and not stopping() and not self._crowded():
            cursor = self._keep(Helping((), cursor.history_until), cursor, marker)
        but = Trouble.UNMARKED if self._unmarked else None
        self._book.run(mailboxes.succeeded, self._holder, self._owner.clock(), but)
        return cursor.is_complete

    def _cursor(self, opened: Opened) -> Cursor:
        """Give how far we are, by the UIDs as they are counted now (RFC 3501 §2.3.1.1)."""
        holder, now = self._holder, self._owner.clock()
        cursor = self._book.read(mailboxes.find, holder.organisation, holder.mailbox)
        if cursor is None or cursor.uid_validity != opened.uid_validity:
            self._fetcher.forget()
            return self._book.run(mailboxes.begin, holder, opened.uid_validity, opened.top, now)
        if opened.told and opened.top < cursor.last_uid:
            self._fetcher.forget()
            return self._book.run(mailboxes.set_back, holder, cursor, opened.top)
        return cursor

    def _next(self, folder: Folder, opened: Opened, cursor: Cursor) -> list[int]:
        if new := folder.after(cursor.last_uid, opened.top, LETTERS):
            return new
        if cursor.is_complete or self._crowded():
            return []
        return folder.between(cursor.history_uid, cursor.history_until, LETTERS)

    def _crowded(self) -> bool:
        return self._book.read(arrivals.waiting_count) >= CROWD

    def _keep(self, helping: Helping, cursor: Cursor, marker: Marker) -> Cursor:
        """Make a helping durable, together with the cursor behind it."""
        now = self._owner.clock()
        letters = tuple(self._fetched(letter, cursor, now) for letter in helping.letters)
        after = cursor.after(helping.until)
        if marker.leaves or (cursor.is_marked and not any(map(_to_be_marked, letters))):
            after = after.marked()
        self._book.run(fetched, self._holder, letters, after, now)
        return after

    def _fetched(self, letter: Letter, cursor: Cursor, now: datetime) -> Fetched:
        """Say of a letter when we received it: as its server noted, never in the time to come, never by its Date."""
        received_at = min(letter.received_at or now, now).astimezone(UTC)
        written = _envelope(letter.raw, self._owner.address)
        envelope = Envelope(
            sender=written.sender,
            recipients=written.recipients[:RECIPIENTS],
            source=Source(self._holder.mailbox, cursor.uid_validity, letter.uid),
            history=cursor.is_history(letter.uid, received_at),
            cut=letter.cut,
        )
        return Fetched(envelope, letter.raw, received_at)

    def _mark(self, cursor: Cursor, marker: Marker, opened: Opened) -> Cursor:
        """Mark what is durable and not marked yet: just now, or before we were killed."""
        if cursor.is_marked or time.monotonic() < self._mark_again:
            return cursor
        uids = () if marker.leaves else self._book.read(mailboxes.unmarked, self._holder, cursor)
        self._unmarked = not marker.mark(uids, opened) if uids else False
        if self._unmarked:
            self._mark_again = time.monotonic() + MARK_AGAIN
            return cursor
        self._book.run(mailboxes.advance, self._holder, cursor.marked(), self._owner.clock())
        return cursor.marked()


def _to_be_marked(letter: Fetched) -> bool:
    return not (letter.envelope.history or letter.envelope.cut)


def _envelope(raw: bytes, address: str) -> Envelope:
    """Give the envelope by the first of the headers; whatever these bytes are, they hold up no mailbox."""
    try:
        return envelope_of(raw[:HEAD], (address,))
    except Exception:  # noqa: BLE001 - it is parsed again, with guards, where nobody waits for it
        return Envelope("", (address,))
