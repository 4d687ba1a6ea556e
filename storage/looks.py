"""Slow looks into files that are still to be taken: a row for each message and look, gone once the result is there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from storage.claims import free
from storage.inbox_tables import LOOK
from storage.page import KEY, ORG, Page

VIRUS, PAPERS, STRIKE = "virus", "papers", "strike"
"""The look of the virus scanner; the one, after it, that finds out which papers the files are; and the one that strikes
out of a letter what somebody decided to."""

LEASE = timedelta(minutes=10)
"""So long a claim holds when the process that made it falls silent on another machine."""


def topic(look: str) -> str:
    """Name what those who take a look wait for."""
    return f"looks {look}"


IN_CHAT = ""


@dataclass(frozen=True)
class Answer:
    """Whom the result of a look may be told, None for nobody, and the rule that wants a person to read it first.

    In a chat there is no address: `to` is "" there.
    """

    to: str | None = None
    why_not: str | None = None

    @property
    def in_chat(self) -> bool:
        """Say whether it may be told in the chat that the message came by."""
        return self.to == IN_CHAT


@dataclass(frozen=True)
class Look:
    """A look to be taken into one message. `since` is when it was asked for, `attempts` how often it was tried."""

    organisation: str
    message: int
    look: str
    since: datetime
    attempts: int
    answer: Answer


def put(page: Page, organisation: str, message: int, look: str, asked: tuple[Answer, datetime]) -> None:
    """Ask for a look; `asked` says whom its result may be told, and when it was asked for."""
    answer, since = asked
    page.add(
        LOOK,
        organisation=organisation,
        message_id=message,
        look=look,
        since=since,
        answer_to=answer.to,
        why_not=answer.why_not,
        attempts=0,
    )
    page.wake(topic(look))


def claim(
    page: Page, look: str, organisations: Collection[str], claimant: tuple[str, datetime], limit: int
) -> tuple[Look, ...]:
    """Take up to `limit` looks that nobody takes, those asked for first at the front, and count the attempt.

    `claimant` is the node and the instant.
    """
    node, now = claimant
    waiting = (
        select(LOOK)
        .where(LOOK.c.look == look, LOOK.c.organisation.in_(organisations), free(LOOK, now))
        .order_by(LOOK.c.since)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = tuple(_look(row) for row in page.all(waiting))
    if taken:
        claimed = _CHANGED.values(claimed_by=node, claimed_until=now + LEASE, attempts=LOOK.c.attempts + 1)
        page.execute(claimed, [_key(one) for one in taken])
    return taken


_MINE = (LOOK.c.organisation == ORG) & (LOOK.c.message_id == KEY) & (LOOK.c.look == bindparam("which"))
_CHANGED = update(LOOK).where(_MINE)


def renew(page: Page, look: Look, claimant: tuple[str, datetime]) -> bool:
    """Let a claim hold for a whole lease again; say False where another node has it by now, or nobody needs it."""
    node, now = claimant
    mine = update(LOOK).where(_MINE, LOOK.c.claimed_by == node).values(claimed_until=now + LEASE)
    return page.execute(mine, _key(look)).rowcount == 1


def put_off(page: Page, look: Look, until: datetime) -> None:
    """Give a look back that could not be taken, not before `until`."""
    page.execute(_CHANGED.values(claimed_by=None, claimed_until=until), _key(look))


def let_go(page: Page, looks: Iterable[Look]) -> None:
    """Give looks back that were never tried: a scanner that is away says nothing about a file."""
    values = [_key(look) for look in looks]
    if values:
        page.execute(_CHANGED.values(claimed_by=None, claimed_until=None, attempts=LOOK.c.attempts - 1), values)


def take(page: Page, organisation: str, message: int, look: str) -> Look | None:
    """Strike out a look whose result is being written; None where that was done before."""
    which = {"org": organisation, "key": message, "which": look}
    row = page.one(select(LOOK).where(_MINE).with_for_update(), **which)
    if row is None:
        return None
    page.execute(delete(LOOK).where(_MINE), which)
    return _look(row)


def waiting(page: Page, organisation: str, messages: Collection[int]) -> dict[int, datetime]:
    """Give, for those of the messages whose files wait for the virus scanner, since when they do."""
    if not messages:
        return {}
    rows = page.all(
        select(LOOK.c.message_id, LOOK.c.since).where(
            LOOK.c.organisation == organisation, LOOK.c.message_id.in_(messages), LOOK.c.look == VIRUS
        )
    )
    return {row.message_id: row.since for row in rows}


def waits(page: Page, organisation: str, messages: Collection[int], look: str) -> bool:
    """Say whether a look into any of the messages is still to be taken."""
    mine = (LOOK.c.organisation == organisation) & LOOK.c.message_id.in_(messages) & (LOOK.c.look == look)
    return bool(messages) and page.one(select(LOOK.c.message_id).where(mine).limit(1)) is not None


def oldest(page: Page, look: str) -> datetime | None:
    """Give since when the longest has waited, or None where nothing waits."""
    row = page.one(select(func.min(LOOK.c.since)).where(LOOK.c.look == look))
    return row[0] if row else None


def _key(look: Look) -> dict[str, str | int]:
    return {"org": look.organisation, "key": look.message, "which": look.look}


def _look(row: Row[Any]) -> Look:
    return Look(row.organisation, row.message_id, row.look, row.since, row.attempts, Answer(row.answer_to, row.why_not))
