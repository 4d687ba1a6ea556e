"""What came by a key of the JSON interface: once under one name, and the arrival that it became."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from storage.api_tables import SUBMISSION
from storage.inbox_tables import ARRIVAL
from storage.page import Page


@dataclass(frozen=True)
class Submission:
    """One thing that came by a key; `idempotency` and `content` are digests."""

    organisation: str
    id: int
    key: int
    idempotency: str | None
    content: str
    arrival: int
    at: datetime


@dataclass(frozen=True)
class Read:
    """What became of a submission: whether it is understood, and the message that it is then."""

    done: bool
    message: int | None


def add(page: Page, submission: Submission) -> None:
    """Write down what came."""
    page.add(
        SUBMISSION,
        organisation=submission.organisation,
        id=submission.id,
        key_id=submission.key,
        idempotency=submission.idempotency,
        content=submission.content,
        arrival_id=submission.arrival,
        at=submission.at,
    )


def find(page: Page, organisation: str, id_: int) -> Submission | None:
    """Give one by its id."""
    row = page.one(select(SUBMISSION).where(SUBMISSION.c.organisation == organisation, SUBMISSION.c.id == id_))
    return _submission(row) if row else None


def said_before(page: Page, organisation: str, key: int, idempotency: str) -> Submission | None:
    """Give what came by a key under a name, by the name's digest."""
    mine = (SUBMISSION.c.organisation == organisation) & (SUBMISSION.c.key_id == key)
    row = page.one(select(SUBMISSION).where(mine, SUBMISSION.c.idempotency == idempotency))
    return _submission(row) if row else None


def read(page: Page, submission: Submission) -> Read | None:
    """Say what became of a submission; None where its bytes are erased."""
    mine = (ARRIVAL.c.organisation == submission.organisation) & (ARRIVAL.c.id == submission.arrival)
    row = page.one(select(ARRIVAL.c.done, ARRIVAL.c.message_id).where(mine))
    return Read(row.done, row.message_id) if row else None


def forget(page: Page, organisation: str, before: datetime) -> None:
    """Forget under which names things came before an instant."""
    page.execute(delete(SUBMISSION).where(SUBMISSION.c.organisation == organisation, SUBMISSION.c.at < before))


def _submission(row: Row[Any]) -> Submission:
    return Submission(row.organisation, row.id, row.key_id, row.idempotency, row.content, row.arrival_id, row.at)
