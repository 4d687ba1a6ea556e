"""Who did what when: append-only, one hash chain per case, its head on the case row."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, select, update

from cases.case import Event
from storage.page import KEY, ORG, Page
from storage.tables import CASE, EVENT

_MINE = (CASE.c.organisation == ORG) & (CASE.c.id == KEY)
_CHAIN = select(CASE.c.chain_head, CASE.c.events).where(_MINE).with_for_update()
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
LINKED = update(CASE).where(_MINE).values(chain_head=bindparam("head"), events=bindparam("count"), counted=False)


def topic(organisation: str) -> str:
    """Name what rings whenever something happens to a case of an organisation."""
    return f"cases {organisation}"


def record(page: Page, organisation: str, case: int, events: Iterable[Event], linked: Update = LINKED) -> None:
    """Append events to a case's history. `linked` is LINKED, or that and more about the case's row."""
    events = tuple(events)
    if not events:
        return
    chain = page.chains.get((organisation, case)) or _locked(page, organisation, case)
    if chain is None:
        return
    head, count = append(page, (organisation, case), chain, events)
    page.execute(linked, {"org": organisation, "key": case, "head": head, "count": count})


def chain_of(page: Page, organisation: str, case: int) -> tuple[str, int]:
    """Give the head and the length of a case's history, which nobody adds to until this page is done."""
    return _locked(page, organisation, case) or ("", 0)


def _locked(page: Page, organisation: str, case: int) -> tuple[str, int] | None:
    row = page.one(_CHAIN, org=organisation, key=case)
    return (row.chain_head, row.events) if row else None


def append(page: Page, case: tuple[str, int], chain: tuple[str, int], events: Iterable[Event]) -> tuple[str, int]:
    """Write events after a chain (its head and length); give the new head and length for the case row."""
    head, count = chain
    page.wake(topic(case[0]))
    for event in events:
        count += 1
        head = link(head, case, count, event)
        page.add(
            EVENT,
            organisation=case[0],
            case_id=case[1],
            seq=count,
            at=event.at,
            verb=event.verb,
            actor=event.actor,
            data=event.data,
            hash=head,
        )
    page.chains[case] = head, count
    return head, count


def link(head: str, case: tuple[str, int], seq: int, event: Event) -> str:
    """Give the hash that ties an event to everything before it: SHA-256, hex."""
    told: list[Any] = [head, *case, seq, _instant(event.at), event.verb, event.actor, event.data]
    return hashlib.sha256(_CANONICAL(told).encode()).hexdigest()


def of_case(page: Page, organisation: str, case: int) -> tuple[Event, ...]:
    """Give a case's history, oldest first."""
    rows = page.all(
        select(EVENT).where(EVENT.c.organisation == organisation, EVENT.c.case_id == case).order_by(EVENT.c.seq)
    )
    return tuple(Event(row.at, row.verb, row.actor, row.data) for row in rows)


def linked(page: Page, organisation: str, case: int) -> tuple[tuple[Event, str], ...]:
    """Give a case's history with the hash of each event, oldest first."""
    mine = (EVENT.c.organisation == organisation) & (EVENT.c.case_id == case)
    rows = page.all(select(EVENT).where(mine).order_by(EVENT.c.seq))
    return tuple((Event(row.at, row.verb, row.actor, row.data), row.hash) for row in rows)


def _instant(at: datetime) -> str:
    return f"{at.timestamp():.6f}"
