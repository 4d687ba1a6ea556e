"""The numbers of an organisation, brought up to date case by case: what changed is taken out as it was, and put in.

Each case knows as what it stands in the sums, so to count it twice has no effect, and a year that is over changes
where a case of it does: answered late, corrected, moved. What is erased stays in the sums (R-ISO-10).
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from cases.office import Office
from cases.term import Basis
from intake.figures import Figures, working_days
from storage import figures, kept_figures
from storage.figures import Dealt
from storage.kept_figures import Cell
from storage.page import Page
from storage.sums import Group, Sum

AT_ONCE = 200
"""So many cases are counted in one transaction: letters wait for it a twentieth of a second."""


@dataclass
class _Changes:
    """What a page changes about the sums."""

    of: dict[Cell, Sum]

    def put(self, cell: Cell, one: Sum) -> None:
        self.of.setdefault(cell, Sum()).add(one)

    def take(self, as_what: str | None) -> None:
        if as_what:
            cell, one = _read(as_what)
            self.of.setdefault(cell, Sum()).take(one)


def bring_up(page: Page, office: Office) -> bool:
    """Count some of what changed since it was counted; say whether there may be more. Twice has no effect."""
    organisation, changes = office.policy.id, _Changes({})
    between = working_days(office.calendar(Basis.PROMISE))
    whole = kept_figures.begin(page, organisation, _basis(office))
    found = figures.uncounted(page, organisation, AT_ONCE)
    new = [(one, _as_what(one, office, between)) for one in found]
    for one, as_what in new:
        if as_what != one.counted_as:
            changes.take(one.counted_as)
            changes.put(*_read(as_what))
    kept_figures.change(page, organisation, changes.of)
    kept_figures.counted(page, organisation, ((one.id, as_what) for one, as_what in new))
    return len(found) == AT_ONCE or not whole


def let_go(page: Page, case: int, office: Office) -> None:
    """Let a case that is about to be erased stay in the sums as it is, without saying who was shut out of it."""
    organisation, changes = office.policy.id, _Changes({})
    kept_figures.begin(page, organisation, _basis(office))
    one = figures.one(page, organisation, case)
    if one is None:
        return
    cell, counted = _read(_as_what(one, office, working_days(office.calendar(Basis.PROMISE))))
    counted.ends.clear()
    changes.take(one.counted_as)
    changes.put(Cell(cell.group, "", gone=True), counted)
    kept_figures.change(page, organisation, changes.of)


def kept(page: Page, office: Office, now: datetime) -> Figures:
    """Give an organisation's numbers as they were counted last; what is late is so at this instant."""
    found = Figures()
    for one in kept_figures.of(page, office.policy.id, now):
        if one.cell.excluded:
            excluded = frozenset(int(id_) for id_ in one.cell.excluded.split(","))
            found.apart.append((excluded, one.cell.group, one.sum))
        else:
            found.put(one.cell.group, one.sum)
    return found


def _basis(office: Office) -> str:
    """Say by which days is counted: those of the organisation's own clocks, in an edition of its calendar."""
    return f"{office.policy.zone} {office.calendar(Basis.PROMISE).edition}"


def _as_what(one: Dealt, office: Office, between: Callable[[date, date], int | None]) -> str:
    """Write down as what a case is counted: its cell and its own figures, none of which changes by time alone."""
    month = f"{office.day(one.received_at):%Y-%m}"
    group = Group(month, one.kind, one.language, one.channel, one.queue, one.ruling)
    excluded = ",".join(map(str, sorted(one.excluded)))
    return json.dumps([*group, excluded, *_figures(one, office, between)], ensure_ascii=False, separators=(",", ":"))


def _figures(one: Dealt, office: Office, between: Callable[[date, date], int | None]) -> Iterator[Any]:
    """Give its remedies, from when it is late; or whether it had a time limit, was in time, days, working days."""
    yield list(one.remedies)
    if not one.settled:
        yield one.late_from.isoformat() if one.late_from else None
        return
    yield from (bool(one.limits), bool(one.limits) and one.late_from is None)
    if one.settled_at:
        first, last = office.day(one.received_at), office.day(one.settled_at)
        working = between(first, last)
        yield from (max(0, (last - first).days), None if working is None else max(0, working))


def _read(as_what: str) -> tuple[Cell, Sum]:
    """Read what `_as_what` wrote."""
    month, kind, language, channel, queue, ruling, excluded, remedies, *counted = json.loads(as_what)
    cell = Cell(Group(month, kind, language, channel, queue, ruling), excluded, gone=False)
    if len(counted) == 1:
        (end,) = counted
        late_from = [datetime.fromisoformat(end).astimezone(UTC)] if end else []
        return cell, Sum(1, remedies=Counter(remedies), ends=Counter(late_from))
    limited, in_time, *took = counted
    days, working = (Counter([] if day is None else [day]) for day in (*took, None, None)[:2])
    return cell, Sum(1, 1, int(limited), int(in_time), 0, days, working, Counter(remedies))
