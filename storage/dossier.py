"""Everything about one case, as one page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from cases.case import Case, Event
from cases.clock import Clock
from cases.decision import Decision
from cases.task import Task
from storage import casebook, clocks, decisions, history, looks, messages, outbox, staff, tasks
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
    conversations that it may belong to; `names` everybody who is or was staff, by id; `waiting` are
    the messages whose files wait for the virus scanner, each with since when; `decisions` the newest last. `known`: the
    requester's address had a case before, and nothing spoke against it then.
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
    waiting: dict[int, datetime]
    decisions: tuple[Decision, ...]
    tasks: tuple[Task, ...]
    known: bool = False


@dataclass(frozen=True)
class File:
    """Where a file of a letter is found again: its name, type and part, and the arrival that holds its bytes.

    `verdict` is what the virus scanner said of it, as in `Attachment`.
    """

    name: str
    media_type: str
    part: int
    arrival: int
    verdict: str | None


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
        waiting=looks.waiting(page, organisation, [one.id for one in told]),
        decisions=decisions.of_case(page, organisation, case.id),
        tasks=tasks.of_case(page, organisation, case.id),
        known=_known(page, case),
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
        select(ATTACHMENT, MESSAGE.c.arrival_id).select_from(ATTACHMENT).join(MESSAGE, same_letter).where(wanted)
    )
    return File(row.name, row.media_type, row.part, row.arrival_id, row.verdict) if row else None


def _known(page: Page, case: Case) -> bool:
    """Say whether the requester had a case before, in another conversation, that was not perhaps forged."""
    address = case.requester.address
    found = casebook.of_person(page, case.organisation, address) if address else ()
    openers = [one.opened_for for one in found if one.id < case.id and one.thread != case.thread]
    return any(not (one and one.failed) for one in messages.authentications(page, case.organisation, openers))


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
