"""Cases as they are counted: codes and instants of each, some at a time; never a name or a word."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, select

from cases.case import Status
from cases.kind import Kind
from cases.policy import ClockName
from storage.page import KEY, ORG, Page
from storage.procedure_tables import DECISION, EXTENSION
from storage.tables import CASE, CLOCK, MESSAGE

AT_ONCE = 500
"""So many cases are looked at with one statement."""

PROMISED = (ClockName.ANSWER, ClockName.REFERRAL)
"""The clocks that say whether a case was dealt with in time: the person's answer, or that it went to who decides."""

_IDS: Any = bindparam("ids", expanding=True)
_CASES = (
    select(
        CASE.c.id,
        CASE.c.number,
        CASE.c.kind,
        CASE.c.status,
        CASE.c.language,
        CASE.c.queue,
        CASE.c.assigned_to,
        CASE.c.received_at,
        CASE.c.excluded,
        CASE.c.counted_as,
        MESSAGE.c.channel,
    )
    .outerjoin(MESSAGE, and_(MESSAGE.c.organisation == CASE.c.organisation, MESSAGE.c.id == CASE.c.opened_for))
    .where(CASE.c.organisation == ORG)
)
_CAME = (
    _CASES.where(
        CASE.c.id > KEY,
        CASE.c.kind.in_(bindparam("kinds", expanding=True)),
        CASE.c.received_at >= bindparam("first", type_=CASE.c.received_at.type),
        CASE.c.received_at < bindparam("last", type_=CASE.c.received_at.type),
    )
    .order_by(CASE.c.id)
    .limit(bindparam("most"))
)
_UNCOUNTED = (
    _CASES.where(~CASE.c.counted)
    .order_by(CASE.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=CASE, skip_locked=True)
)
_ONE = _CASES.where(CASE.c.id == KEY)
_CLOCKS = select(CLOCK.c.case_id, CLOCK.c.due_at, CLOCK.c.stopped_at, CLOCK.c.paused_at).where(
    CLOCK.c.organisation == ORG, CLOCK.c.case_id.in_(_IDS), CLOCK.c.name.in_(PROMISED)
)
_DECISIONS = (
    select(DECISION.c.case_id, DECISION.c.ruling, DECISION.c.grounds, DECISION.c.remedies)
    .where(DECISION.c.organisation == ORG, DECISION.c.case_id.in_(_IDS))
    .order_by(DECISION.c.id)
)
_EXTENSIONS = select(EXTENSION.c.case_id, EXTENSION.c.made_at).where(
    EXTENSION.c.organisation == ORG, EXTENSION.c.case_id.in_(_IDS), EXTENSION.c.clock.in_(PROMISED)
)


@dataclass(frozen=True)
class Limit:
    """A time limit for the answer: when it ends, when it was met or missed, since when it stands still."""

    due_at: datetime
    stopped_at: datetime | None
    paused_at: datetime | None

    def late(self, now: datetime) -> bool:
        """Say whether it ran out, as a clock does."""
        return (self.paused_at or self.stopped_at or now).astimezone(UTC) > self.due_at


@dataclass(frozen=True)
class Dealt:
    """One case as reports know it: its limits, what was decided last with its grounds and remedies.

    `channel` is the way it came. `extended_at` is when it was given longer. `counted_as` is as what it stands in the
    figures, None where it does not yet.
    """

    id: int
    number: str
    kind: Kind
    status: Status
    language: str
    channel: str
    queue: str
    assigned_to: int | None
    received_at: datetime
    excluded: frozenset[int]
    limits: tuple[Limit, ...]
    ruling: str
    grounds: tuple[str, ...]
    remedies: tuple[str, ...]
    extended_at: datetime | None
    counted_as: str | None = None

    @property
    def settled(self) -> bool:
        """Say whether it was answered, went to who decides, or ended otherwise."""
        if self.limits:
            return all(limit.stopped_at for limit in self.limits)
        return self.status in {Status.ANSWERED, Status.APPEALED, Status.CLOSED}

    @property
    def settled_at(self) -> datetime | None:
        """Give when the last of its limits was met or missed; None while one runs, or where none ever did."""
        ends = [limit.stopped_at for limit in self.limits if limit.stopped_at]
        return max(ends) if ends and self.settled else None

    @property
    def due_at(self) -> datetime | None:
        """Give when the last of its limits ends, None where it has none."""
        return max((limit.due_at for limit in self.limits), default=None)

    @property
    def late_from(self) -> datetime | None:
        """Give the instant after which it is late if nothing happens to it; None where it never will be."""
        kept = (limit for limit in self.limits if limit.paused_at or limit.stopped_at)
        missed = [limit.due_at for limit in kept if limit.late(limit.due_at)]
        running = [limit.due_at for limit in self.limits if not limit.paused_at and not limit.stopped_at]
        return min((*missed, *running), default=None)

    def in_time(self, now: datetime) -> bool | None:
        """Say whether every limit was kept, so far; None where it has none."""
        return not any(limit.late(now) for limit in self.limits) if self.limits else None


@dataclass(frozen=True)
class Came:
    """Which cases are looked for: of some kinds, received in a stretch of time that ends before `last`."""

    kinds: frozenset[Kind]
    first: datetime
    last: datetime


def came(page: Page, organisation: str, which: Came, after: int, most: int = AT_ONCE) -> tuple[Dealt, ...]:
    """Give the cases of some kinds that came in some time, and after one by their ids, at most so many of them."""
    about = {"kinds": sorted(which.kinds), "first": which.first, "last": which.last}
    rows = page.all(_CAME, org=organisation, key=after, most=most, **about)
    return _with_facts(page, organisation, rows)


def uncounted(page: Page, organisation: str, most: int) -> tuple[Dealt, ...]:
    """Give cases that are not counted as they are, for nobody else to change; what others change now is left out."""
    rows = page.all(_UNCOUNTED, org=organisation, most=most)
    return _with_facts(page, organisation, rows)


def one(page: Page, organisation: str, case: int) -> Dealt | None:
    """Give one case as reports know it."""
    return next(iter(_with_facts(page, organisation, page.all(_ONE, org=organisation, key=case))), None)


def _with_facts(page: Page, organisation: str, rows: Sequence[Row[Any]]) -> tuple[Dealt, ...]:
    """Look up what else reports know of some cases."""
    if not rows:
        return ()
    which: dict[str, Any] = {"org": organisation, "ids": [row.id for row in rows]}
    limits: dict[int, list[Limit]] = defaultdict(list)
    for row in page.all(_CLOCKS, **which):
        limits[row.case_id].append(Limit(row.due_at, row.stopped_at, row.paused_at))
    decided = {row.case_id: row for row in page.all(_DECISIONS, **which)}
    longer = {row.case_id: row.made_at for row in page.all(_EXTENSIONS, **which)}
    return tuple(_dealt(row, tuple(limits.get(row.id, ())), decided.get(row.id), longer.get(row.id)) for row in rows)


def _dealt(row: Row[Any], limits: tuple[Limit, ...], decided: Row[Any] | None, longer: datetime | None) -> Dealt:
    return Dealt(
        id=row.id,
        number=row.number,
        kind=Kind(row.kind),
        status=Status(row.status),
        language=row.language,
        channel=row.channel or "",
        queue=row.queue,
        assigned_to=row.assigned_to,
        received_at=row.received_at,
        excluded=frozenset(row.excluded),
        limits=limits,
        ruling=decided.ruling if decided else "",
        grounds=tuple(decided.grounds) if decided else (),
        remedies=tuple(decided.remedies) if decided else (),
        extended_at=longer,
        counted_as=row.counted_as,
    )
