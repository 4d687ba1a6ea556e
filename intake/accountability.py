"""The record of a year's requests, to show that each right was answered and when (GDPR Art. 5(2)): nobody's name.

A case number leads back to the case while there is one; of what is erased, its proof is what is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cases.calendar import DAY
from cases.kind import PRIVACY
from cases.office import Office
from cases.staff import Staff, queues_of, taken_over
from storage import figures, proofs
from storage.figures import AT_ONCE, Came, Dealt
from storage.ids import first_id
from storage.page import Page
from storage.proofs import ErasureProof


@dataclass(frozen=True)
class Request:
    """What is shown of one request. `settled_on` is when it was answered; of an erased one when it was over.

    `grounds` are what a refusal rested on. `erased_on` and `rule` say when and why its file went, where it did.
    """

    number: str
    kind: str
    received_on: date
    due_on: date | None
    settled_on: date | None
    in_time: bool | None
    extended_on: date | None
    ruling: str
    grounds: tuple[str, ...]
    erased_on: date | None = None
    rule: str = ""


def requests_of(page: Page, office: Office, year: int, staff: Staff | None, now: datetime) -> tuple[Request, ...]:
    """Give the requests under the GDPR that came in a year, the first at the front.

    With a member of staff: those that they may see, and what was erased; without one, all.
    """
    mine = (
        _live(one, office, now)
        for one in _came(page, office.policy.id, year)
        if office.day(one.received_at).year == year and _sees(staff, one, office)
    )
    gone = (
        _erased(sealed.proof, office)
        for sealed in proofs.every(page, office.policy.id)
        if sealed.proof.kind in PRIVACY and sealed.proof.received_on.year == year
    )
    return tuple(sorted((*mine, *gone), key=lambda one: (one.received_on, one.number)))


def _came(page: Page, organisation: str, year: int) -> Iterator[Dealt]:
    """Give the requests of a year, with those of the day before and after: each zone has a new year of its own.

    A case is made when its letter is there, so of what came in a year none is older.
    """
    first, last = datetime(year, 1, 1, tzinfo=UTC) - DAY, datetime(year + 1, 1, 1, tzinfo=UTC) + DAY
    which, after = Came(PRIVACY, first, last), first_id(first)
    while found := figures.came(page, organisation, which, after):
        yield from found
        if len(found) < AT_ONCE:
            return
        after = found[-1].id


def _sees(staff: Staff | None, one: Dealt, office: Office) -> bool:
    if staff is None:
        return True
    if staff.id in one.excluded:
        return False
    return one.queue in queues_of(staff, office.policy) or one.assigned_to in {staff.id, *taken_over(staff)}


def _live(one: Dealt, office: Office, now: datetime) -> Request:
    settled = one.settled_at
    return Request(
        number=one.number,
        kind=one.kind,
        received_on=office.day(one.received_at),
        due_on=office.day(one.due_at) if one.due_at else None,
        settled_on=office.day(settled) if settled else None,
        in_time=one.in_time(now) if settled or one.in_time(now) is False else None,
        extended_on=office.day(one.extended_at) if one.extended_at else None,
        ruling=one.ruling,
        grounds=one.grounds,
    )


def _erased(proof: ErasureProof, office: Office) -> Request:
    return Request(
        number=proof.number,
        kind=proof.kind,
        received_on=proof.received_on,
        due_on=None,
        settled_on=proof.over_on,
        in_time=proof.in_time,
        extended_on=None,
        ruling=proof.ruling or "",
        grounds=(),
        erased_on=office.day(proof.erased_at),
        rule=proof.rule,
    )
