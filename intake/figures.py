"""How many cases came, were answered, and in time: numbers of a whole organisation, month by month (R-ISO-10).

Erased cases count on. Who is shut out of a case gets numbers in which it does not stand
(P-MX-14): next to the queue that they see, nothing is left over. Small groups are not shown: fewer than FEW cases of a
kind, in a language, by a channel, could be somebody.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache

from cases.calendar import Calendar
from cases.errors import BadInput
from storage.sums import Group, Sum

FEW = 5
"""Of a group with fewer cases than so many nothing is shown but that they are few."""


@dataclass(frozen=True)
class Row:
    """A group as it is shown; `hidden` where it is too small, or would tell how small another is."""

    code: str
    sum: Sum
    hidden: bool = False

    @property
    def few(self) -> bool:
        """Say whether it is hidden for being small itself."""
        return self.hidden and self.sum.received < FEW


@dataclass
class Figures:
    """All of an organisation's numbers. `apart` are those of cases that somebody must not know of, with who that is."""

    groups: dict[Group, Sum] = field(default_factory=dict)
    apart: list[tuple[frozenset[int], Group, Sum]] = field(default_factory=list)

    def put(self, group: Group, counted: Sum) -> None:
        """Count a case, or several, in a group."""
        self.groups.setdefault(group, Sum()).add(counted)

    def seen_by(self, viewer: int | None) -> Iterator[tuple[Group, Sum]]:
        """Give what counts for somebody: None is nobody in particular, for whom all of it does."""
        yield from self.groups.items()
        yield from ((group, one) for excluded, group, one in self.apart if viewer not in excluded)


def working_days(calendar: Calendar) -> Callable[[date, date], int | None]:
    """Give what counts the working days after one day, up to and with another (Reg. 1182/71 Art. 3(1)).

    It gives None for years that the calendar does not know: a holiday is never guessed.
    """

    @cache
    def of_month(year: int, month: int) -> tuple[int, ...]:
        """Give for each day of a month how many working days the month has had by then."""
        day, sums = date(year, month, 1), [0]
        while day.month == month:
            sums.append(sums[-1] + (calendar.day_off(day) is None))
            day += timedelta(days=1)
        return tuple(sums)

    @lru_cache(maxsize=100_000)
    def between(first: date, last: date) -> int | None:
        try:
            found = of_month(last.year, last.month)[last.day] - of_month(first.year, first.month)[first.day]
            for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month - 1):
                found += of_month(number // 12, number % 12 + 1)[-1]
        except BadInput:
            return None
        return found

    return between


def total(found: Figures, months: frozenset[str], viewer: int | None) -> Sum:
    """Add up what came in some months."""
    whole = Sum()
    for group, one in found.seen_by(viewer):
        if group.month in months:
            whole.add(one)
    return whole


def by(found: Figures, months: frozenset[str], viewer: int | None, what: str) -> dict[str, Sum]:
    """Add up what came in some months, by one of the fields of a group."""
    sums: dict[str, Sum] = {}
    place = Group._fields.index(what)
    for group, one in found.seen_by(viewer):
        if group.month in months:
            sums.setdefault(group[place], Sum()).add(one)
    return sums


def shown(sums: Mapping[str, Sum]) -> tuple[Row, ...]:
    """Give groups, the largest first, small ones hidden.

    Where just one is hidden, the next small one is too, or the total would tell it.
    """
    order = sorted(sums.items(), key=lambda item: (-item[1].received, item[0]))
    small = {code for code, one in order if one.received < FEW}
    if len(small) == 1 and len(order) > 1:
        small.add(order[-2][0])
    return tuple(Row(code, one, code in small) for code, one in order)


def median(counted: Counter[int]) -> float | None:
    """Give the value in the middle of what was counted; of two, half way between."""
    size = counted.total()
    if not size:
        return None
    return (_at(counted, (size - 1) // 2) + _at(counted, size // 2)) / 2


def _at(counted: Counter[int], place: int) -> int:
    for value in sorted(counted):
        place -= counted[value]
        if place < 0:
            return value
    raise IndexError(place)
