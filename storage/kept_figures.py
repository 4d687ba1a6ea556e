"""An organisation's numbers as they are kept: sums by what cases have in common, changed case by case."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select, update

from storage.figure_table import FIGURE, FIGURE_STATE
from storage.page import KEY, ORG, Page
from storage.sums import Group, Sum
from storage.tables import CASE

WALK = 5_000
"""So many cases are marked to be counted anew with one statement."""

_STATE = select(FIGURE_STATE).where(FIGURE_STATE.c.organisation == ORG).with_for_update()
_STATED = update(FIGURE_STATE).where(FIGURE_STATE.c.organisation == ORG)
_WALKED = _STATED.values(walked_to=bindparam("to"))
_ANEW = _STATED.values(basis=bindparam("by"), walked_to=0)
_COUNTED = (
    update(CASE)
    .where(CASE.c.organisation == ORG, CASE.c.id == KEY)
    .values(counted=True, counted_as=bindparam("as_what"))
)
_BEYOND = (
    select(CASE.c.id).where(CASE.c.organisation == ORG, CASE.c.id > KEY).order_by(CASE.c.id).limit(1).offset(WALK - 1)
)
_BEHIND = (CASE.c.organisation == ORG) & (CASE.c.id > KEY)
_UNCOUNT = update(CASE).where(_BEHIND, CASE.c.counted).values(counted=False)
_UNCOUNT_SOME = _UNCOUNT.where(CASE.c.id <= bindparam("last"))
_FIGURES = select(FIGURE).where(FIGURE.c.organisation == ORG)
_COUNTERS = ("days", "working", "remedies", "ends")


class Cell(NamedTuple):
    """What is counted together: a group, who must not know of it ("" for nobody), whether it is of erased cases."""

    group: Group
    excluded: str
    gone: bool


@dataclass(frozen=True)
class Kept:
    """The sum of a cell."""

    cell: Cell
    sum: Sum


def begin(page: Page, organisation: str, basis: str) -> bool:
    """Let nobody else count an organisation's cases until this page is done; say whether all was counted by this basis.

    Where the days were counted by another basis, every case is to be counted anew: they are marked some at a time.
    """
    row = page.one(_STATE, org=organisation)
    if row is None:
        page.add(FIGURE_STATE, organisation=organisation, basis=basis, walked_to=None)
        page.flush()
        return True
    if row.basis != basis:
        page.execute(_ANEW, {"org": organisation, "by": basis})
        return _walk(page, organisation, 0)
    return row.walked_to is None or _walk(page, organisation, row.walked_to)


def change(page: Page, organisation: str, changes: Mapping[Cell, Sum]) -> None:
    """Add to sums; what is then empty goes."""
    for cell in sorted(changes):
        mine = FIGURE.c.organisation == organisation
        for name, value in _key(cell).items():
            mine &= FIGURE.c[name] == value
        row = page.one(select(FIGURE).where(mine))
        whole = _sum(row) if row else Sum()
        whole.add(changes[cell])
        if row is None:
            page.add(FIGURE, organisation=organisation, **_key(cell), **_values(whole))
        elif whole.received:
            page.execute(update(FIGURE).where(mine).values(**_values(whole)))
        else:
            page.execute(FIGURE.delete().where(mine))


def counted(page: Page, organisation: str, cases: Iterable[tuple[int, str]]) -> None:
    """Note as what cases stand in the sums now."""
    values = [{"org": organisation, "key": case, "as_what": as_what} for case, as_what in cases]
    if values:
        page.execute(_COUNTED, values)


def of(page: Page, organisation: str, now: datetime) -> Iterator[Kept]:
    """Give an organisation's sums; what is late is so at this instant."""
    for row in page.all(_FIGURES, org=organisation):
        whole = _sum(row)
        whole.late = sum(often for end, often in whole.ends.items() if end < now)
        yield Kept(Cell(Group(*(getattr(row, name) for name in Group._fields)), row.excluded, row.gone), whole)


def _walk(page: Page, organisation: str, after: int) -> bool:
    """Mark the next cases as not counted; say whether those were the last."""
    beyond = page.one(_BEYOND, org=organisation, key=after)
    mine = {"org": organisation, "key": after}
    if beyond is None:
        page.execute(_UNCOUNT, mine)
    else:
        page.execute(_UNCOUNT_SOME, mine | {"last": beyond.id})
    page.execute(_WALKED, {"org": organisation, "to": beyond.id if beyond else None})
    return beyond is None


def _key(cell: Cell) -> dict[str, Any]:
    return {**cell.group._asdict(), "excluded": cell.excluded, "gone": cell.gone}


def _values(whole: Sum) -> dict[str, Any]:
    counters = {name: _written(getattr(whole, name)) for name in _COUNTERS}
    numbers = {name: getattr(whole, name) for name in ("received", "settled", "limited", "in_time")}
    return numbers | counters


def _written(counted: Counter[Any]) -> dict[str, int]:
    return {key.isoformat() if isinstance(key, datetime) else str(key): often for key, often in counted.items()}


def _sum(row: Row[Any]) -> Sum:
    return Sum(
        received=row.received,
        settled=row.settled,
        limited=row.limited,
        in_time=row.in_time,
        days=Counter({int(day): often for day, often in row.days.items()}),
        working=Counter({int(day): often for day, often in row.working.items()}),
        remedies=Counter(row.remedies),
        ends=Counter({datetime.fromisoformat(end).astimezone(UTC): often for end, often in row.ends.items()}),
    )
