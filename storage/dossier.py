"""Everything about one case, as one page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select

from cases.breach import Breach
from cases.case import Case, Event
from cases.clock import Clock
from cases.decision import Decision
from cases.learner import Known
from cases.legal_hold import LegalHold
from cases.note import Note
from cases.pause import Pause
from cases.staff import Staff
from cases.task import Task
from storage import (
    appeals,
    breaches,
    case_notes,
    casebook,
    chats,
    clocks,
    decisions,
    declarations,
    history,
    holds,
    looks,
    messages,
    outbox,
    passes,
    pauses,
    seen_drafts,
    staff,
    tasks,
)
from storage.chats import Line
from storage.known import known
from storage.messages import Told
from storage.outbox import Entry
from storage.page import Page
from storage.passes import Pass
from storage.seen_drafts import Seen
from storage.tables import ATTACHMENT, CASE, MESSAGE

RELATED = 8
"""So many cases are suggested at most."""


class Ground(StrEnum):
    """Why a case is shown beside another one."""

    APPEAL_OF = "appeal_of"
    APPEALED_IN = "appealed_in"
    JOINED_INTO = "joined_into"
    JOINED_FROM = "joined_from"
    NAMED = "named"
    SAME_ADDRESS = "same_address"


TIED = frozenset({Ground.APPEAL_OF, Ground.APPEALED_IN, Ground.JOINED_INTO, Ground.JOINED_FROM})
"""Grounds that hold in the same conversation too."""


@dataclass(frozen=True)
class Dossier:
    """A case with what was said, what we wrote, its clocks and its history, oldest first.

    `letters` are those of the whole conversation; `siblings` the other cases that it opened; `related` those of other
    conversations that it may belong to, each with why; `names` everybody who is or was staff, by id; `waiting` are
    the messages whose files wait for the virus scanner, each with since when; `decisions` the newest last; `colleagues`
    everybody who may log in; `pauses` what the person was asked; `breaches` what people made of a hint. `known` is
    what is known of the requester's address. `declared` is who declared what about
    an interest in it; `first` the case that an appeal is about, `before` and `answers` what was said and written there,
    where that was another conversation; `holds` what keeps it from being erased; `lines` those of a chat,
    in the order in which they are shown; `passes` what was given out to open its own page;
    `notes` what staff wrote down for each other; `seen_drafts` the drafts as each person last put a name to them.
    """

    case: Case
    due_at: datetime | None
    told: tuple[Told, ...]
    letters: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    events: tuple[Event, ...]
    siblings: tuple[Case, ...]
    related: tuple[tuple[Case, Ground], ...]
    names: dict[int, str]
    waiting: dict[int, datetime]
    decisions: tuple[Decision, ...]
    tasks: tuple[Task, ...]
    colleagues: tuple[Staff, ...] = ()
    pauses: tuple[Pause, ...] = ()
    breaches: tuple[Breach, ...] = ()
    known: Known = field(default_factory=Known)
    declared: Mapping[int, bool] = field(default_factory=dict)
    first: Case | None = None
    before: tuple[Told, ...] = ()
    answers: tuple[Entry, ...] = ()
    holds: tuple[LegalHold, ...] = ()
    lines: tuple[Line, ...] = ()
    passes: tuple[Pass, ...] = ()
    notes: tuple[Note, ...] = ()
    seen_drafts: tuple[Seen, ...] = ()


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
    restricted: bool = False
    erased: bool = False


def dossier(page: Page, organisation: str, number: str) -> Dossier | None:
    """Give everything about a case, or None where the organisation has no case of that number."""
    case = casebook.by_number(page, organisation, number)
    if case is None:
        return None
    row = page.one(select(CASE.c.due_at).where(CASE.c.organisation == organisation, CASE.c.id == case.id))
    told = messages.of_thread(page, organisation, case.thread)
    events = history.of_case(page, organisation, case.id)
    return Dossier(
        case=case,
        due_at=row.due_at if row else None,
        told=told,
        letters=outbox.of_thread(page, organisation, case.thread),
        clocks=clocks.of_case(page, organisation, case.id),
        events=events,
        siblings=_siblings(page, case),
        related=_related(page, case, told, events),
        names=staff.names(page, organisation),
        waiting=looks.waiting(page, organisation, [one.id for one in told]),
        decisions=decisions.of_case(page, organisation, case.id),
        tasks=tasks.of_case(page, organisation, case.id),
        holds=holds.of_case(page, organisation, case.id),
        lines=_lines(page, case),
        passes=passes.of_case(page, organisation, case.id),
        notes=case_notes.of_case(page, organisation, case.id),
        seen_drafts=seen_drafts.of_case(page, organisation, case.id),
        colleagues=staff.working(page, organisation),
        pauses=pauses.of_case(page, organisation, case.id),
        breaches=breaches.of_case(page, organisation, case.id),
        known=known(page, case, case.requester.address),
        declared=declarations.of_case(page, organisation, case.id),
        first=casebook.find(page, organisation, case.appeal_of) if case.appeal_of else None,
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
    if row is None:
        return None
    erased = row.erased_at is not None
    return File(row.name, row.media_type, row.part, row.arrival_id, row.verdict, row.restricted, erased)


def _lines(page: Page, case: Case) -> tuple[Line, ...]:
    chat = chats.of_thread(page, case.organisation, case.thread)
    return chats.lines(page, case.organisation, chat.id) if chat else ()


def _siblings(page: Page, case: Case) -> tuple[Case, ...]:
    rows = page.all(
        select(CASE.c.number)
        .where(CASE.c.organisation == case.organisation, CASE.c.thread_id == case.thread, CASE.c.id != case.id)
        .order_by(CASE.c.id)
    )
    found = (casebook.by_number(page, case.organisation, row.number) for row in rows)
    return tuple(sibling for sibling in found if sibling)


def _related(page: Page, case: Case, told: Iterable[Told], events: Iterable[Event]) -> tuple[tuple[Case, Ground], ...]:
    """Give the cases of other conversations that this one may belong to, each with the first ground that there is."""
    grounds = (
        (Ground.APPEAL_OF, [casebook.find(page, case.organisation, case.appeal_of)] if case.appeal_of else []),
        (Ground.APPEALED_IN, appeals.against(page, case.organisation, case.id)),
        (Ground.JOINED_INTO, _numbered(page, case, _joined(events, "into"))),
        (Ground.JOINED_FROM, _numbered(page, case, _joined(events, "from"))),
        (Ground.NAMED, _numbered(page, case, (one.reading.fields.get("reference", "") for one in told))),
        (Ground.SAME_ADDRESS, _of_person(page, case)),
    )
    found: dict[int, tuple[Case, Ground]] = {}
    for ground, cases in grounds:
        for other in cases:
            if other and other.id != case.id and (other.thread != case.thread or ground in TIED):
                found.setdefault(other.id, (other, ground))
    return tuple(found.values())[:RELATED]


def _joined(events: Iterable[Event], which: str) -> Iterable[str]:
    return (str(event.data[which]) for event in events if event.verb == "joined" and event.data.get(which))


def _numbered(page: Page, case: Case, numbers: Iterable[str]) -> list[Case | None]:
    return [casebook.by_number(page, case.organisation, number) for number in dict.fromkeys(numbers) if number]


def _of_person(page: Page, case: Case) -> tuple[Case, ...]:
    address = case.requester.address
    return casebook.of_person(page, case.organisation, address, RELATED) if address else ()
