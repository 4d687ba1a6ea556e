"""Examples: what a person said a letter is, beside what was read in it, with nobody's name in it.

They serve to see where the reading errs and to write better rules, inside the organisation; no model learns from them
(R-AI-10). An example is gone as soon as its letter or its case is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select

from cases.kind import Flag, Kind
from cases.message import Verdict
from cases.reading import FoundKind
from storage.correction_table import EXAMPLE
from storage.page import KEY, ORG, Page
from storage.tables import MESSAGE


@dataclass(frozen=True)
class Example:
    """A letter as it was `read` and as it is: its `kinds`, and for each field that was corrected what was wrong.

    `subject`, `text` and the evidence are redacted. `role` is that of whoever corrected it last, at `at`. `fields` says
    "missed", "wrong" or "invented". `case` is where it was corrected.
    """

    organisation: str
    message: int
    case: int
    at: datetime
    role: str
    language: str
    subject: str
    text: str
    read: tuple[FoundKind, ...]
    unsure: bool
    kinds: tuple[Kind, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[Flag] = frozenset()


@dataclass(frozen=True)
class Read:
    """So many letters in one language whose surest kind was this one, that sure, rounded down to tenths."""

    language: str
    kind: Kind
    tenths: int
    letters: int


_MINE = (EXAMPLE.c.organisation == ORG) & (EXAMPLE.c.message_id == KEY)
_FOUND = select(EXAMPLE).where(_MINE)
_SUREST = MESSAGE.c.reading[("kinds", 0, 0)].as_string()
_SURE = MESSAGE.c.reading[("kinds", 0, 1)].as_float()


def keep(page: Page, example: Example) -> None:
    """Write an example down in the place of an earlier one of the same letter; one that shows no mistake goes."""
    key = {"org": example.organisation, "key": example.message}
    page.execute(delete(EXAMPLE).where(_MINE), key)
    if not example.fields and {found.kind for found in example.read} == set(example.kinds):
        return
    page.add(
        EXAMPLE,
        organisation=example.organisation,
        message_id=example.message,
        case_id=example.case,
        at=example.at,
        role=example.role,
        language=example.language,
        subject=example.subject,
        text=example.text,
        read=[[found.kind, found.confidence, list(found.evidence)] for found in example.read],
        unsure=example.unsure,
        kinds=list(example.kinds),
        fields=dict(example.fields),
        flags=sorted(example.flags),
    )


def find(page: Page, organisation: str, message: int) -> Example | None:
    """Give the example that a letter has become, or None."""
    row = page.one(_FOUND, org=organisation, key=message)
    return _example(row) if row else None


def listed(page: Page, organisation: str, since: datetime | None = None) -> tuple[Example, ...]:
    """Give an organisation's examples whose letters were received since an instant, oldest first."""
    same = (MESSAGE.c.organisation == EXAMPLE.c.organisation) & (MESSAGE.c.id == EXAMPLE.c.message_id)
    rows = page.all(
        select(EXAMPLE).join(MESSAGE, same).where(*_received(organisation, since)).order_by(EXAMPLE.c.message_id)
    )
    return tuple(map(_example, rows))


def read(page: Page, organisation: str, since: datetime | None = None) -> Sequence[Read]:
    """Count what was read in the letters that did not go into the file, since an instant."""
    tenths = func.floor(_SURE * 10 + 0.0001)  # 0.9 has no exact form, and is nine tenths all the same
    of = (MESSAGE.c.language, _SUREST.label("kind"), tenths.label("tenths"))
    found = (*_received(organisation, since), MESSAGE.c.verdict != Verdict.FILE, MESSAGE.c.thread_id.is_not(None))
    rows = page.all(select(*of, func.count().label("letters")).where(*found).group_by(*of))
    return [Read(row.language, Kind(row.kind), int(row.tenths), int(row.letters)) for row in rows]


def _received(organisation: str, since: datetime | None) -> Iterator[ColumnElement[bool]]:
    yield MESSAGE.c.organisation == organisation
    if since:
        yield MESSAGE.c.received_at >= since


def _example(row: Row[Any]) -> Example:
    return Example(
        organisation=row.organisation,
        message=row.message_id,
        case=row.case_id,
        at=row.at,
        role=row.role,
        language=row.language,
        subject=row.subject,
        text=row.text,
        read=tuple(FoundKind(Kind(kind), confidence, tuple(words)) for kind, confidence, words in row.read),
        unsure=row.unsure,
        kinds=tuple(map(Kind, row.kinds)),
        fields=row.fields,
        flags=frozenset(map(Flag, row.flags)),
    )
