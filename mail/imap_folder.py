"""One folder on an IMAP server, as the fetcher asks of it: which letters, how large, their bytes; by UID alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imapclient.exceptions import IMAPClientError, IMAPClientReadOnlyError

from cases.mailbox import MailboxTrouble, Trouble
from mail.imap import talking
from mail.imap_client import Client

SPAN = 1000
WIDEST = 50_000
"""So many UIDs are searched at once, at first and at the most: an answer has to stay below imaplib's million bytes."""


@dataclass(frozen=True)
class Opened:
    """What a folder says of itself: what its UIDs are counted in, and the highest there can be, where it `told` us.

    `writable`: it may be written. `keywords`: it keeps flags of our own naming; `flags` are those it keeps anyhow.
    """

    uid_validity: int
    top: int
    told: bool
    writable: bool
    keywords: bool
    flags: frozenset[bytes]


@dataclass(frozen=True)
class Lying:
    """A letter as it lies there: its size in bytes (0: unknown), and when the server received it, aware, if it says."""

    size: int
    received_at: datetime | None


class Folder:
    """A folder of an open connection. Everything raises MailboxTrouble where the server or the line fails."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self._name = name

    def open(self, *, to_write: bool) -> Opened:
        """Select the folder and see how it is now; without `to_write`, so that nothing in it can change (EXAMINE)."""
        with talking():
            try:
                said = self._selected(to_write=to_write)
            except IMAPClientError as refused:
                self._explain(refused)
                raise
            return self._opened(said, writable=to_write and b"READ-ONLY" not in said)

    def after(self, uid: int, top: int, limit: int) -> list[int]:
        """Give UIDs above one, the lowest first: of the letters there are now, not only those up to `top`."""
        if top - uid > WIDEST:
            return self.between(uid, top, limit)
        return self._searched(uid, "*")[:limit]

    def between(self, uid: int, until: int, limit: int) -> list[int]:
        """Give UIDs above one and up to another, the lowest first."""
        span = SPAN
        while uid < until:
            end = min(uid + span, until)
            if found := self._searched(uid, end):
                return found[:limit]
            uid, span = end, min(span * 4, WIDEST)
        return []

    def lying(self, uids: Sequence[int]) -> dict[int, Lying]:
        """Describe letters; who is gone meanwhile is not among them."""
        with talking():
            found = self.client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return {uid: _lying(said) for uid, said in found.items() if b"INTERNALDATE" in said}

    def letters(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Give the bytes of letters, and mark none of them as seen; who is gone meanwhile is not among them."""
        return self._bytes(uids, "BODY.PEEK[]", b"BODY[]")

    def beginning(self, uid: int, size: int) -> bytes | None:
        """Give the first bytes of a letter, None where it is gone."""
        return self._bytes([uid], f"BODY.PEEK[]<0.{size}>", b"BODY[]<0>").get(uid)

    def _bytes(self, uids: Sequence[int], what: str, key: bytes) -> dict[int, bytes]:
        with talking():
            found = self.client.fetch(uids, [what])
        return {uid: said[key] for uid, said in found.items() if isinstance(said.get(key), bytes)}

    def _selected(self, *, to_write: bool) -> dict[bytes, Any]:
        """Select; where the folder may only be read, read it: letters are taken in all the same."""
        try:
            said: dict[bytes, Any] = self.client.select_folder(self._name, readonly=not to_write)
        except IMAPClientReadOnlyError:
            said = self.client.select_folder(self._name, readonly=True) | {b"READ-ONLY": True}
        return said

    def _opened(self, said: dict[bytes, Any], *, writable: bool) -> Opened:
        flags = frozenset(said.get(b"PERMANENTFLAGS", ()))
        told = b"UIDNEXT" in said
        return Opened(
            uid_validity=int(said.get(b"UIDVALIDITY", 1)),
            top=int(said[b"UIDNEXT"]) - 1 if told else self._highest(int(said.get(b"EXISTS", 0))),
            told=told,
            writable=writable,
            keywords=b"\\*" in flags,
            flags=flags,
        )

    def _highest(self, exists: int) -> int:
        """Give the highest UID where the server does not name the next (RFC 3501 §7.3.1 lets it)."""
        found: list[int] = self.client.search(["UID", "*"]) if exists else []
        return max(found, default=0)

    def _explain(self, refused: IMAPClientError) -> None:
        """Raise what is to be told where the folder is not there; any other refusal is none of its business."""
        if not isinstance(refused, IMAPClientReadOnlyError) and not self.client.folder_exists(self._name):
            raise MailboxTrouble(Trouble.FOLDER_MISSING, "folder: there is no such folder") from None

    def _searched(self, uid: int, end: int | str) -> list[int]:
        # "7:*" always finds the last letter, were it the third (RFC 3501 §6.4.8): look again who is above.
        self.client.has_news()  # what was told before is found now; what is told with the answer is not
        with talking():
            found: Iterable[int] = self.client.search(["UID", f"{uid + 1}:{end}"])
        return sorted(one for one in found if one > uid)


def _lying(said: dict[bytes, Any]) -> Lying:
    size, at = said.get(b"RFC822.SIZE"), said[b"INTERNALDATE"]
    aware = isinstance(at, datetime) and at.tzinfo is not None
    return Lying(size if isinstance(size, int) else 0, at if aware else None)
