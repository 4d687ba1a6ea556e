"""Bytes as they came: kept before anybody says "received", claimed by one worker at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, bindparam, case, func, select, update

from cases.message import Channel, Envelope, Source
from storage.claims import free
from storage.ids import new_id
from storage.inbox_tables import ARRIVAL
from storage.page import KEY, ORG, Page

LEASE = timedelta(minutes=5)
"""So long a claim holds when the process that made it falls silent on another machine."""

TRIES = 12
"""From so many tries on, an arrival is put in front of a person as unreadable."""

FAILED = 3
"""So many tries more counts one that failed: a process that ended in the middle says little about the letter."""


BRINGS = 1024 * 1024
"""Up to so many bytes, a letter brings its bytes along when it is claimed; a larger one is fetched by itself."""


def topic(channel: Channel) -> str:
    """Name what a channel's worker waits for."""
    return f"arrivals {channel}"


@dataclass(frozen=True)
class Arrival:
    """Bytes with their time of receipt and envelope.

    `raw` is None where the vault has them, at `vault_key`, or where `claim` left them behind, as they are many.
    """

    organisation: str
    id: int
    channel: Channel
    received_at: datetime
    envelope: Envelope
    raw: bytes | None
    vault_key: str | None
    attempts: int


@dataclass(frozen=True)
class Fetched:
    """A letter out of a mailbox: envelope (it says where it lies), bytes, and when that server received it."""

    envelope: Envelope
    raw: bytes
    received_at: datetime


def keep(
    page: Page, organisations: Iterable[str], channel: Channel, envelope: Envelope, received: tuple[bytes, datetime]
) -> tuple[int, ...]:
    """Keep bytes, once for every organisation they are addressed to; give the ids.

    `received` are the bytes, unchanged, and the instant at which they were complete.
    """
    ids = tuple((organisation, new_id(received[1])) for organisation in organisations)
    for key in ids:
        _add(page, key, channel, envelope, received)
    page.wake(topic(channel))
    return tuple(id_ for _, id_ in ids)


def keep_fetched(page: Page, organisation: str, letters: Iterable[Fetched], now: datetime) -> None:
    """Keep letters out of one mailbox, but for those that we have from the same place already."""
    coming = {letter.envelope.source: letter for letter in letters}
    for source in _known(page, organisation, coming.keys()):
        del coming[source]
    for letter in coming.values():
        received = (letter.raw, letter.received_at)
        _add(page, (organisation, new_id(now)), Channel.MAIL, letter.envelope, received)
    if coming:
        page.wake(topic(Channel.MAIL))


def to_mark(page: Page, organisation: str, at: Source, until: int) -> tuple[int, ...]:
    """Give the UIDs, after that of a place in a mailbox and up to `until`, of new letters that are wholly ours."""
    mine = _in_mailbox(organisation, at) & ARRIVAL.c.uid.between(at.uid + 1, until)
    ours = select(ARRIVAL.c.uid).where(mine, ~ARRIVAL.c.history, ~ARRIVAL.c.cut)
    return tuple(row.uid for row in page.all(ours.order_by(ARRIVAL.c.uid)))


def forget_places(page: Page, organisation: str, after: Source) -> None:
    """Note that letters lie no longer where we fetched them, from a place in a mailbox on: others will lie there."""
    mine = _in_mailbox(organisation, after) & (ARRIVAL.c.uid > after.uid)
    page.execute(update(ARRIVAL).where(mine).values(mailbox=None, uid_validity=None, uid=None))


def _in_mailbox(organisation: str, at: Source) -> ColumnElement[bool]:
    place = (ARRIVAL.c.mailbox == at.mailbox) & (ARRIVAL.c.uid_validity == at.uid_validity)
    return (ARRIVAL.c.organisation == organisation) & place


def _known(page: Page, organisation: str, sources: Iterable[Source | None]) -> tuple[Source, ...]:
    wanted = [source for source in sources if source]
    if not wanted:
        return ()
    mine = _in_mailbox(organisation, wanted[0]) & ARRIVAL.c.uid.in_([source.uid for source in wanted])
    return tuple(Source(row.mailbox, row.uid_validity, row.uid) for row in page.all(_PLACES.where(mine)))


_PLACES = select(ARRIVAL.c.mailbox, ARRIVAL.c.uid_validity, ARRIVAL.c.uid)


def _add(
    page: Page, key: tuple[str, int], channel: Channel, envelope: Envelope, received: tuple[bytes, datetime]
) -> None:
    raw, at = received
    source = envelope.source
    page.add(
        ARRIVAL,
        organisation=key[0],
        id=key[1],
        channel=channel,
        received_at=at,
        sender=envelope.sender,
        recipients=list(envelope.recipients),
        peer=envelope.peer,
        helo=envelope.helo,
        mailbox=source.mailbox if source else None,
        uid_validity=source.uid_validity if source else None,
        uid=source.uid if source else None,
        history=envelope.history,
        cut=envelope.cut,
        size=len(raw),
        raw=raw,
        done=False,
        attempts=0,
    )


_WITH_LITTLE = (
    *(column for column in ARRIVAL.c if column is not ARRIVAL.c.raw),
    case((ARRIVAL.c.size <= BRINGS, ARRIVAL.c.raw)).label("raw"),
)

_MINE = (ARRIVAL.c.organisation == ORG) & (ARRIVAL.c.id == KEY)
_NOW = bindparam("now", type_=ARRIVAL.c.received_at.type)
_UNCLAIMED = (
    select(*_WITH_LITTLE)
    .where(~ARRIVAL.c.done, ARRIVAL.c.channel == bindparam("channel"), free(ARRIVAL, _NOW))
    .order_by(ARRIVAL.c.received_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_CLAIMED = (
    update(ARRIVAL)
    .where(_MINE)
    .values(
        claimed_by=bindparam("claimed_by"),
        claimed_until=bindparam("claimed_until", type_=ARRIVAL.c.received_at.type),
        attempts=ARRIVAL.c.attempts + 1,
    )
)


def claim(page: Page, channel: Channel, claimant: tuple[str, datetime], limit: int) -> tuple[Arrival, ...]:
    """Take up to `limit` arrivals of a channel that nobody works on, oldest first, and count the attempt.

    `claimant` is the node and the instant. Letters of more than BRINGS bytes come without them.
    """
    node, now = claimant
    taken = tuple(_arrival(row) for row in page.all(_UNCLAIMED, channel=channel, now=now, most=limit))
    if taken:
        mine = {"claimed_by": node, "claimed_until": now + LEASE}
        page.execute(_CLAIMED, [{"org": one.organisation, "key": one.id, **mine} for one in taken])
    return taken


_DONE = (
    update(ARRIVAL).where(_MINE).values(done=True, message_id=bindparam("message"), claimed_by=None, claimed_until=None)
)


def done(page: Page, organisation: str, id_: int, message: int) -> None:
    """Note that an arrival has become a message; nobody will look at it again."""
    page.execute(_DONE, {"org": organisation, "key": id_, "message": message})


def of_message(page: Page, organisation: str, message: int) -> tuple[Arrival, ...]:
    """Give every arrival that is this message: the one it was made of, and its repeats."""
    mine = (ARRIVAL.c.organisation == organisation) & (ARRIVAL.c.message_id == message)
    return tuple(_arrival(row) for row in page.all(select(ARRIVAL).where(mine).order_by(ARRIVAL.c.id)))


def replace_raw(page: Page, organisation: str, id_: int, raw: bytes) -> None:
    """Keep other bytes of an arrival in the place of those that came, in its row."""
    mine = (ARRIVAL.c.organisation == organisation) & (ARRIVAL.c.id == id_)
    page.execute(update(ARRIVAL).where(mine).values(raw=raw, size=len(raw)))


def drop(page: Page, organisation: str, id_: int) -> None:
    """Let go of an arrival that is not to be taken in: what it belonged to was erased meanwhile."""
    mine = (ARRIVAL.c.organisation == organisation) & (ARRIVAL.c.id == id_)
    page.execute(ARRIVAL.delete().where(mine))


def hand_back(page: Page, organisation: str, id_: int, until: datetime) -> None:
    """Give an arrival that could not be taken in back to the line, not before `until`."""
    mine = (ARRIVAL.c.organisation == organisation) & (ARRIVAL.c.id == id_)
    attempts = ARRIVAL.c.attempts + FAILED
    page.execute(update(ARRIVAL).where(mine).values(claimed_by=None, claimed_until=until, attempts=attempts))


def let_go(page: Page, organisation: str, id_: int, until: datetime) -> None:
    """Give an arrival back that nobody could try, not before `until`: a database or vault that is away says nothing."""
    mine = (ARRIVAL.c.organisation == organisation) & (ARRIVAL.c.id == id_)
    attempts = ARRIVAL.c.attempts - 1
    page.execute(update(ARRIVAL).where(mine).values(claimed_by=None, claimed_until=until, attempts=attempts))


def move_to_vault(page: Page, organisation: str, id_: int, vault_key: str, size: int | None = None) -> bool:
    """Note that the vault has the bytes now; the row lets go of them.

    `size` is how many they are: where the row holds others by now, as something was struck out of them, say False.
    """
    mine = (ARRIVAL.c.organisation == organisation) & (ARRIVAL.c.id == id_)
    same = mine if size is None else mine & (ARRIVAL.c.size == size)
    return page.execute(update(ARRIVAL).where(same).values(raw=None, vault_key=vault_key)).rowcount == 1


def find(page: Page, organisation: str, id_: int) -> Arrival | None:
    """Give one arrival, or None."""
    row = page.one(select(ARRIVAL).where(ARRIVAL.c.organisation == organisation, ARRIVAL.c.id == id_))
    return _arrival(row) if row else None


def waiting_count(page: Page) -> int:
    """Count arrivals that nobody has finished."""
    row = page.one(select(func.count()).where(~ARRIVAL.c.done))
    return int(row[0]) if row else 0


def _envelope(row: Row[Any]) -> Envelope:
    source = Source(row.mailbox, row.uid_validity, row.uid) if row.mailbox else None
    return Envelope(row.sender, tuple(row.recipients), row.peer, row.helo, source, row.history, row.cut)


def _arrival(row: Row[Any]) -> Arrival:
    return Arrival(
        organisation=row.organisation,
        id=row.id,
        channel=Channel(row.channel),
        received_at=row.received_at,
        envelope=_envelope(row),
        raw=row.raw,
        vault_key=row.vault_key,
        attempts=row.attempts,
    )
