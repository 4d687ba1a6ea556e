"""Letters of ours: drafted, released, claimed by the channel that owns them, sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Row, bindparam, select, update

from cases.address import base_address, domain_of
from cases.message import Channel
from cases.outgoing import Automatic, OutboxStatus, Outgoing, Stop
from cases.policy import ClockName
from storage import search_marks
from storage.claims import free
from storage.ids import new_id, new_token
from storage.outbox_table import OUTBOX
from storage.page import KEY, ORG, Page
from storage.tables import THREAD

LEASE = timedelta(minutes=5)
"""So long a claim holds when the process that made it falls silent on another machine."""


def topic(channel: Channel) -> str:
    """Name what a channel waits for."""
    return f"outbox {channel}"


ENTRIES = select(OUTBOX, THREAD.c.token).join(
    THREAD, (THREAD.c.organisation == OUTBOX.c.organisation) & (THREAD.c.id == OUTBOX.c.thread_id)
)
_MINE = (OUTBOX.c.organisation == ORG) & (OUTBOX.c.id == KEY)
_FOUND = ENTRIES.where(_MINE)
_OF_THREAD = ENTRIES.where(OUTBOX.c.organisation == ORG, OUTBOX.c.thread_id == KEY).order_by(
    OUTBOX.c.created_at, OUTBOX.c.id
)
_LOCKED = _FOUND.with_for_update(of=OUTBOX)
_CHANGED = update(OUTBOX).where(_MINE)
_NOT_SENT = _CHANGED.where(OUTBOX.c.sent_at.is_(None)).returning(OUTBOX.c.thread_id)
_NOT_LATE = _CHANGED.where(OUTBOX.c.late_at.is_(None))
_NOW = bindparam("now", type_=OUTBOX.c.not_before.type)
_UNCLAIMED = (
    ENTRIES.where(
        OUTBOX.c.status == OutboxStatus.RELEASED,
        OUTBOX.c.channel == bindparam("channel"),
        OUTBOX.c.not_before <= _NOW,
        free(OUTBOX, _NOW),
    )
    .order_by(OUTBOX.c.not_before)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, of=OUTBOX)
)
_CLAIMED = _CHANGED.values(claimed_by=bindparam("claimed_by"), attempt=OUTBOX.c.attempt + 1)
_EDITED = _CHANGED.values(draft_version=OUTBOX.c.draft_version + 1)
_HELD = _CHANGED.where(
    OUTBOX.c.status == OutboxStatus.RELEASED,
    OUTBOX.c.claimed_by == bindparam("node"),
    OUTBOX.c.attempt == bindparam("claim"),
)
_LATE = (
    ENTRIES.where(
        OUTBOX.c.status == OutboxStatus.RELEASED,
        OUTBOX.c.channel == bindparam("channel"),
        OUTBOX.c.released_at <= bindparam("since"),
        OUTBOX.c.late_at.is_(None),
    )
    .order_by(OUTBOX.c.released_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=OUTBOX)
)


@dataclass(frozen=True)
class Entry:
    """A letter in the outbox, with where it stands. `token` is its conversation's."""

    id: int
    outgoing: Outgoing
    token: str
    status: OutboxStatus
    created_at: datetime
    attempt: int
    message_id: str
    version: int
    approved_by: str | None
    released_at: datetime | None
    sent_at: datetime | None
    last_error: str | None


def put(page: Page, outgoing: Outgoing, domain: str, now: datetime) -> int:
    """Write a letter down, as a draft or released; give its id. The same case, reply and cause come once only.

    Its Message-ID is made here, long before it leaves, so that every attempt is the same letter (R-EM-32).
    """
    id_ = new_id(now)
    page.add(
        OUTBOX,
        organisation=outgoing.organisation,
        id=id_,
        case_id=outgoing.case,
        thread_id=outgoing.thread,
        reply=outgoing.reply,
        cause=outgoing.cause,
        channel=outgoing.channel,
        status=OutboxStatus.RELEASED if outgoing.released else OutboxStatus.DRAFT,
        recipient=outgoing.recipient,
        addressee=base_address(outgoing.recipient or ""),
        domain=domain_of(outgoing.recipient or ""),
        language=outgoing.language,
        subject=outgoing.subject,
        body=outgoing.body,
        headers={
            "automatic": outgoing.automatic,
            "answers": outgoing.answers,
            "references": list(outgoing.references),
        },
        stops=[[stop.case, stop.clock] for stop in outgoing.stops],
        statements=list(outgoing.statements),
        attach=list(outgoing.attach),
        created_at=now,
        not_before=outgoing.not_before,
        released_at=outgoing.not_before if outgoing.released else None,
        note=outgoing.note,
        message_id=f"<{new_token()}.{id_}@{domain}>",
        attempt=0,
        draft_version=1,
    )
    if outgoing.released:
        page.wake(topic(outgoing.channel))
    return id_


def has(page: Page, organisation: str, case: int, reply: str, cause: str) -> bool:
    """Say whether this letter was already written."""
    same = select(OUTBOX.c.id).where(
        OUTBOX.c.organisation == organisation,
        OUTBOX.c.case_id == case,
        OUTBOX.c.reply == reply,
        OUTBOX.c.cause == cause,
    )
    return page.one(same) is not None


def claim(page: Page, channel: Channel, claimant: tuple[str, datetime], limit: int) -> tuple[Entry, ...]:
    """Take released letters that nobody sends; the attempt is on the disk before the first byte leaves.

    `claimant` is the node and the instant.
    """
    node, now = claimant
    taken = tuple(entry_of(row) for row in page.all(_UNCLAIMED, channel=channel, now=now, most=limit))
    if taken:
        mine = {"claimed_by": node, "claimed_until": now + LEASE}
        page.execute(_CLAIMED, [{"org": one.outgoing.organisation, "key": one.id, **mine} for one in taken])
    return taken


def next_departure(page: Page, channel: Channel) -> datetime | None:
    """Give the instant from which the next released letter of a channel may leave, or None where none waits."""
    waiting = select(OUTBOX.c.not_before).where(OUTBOX.c.status == OutboxStatus.RELEASED, OUTBOX.c.channel == channel)
    row = page.one(waiting.order_by(OUTBOX.c.not_before).limit(1))
    return row.not_before if row else None


def renew(page: Page, entry: Entry, claimant: tuple[str, datetime]) -> bool:
    """Hold a claimed letter for another lease; say whether it was still this claim's, and nobody has taken it over."""
    node, now = claimant
    mine = {"org": entry.outgoing.organisation, "key": entry.id, "node": node, "claim": entry.attempt + 1}
    return page.execute(_HELD, {**mine, "claimed_until": now + LEASE}).rowcount == 1


def mark_sent(page: Page, organisation: str, id_: int, now: datetime) -> bool:
    """Note that the next hop took a letter; say whether that was not known yet."""
    values = {"status": OutboxStatus.SENT, "sent_at": now, "claimed_by": None, "claimed_until": None}
    row = page.execute(_NOT_SENT, {"org": organisation, "key": id_, **values}).first()
    if row is None:
        return False
    search_marks.mark(page, organisation, row.thread_id)
    return True


def mark_failed(page: Page, organisation: str, id_: int, reason: str) -> None:
    """Note that a letter was refused for good."""
    _set(page, organisation, id_, status=OutboxStatus.FAILED, last_error=reason, claimed_by=None, claimed_until=None)


def postpone(page: Page, organisation: str, id_: int, until: datetime, reason: str) -> None:
    """Let a letter wait for its next attempt."""
    _set(page, organisation, id_, not_before=until, last_error=reason, claimed_by=None, claimed_until=None)


def find(page: Page, organisation: str, id_: int, *, to_change: bool = False) -> Entry | None:
    """Give one letter; with `to_change`, nobody else changes it until this page is done."""
    row = page.one(_LOCKED if to_change else _FOUND, org=organisation, key=id_)
    return entry_of(row) if row else None


def by_message_id(page: Page, organisation: str, message_id: str) -> Entry | None:
    """Give the letter that left with a Message-ID."""
    row = page.one(
        ENTRIES.where(OUTBOX.c.organisation == ORG, OUTBOX.c.message_id == KEY), org=organisation, key=message_id
    )
    return entry_of(row) if row else None


def of_thread(page: Page, organisation: str, thread: int) -> tuple[Entry, ...]:
    """Give every letter of a conversation, oldest first."""
    return tuple(entry_of(row) for row in page.all(_OF_THREAD, org=organisation, key=thread))


def of_token(page: Page, organisation: str, token: str) -> tuple[Entry, ...]:
    """Give every letter that carried a reply address, oldest first, also where its conversation has joined another."""
    mine = ENTRIES.where(OUTBOX.c.organisation == organisation, THREAD.c.token == token)
    return tuple(entry_of(row) for row in page.all(mine.order_by(OUTBOX.c.created_at, OUTBOX.c.id)))


def edit(page: Page, /, organisation: str, id_: int, **values: Any) -> None:  # noqa: ANN401 - columns of a draft
    """Change a draft and count its version up."""
    page.execute(_EDITED, {"org": organisation, "key": id_, **values})


def release(page: Page, entry: Entry, approved_by: str, now: datetime, leaves: datetime | None = None) -> None:
    """Let a draft go out, at once or at an instant."""
    when = {"not_before": leaves or now, "released_at": now, "approved_by": approved_by}
    edit(page, entry.outgoing.organisation, entry.id, status=OutboxStatus.RELEASED, **when)
    page.wake(topic(entry.outgoing.channel))


def leave_out(page: Page, entry: Entry, message: int) -> None:
    """Let a letter that has not left go without a message it was to carry; it is a draft again, so a person looks."""
    attach = [one for one in entry.outgoing.attach if one != message]
    nobody = {"approved_by": None, "released_at": None, "claimed_by": None, "claimed_until": None}
    edit(page, entry.outgoing.organisation, entry.id, attach=attach, status=OutboxStatus.DRAFT, **nobody)


def drop(page: Page, organisation: str, cases: Iterable[int]) -> None:
    """Take back the drafts of cases that are over."""
    drafts = (OUTBOX.c.organisation == organisation) & (OUTBOX.c.case_id.in_(tuple(cases)))
    page.execute(
        update(OUTBOX).where(drafts, OUTBOX.c.status == OutboxStatus.DRAFT).values(status=OutboxStatus.DROPPED)
    )


def late(page: Page, channel: Channel, since: datetime, limit: int) -> tuple[Entry, ...]:
    """Give released letters that were to leave before an instant and are still here, those that nobody noted yet."""
    rows = page.all(_LATE, channel=channel, since=since, most=limit)
    return tuple(entry_of(row) for row in rows)


def mark_late(page: Page, entry: Entry, now: datetime) -> bool:
    """Note that a letter does not arrive; say whether that was not known yet."""
    values = {"org": entry.outgoing.organisation, "key": entry.id, "late_at": now}
    return page.execute(_NOT_LATE, values).rowcount == 1


def _set(page: Page, organisation: str, id_: int, **values: Any) -> None:  # noqa: ANN401
    page.execute(_CHANGED, {"org": organisation, "key": id_, **values})


def entry_of(row: Row[Any]) -> Entry:
    """Give the letter of a row of ENTRIES."""
    return Entry(
        id=row.id,
        outgoing=_outgoing(row),
        token=row.token,
        status=OutboxStatus(row.status),
        created_at=row.created_at,
        attempt=row.attempt,
        message_id=row.message_id,
        version=row.draft_version,
        approved_by=row.approved_by,
        released_at=row.released_at,
        sent_at=row.sent_at,
        last_error=row.last_error,
    )


def _outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(
        organisation=row.organisation,
        case=row.case_id,
        thread=row.thread_id,
        reply=row.reply,
        cause=row.cause,
        channel=Channel(row.channel),
        recipient=row.recipient,
        language=row.language,
        subject=row.subject,
        body=row.body,
        released=row.status != OutboxStatus.DRAFT,
        not_before=row.not_before,
        automatic=Automatic(row.headers["automatic"]),
        answers=row.headers["answers"],
        references=tuple(row.headers["references"]),
        stops=tuple(Stop(case, ClockName(name)) for case, name in row.stops),
        statements=tuple(row.statements),
        attach=tuple(row.attach),
        note=row.note,
    )
