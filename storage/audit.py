"""Walks the histories of cases and the proofs of erased ones, and names every break in their chains (R-LOG-1).

A chain shows what was changed, taken out, put in or moved, as long as whoever did it did not write the whole of it
anew. Memory stays small: a few cases are looked at at a time, each batch as it stood at one instant.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Row, and_, select

from cases.case import Event
from storage import proofs
from storage.history import link
from storage.page import KEY, ORG, Page
from storage.procedure_tables import PROOF
from storage.tables import CASE, EVENT

AT_ONCE = 200
"""So many cases are read together."""


class Fault(StrEnum):
    """What is wrong at a place of a chain."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    MOVED = "reordered"
    HEAD = "wrong head"
    COUNT = "wrong count"
    NO_CASE = "belongs to no case"
    NOT_ERASED = "is there although its proof says it was erased"


@dataclass(frozen=True)
class Break:
    """One fault: whose chain ("MX-26-481903", or "proofs"), at which place (0 for the whole), and what is wrong."""

    organisation: str
    chain: str
    place: int
    fault: Fault


@dataclass
class Walked:
    """How much was looked at."""

    cases: int = 0
    events: int = 0
    proofs: int = 0


_SOME = (
    select(CASE.c.id).where(CASE.c.organisation == ORG, CASE.c.id > KEY).order_by(CASE.c.id).limit(AT_ONCE)
).subquery("some")
_OF_SOME = (
    select(CASE.c.id.label("case_id"), CASE.c.number, CASE.c.chain_head, CASE.c.events, *EVENT.c["seq", "at", "verb"])
    .add_columns(*EVENT.c["actor", "data", "hash"])
    .select_from(CASE)
    .join(_SOME, _SOME.c.id == CASE.c.id)
    .outerjoin(EVENT, and_(EVENT.c.organisation == CASE.c.organisation, EVENT.c.case_id == CASE.c.id))
    .where(CASE.c.organisation == ORG)
    .order_by(CASE.c.id, EVENT.c.seq)
)
_LOST = (
    select(EVENT.c.case_id, EVENT.c.seq)
    .outerjoin(CASE, and_(EVENT.c.organisation == CASE.c.organisation, EVENT.c.case_id == CASE.c.id))
    .where(EVENT.c.organisation == ORG, CASE.c.id.is_(None))
    .order_by(EVENT.c.case_id, EVENT.c.seq)
)
_BACK = (
    select(PROOF.c.number, PROOF.c.seq)
    .join(CASE, and_(CASE.c.organisation == PROOF.c.organisation, CASE.c.number == PROOF.c.number))
    .where(PROOF.c.organisation == ORG)
)


def breaks(page: Page, organisation: str, walked: Walked) -> Iterator[Break]:
    """Give every break in an organisation's chains; `walked` counts what was looked at."""
    yield from _of_cases(page, organisation, walked)
    for row in page.all(_LOST, org=organisation):
        yield Break(organisation, f"case {row.case_id}", row.seq, Fault.NO_CASE)
    yield from _of_proofs(page, organisation, walked)
    for row in page.all(_BACK, org=organisation):
        yield Break(organisation, row.number, row.seq, Fault.NOT_ERASED)


def _of_cases(page: Page, organisation: str, walked: Walked) -> Iterator[Break]:
    after = 0
    while rows := page.all(_OF_SOME, org=organisation, key=after):
        after = rows[-1].case_id
        for _, of_case in groupby(rows, key=lambda row: row.case_id):
            some = list(of_case)
            walked.cases += 1
            walked.events += sum(row.seq is not None for row in some)
            yield from _of_case(organisation, some)


def _of_case(organisation: str, rows: Sequence[Row[Any]]) -> Iterator[Break]:
    case, events = rows[0], [row for row in rows if row.seq is not None]
    if _is_whole(organisation, case, events):
        return
    found = list(_faults(organisation, case, events))
    last = events[-1].hash if events else ""
    if last != case.chain_head:
        found.append((0, Fault.HEAD))
    if len(events) != case.events:
        found.append((0, Fault.COUNT))
    yield from (Break(organisation, case.number, place, fault) for place, fault in found)


def _is_whole(organisation: str, case: Row[Any], events: Sequence[Row[Any]]) -> bool:
    head = ""
    for place, row in enumerate(events, start=1):
        head = link(head, (organisation, case.case_id), place, _event(row))
        if row.seq != place or row.hash != head:
            return False
    return bool(head == case.chain_head and len(events) == case.events)


def _faults(organisation: str, case: Row[Any], events: Sequence[Row[Any]]) -> Iterator[tuple[int, Fault]]:
    """Look at each event for itself: whether it fits what was written before it, and if not, whether elsewhere."""
    hashes = {"", *(row.hash for row in events)}
    there = {row.seq for row in events}
    last = max([case.events, *there])
    yield from ((place, Fault.MISSING) for place in range(1, case.events + 1) if place not in there)
    before = ""
    for row in events:
        if row.seq > case.events:
            yield row.seq, Fault.ADDED
        elif not _fits(organisation, case, row, (before, row.seq)) and row.seq - 1 in there | {0}:
            yield row.seq, _where_else(organisation, case, row, (hashes, last))
        before = row.hash


def _fits(organisation: str, case: Row[Any], row: Row[Any], place: tuple[str, int]) -> bool:
    before, seq = place
    return bool(link(before, (organisation, case.case_id), seq, _event(row)) == row.hash)


def _where_else(organisation: str, case: Row[Any], row: Row[Any], among: tuple[Iterable[str], int]) -> Fault:
    hashes, last = among
    places = ((before, seq) for before in hashes for seq in range(1, last + 1))
    elsewhere = any(_fits(organisation, case, row, place) for place in places)
    return Fault.MOVED if elsewhere else Fault.CHANGED


def _event(row: Row[Any]) -> Event:
    return Event(row.at, row.verb, row.actor, row.data)


def _of_proofs(page: Page, organisation: str, walked: Walked) -> Iterator[Break]:
    before, expected = "", 1
    for one in proofs.every(page, organisation):
        walked.proofs += 1
        for place in range(expected, one.seq):
            yield Break(organisation, "proofs", place, Fault.MISSING)
        if one.seq == expected and proofs.seal_of(before, organisation, one.seq, one.proof) != one.seal:
            yield Break(organisation, one.proof.number, one.seq, Fault.CHANGED)
        before, expected = one.seal, one.seq + 1
