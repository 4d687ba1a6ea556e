"""What a mailbox holds against what we have: letters that we lack, letters that are no longer there. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.mailbox_watch import Kept
from storage.mailboxes import Cursor


@dataclass(frozen=True)
class Found:
    """A letter as it lies in a folder. `place` is (UIDVALIDITY, UID), None where that is not what we count it by.

    `received_at` and `size` are the server's; some only estimate the size.
    """

    uid: int
    received_at: datetime
    size: int
    message_id: str | None
    place: tuple[int, int] | None


@dataclass(frozen=True)
class Difference:
    """`missing`: letters of the mailbox that we lack. `unknown`: how many of ours are no longer in the mailbox."""

    missing: tuple[Found, ...]
    unknown: int


Letter = Found | Kept
Key = Callable[[Letter], Hashable | None]


def expected(uid: int, cursor: Cursor) -> bool:
    """Say whether a letter of the mailbox's own folder ought to be in our hands: one that the cursor has passed."""
    return uid <= cursor.history_uid or cursor.history_until < uid <= cursor.last_uid


def difference(there: Iterable[Found], ours: Sequence[Kept], mailbox: str, since: datetime) -> Difference:
    """Pair the letters of a mailbox with ours, each with one: by its place, then by what it is.

    A letter that was moved, or whose mailbox was renumbered, has another place and the same content: the same second of
    receipt with the same size or Message-ID, or the same Message-ID with the same size. A further copy of a letter that
    has a Message-ID is no other letter.
    """
    lone, left = list(there), list(ours)
    for key in KEYS:
        lone, left = _unpaired(lone, left, key)
    copies = {_all_alike(one) for one in ours} - {None}
    missing = tuple(one for one in lone if _all_alike(one) not in copies)
    return Difference(missing, sum(one.mailbox == mailbox and one.received_at >= since for one in left))


def _unpaired(there: Sequence[Found], ours: Sequence[Kept], key: Key) -> tuple[list[Found], list[Kept]]:
    """Pair what has the same key, one with one; give the letters that are left on both sides."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for number, one in enumerate(ours):
        if (name := key(one)) is not None:
            waiting[name].append(number)
    lone, paired = [], set()
    for found in there:
        name = key(found)
        if name is not None and waiting[name]:
            paired.add(waiting[name].pop(0))
        else:
            lone.append(found)
    return lone, [one for number, one in enumerate(ours) if number not in paired]


def _place(one: Letter) -> Hashable | None:
    if isinstance(one, Found):
        return one.place
    return (one.uid_validity, one.uid) if one.uid is not None else None


def _second(one: Letter) -> int:
    return int(one.received_at.timestamp())


def _all_alike(one: Letter) -> Hashable | None:
    return (_second(one), one.size, one.message_id) if one.message_id else None


def _second_and_name(one: Letter) -> Hashable | None:
    return (_second(one), one.message_id) if one.message_id else None


def _name_and_size(one: Letter) -> Hashable | None:
    return (one.message_id, one.size) if one.message_id else None


def _second_and_size(one: Letter) -> Hashable | None:
    """Give a key of those that have no Message-ID or are not read yet: another one means another letter."""
    named = isinstance(one, Kept) and one.message_id
    return None if named else (_second(one), one.size)


KEYS: tuple[Key, ...] = (_place, _all_alike, _second_and_name, _name_and_size, _second_and_size)
"""From the surest to the least sure."""
