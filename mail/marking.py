"""Says in a mailbox which letters were taken: by a flag, by moving them, or not at all. Doing it twice is harmless."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mail.imap import talking
from mail.imap_client import Client
from mail.imap_folder import Opened

After = Literal["leave", "flag", "move"]
Way = Callable[[list[int], str], None]

FLAGGED = b"\\Flagged"
TOGETHER = 200


class Marker:
    """Marks letters of an open folder. `taken` is the flag's word, and the folder that letters are moved to."""

    def __init__(self, client: Client, after: After, taken: str) -> None:
        self._client = client
        self._after = after
        self._taken = taken
        self._folder: str | None = None

    @property
    def leaves(self) -> bool:
        """Say whether nothing in the mailbox is to be touched."""
        return self._after == "leave"

    def mark(self, uids: Sequence[int], opened: Opened) -> bool:
        """Mark letters; say whether the server let us. Letters that are no longer there are passed over.

        One that cannot be moved is flagged, so that it can be told by hand; where the server knows no way of moving at
        all, that is enough. Raises MailboxTrouble where the line fails.
        """
        if not opened.writable:
            return False
        with talking():
            return all(self._mark(list(some), opened) for some in _in_parts(uids))

    def _mark(self, uids: list[int], opened: Opened) -> bool:
        ways = self._ways() if self._after == "move" else ()
        if any(self._moved(uids, way) for way in ways):
            return True
        return self._flagged(uids, opened) and not ways

    def _ways(self) -> tuple[Way, ...]:
        """Give how letters can be moved: by MOVE (RFC 6851), or by copy and expunge of these alone (RFC 4315)."""
        ways = {"MOVE": self._by_move, "UIDPLUS": self._by_copy}
        return tuple(way for capability, way in ways.items() if self._client.has_capability(capability))

    def _moved(self, uids: list[int], way: Way) -> bool:
        return self._granted(lambda: way(uids, self._target()))

    def _granted(self, wish: Callable[[], object]) -> bool:
        try:
            wish()
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            return False
        return True

    def _by_move(self, uids: list[int], folder: str) -> None:
        self._client.move(uids, folder)

    def _by_copy(self, uids: list[int], folder: str) -> None:
        self._client.copy(uids, folder)
        self._client.delete_messages(uids, silent=True)
        self._client.uid_expunge(uids)

    def _flagged(self, uids: list[int], opened: Opened) -> bool:
        """Set the flag; a star where the server keeps none of our naming. Seen is people's, and is never set."""
        word = self._taken.encode("ascii")
        flag = word if opened.keywords or word in opened.flags else FLAGGED
        if flag not in opened.flags and not opened.keywords:
            return False
        return self._granted(lambda: self._client.add_flags(uids, [flag], silent=True))

    def _target(self) -> str:
        """Give the folder to move to, made where it is missing; some servers want all folders below INBOX."""
        if self._folder is None:
            name = self._prefix() + self._taken
            if not self._client.folder_exists(name):
                self._client.create_folder(name)
                self._client.subscribe_folder(name)
            self._folder = name
        return self._folder

    def _prefix(self) -> str:
        if not self._client.has_capability("NAMESPACE"):
            return ""
        personal = self._client.namespace().personal
        prefix = str(personal[0][0]) if personal else ""
        return "" if self._taken.startswith(prefix) else prefix


def _in_parts(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), TOGETHER):
        yield uids[start : start + TOGETHER]
