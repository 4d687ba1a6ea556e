"""How many cases came, were answered, and in time: numbers of a whole organisation, month by month (R-ISO-10).

Erased cases count on, by what was kept of them. Who is shut out of a case gets numbers in which it does not stand
(P-MX-14): next to the queue that they see, nothing is left over. Small groups are not shown: fewer than FEW cases of a
kind, in a language, by a channel, could be somebody.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from cases.calendar import Calendar
from cases.errors import BadInput
from cases.office import Office
from cases.term import Basis
from storage import figures, statistics
from storage.figures import STRETCH, Dealt
from storage.page import Page

FEW = 5
"""Of a group with fewer cases than so many nothing is shown but that they are few."""


class Group(NamedTuple):
    """What cases have in common that are counted together; `month` is that of receipt ("2026-03")."""

    month: str
    kind: str
    language: str
    channel: str
    queue: str
    ruling: str


@dataclass
class Sum:
    """What is counted of some cases.

    `settled`: answered, referred or ended otherwise. `limited` are those of them that had a time limit, `in_time` those
    that kept it; `late` are still open, and over it. `days` and `working` say how often it took so many days.
    """

    received: int = 0
    settled: int = 0
    limited: int = 0
    in_time: int = 0
    late: int = 0
    days: Counter[int] = field(default_factory=Counter)
    working: Counter[int] = field(default_factory=Counter)
    remedies: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Sum") -> None:
        """Count others as well."""
        self.received += other.received
        self.settled += other.settled
        self.limited += other.limited
        self.in_time += other.in_time
        self.late += other.late
        self.days.update(other.days)
        self.working.update(other.working)
        self.remedies.update(other.remedies)

    @property
    def share(self) -> float | None:
        """Give how large a part was in time, None where nothing with a limit was settled."""
        return self.in_time / self.limited if self.limited else None


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
    """All of an organisation's numbers. `apart` are the cases that somebody must not see, each on its own."""

    groups: dict[Group, Sum] = field(default_factory=dict)
    apart: list[tuple[frozenset[int], Group, Sum]] = field(default_factory=list)

    def put(self, group: Group, counted: Sum) -> None:
        """Count a case, or several, in a group."""
        self.groups.setdefault(group, Sum()).add(counted)

    def seen_by(self, viewer: int | None) -> Iterator[tuple[Group, Sum]]:
        """Give what counts for somebody: None is nobody in particular, for whom all of it does."""
        yield from self.groups.items()
        yield from ((group, one) for excluded, group, one in self.apart if viewer not in excluded)


def count(page: Page, office: Office, now: datetime) -> Figures:
    """Count every case of an organisation, those that are erased too. It takes seconds for a million."""
    organisation, found = office.policy.id, Figures()
    between = working_days(office.calendar(Basis.PROMISE))
    for one in every(page, organisation):
        group, counted = _group(one, office), _sum(one, office, between, now)
        if one.excluded:
            found.apart.append((one.excluded, group, counted))
        else:
            found.put(group, counted)
    for kept, cases in statistics.of(page, organisation):
        erased = Sum(cases, cases, cases if kept.in_time else 0, cases if kept.in_time == "yes" else 0)
        found.put(Group(kept.month, kept.kind, kept.language, kept.channel, "", kept.ruling), erased)
    return found


def every(page: Page, organisation: str, at_once: int = STRETCH) -> Iterator[Dealt]:
    """Give every case of an organisation, so many with one look at the book."""
    after = 0
    while found := figures.stretch(page, organisation, after, at_once):
        yield from found
        after = found[-1].id


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


def _group(one: Dealt, office: Office) -> Group:
    month = f"{office.day(one.received_at):%Y-%m}"
    return Group(month, one.kind, one.language, one.channel, one.queue, one.ruling)


def _sum(one: Dealt, office: Office, between: Callable[[date, date], int | None], now: datetime) -> Sum:
    counted = Sum(received=1, remedies=Counter(one.remedies))
    in_time = one.in_time(now)
    if not one.settled:
        counted.late = int(in_time is False)
        return counted
    counted.settled, counted.limited, counted.in_time = 1, int(in_time is not None), int(in_time is True)
    if one.settled_at:
        first, last = office.day(one.received_at), office.day(one.settled_at)
        counted.days[max(0, (last - first).days)] += 1
        working = between(first, last)
        if working is not None:
            counted.working[max(0, working)] += 1
    return counted
