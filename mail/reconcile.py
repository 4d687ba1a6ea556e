"""Once a day, a mailbox against what we have of it: what we lack is fetched, and both are counted and told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cases.mailbox import MailboxTrouble, Trouble
from cases.message import Envelope, Source
from cases.office import Office
from intake.reconciled import keep_missing, reconciled
from mail.book_from_thread import BookFromThread
from mail.difference import Difference, Found, difference, expected
from mail.fetching import LETTERS, Fetcher, Letter
from mail.headers import message_id
from mail.imap import close, connect, talking
from mail.imap_client import Client
from mail.imap_folder import Folder
from mail.mailbox import Box
from mail.parse import envelope_of
from storage import mailbox_watch, mailboxes
from storage.arrivals import Fetched
from storage.mailboxes import Cursor

DAYS = timedelta(days=7)
"""How far back a mailbox is compared."""

BEFORE = timedelta(days=30)
"""So much older may a letter of ours be that has another date in the mailbox since somebody moved it."""

A_DAY = timedelta(days=1)

HEAD = 64 * 1024
MOST = 500
"""So many letters that we lack are fetched at once; the rest another day."""

_MESSAGE_ID = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
_ASKED = ["INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]


@dataclass(frozen=True)
class Lacking:
    """Letters that we lack, and the folder that they lie in; `validity` None where it is not the mailbox's own."""

    folder: Folder
    letters: tuple[Found, ...]
    validity: int | None


def due(state: mailbox_watch.MailboxState, now: datetime) -> bool:
    """Say whether a mailbox was last compared a day ago, or first opened a day ago and never compared.

    One in trouble is left alone: whoever tries too often with a wrong password is locked out.
    """
    last = state.reconciled_at or state.begun_at
    is_open = state.trouble in {None, Trouble.UNMARKED}
    return is_open and last is not None and now - last >= A_DAY


def reconcile(box: Box, office: Office, book: BookFromThread, clock: Callable[[], datetime]) -> Difference | None:
    """Compare a mailbox with what we have, fetch what we lack, write down and tell what was found.

    None where nothing can be said, as its UIDs are not those that we count by. It reads only, over a connection of its
    own, and flags nothing. Raises MailboxTrouble, or TryLater where the database is away.
    """
    now = clock()
    since = now - DAYS
    cursor = book.read(mailboxes.find, box.organisation, box.name)
    if cursor is None:
        return None
    client = connect(box.account, box.credentials)
    try:
        folders = _folders(client, box, cursor, since)
        if folders is None:
            return None
        # What we have is looked up after what is there: what the cursor had passed by then is in our hands.
        ours = book.read(mailbox_watch.kept_since, box.organisation, box.name, since - BEFORE)
        there = [letter for one in folders for letter in one.letters]
        found = _since_we_began(difference(there, ours, box.name, since), cursor)
        for letters in _helpings(box, folders, (found.missing, cursor), now):
            book.run(keep_missing, box.organisation, letters, clock())
    finally:
        close(client)
    book.run(reconciled, box.name, (len(found.missing), found.unknown), office, clock())
    return found


def _folders(client: Client, box: Box, cursor: Cursor, since: datetime) -> list[Lacking] | None:
    """List what lies in the mailbox's own folder and, where letters are moved, in the folder of those taken."""
    own = Folder(client, box.folder)
    if own.open(to_write=False).uid_validity != cursor.uid_validity:
        return None
    listed = [one for one in _listed(own, since, cursor.uid_validity) if expected(one.uid, cursor)]
    folders = [Lacking(own, tuple(listed), cursor.uid_validity)]
    if box.after == "move":
        taken = Folder(client, box.taken)
        moved = _moved(taken, since)
        folders.append(Lacking(taken, tuple(moved), None))
    return folders


def _since_we_began(found: Difference, cursor: Cursor) -> Difference:
    """Leave out what lay in the folder of those taken before we put anything there."""
    mine = (one for one in found.missing if one.place or one.received_at >= cursor.begun_at)
    return replace(found, missing=tuple(mine))


def _moved(folder: Folder, since: datetime) -> list[Found]:
    try:
        folder.open(to_write=False)
    except MailboxTrouble as failure:
        if failure.trouble is Trouble.FOLDER_MISSING:  # nothing was moved yet
            return []
        raise
    return _listed(folder, since, None)


def _listed(folder: Folder, since: datetime, validity: int | None) -> list[Found]:
    """Describe the letters of an open folder that were received since an instant."""
    with talking():
        # Days are the server's own, in whatever zone (RFC 3501 §6.4.4): one more is asked for.
        uids = sorted(folder.client.search(["SINCE", (since - A_DAY).date()]))
        said = {
            uid: data
            for begin in range(0, len(uids), LETTERS)
            for uid, data in folder.client.fetch(uids[begin : begin + LETTERS], _ASKED).items()
        }
    found = (_found(uid, data, validity) for uid, data in said.items())
    return [one for one in found if one and one.received_at >= since]


def _found(uid: int, data: dict[bytes, object], validity: int | None) -> Found | None:
    at, size, head = data.get(b"INTERNALDATE"), data.get(b"RFC822.SIZE"), data.get(_MESSAGE_ID)
    if not isinstance(at, datetime) or at.tzinfo is None:
        return None
    name = head.partition(b":")[2] if isinstance(head, bytes) else b""
    place = (validity, uid) if validity is not None else None
    return Found(uid, at, size if isinstance(size, int) else 0, message_id(name), place)


def _helpings(
    box: Box, folders: Sequence[Lacking], lacking: tuple[Sequence[Found], Cursor], now: datetime
) -> Iterator[tuple[Fetched, ...]]:
    """Fetch what we lack, as much at a time as fits into memory."""
    missing, cursor = lacking
    fetcher, left = Fetcher(box.max_bytes), MOST
    for one in folders:
        uids = sorted(found.uid for found in missing if found in one.letters)[:left]
        left -= len(uids)
        if uids:
            one.folder.open(to_write=False)
        while uids:
            helping = fetcher.fetch(one.folder, uids[:LETTERS])
            yield tuple(_letter(box, letter, one.validity, (cursor, now)) for letter in helping.letters)
            uids = [uid for uid in uids if uid > helping.until]


def _letter(box: Box, letter: Letter, validity: int | None, at: tuple[Cursor, datetime]) -> Fetched:
    """Give a letter as the fetcher would have: what lay there before us is history, the rest is answered."""
    cursor, now = at
    received_at = min(letter.received_at or now, now).astimezone(UTC)
    sender = _sender(letter.raw, box.address)
    source = Source(box.name, validity, letter.uid) if validity is not None else None
    history = source is not None and cursor.is_history(letter.uid, received_at)
    return Fetched(
        Envelope(sender, (box.address,), source=source, history=history, cut=letter.cut), letter.raw, received_at
    )


def _sender(raw: bytes, address: str) -> str:
    try:
        return envelope_of(raw[:HEAD], (address,)).sender
    except Exception:  # noqa: BLE001 - it is parsed again, with guards, where nobody waits for it
        return ""
