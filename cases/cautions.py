"""What an organisation should look at in its policy: what was assumed for it, and hours when nobody is on duty."""

from calendar import day_name
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from operator import attrgetter

from cases.kind import Kind
from cases.organisation import WorkingHours
from cases.policy import ClockName, ClockRule, Policy
from cases.quote import quotes_of
from cases.term import Unit

WEEK = 7 * 24
DONE = {
    ClockName.ACKNOWLEDGEMENT: "acknowledged",
    ClockName.HANDLING: "handled",
    ClockName.ANSWER: "answered",
    ClockName.REFERRAL: "referred",
    ClockName.PROCESSOR_REPLY: "answered to the customer",
}


class Warned(StrEnum):
    """What an organisation is warned of."""

    ASSUMED = "assumed"
    ASSUMED_CLOCK = "assumed_clock"
    ASSUMED_RETENTION = "assumed_retention"
    DOUBTED = "doubted"
    UNNAMED = "unnamed"
    UNATTENDED = "unattended"


@dataclass(frozen=True)
class Caution:
    """One thing to look at. `about` is a key, a rule, or what is kept; `shown` what was assumed, or is in doubt.

    Of a clock: its rule, the kinds that have it, none for every kind, and the hour of the week, from Monday 00:00, at
    which nobody would be there; `by_itself`: its letter leaves by itself all the same.
    """

    what: Warned
    about: str = ""
    shown: str = ""
    clock: ClockRule | None = None
    kinds: tuple[Kind, ...] = ()
    hour: int = 0
    by_itself: bool = False

    def __str__(self) -> str:
        """Say it in one line."""
        return SAID[self.what](self)


def cautions(policy: Policy) -> tuple[str, ...]:
    """Give a line for each thing assumed or unclear, and for each clock that can run out while nobody is on duty."""
    return tuple(map(str, found(policy)))


def found(policy: Policy) -> tuple[Caution, ...]:
    """Give each thing assumed or unclear, and each clock that can run out while nobody is on duty."""
    return (*_assumed(policy), *_doubted(policy), *_unnamed(policy), *_unattended(policy))


def _doubted(policy: Policy) -> Iterator[Caution]:
    """Give what is unclear in the organisation's own words, and how it is read meanwhile (P-ME-14)."""
    for quote in quotes_of(policy):
        if quote.doubt:
            yield Caution(Warned.DOUBTED, quote.rule, quote.doubt)


def _unnamed(policy: Policy) -> Iterator[Caution]:
    """Say that the privacy notice has no address, which people are told before they write (P-AL-14)."""
    if "privacy" not in policy.links:
        yield Caution(Warned.UNNAMED, "links.privacy")


def _assumed(policy: Policy) -> Iterator[Caution]:
    for key in policy.assumed:
        yield Caution(Warned.ASSUMED, key, _shown(attrgetter(key)(policy)))
    for kinds, clock in _clocks(policy, lambda clock: clock):
        if clock.assumed:
            yield Caution(Warned.ASSUMED_CLOCK, clock=clock, kinds=kinds)
    for kept in policy.retention:
        if kept.assumed:
            yield Caution(Warned.ASSUMED_RETENTION, kept.what, str(kept.term))


def _unattended(policy: Policy) -> Iterator[Caution]:
    for kinds, clock in _clocks(policy, lambda clock: (clock.name, clock.term)):
        hour = gap(policy.hours, clock.term.count) if clock.term.unit is Unit.HOURS else None
        if hour is None:
            continue
        by_itself = clock.name is ClockName.ACKNOWLEDGEMENT and policy.leaves_unseen("acknowledgement")
        yield Caution(Warned.UNATTENDED, clock=clock, kinds=kinds, hour=hour, by_itself=by_itself)


def _said_of_clock(caution: Caution) -> str:
    kinds = ", ".join(caution.kinds) or "every kind"
    return f"{caution.clock.name}, {caution.clock.term} ({kinds})" if caution.clock else kinds


def _said_of_hours(caution: Caution) -> str:
    clock = caution.clock
    if clock is None:
        return ""
    held = "; it leaves by itself, but a letter that is held waits for a person" if caution.by_itself else ""
    return (
        f"{_said_of_clock(caution)}: what is received on {_moment(caution.hour)} must be {DONE[clock.name]} by"
        f" {_moment(caution.hour + clock.term.count)}, when nobody is on duty{held}"
    )


_CONFIRM = "assumed, not in the policy; confirm it"

SAID: Mapping[Warned, Callable[[Caution], str]] = {
    Warned.ASSUMED: lambda one: f"{one.about}: {one.shown} is {_CONFIRM}",
    Warned.ASSUMED_CLOCK: lambda one: f"{_said_of_clock(one)}: {_CONFIRM}",
    Warned.ASSUMED_RETENTION: lambda one: f"retention of {one.about}, {one.shown}: {_CONFIRM}",
    Warned.DOUBTED: lambda one: f"{one.about}: {one.shown}",
    Warned.UNNAMED: lambda one: (
        f"{one.about}: not named; until it is, chats and pages lead to the site alone; name the privacy notice"
    ),
    Warned.UNATTENDED: _said_of_hours,
}
"""What is said of each at the command line."""


def gap(hours: WorkingHours, length: int) -> int | None:
    """Give an hour of the week, 0 to 167 from Monday 00:00, from which nobody is on duty for so many hours; else None.

    Where it can be, it is not the very hour of closing but the next one.
    """
    free = [not _on_duty(hours, hour) for hour in range(WEEK)]
    starts = [hour for hour in range(WEEK) if all(free[(hour + n) % WEEK] for n in range(min(length, WEEK)))]
    return next((hour for hour in starts if free[hour - 1]), starts[0] if starts else None)


def _on_duty(hours: WorkingHours, hour: int) -> bool:
    day, of_day = divmod(hour, 24)
    return day + 1 in hours.days and hours.end > time(of_day) and hours.start <= time(of_day, 59)


def _clocks(policy: Policy, alike: Callable[[ClockRule], Hashable]) -> Iterator[tuple[tuple[Kind, ...], ClockRule]]:
    """Give one clock of all that are alike, with the kinds that have it; none where every kind does."""
    groups: dict[Hashable, list[tuple[Kind, ClockRule]]] = {}
    for kind, rules in policy.kinds.items():
        for clock in rules.clocks:
            groups.setdefault(alike(clock), []).append((kind, clock))
    for group in groups.values():
        yield () if len(group) == len(Kind) else tuple(kind for kind, _ in group), group[0][1]


def _moment(hour: int) -> str:
    day, of_day = divmod(hour % WEEK, 24)
    return f"{day_name[day]} at {of_day:02}:00"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
