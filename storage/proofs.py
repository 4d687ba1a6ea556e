"""What is left of erased cases: a proof each, sealed one to the next, so that none can be changed or taken away unseen.

A proof holds a number, days, codes and the head of the case's history: nobody's name and nobody's words (GDPR Art.
5(2)). Who has kept a copy of that history can still show that it is the one.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from storage.page import KEY, ORG, Page
from storage.procedure_tables import PROOF

_FOUND = select(PROOF).where(PROOF.c.organisation == ORG, PROOF.c.number == KEY)
_LAST = select(PROOF.c.seq, PROOF.c.seal).where(PROOF.c.organisation == ORG).order_by(PROOF.c.seq.desc()).limit(1)
_EVERY = select(PROOF).where(PROOF.c.organisation == ORG).order_by(PROOF.c.seq)


@dataclass(frozen=True)
class ErasureProof:
    """That there was a case, when it came and ended, and by which rule, when and by whom it was erased.

    `events` and `chain_head` are the length and the last hash of its history.
    """

    number: str
    kind: str
    received_on: date
    over_on: date | None
    in_time: bool | None
    ruling: str | None
    rule: str
    erased_at: datetime
    erased_by: str
    events: int
    chain_head: str


@dataclass(frozen=True)
class Sealed:
    """A proof as it stands in the book: `seq` is its place, `seal` ties it to the one before."""

    proof: ErasureProof
    seq: int
    seal: str


def add(page: Page, organisation: str, proof: ErasureProof) -> None:
    """Write a proof down after the last. Of two at once one is written again: there is one of each place."""
    last = page.one(_LAST, org=organisation)
    seq, before = (last.seq + 1, last.seal) if last else (1, "")
    page.add(PROOF, organisation=organisation, **asdict(proof), seq=seq, seal=seal_of(before, organisation, seq, proof))


def find(page: Page, organisation: str, number: str) -> ErasureProof | None:
    """Give what is left of an erased case, or None where none of that number was erased."""
    row = page.one(_FOUND, org=organisation, key=number)
    return _sealed(row).proof if row else None


def every(page: Page, organisation: str) -> Iterator[Sealed]:
    """Give all proofs of an organisation in their order."""
    return (_sealed(row) for row in page.all(_EVERY, org=organisation))


def seal_of(before: str, organisation: str, seq: int, proof: ErasureProof) -> str:
    """Give the hash that ties a proof to all before it: SHA-256, hex."""
    told: list[Any] = [before, organisation, seq, *map(_plain, asdict(proof).values())]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> str | int | bool | None:  # noqa: ANN401 - any value of a proof
    if isinstance(value, datetime):
        return f"{value.timestamp():.6f}"
    return value.isoformat() if isinstance(value, date) else value


def _sealed(row: Row[Any]) -> Sealed:
    values = row._asdict()
    return Sealed(ErasureProof(**{name: values[name] for name in ErasureProof.__dataclass_fields__}), row.seq, row.seal)
