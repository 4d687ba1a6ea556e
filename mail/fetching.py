"""Fetches letters in helpings that fit into memory, whatever their sizes, and gets past those that nobody can fetch."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.mailbox import MailboxTrouble, Trouble
from mail.imap_folder import Folder, Lying

LETTERS = 50
BYTES = 8 * 1024 * 1024
"""So many letters, and so many bytes, are fetched and kept at once; a single larger letter is one helping."""

BEGINNING = 1024 * 1024
"""Of a letter that is too large so much is taken: what the person wrote comes first, the files after it."""

TRIES = 5
"""So often a letter is asked for whole at which the server or the line fails; then its beginning, and then no more."""

LAST = TRIES + 2


@dataclass(frozen=True)
class Letter:
    """A letter as it was fetched. `cut`: it is only the beginning, or a note that says why there is nothing."""

    uid: int
    raw: bytes
    received_at: datetime | None
    cut: bool = False


@dataclass(frozen=True)
class Helping:
    """What was fetched: the letters, and the UID up to which there is nothing more to fetch."""

    letters: tuple[Letter, ...]
    until: int


class Fetcher:
    """Fetches from one mailbox; remembers, over lost connections, at which letters it failed how often."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._failed: Counter[int] = Counter()

    def forget(self) -> None:
        """Forget at which letters it failed: their UIDs are others' now."""
        self._failed.clear()

    def fetch(self, folder: Folder, uids: list[int]) -> Helping:
        """Fetch the first of these letters, as many as fit; raise MailboxTrouble.

        A letter that people moved or deleted since it was searched for is not ours, and holds up nothing. After a
        failure each is fetched alone, so that one which the server cannot give holds up the others only for a while.
        """
        taken = uids[:1] if self._failed[uids[0]] else uids
        try:
            helping = self._helping(folder, taken)
        except MailboxTrouble:
            self._failed.update(taken)
            raise
        for uid in taken:
            if uid <= helping.until:
                del self._failed[uid]
        return helping

    def _helping(self, folder: Folder, uids: list[int]) -> Helping:
        first = uids[0]
        if self._failed[first] >= LAST:
            return Helping((_note(first),), first)
        lying = folder.lying(uids)
        fitting = _fitting(uids, lying)
        return Helping(tuple(self._letters(folder, lying, fitting)), fitting[-1])

    def _letters(self, folder: Folder, lying: Mapping[int, Lying], uids: list[int]) -> list[Letter]:
        there = [uid for uid in uids if uid in lying]
        cut = {uid for uid in there if lying[uid].size > self._max_bytes or self._failed[uid] >= TRIES}
        whole = [uid for uid in there if uid not in cut]
        found: dict[int, bytes | None] = dict(folder.letters(whole)) if whole else {}
        found |= {uid: folder.beginning(uid, BEGINNING) for uid in sorted(cut)}
        came = {uid: raw for uid in there if (raw := found.get(uid)) is not None}
        lost = [uid for uid in there if uid not in came]
        if lost and folder.lying(lost):
            raise MailboxTrouble(Trouble.REFUSED, "host: the server does not give a letter that it has")
        return [Letter(uid, raw, lying[uid].received_at, uid in cut) for uid, raw in came.items()]


def _note(uid: int) -> Letter:
    """Give words in the place of a letter. No parser takes them for one: a person is shown that it is there."""
    words = f"The letter with the UID {uid} could not be fetched from its mailbox."
    return Letter(uid, words.encode("ascii"), None, cut=True)


def _fitting(uids: list[int], lying: Mapping[int, Lying]) -> list[int]:
    """Give the first letters that are not too many bytes together, at least one."""
    total, fitting = 0, list[int]()
    for uid in uids:
        total += lying[uid].size if uid in lying else 0
        if fitting and total > BYTES:
            break
        fitting.append(uid)
    return fitting
