"""What organisations' own systems are still to be told, and how their webhooks are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update

from storage.api_tables import WEBHOOK, WEBHOOK_CALL
from storage.page import Page

TOPIC = "webhooks"
"""What waits for calls to make."""

LEASE = timedelta(minutes=2)
"""So long nobody else makes a call that was claimed; longer than any attempt takes."""


@dataclass(frozen=True)
class Call:
    """Something that an organisation's own system is to be told: `body` is what is sent, after `attempts` so far."""

    organisation: str
    id: int
    event: str
    body: str
    attempts: int = 0


@dataclass(frozen=True)
class WebhookState:
    """How a webhook is; see WebhookRow. `waiting` is how many calls are still to be made."""

    organisation: str
    told_at: datetime | None = None
    failing_since: datetime | None = None
    off_at: datetime | None = None
    trouble: str | None = None
    waiting: int = 0


def add(page: Page, call: Call, case: int, now: datetime) -> None:
    """Write down that something is to be told."""
    page.add(
        WEBHOOK_CALL,
        organisation=call.organisation,
        id=call.id,
        case_id=case,
        event=call.event,
        body=call.body,
        created_at=now,
        next_at=now,
        attempts=0,
    )
    page.wake(TOPIC)


def claim(page: Page, organisations: Collection[str], now: datetime, limit: int) -> tuple[Call, ...]:
    """Take calls whose time has come, of webhooks that are on, and count the attempt; nobody else makes them meanwhile.

    One organisation has half of them at the most, and those whose webhook fails come last.
    Whoever claims and dies leaves them to others once the lease is over: a call may come twice, never not at all.
    """
    off = select(WEBHOOK.c.organisation).where(WEBHOOK.c.off_at.is_not(None))
    ours = WEBHOOK_CALL.c.organisation.in_(tuple(organisations)) & WEBHOOK_CALL.c.organisation.not_in(off)
    place = func.row_number().over(partition_by=WEBHOOK_CALL.c.organisation, order_by=WEBHOOK_CALL.c.next_at)
    queues = select(WEBHOOK_CALL.c.id, place.label("place")).where(ours, WEBHOOK_CALL.c.next_at <= now).subquery()
    fails = select(WEBHOOK.c.organisation).where(WEBHOOK.c.failing_since.is_not(None))
    first = (WEBHOOK_CALL.c.organisation.in_(fails), WEBHOOK_CALL.c.next_at)  # those that work are not kept waiting
    heads = WEBHOOK_CALL.c.id.in_(select(queues.c.id).where(queues.c.place <= max(1, limit // 2)))
    due = select(WEBHOOK_CALL).where(ours, heads).order_by(*first).limit(limit)
    rows = page.all(due.with_for_update(skip_locked=True))
    mine = (WEBHOOK_CALL.c.organisation == bindparam("o")) & (WEBHOOK_CALL.c.id == bindparam("i"))
    taken = update(WEBHOOK_CALL).where(mine).values(next_at=now + LEASE, attempts=WEBHOOK_CALL.c.attempts + 1)
    if rows:
        page.execute(taken, [{"o": row.organisation, "i": row.id} for row in rows])
    return tuple(Call(row.organisation, row.id, row.event, row.body, row.attempts + 1) for row in rows)


def done(page: Page, call: Call) -> None:
    """Let go of a call: it was made, or is given up."""
    mine = (WEBHOOK_CALL.c.organisation == call.organisation) & (WEBHOOK_CALL.c.id == call.id)
    page.execute(delete(WEBHOOK_CALL).where(mine))


def postpone(page: Page, call: Call, until: datetime) -> None:
    """Let a call be made again, not before an instant."""
    mine = (WEBHOOK_CALL.c.organisation == call.organisation) & (WEBHOOK_CALL.c.id == call.id)
    page.execute(update(WEBHOOK_CALL).where(mine).values(next_at=until))


def give_up(page: Page, organisations: Collection[str], before: datetime) -> int:
    """Let go of calls that have waited since before an instant; give how many."""
    old = WEBHOOK_CALL.c.organisation.in_(tuple(organisations)) & (WEBHOOK_CALL.c.created_at < before)
    return page.execute(delete(WEBHOOK_CALL).where(old)).rowcount


def state(page: Page, organisation: str) -> WebhookState:
    """Say how an organisation's webhook is; nobody else notes anything about it until this page is done."""
    page.one(select(WEBHOOK.c.organisation).where(WEBHOOK.c.organisation == organisation).with_for_update())
    return look(page, organisation)


def look(page: Page, organisation: str) -> WebhookState:
    """Say how an organisation's webhook is."""
    row = page.one(select(WEBHOOK).where(WEBHOOK.c.organisation == organisation))
    calls = select(func.count()).select_from(WEBHOOK_CALL).where(WEBHOOK_CALL.c.organisation == organisation)
    waiting = int(page.execute(calls).scalar_one())
    if row is None:
        return WebhookState(organisation, waiting=waiting)
    return WebhookState(organisation, row.told_at, row.failing_since, row.off_at, row.trouble, waiting)


def off_since(page: Page, organisation: str) -> datetime | None:
    """Say since when an organisation's webhook is off, None where it is on or there is none."""
    row = page.one(select(WEBHOOK.c.off_at).where(WEBHOOK.c.organisation == organisation))
    return row.off_at if row else None


def keep(page: Page, state: WebhookState) -> None:
    """Write down how a webhook is."""
    values = {
        "told_at": state.told_at,
        "failing_since": state.failing_since,
        "off_at": state.off_at,
        "trouble": state.trouble,
    }
    changed = update(WEBHOOK).where(WEBHOOK.c.organisation == state.organisation).values(**values)
    if not page.execute(changed).rowcount:
        page.add(WEBHOOK, organisation=state.organisation, **values)
