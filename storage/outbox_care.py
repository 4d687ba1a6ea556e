"""Letters of ours that do not arrive: which they are, and how one is let go again, or given up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, literal_column, select, update

from cases.message import Channel
from cases.outgoing import OutboxStatus
from storage.outbox import topic
from storage.outbox_table import OUTBOX
from storage.page import KEY, ORG, Page
from storage.reach import not_excluded
from storage.tables import CASE

MOST = 200
"""So many letters that do not arrive are shown; where there are more, something is wrong with all of them."""

# written out, or SQLite does not see that a partial index fits
_FAILED = OUTBOX.c.status == literal_column(f"'{OutboxStatus.FAILED}'")
_WAITING = (OUTBOX.c.status == literal_column(f"'{OutboxStatus.RELEASED}'")) & OUTBOX.c.last_error.is_not(None)
_MINE = (OUTBOX.c.organisation == ORG) & (OUTBOX.c.id == KEY)
_SAME_CASE = (CASE.c.organisation == OUTBOX.c.organisation) & (CASE.c.id == OUTBOX.c.case_id)


@dataclass(frozen=True)
class Stuck:
    """A letter that does not arrive: it came back (`failed`), or the next hop has not taken it yet.

    `case`, `number`, `queue` and `assigned_to` are its case's. `attempt` counts how often it was tried: what somebody
    saw of it is over when that has changed. `error` is what the next hop said. `claimed_until`: it is being sent.
    """

    id: int
    case: int
    number: str
    queue: str
    assigned_to: int | None
    reply: str
    channel: Channel
    recipient: str | None
    subject: str
    failed: bool
    attempt: int
    error: str
    since: datetime
    next_at: datetime
    claimed_until: datetime | None


def stuck(page: Page, organisation: str, viewer: int) -> tuple[Stuck, ...]:
    """Give the letters of an organisation that do not arrive, the newest first, but those of cases that exclude one."""
    found = (*_some(page, organisation, viewer, _FAILED), *_some(page, organisation, viewer, _WAITING))
    return tuple(sorted(found, key=lambda one: one.id, reverse=True))


def one(page: Page, organisation: str, letter: int, viewer: int) -> Stuck | None:
    """Give a letter that does not arrive, so that nobody else changes it until this page is done; else None."""
    mine = _letters(viewer).where(_MINE, _FAILED | _WAITING).with_for_update(of=OUTBOX)
    row = page.one(mine, org=organisation, key=letter)
    return _stuck(row) if row else None


def written_since(page: Page, organisation: str, letter: Stuck) -> bool:
    """Say whether another letter of the same sort was written in the case of one after it, and not taken back."""
    later = select(OUTBOX.c.id).where(
        OUTBOX.c.organisation == organisation,
        OUTBOX.c.case_id == letter.case,
        OUTBOX.c.reply == letter.reply,
        OUTBOX.c.id > letter.id,
        OUTBOX.c.status.not_in((OutboxStatus.DROPPED, OutboxStatus.FAILED)),
    )
    return page.one(later.limit(1)) is not None


def let_go_again(page: Page, organisation: str, letter: Stuck, now: datetime) -> None:
    """Let a letter leave at once: it is the same letter, by its Message-ID, and nobody has taken it."""
    values: dict[str, Any] = {"status": OutboxStatus.RELEASED, "not_before": now, "last_error": None}
    if letter.failed:  # begun anew: its attempts are counted from the first, and what became of it before is over
        values |= {"released_at": now, "sent_at": None, "late_at": None, "attempt": 0}
    page.execute(update(OUTBOX).where(_MINE), {"org": organisation, "key": letter.id, **values})
    page.wake(topic(letter.channel))


def drop(page: Page, organisation: str, letter: Stuck) -> None:
    """Take a letter back for good."""
    values = {"status": OutboxStatus.DROPPED, "claimed_by": None, "claimed_until": None}
    page.execute(update(OUTBOX).where(_MINE), {"org": organisation, "key": letter.id, **values})


def _some(page: Page, organisation: str, viewer: int, which: ColumnElement[bool]) -> tuple[Stuck, ...]:
    # not by the key: of all letters few are stuck, and SQLite would walk every one of the organisation's
    mine = _letters(viewer).where(OUTBOX.c.organisation.concat("") == organisation, which)
    return tuple(map(_stuck, page.all(mine.order_by(OUTBOX.c.id.desc()).limit(MOST))))


def _letters(viewer: int) -> Any:  # noqa: ANN401 - a select
    wanted = select(OUTBOX, CASE.c.number, CASE.c.queue, CASE.c.assigned_to).join(CASE, _SAME_CASE)
    return wanted.where(not_excluded(viewer))


def _stuck(row: Row[Any]) -> Stuck:
    return Stuck(
        id=row.id,
        case=row.case_id,
        number=row.number,
        queue=row.queue,
        assigned_to=row.assigned_to,
        reply=row.reply,
        channel=Channel(row.channel),
        recipient=row.recipient,
        subject=row.subject,
        failed=row.status == OutboxStatus.FAILED,
        attempt=row.attempt,
        error=row.last_error or "",
        since=row.released_at or row.created_at,
        next_at=row.not_before,
        claimed_until=row.claimed_until,
    )
