"""Everything about one case, as one page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from cases.case import Case, Event
from cases.clock import Clock
from storage import casebook, clocks, history, messages, outbox, staff
from storage.messages import Told
from storage.outbox import Entry
from storage.page import Page
from storage.tables import ATTACHMENT, CASE, MESSAGE

RELATED = 8
"""So many cases are suggested at most."""


@dataclass(frozen=True)
class Dossier:
    """A case with what was said, what we wrote, its clocks and its history, oldest first.

    `letters` are those of the whole conversation; `siblings` the other cases that it opened; `related` those of other
    conversations that it may belong to; `names` everybody who is or was staff, by id.
    """

    case: Case
    due_at: datetime | None
    told: tuple[Told, ...]
    letters: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    events: tuple[Event, ...]
    siblings: tuple[Case, ...]
    related: tuple[Case, ...]
    names: dict[int, str]


@dataclass(frozen=True)
class File:
    """Where a file of a letter is found again: its name, its part, and the arrival that holds its bytes."""

    name: str
    part: int
    arrival: int


def dossier(page: Page, organisation: str, number: str) -> Dossier | None:
    """Give everything about a case, or None where the organisation has no case of that number."""
    case = casebook.by_number(page, organisation, number)
    if case is None:
        return None
    row = page.one(select(CASE.c.due_at).where(CASE.c.organisation == organisation, CASE.c.id == case.id))
    told = messages.of_thread(page, organisation, case.thread)
    return Dossier(
        case=case,
        due_at=row.due_at if row else None,
        told=told,
        letters=outbox.of_thread(page, organisation, case.thread),
        clocks=clocks.of_case(page, organisation, case.id),
        events=history.of_case(page, organisation, case.id),
        siblings=_siblings(page, case),
        related=_related(page, case, told),
        names=staff.names(page, organisation),
    )


def file_of(page: Page, case: Case, message: int, part: int) -> File | None:
    """Find a file of the case's conversation, or None: of another conversation's letters, nothing is given."""
    same_letter = (MESSAGE.c.organisation == ATTACHMENT.c.organisation) & (MESSAGE.c.id == ATTACHMENT.c.message_id)
    wanted: ColumnElement[Any] = (
        (MESSAGE.c.organisation == case.organisation)
        & (MESSAGE.c.thread_id == case.thread)
        & (MESSAGE.c.id == message)
        & (ATTACHMENT.c.part == part)
        & MESSAGE.c.arrival_id.is_not(None)
    )
    row = page.one(
        select(ATTACHMENT.c.name, ATTACHMENT.c.part, MESSAGE.c.arrival_id)
        .select_from(ATTACHMENT)
        .join(MESSAGE, same_letter)
        .where(wanted)
    )
    return File(row.name, row.part, row.arrival_id) if row else None


def _siblings(page: Page, case: Case) -> tuple[Case, ...]:
    rows = page.all(
        select(CASE.c.number)
        .where(CASE.c.organisation == case.organisation, CASE.c.thread_id == case.thread, CASE.c.id != case.id)
        .order_by(CASE.c.id)
    )
    found = (casebook.by_number(page, case.organisation, row.number) for row in rows)
    return tuple(sibling for sibling in found if sibling)


def _related(page: Page, case: Case, told: Iterable[Told]) -> tuple[Case, ...]:
    """Give the cases that the letters name, then the others of whoever they are from."""
    organisation, address = case.organisation, case.requester.address
    numbers = dict.fromkeys(one.reading.fields.get("reference", "") for one in told)
    named = (casebook.by_number(page, organisation, number) for number in numbers if number)
    persons = casebook.of_person(page, organisation, address, RELATED) if address else ()
    found = {other.id: other for other in (*named, *persons) if other and other.thread != case.thread}
    return tuple(found.values())[:RELATED]
